"""Lays out songs on pages of large type, before anything is drawn.

Lengths are in px of the page, `PageFormat.dots` per inch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontMetricsF, QPaintDevice, QTextLayout, QTextOption

from lullaby.frozen import frozen
from lullaby.library.song_sheet import SheetLine, SongSheet
from lullaby.lyrics.model import Chord
from lullaby.ui.mirroring import option_for
from lullaby.ui.theme import fonts

WORDS_PT = 20
"""Large print starts at 18 points (American Printing House for the Blind)."""

BELOW_PT = 18
TITLE_PT = 32
BY_PT = 18
CHORD_PT = 16
SMALL_PT = 14
MARGIN_MM = 18
MOST_EMPTY = 0.45
"""The largest share of a page left empty to keep a verse together."""

VERSE_GAP = 0.9
"""The gap between verses, as a share of a line."""


@frozen
class PageFormat:
    """The size of a sheet in px, and its resolution."""

    width: float
    height: float
    dots: int

    def pt(self, points: float) -> float:
        return points * self.dots / 72

    @property
    def margin(self) -> float:
        return MARGIN_MM / 25.4 * self.dots

    @property
    def column(self) -> float:
        return self.width - 2 * self.margin

    @property
    def foot(self) -> float:
        """Where words end, above the page number."""
        return self.height - self.margin - self.pt(SMALL_PT) * 2


@dataclass(slots=True)
class Block:
    """Rows of text with chords above them; `grey` is printed lighter."""

    rows: QTextLayout
    height: float
    grey: bool = False
    chords: tuple[Chord, ...] = ()

    @property
    def at(self) -> QPointF:
        return self.rows.position()


@dataclass(slots=True)
class Leaf:
    """One page: blocks with their tops in px; `number` is printed at its foot."""

    number: int
    blocks: list[tuple[float, Block]] = field(default_factory=list)


class Setter:
    """Lays out songs one after another, each from the top of a page."""

    def __init__(self, page: PageFormat, device: QPaintDevice, first: int = 1) -> None:
        """`first` is the number of the first page."""
        self._page = page
        self._first = first
        self._device = device
        self.leaves: list[Leaf] = []
        self._y = 0.0

    def set_song(self, song: SongSheet, source: str) -> int:
        """Lay out a song; returns the number of its first page. `source` is the line at its end."""
        self._turn()
        first = self.leaves[-1].number
        self._put([self._block(song.title, self.font(TITLE_PT, fonts.Weight.DemiBold))])
        if song.by:
            self._put([self._block(song.by, self.font(BY_PT, fonts.Weight.Medium), grey=True)])
        self._y += self._page.pt(WORDS_PT)
        for verse in song.verses:
            self._put_verse([self._line(line) for line in verse])
            self._y += self._page.pt(WORDS_PT) * VERSE_GAP
        if source:
            font = self.font(SMALL_PT, fonts.Weight.Normal, fonts.SANS)
            self._put([self._block(source, font, grey=True)])
        return first

    def set_contents(self, title: str, names: Sequence[str], pages: Sequence[int]) -> None:
        """Lay out the list of songs with their page numbers."""
        self._turn()
        self._put([self._block(title, self.font(TITLE_PT, fonts.Weight.DemiBold))])
        self._y += self._page.pt(WORDS_PT)
        font = self.font(WORDS_PT, fonts.Weight.Medium)
        for name, number in zip(names, pages, strict=True):
            self._put([self._block(f"{name}  ·  {number}", font)])

    def font(
        self, points: float, weight: QFont.Weight, family: str = fonts.SERIF, italic: bool = False
    ) -> QFont:
        return fonts.font(family, self._page.pt(points), weight, italic)

    def _turn(self) -> None:
        self.leaves.append(Leaf(self._first + len(self.leaves)))
        self._y = self._page.margin

    def _put_verse(self, lines: list[list[Block]]) -> None:
        """Place a verse, unbroken unless that would leave too much of a page empty.

        A line is never separated from what belongs below it.
        """
        tall = sum(block.height for line in lines for block in line)
        room = self._page.foot - self._page.margin
        left = self._page.foot - self._y
        if left < tall <= room and left < room * MOST_EMPTY:
            self._turn()
        for line in lines:
            self._put(line)

    def _put(self, blocks: list[Block]) -> None:
        if self._y + sum(block.height for block in blocks) > self._page.foot:
            self._turn()
        for block in blocks:
            self.leaves[-1].blocks.append((self._y, block))
            self._y += block.height

    def _line(self, line: SheetLine) -> list[Block]:
        words = self._block(line.text, self.font(WORDS_PT, fonts.Weight.Medium), line.chords)
        italic = self.font(BELOW_PT, fonts.Weight.Medium, italic=True)
        below = [self._block(text, italic, grey=True) for text in line.below]
        if below:
            below[-1].height += self._page.pt(WORDS_PT) * 0.35
        return [words, *below]

    def _block(
        self, text: str, font: QFont, chords: tuple[Chord, ...] = (), grey: bool = False
    ) -> Block:
        option = option_for(text)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        rows = QTextLayout(text, font, self._device)
        rows.setTextOption(option)
        over = self._page.pt(CHORD_PT) * 1.3 if chords else 0.0
        leading = QFontMetricsF(font, self._device).height() * 0.12
        y = 0.0
        rows.beginLayout()
        while (row := rows.createLine()).isValid():
            row.setLineWidth(self._page.column)
            y += over
            row.setPosition(QPointF(0, y))
            y += row.height() + leading
        rows.endLayout()
        return Block(rows, y, grey, chords)
