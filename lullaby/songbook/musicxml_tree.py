"""Reads MusicXML files of anybody, bounded in time and memory.

The XML parser hands over one bar of one part after the other, so that only that much is kept. A
document type is taken only as every MusicXML file may have it: its name and an address that is
never looked up. Declarations inside it, and with them all entities, are refused.
"""

import codecs
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.parsers import expat

from lullaby.songbook.notes import ScoreError

DEEPEST = 40
"""Deepest nesting of elements; the standard needs 12."""

MOST_ELEMENTS = 200_000
"""The longest of 1,460 art songs with piano has 78,000."""

MOST_IN_A_BAR = 20_000
LONGEST_TEXT = 2_000
"""Characters of one element, after which the rest of its text is left out."""

ROOTS = ("score-partwise", "score-timewise")
CELLS = {"score-partwise": ("part", "measure"), "score-timewise": ("measure", "part")}
"""The two elements that enclose one bar of one part, from the outer to the inner."""

NOT_READ = frozenset(
    (
        *("print", "stem", "beam", "notehead", "notehead-text", "accidental", "type", "dot"),
        *("midi-device", "midi-instrument", "score-instrument", "figured-bass", "ornaments"),
        *("technical", "dynamics", "tuplet", "arpeggiate", "time-modification", "wedge", "clef"),
        *("frame", "level", "listening", "listen", "page-layout", "system-layout", "appearance"),
        *("staff-layout", "scaling", "music-font", "word-font", "lyric-font", "encoding"),
        *("accidental-mark", "glissando", "slide", "pedal", "dashes", "bracket", "miscellaneous"),
    )
)
"""Elements that tell nothing about the sound or the words."""


class MusicXmlError(ScoreError):
    """What is wrong, in which line of the file and in which bar."""

    def __init__(self, reason: str, line: int = 0, bar: int = 0) -> None:
        super().__init__(reason, line, bar, reason)


