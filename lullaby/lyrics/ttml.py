"""Parses TTML lyrics of Apple and others: lines, words, voices, background voices, translations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lullaby.frozen import frozen
from lullaby.lyrics.assemble import assemble, by_number, sung_apart, timing_of
from lullaby.lyrics.languages import base_of, tag_of
from lullaby.lyrics.model import Complaint, Format, Lyrics, Part, Reason
from lullaby.lyrics.pieces import RawLine, clean, join_pieces
from lullaby.lyrics.ttml_times import ElementTimes
from lullaby.lyrics.xml_tree import Node, Tree, read_tree
from lullaby.units import Ms

GROUP = "v1000"
"""Apple's agent for all voices together."""

EARLY_MS = 2_000
"""A word that ends this much before its line has no time; authors leave such words at zero."""

_SKIPPED = frozenset(("head", "metadata"))
_TRANSLATIONS = frozenset(("x-translation", "x-roman", "x-transliteration"))
_NOT_ITS_OWN = _TRANSLATIONS | {"x-bg"}


def parse(text: str, *, duration_ms: Ms | None = None, source: str = "") -> Lyrics:
    """Parse a TTML text; never raises. Truncated XML gives the lines before the break."""
    tree = read_tree(text)
    reader = _Reader(tree, duration_ms)
    complaints = [] if tree.complaint is None else [tree.complaint]
    lines, more = assemble(sung_apart(list(reader.lines())), 0, duration_ms)
    root = next((node for node in tree.nodes if node.name == "tt"), tree.root)
    return Lyrics(
        lines,
        timing_of(lines),
        title=_first(tree.nodes, "title"),
        artist=_artists(tree.nodes),
        language=tag_of(root.get("lang")),
        format=Format.TTML,
        source=source,
        complaints=by_number((*complaints, *reader.complaints, *more)),
    )


def _first(nodes: Sequence[Node], name: str) -> str:
    return next((clean(node.text) for node in nodes if node.name == name and node.text), "")


def _artists(nodes: Sequence[Node]) -> str:
    found = [clean(node.text) for node in nodes if node.name in {"artist", "songwriter"}]
    return ", ".join(dict.fromkeys(name for name in found if name))


