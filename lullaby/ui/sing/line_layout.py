"""Lays out one line of words in rows, with the position of each syllable computed once.

Positions in a line run from 0 at the first letter of its first row to 1 at the last letter of its
last row. During singing the view only multiplies.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

from lullaby.frozen import frozen
from lullaby.ui.mirroring import direction_of
from lullaby.ui.sing import line_breaks

PITCH = 1.35
"""Distance between rows, as a share of the letter size."""

BASELINE = 0.98
"""From a row's top to its baseline, as a share of the letter size."""

SMALLEST = 8

CHORD_SHARE = 0.72
"""The size of chords' letters, as a share of the height reserved for them."""

FontOf = Callable[[float], QFont]


@frozen
class LineBox:
    """The space for a line: width and height in px, the preferred and the least letter size."""

    width: float
    height: float
    size: float
    least: float
    most_rows: int = 4
    keep_size: bool = False
    """Break the line before making the letters smaller."""
    band: float = 0.0
    """Height reserved for the melody above each row, in px."""
    chords: float = 0.0
    """Height reserved for chords above the letters of each row, in px."""
    centred: bool = False


@frozen
class LayoutRow:
    text: str
    width: float
    start: int = 0
    """Its first character in the line."""


@frozen
class LineLayout:
    """`edges` are the ends of the syllables, `words` the ends of the words, from 0 to 1."""

    size: int
    rows: tuple[LayoutRow, ...]
    edges: tuple[float, ...]
    words: tuple[float, ...]
    right_to_left: bool
    """Decided by the line's own script."""
    band: float = 0.0
    """Height reserved for the melody above each row, in px."""
    chords: float = 0.0
    """Height reserved for chords above the letters of each row, below the melody, in px."""
    centred: bool = False
    """Every row stands in the middle of the line, and the line in the middle of the words."""

    @property
    def direction(self) -> Qt.LayoutDirection:
        way = Qt.LayoutDirection
        return way.RightToLeft if self.right_to_left else way.LeftToRight

    @property
    def width(self) -> float:
        """The width in whole px, so that right-aligned lines start on a pixel."""
        return float(math.ceil(max((row.width for row in self.rows), default=0.0)))

    @property
    def height(self) -> float:
        return len(self.rows) * self.pitch

    @property
    def pitch(self) -> float:
        return self.size * PITCH + self.above

    @property
    def above(self) -> float:
        """What is reserved above the letters of each row, in px."""
        return self.band + self.chords

    def start(self, row: int) -> float:
        """Where reading of a row starts, in px from the line's left."""
        if not self.centred:
            return self.width if self.right_to_left else 0.0
        width = math.ceil(self.rows[row].width)
        left = float(round((self.width - width) / 2))
        return left + width if self.right_to_left else left

    def left(self, row: int) -> float:
        """Where a row begins on screen, in px from the line's left."""
        return self.start(row) - (self.rows[row].width if self.right_to_left else 0.0)

    def share(self, syllable: int | None, fraction: float, by_word: bool = False) -> float:
        """The share that is sung. A `syllable` of None means the line as a whole.

        `by_word` counts a whole word as soon as it starts.
        """
        share = fraction
        if syllable is not None and self.edges:
            at = min(syllable, len(self.edges) - 1)
            begin = self.edges[at - 1] if at else 0.0
            share = begin + (self.edges[at] - begin) * fraction
            begun = True
        else:
            begun = fraction > 0
        if not by_word:
            return share
        if not begun or not self.words:
            return 0.0
        # A syllable at 0 has started; the smallest step past its edge finds the word it opens.
        return self.words[min(bisect_left(self.words, share + 1e-6), len(self.words) - 1)]

    def place(self, share: float) -> tuple[int, float]:
        """The row that is being sung, and the share of it that is, 0 to 1."""
        total = sum(row.width for row in self.rows)
        way = min(1.0, max(0.0, share)) * total
        for index, row in enumerate(self.rows):
            if way < row.width or index == len(self.rows) - 1:
                return index, min(1.0, way / row.width) if row.width else 1.0
            way -= row.width
        return 0, 0.0

    def travel(self, syllable: int | None) -> float:
        """How far the edge moves through a syllable, or (None) through the whole line, in px."""
        total = sum(row.width for row in self.rows)
        if syllable is None or not self.edges:
            return total
        at = min(syllable, len(self.edges) - 1)
        return total * (self.edges[at] - (self.edges[at - 1] if at else 0.0))


def lay_out(text: str, pieces: Sequence[str], room: LineBox, font_of: FontOf) -> LineLayout:
    """Lay out `text`, which consists of the timed `pieces`, within `room`.

    At the preferred size if it fits on one row; else smaller down to the least size; else on more
    rows, broken between phrases; else as large as fits.
    """
    metrics = QFontMetricsF(font_of(room.size))
    best = _Try(0.0, [(0, len(text))])
    for count in range(1, room.most_rows + 1):
        attempt = _try(text, count, room, metrics)
        if room.keep_size and count == 1 and attempt.size < room.size:
            best = attempt
            continue
        if attempt.size > best.size:
            best = attempt
        if best.size >= room.least:
            break
    size = max(SMALLEST, int(best.size))
    made = _measured(text, pieces, best.rows, size, QFontMetricsF(font_of(size)))
    return replace(made, band=room.band, chords=room.chords, centred=room.centred)


@frozen
class _Try:
    size: float
    rows: list[tuple[int, int]]


def _try(text: str, count: int, room: LineBox, metrics: QFontMetricsF) -> _Try:
    rows = line_breaks.rows(text, count, metrics.horizontalAdvance)
    widest = max(metrics.horizontalAdvance(text[start:end]) for start, end in rows)
    across = room.size * room.width / widest if widest > room.width else room.size
    down = (room.height / len(rows) - room.band - room.chords) / PITCH
    return _Try(min(room.size, across, down), rows)


def _measured(
    text: str,
    pieces: Sequence[str],
    rows: list[tuple[int, int]],
    size: int,
    metrics: QFontMetricsF,
) -> LineLayout:
    made = tuple(
        LayoutRow(text[start:end], metrics.horizontalAdvance(text[start:end]), start)
        for start, end in rows
    )
    total = sum(row.width for row in made) or 1.0

    def way(index: int) -> float:
        gone = 0.0
        for (start, end), row in zip(rows, made, strict=True):
            if index >= end:
                gone += row.width
            elif index > start:
                gone += metrics.horizontalAdvance(text[start:index])
        return min(1.0, gone / total)

    edges: list[float] = []
    at = 0
    for piece in pieces:
        at += len(piece)
        edges.append(way(at))
    words = tuple(way(index) for index in _word_ends(text))
    mirrored = direction_of(text) is Qt.LayoutDirection.RightToLeft
    return LineLayout(size, made, tuple(edges), words, mirrored)


def _word_ends(text: str) -> list[int]:
    return [
        index
        for index in range(1, len(text) + 1)
        if not text[index - 1].isspace() and (index == len(text) or text[index].isspace())
    ]