@dataclass(slots=True, eq=False)
class Element:
    """An XML element without what `NOT_READ` names; names have no prefixes."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    children: "list[Element]" = field(default_factory=list)

    def get(self, name: str) -> str:
        """An attribute, trimmed; empty if missing."""
        return self.attributes.get(name, "").strip()

    def first(self, name: str) -> "Element | None":
        for child in self.children:
            if child.name == name:
                return child
        return None

    def all(self, name: str) -> "list[Element]":
        return [child for child in self.children if child.name == name]

    def text_of(self, *path: str) -> str:
        """The trimmed text of the first such descendant; empty if missing."""
        here: Element | None = self
        for name in path:
            here = here.first(name) if here is not None else None
        return "" if here is None else here.text.strip()


TakeCell = Callable[[Element, str, int], None]
"""Gets a bar of a part, the id of the part and the place of the bar, counted from 0."""

TakeHead = Callable[[Element], None]
"""Gets an element that is about the whole score."""


def read_cells(data: bytes, take: TakeCell, head: TakeHead, forget: Callable[[], None]) -> None:
    """Parse a score; `forget` is called before it is read once more in another encoding.

    Raises MusicXmlError.
    """
    if data.count(b"<") - data.count(b"</") > MOST_ELEMENTS and not data.startswith(_UTF_16):
        raise MusicXmlError("is larger than any song")
    problem: expat.ExpatError | None = None
    for encoding in _encodings(data):
        forget()
        reader = _Reader(encoding, take, head)
        try:
            reader.parser.Parse(data, True)
        except expat.ExpatError as error:
            problem = problem or error
            if error.code not in _WRONG_ENCODING:
                break
            continue
        except (LookupError, ValueError) as error:
            problem = problem or _unknown(str(error))
            continue
        if reader.kind not in ROOTS:
            raise MusicXmlError("holds no score in MusicXML")
        return
    assert problem is not None
    raise MusicXmlError("is damaged here, or no MusicXML", max(1, problem.lineno))


_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_TOLD = re.compile(rb"""\A\s*<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w.-]{1,40})""")


def _encodings(data: bytes) -> Sequence[str | None]:
    """As the file tells (None), then as files are that tell it wrongly.

    What is no UTF-8 is not parsed as such, because a hostile file tells so at its end.
    """
    if data.startswith(_UTF_16):
        return (None,)
    told = _TOLD.search(data[:200].removeprefix(codecs.BOM_UTF8))
    as_usual = told is None or told[1].lower() in (b"utf-8", b"utf8")
    try:
        codecs.utf_8_decode(data, "strict", True)
    except UnicodeDecodeError:
        return ("iso-8859-1",) if as_usual else (None, "iso-8859-1")
    return (None,) if as_usual else (None, "utf-8")


_WRONG_ENCODING = frozenset(
    expat.errors.codes[text]
    for text in (
        expat.errors.XML_ERROR_INVALID_TOKEN,
        expat.errors.XML_ERROR_INCORRECT_ENCODING,
        expat.errors.XML_ERROR_UNKNOWN_ENCODING,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
    )
)


def _unknown(reason: str) -> expat.ExpatError:
    error = expat.ExpatError(reason)
    error.lineno = 1
    return error


class _Reader:
    """The handlers of the parser."""

    def __init__(self, encoding: str | None, take: TakeCell, head: TakeHead) -> None:
        self.kind = ""
        self._take_cell = take
        self._take_head = head
        self._stack: list[Element] = []
        self._names: list[str] = []
        self._outer: dict[str, str] = {}
        self._places: dict[str, int] = {}
        self._measure = -1
        self._skipped = 0
        self._count = 0
        self._in_bar = 0
        self.parser = expat.ParserCreate(encoding) if encoding else expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._declared
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _doctype(self, _name: str, _system: str | None, _public: str | None, inside: bool) -> None:
        if inside:
            self._declared()

    def _declared(self, *_: object) -> None:
        raise MusicXmlError("declares entities, which are not read", self._line)

    @property
    def _line(self) -> int:
        return max(1, self.parser.CurrentLineNumber)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise MusicXmlError("is larger than any song", self._line)
        if self._skipped or name in NOT_READ:
            self._skipped += 1
            if self._skipped > DEEPEST:
                raise MusicXmlError("is no MusicXML: it is nested too deeply", self._line)
            return
        if ":" in name:
            name = name.rpartition(":")[2]
        if self._stack:
            self._in_bar += 1
            if self._in_bar > MOST_IN_A_BAR or len(self._stack) > DEEPEST:
                raise MusicXmlError("has a bar longer than any", self._line, self._measure + 1)
            element = Element(name, attributes)
            self._stack[-1].children.append(element)
            self._stack.append(element)
            return
        self._outside(name, attributes)

    def _outside(self, name: str, attributes: dict[str, str]) -> None:
        """An element that is in no bar and in no other element about the whole score."""
        depth = len(self._names)
        if depth == 0:
            if name not in ROOTS:
                raise MusicXmlError("holds no score in MusicXML", self._line)
            self.kind = name
            self._names.append(name)
            return
        outer, inner = CELLS[self.kind]
        if depth == 1 and name == outer:
            self._names.append(name)
            self._outer = attributes
            if outer == "measure":
                self._measure += 1
        elif depth == 1 or name == inner:
            if depth == 2 and outer == "part":
                part = self._outer.get("id", "")
                self._measure = self._places.get(part, -1) + 1
                self._places[part] = self._measure
            self._in_bar = 0
            self._stack.append(Element(name, attributes))
        else:
            self._skipped = 1

    def _end(self, _name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        if not self._stack:
            self._names.pop()
            return
        element = self._stack.pop()
        if self._stack:
            return
        if len(self._names) == 1:
            self._take_head(element)
        else:
            told = self._outer if self.kind == "score-partwise" else element.attributes
            if self.kind == "score-timewise":
                element.attributes = self._outer | element.attributes
            self._take_cell(element, told.get("id", ""), self._measure)

    def _characters(self, text: str) -> None:
        if self._stack and not self._skipped:
            here = self._stack[-1]
            if len(here.text) < LONGEST_TEXT:
                here.text += text