@dataclass(slots=True)
class _Body:
    """The pieces of one voice's line; only the first may lack a stamp."""

    start: int | None = None
    pieces: list[tuple[int | None, str]] = field(default_factory=list)
    translations: list[str] = field(default_factory=list)
    behind: list[Node] = field(default_factory=list)

    def say(self, text: str) -> None:
        """Append text without a stamp to the previous piece."""
        stamp, before = self.pieces.pop() if self.pieces else (None, "")
        self.pieces.append((stamp, before + text))

    def sing(self, start: int, end: int | None, text: str) -> None:
        """Add a word with its times; it ends at the latest where the next one starts."""
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
    """Reads the lines after scanning the whole file for voices and the kind of timing."""

    def __init__(self, tree: Tree, duration_ms: Ms | None) -> None:
        self.complaints: list[Complaint] = []
        self._around: dict[Node, _Around] = {}
        found = [node for node in tree.nodes if node.name == "p"]
        self._paragraphs = [node for node in found if not self._told(node).skipped]
        self._times = ElementTimes(tree.root, duration_ms)
        agents = dict.fromkeys(self._told(node).agent for node in self._paragraphs)
        self._voices = [agent for agent in agents if agent and agent != GROUP]
        self._others = _translations(tree.nodes)
        relative = self._times.relative_from
        if relative is not None:
            self.complaints.append(Complaint(relative, Reason.READ_AS_RELATIVE))

    def lines(self) -> Iterator[RawLine]:
        """All lines; a simultaneous one in another language becomes a translation."""
        first: dict[int, tuple[int, str]] = {}
        made: list[RawLine] = []
        for element, node in enumerate(self._paragraphs):
            language = base_of(told) if (told := self._told(node).language) else ""
            for line in self._of(element, node):
                at = None if line.part is Part.BACKGROUND or not line.text else line.start
                place, known = (len(made), language) if at is None else first.get(at, (None, ""))
                if place is None or known == language:
                    if at is not None:
                        first.setdefault(at, (len(made), language))
                    made.append(line)
                else:
                    told = (*made[place].translations, line.text)
                    made[place] = made[place]._replace(translations=told)
        yield from made

    def _told(self, node: Node) -> "_Around":
        """What an element and those around it tell, each asked once."""
        known = self._around.get(node)
        if known is None:
            above = _Around() if node.parent is None else self._told(node.parent)
            known = self._around[node] = above.within(node)
        return known

    def _of(self, element: int, node: Node) -> Iterator[RawLine]:
        start, end = self._times.of(node)
        if start is None and node.get("begin"):
            self.complaints.append(Complaint(node.number, Reason.BAD_STAMP))
        voice = self._told(node).agent
        part, marked = Part.EVERYONE, len(self._voices) > 1
        if marked and voice in self._voices[:2]:
            part = (Part.FIRST, Part.SECOND)[self._voices.index(voice)]
        others = self._others.get(node.get("key"), _Others())
        for line in self._sung(node, (start, end), (part, marked), others):
            yield line._replace(element=element)

    def _sung(
        self,
        node: Node,
        times: tuple[int | None, int | None],
        voice: tuple[Part, bool],
        others: "_Others",
    ) -> Iterator[RawLine]:
        """A line with its translations, and its background voices with theirs."""
        start, end = times
        body = _Body(start)
        self._gather(node, body)
        joined = join_pieces(body.pieces, start)
        if joined.disordered:
            self.complaints.append(Complaint(node.number, Reason.WORDS_OUT_OF_ORDER))
        if joined.syllables and (start is None or joined.syllables[0].start < start):
            start = joined.syllables[0].start
        if joined.text or start is not None:
            line_end = joined.end if end is None else end
            line = RawLine(node.number, joined.text, start, line_end, joined.syllables, *voice)
            yield line._replace(translations=(*body.translations, *others.line))
        for place, behind in enumerate(body.behind):
            told = _Others(others.behind[place : place + 1])
            yield from self._behind(behind, (start, end), told)

    def _behind(
        self, node: Node, lead: tuple[int | None, int | None], others: "_Others"
    ) -> Iterator[RawLine]:
        """A background voice starts with its own first word, else with the line."""
        begin, until = self._times.of(node)
        if begin is None:
            stamped = (self._times.of(inner)[0] for inner in node.walk() if inner is not node)
            begin = min((time for time in stamped if time is not None), default=None)
        if begin is None:
            begin, until = lead
        yield from self._sung(node, (begin, until), (Part.BACKGROUND, True), others)

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
        start, end = self._times.of(node)
        inner = [child for child in node.children if isinstance(child, Node)]
        has_spans = any(child.get("begin") or child.get("role") == "x-bg" for child in inner)
        if start is None or has_spans:
            self._gather(node, body)
            return
        if end is not None and body.start is not None and end < body.start - EARLY_MS:
            body.say(_blanks("".join(_words(node))))
            return
        body.sing(start, end, _blanks("".join(_words(node))))


@frozen
class _Around:
    """What the elements around a place tell."""

    agent: str = ""
    language: str = ""
    """Of a part of the file; the language of the whole file does not count."""
    skipped: bool = False
    """Whether nothing there is sung."""

    def within(self, node: Node) -> "_Around":
        """The same inside an element."""
        whole = node.name in {"tt", "body", ""}
        return _Around(
            node.get("agent") or self.agent,
            "" if whole else node.get("lang") or self.language,
            self.skipped or node.name in _SKIPPED,
        )


@frozen
class _Others:
    """Translations from the head: of a line and of its background voices."""

    line: Sequence[str] = ()
    behind: Sequence[str] = ()


def _translations(nodes: Sequence[Node]) -> dict[str, _Others]:
    """Apple's translations and romanisations from the head, by line key."""
    lines: dict[str, list[str]] = {}
    behind: dict[str, list[str]] = {}
    for node in nodes:
        key = node.get("for") if node.name == "text" else ""
        if not key:
            continue
        voices = [inner for inner in node.walk() if inner.get("role") == "x-bg"]
        own = clean(" ".join("".join(_words(node, own=True)).split()))
        lines.setdefault(key, []).extend([own] if own else [])
        behind.setdefault(key, []).extend(clean(voice.text) for voice in voices)
    return {key: _Others(lines[key], behind[key]) for key in lines}


def _words(node: Node, own: bool = False) -> Iterator[str]:
    """The text of an element without translations, and with `own` without background voices."""
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.name == "br":
            yield " "
        elif child.get("role") not in (_NOT_ITS_OWN if own else _TRANSLATIONS):
            yield from _words(child, own)


def _blanks(text: str) -> str:
    """Collapse line ends and indents of the file to single spaces."""
    kept = " ".join(text.split())
    if not kept:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + kept + (" " if text[-1].isspace() else "")
