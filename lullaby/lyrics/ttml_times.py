"""Determines when the elements of a TTML file start and end.

In the standard (https://www.w3.org/TR/ttml2/#timing-time-expressions) times are relative to the
parent element; in nearly all lyrics they count from the start of the recording. The whole file
shows which is meant.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lullaby.frozen import frozen
from lullaby.lyrics.xml_tree import Node

_CLOCK = re.compile(
    r"(?:(?:(?P<h>\d{1,5}):)?(?P<m>\d{1,5}):)?(?P<s>\d{1,7})"
    r"(?:[.,](?P<fraction>\d{1,9})\d*|:(?P<frames>\d{1,4})(?:\.\d+)?)?"
)
_OFFSET = re.compile(r"(?P<count>\d{1,12}(?:\.\d{1,9})?)\s*(?P<unit>h|ms|m|s|f|t)")
_UNITS = {"h": 3_600_000.0, "m": 60_000.0, "s": 1000.0, "ms": 1.0}


@frozen
class Rates:
    """Frames and ticks per second."""

    frames: float = 30.0
    ticks: float = 1.0

    @classmethod
    def of(cls, root: Node) -> "Rates":
        """The rates in the root element."""
        frames = _number(root.get("frameRate")) or 30.0
        match [_number(each) for each in root.get("frameRateMultiplier").replace(":", " ").split()]:
            case [float(times), float(by)]:
                frames *= times / by
        return cls(frames, _number(root.get("tickRate")) or 1.0)

    def ms(self, written: str) -> int | None:
        """Convert `1:02.5`, `62.5s`, `3750t` to ms; None if it is no time."""
        if not written:
            return None
        clock = _CLOCK.fullmatch(written)
        if clock is None:
            offset = _OFFSET.fullmatch(written)
            if offset is None:
                return None
            count, unit = float(offset["count"]), offset["unit"]
            rate = {"f": self.frames, "t": self.ticks}.get(unit)
            return round(count * _UNITS[unit] if rate is None else count * 1000 / rate)
        hours, minutes, whole, fraction, frames = clock.groups()
        seconds = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(whole)
        part = int((fraction + "00")[:3]) if fraction else 0
        if frames is not None:
            part = round(int(frames) * 1000 / self.frames)
        return seconds * 1000 + part


SLACK_MS = 100
"""An element may end this much later than its parent, in ms."""

_WITHIN_LINES = frozenset(("p", "span"))
_HEADS = frozenset(("head", "metadata"))


@dataclass(slots=True)
class _Family:
    """A timed element, and the range of its timed children; times as written, in ms."""

    begin: int
    end: int | None
    first: int
    last: int
    number: int
    """Row of the first child."""

    @property
    def relative(self) -> bool | None:
        """Whether the children's times are relative to this element; None if undecidable.

        The first child starts about when the element does, or about zero if relative.
        """
        if self.begin == 0 or self.first * 2 == self.begin:
            return None
        if self.end is not None and self.last > self.end - self.begin + SLACK_MS:
            return False
        return self.first * 2 < self.begin


class ElementTimes:
    """Times of elements in ms from the start of the recording."""

    def __init__(self, root: Node, duration_ms: int | None = None) -> None:
        tree = next((node for node in root.walk() if node.name == "tt"), root)
        self._rates = Rates.of(tree)
        self._around: dict[Node, Node | None] = {}
        self._known: dict[Node, tuple[int | None, int | None]] = {}
        self._relative: frozenset[bool] = frozenset()
        self.relative_from: int | None = None
        """Row of the first element whose times are read as relative to its parent."""
        lines, words = self._families(tree)
        within = _balance(words)
        blocks = _balance(lines) if within >= 0 else 0
        relative = {inner for inner, votes in ((False, blocks), (True, within)) if votes > 0}
        if relative and not self._too_late(frozenset(relative), tree, duration_ms):
            self._relative = frozenset(relative)
            told = (words if True in relative else []) + (lines if False in relative else [])
            self.relative_from = min(f.number for f in told if f.relative)

    def of(self, node: Node) -> tuple[int | None, int | None]:
        """Start and end; None if missing or malformed."""
        start, end = self._written(node)
        base = self._base(node, self._relative) if start is not None or end is not None else 0
        return (
            None if start is None else start + base,
            None if end is None else end + base,
        )

    def _written(self, node: Node) -> tuple[int | None, int | None]:
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = self._read(node)
        return known

    def _read(self, node: Node) -> tuple[int | None, int | None]:
        if not node.attributes:
            return None, None
        start, end = self._rates.ms(node.get("begin")), self._rates.ms(node.get("end"))
        if end is None and start is not None:
            length = self._rates.ms(node.get("dur"))
            end = None if length is None else start + length
        return start, end

    def _families(self, tree: Node) -> tuple[list[_Family], list[_Family]]:
        """The timed elements of whole lines, and those of words."""
        found: dict[Node, _Family] = {}
        for node, around, behind in _timed(tree):
            self._around[node] = around
            start, end = self._written(node)
            if start is None or around is None or behind:
                continue
            last = start if end is None else end
            family = found.get(around)
            if family is None:
                begin, until = self._written(around)
                found[around] = _Family(begin or 0, until, start, last, node.number)
            else:
                family.first, family.last = min(family.first, start), max(family.last, last)
        lines = [family for node, family in found.items() if node.name not in _WITHIN_LINES]
        return lines, [family for node, family in found.items() if node.name in _WITHIN_LINES]

    def _base(self, node: Node, relative: frozenset[bool]) -> int:
        total = 0
        above = self._around.get(node)
        while above is not None and (above.name in _WITHIN_LINES) in relative:
            total += self._written(above)[0] or 0
            above = self._around.get(above)
        return total

    def _too_late(self, relative: frozenset[bool], tree: Node, duration_ms: int | None) -> bool:
        """Whether relative times put words after the end of the song, but absolute ones do not."""
        body = next((node for node in tree.walk() if node.name == "body"), tree)
        ends = [end for end in (self._written(body)[1], duration_ms) if end is not None]
        length = self._rates.ms(body.get("dur"))
        ends += [] if length is None else [length]
        if not ends:
            return False
        limit = min(ends) + SLACK_MS
        spans = [
            (last, self._base(node, relative))
            for node in self._around
            for last in [max((t for t in self._written(node) if t is not None), default=0)]
        ]
        return any(last + base > limit for last, base in spans) and all(
            last <= limit for last, _ in spans
        )


def _balance(families: list[_Family]) -> int:
    """Number of elements with relative times minus those with absolute times."""
    votes = [family.relative for family in families]
    return votes.count(True) - votes.count(False)


def _timed(tree: Node) -> Iterator[tuple[Node, Node | None, bool]]:
    """Elements of the body, in any order, each with the nearest one around that has a beginning.

    Also whether it belongs to a background voice, which may well begin before its line.
    """
    waiting: list[tuple[Node, Node | None, bool]] = [(tree, None, False)]
    while waiting:
        node, around, behind = waiting.pop()
        behind = behind or node.get("role") == "x-bg"
        yield node, around, behind
        inner = node if node.get("begin") else around
        waiting += [
            (child, inner, behind)
            for child in reversed(node.children)
            if isinstance(child, Node) and child.name not in _HEADS
        ]


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0.001 < value < 1e9 else None
