"""TTML as Apple and others write it: lines, words, voices, background voices, translations."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lullaby.lyrics.assemble import assemble, by_number, timing_of
from lullaby.lyrics.languages import tag_of
from lullaby.lyrics.model import Complaint, Format, Lyrics, Part, Reason
from lullaby.lyrics.pieces import RawLine, clean, join_pieces
from lullaby.lyrics.ttml_times import Rates
from lullaby.lyrics.xml_tree import Node, read_tree
from lullaby.units import Ms

GROUP = "v1000"
"""Apple's name for all voices together."""

_SKIPPED = frozenset(("head", "metadata"))
_TRANSLATIONS = frozenset(("x-translation", "x-roman", "x-transliteration"))


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Words from a TTML text; never raises. XML that breaks off gives what came before."""
    tree = read_tree(text)
    reader = _Reader(tree.root)
    complaints = [] if tree.complaint is None else [tree.complaint]
    lines, more = assemble(list(reader.lines()), 0, duration_ms)
    root = next((node for node in tree.root.walk() if node.name == "tt"), tree.root)
    return Lyrics(
        lines,
        timing_of(lines),
        title=_first(tree.root, "title"),
        artist=_artists(tree.root),
        language=tag_of(root.get("lang")),
        format=Format.TTML,
        source=source,
        complaints=by_number((*complaints, *reader.complaints, *more)),
    )


def _first(root: Node, name: str) -> str:
    return next((clean(node.text) for node in root.walk() if node.name == name and node.text), "")


def _artists(root: Node) -> str:
    found = [clean(node.text) for node in root.walk() if node.name in {"artist", "songwriter"}]
    return ", ".join(dict.fromkeys(name for name in found if name))


@dataclass(slots=True)
class _Body:
    """The pieces of one voice's line, of which only the first may lack a stamp."""

    pieces: list[tuple[int | None, str]] = field(default_factory=list)
    translations: list[str] = field(default_factory=list)
    behind: list[Node] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Text without a stamp of its own goes on from what was before."""
        stamp, before = self.pieces.pop() if self.pieces else (None, "")
        self.pieces.append((stamp, before + text))

    def sing(self, start: int, end: int | None, text: str) -> None:
        """A word with its times; one that lasts into the next is cut short there."""
        if len(self.pieces) > 1:
            stamp, between = self.pieces[-1]
            begun = self.pieces[-2][0]
            follows = stamp is not None and begun is not None and begun <= start < stamp
            if follows and not between.strip():
                self.pieces[-1] = (start, between)
        self.pieces.append((start, text))
        if end is not None:
            self.pieces.append((max(start, end), ""))


class _Reader:
    """Reads the lines, once the whole file has shown who sings and how it counts time."""

    def __init__(self, root: Node) -> None:
        self.complaints: list[Complaint] = []
        self._paragraphs = [n for n in root.walk() if n.name == "p" and not _skipped(n)]
        self._rates = Rates.of(next((n for n in root.walk() if n.name == "tt"), root))
        agents = dict.fromkeys(_agent(node) for node in self._paragraphs)
        self._voices = [agent for agent in agents if agent and agent != GROUP]
        self._others = _translations(root)
        early = next((n for node in self._paragraphs for n in node.walk() if self._early(n)), None)
        self._relative = early is not None
        if early is not None:
            self.complaints.append(Complaint(early.number, Reason.READ_AS_RELATIVE))

    def lines(self) -> Iterator[RawLine]:
        for element, node in enumerate(self._paragraphs):
            start, end = self._times(node)
            if start is None and node.get("begin"):
                self.complaints.append(Complaint(node.number, Reason.BAD_STAMP))
            voice = _agent(node)
            part, marked = Part.EVERYONE, len(self._voices) > 1
            if marked and voice in self._voices[:2]:
                part = (Part.FIRST, Part.SECOND)[self._voices.index(voice)]
            for line in self._sung(node, (start, end), part, marked):
                yield replace(line, element=element)

    def _sung(
        self, node: Node, times: tuple[int | None, int | None], part: Part, marked: bool
    ) -> Iterator[RawLine]:
        """A line, its translations at the same stamp, and the voices behind it."""
        start, end = times
        body = _Body()
        self._gather(node, body)
        joined = join_pieces(body.pieces, start)
        if joined.disordered:
            self.complaints.append(Complaint(node.number, Reason.WORDS_OUT_OF_ORDER))
        if joined.syllables and (start is None or joined.syllables[0].start < start):
            start = joined.syllables[0].start
        if joined.text or start is not None:
            line_end = joined.end if end is None else end
            yield RawLine(node.number, joined.text, start, line_end, joined.syllables, part, marked)
        key = node.get("key")
        for text in (*body.translations, *self._others.get(key, ())) if start is not None else ():
            yield RawLine(node.number, text, start, part=part, marked=marked)
        for behind in body.behind:
            begin, until = self._times(behind)
            inner = (start if begin is None else begin, until)
            yield from self._sung(behind, inner, Part.BACKGROUND, True)

    def _gather(self, node: Node, body: _Body) -> None:
        for child in node.children:
            if isinstance(child, str):
                body.say(_blanks(child))
                continue
            role = child.get("role")
            if role == "x-bg":
                body.behind.append(child)
            elif role in _TRANSLATIONS:
                if child.text:
                    body.translations.append(clean(child.text))
            elif child.name == "br":
                body.say(" ")
            elif child.name not in _SKIPPED:
                self._span(child, body)

    def _span(self, node: Node, body: _Body) -> None:
        start, end = self._times(node)
        has_spans = any(isinstance(child, Node) and child.get("begin") for child in node.children)
        if start is None or has_spans:
            self._gather(node, body)
            return
        body.sing(start, end, _blanks("".join(_words(node))))

    def _times(self, node: Node) -> tuple[int | None, int | None]:
        start, end = self._rates.ms(node.get("begin")), self._rates.ms(node.get("end"))
        length = self._rates.ms(node.get("dur"))
        if end is None and start is not None and length is not None:
            end = start + length
        base = self._base(node) if self._relative else 0
        return (
            None if start is None else start + base,
            None if end is None else end + base,
        )

    def _base(self, node: Node) -> int:
        total = 0
        above = node.parent
        while above is not None:
            total += self._rates.ms(above.get("begin")) or 0
            above = above.parent
        return total

    def _early(self, node: Node) -> bool:
        """Whether an element would begin before the one around it, counted from the start."""
        own = self._rates.ms(node.get("begin"))
        above = node.parent
        while above is not None and not above.get("begin"):
            above = above.parent
        outer = None if above is None else self._rates.ms(above.get("begin"))
        return (
            own is not None
            and outer is not None
            and own < outer
            and node.get("role") != "x-bg"
            and not _behind(node)
        )


def _behind(node: Node) -> bool:
    """Background voices may well begin before the line that they are written in."""
    above = node.parent
    return above is not None and (above.get("role") == "x-bg" or _behind(above))


def _skipped(node: Node) -> bool:
    return any(node.inside(name) for name in _SKIPPED)


def _agent(node: Node) -> str:
    """The voice of a line, its own or that of the part of the song around it."""
    return node.get("agent") or (_agent(node.parent) if node.parent is not None else "")


def _translations(root: Node) -> dict[str, list[str]]:
    """Apple keeps them in the head, by the keys of the lines."""
    found: dict[str, list[str]] = {}
    for node in root.walk():
        if node.name == "text" and node.get("for") and node.text:
            found.setdefault(node.get("for"), []).append(clean(node.text))
    return found


def _words(node: Node) -> Iterator[str]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.name == "br":
            yield " "
        elif child.get("role") not in _TRANSLATIONS:
            yield from _words(child)


def _blanks(text: str) -> str:
    """Line ends and indents of the file are blanks of the text."""
    kept = " ".join(text.split())
    if not kept:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + kept + (" " if text[-1].isspace() else "")
