"""Bars that compare how far a voice and a song reach, over the names of the notes."""

from collections.abc import Sequence
from math import ceil, floor

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lullaby.following.suiting_key import VoiceRange
from lullaby.frozen import frozen
from lullaby.ui.mirroring import draw_text, mirror
from lullaby.ui.text import names
from lullaby.ui.text.lists import labelled, sentences
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha

ROW, BAR, NAMES = 40, 16, 32
"""Heights of a row, of its bar, and of the names of the notes, in px at 100 %."""

LABELS = 0.28
"""The share of the width for what the bars are of."""

SPARE = 2
"""Semitones beside the longest bars."""

NAMED = (0, 2, 4, 5, 7, 9, 11)
"""Pitch classes whose names are shown."""


@frozen
class RangeBar:
    name: str
    range: VoiceRange
    colour: str
    """The name of a token."""


class RangeBars(QWidget):
    """To a screen reader it is a text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: tuple[RangeBar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_bars(self, bars: Sequence[RangeBar]) -> None:
        self._bars = tuple(bars)
        said = (labelled(each.name, _reach(each.range)) for each in bars)
        self.setAccessibleName(sentences(tuple(f"{each}." for each in said)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        return QSize(px(420), px(ROW) * len(self._bars) + px(NAMES))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        low = floor(min(each.range.low for each in self._bars)) - SPARE
        high = ceil(max(each.range.high for each in self._bars)) + SPARE
        left = self.width() * LABELS
        step = (self.width() - left) / (high - low)
        for at, bar in enumerate(self._bars):
            self._paint(painter, at, bar, (left + (bar.range.low - low) * step, step))
        self._paint_names(painter, (low, high), (left, step))

    def _paint(self, painter: QPainter, at: int, bar: RangeBar, place: tuple[float, float]) -> None:
        t, px = self._theme.tokens, self._theme.px
        x, step = place
        row = QRectF(0, px(ROW) * at, self.width(), px(ROW))
        painter.setFont(self._theme.font(Text.CAPTION))
        painter.setPen(t.text2)
        words = row.adjusted(0, 0, self.width() * (LABELS - 1), 0)
        draw_text(painter, words, bar.name, Qt.AlignmentFlag.AlignVCenter)
        colour = getattr(t, bar.colour)
        painter.setPen(QPen(colour, 1.2))
        painter.setBrush(with_alpha(colour, 0.3) if bar.colour == "outline" else colour)
        wide = max(px(BAR), (bar.range.high - bar.range.low) * step)
        box = QRectF(x, row.center().y() - px(BAR) / 2, wide, px(BAR))
        painter.drawRoundedRect(box, px(BAR) / 2, px(BAR) / 2)

    def _paint_names(
        self, painter: QPainter, ends: tuple[int, int], place: tuple[float, float]
    ) -> None:
        px = self._theme.px
        left, step = place
        painter.setFont(self._theme.font(Text.CAPTION))
        painter.setPen(self._theme.tokens.text2)
        free = left
        for pitch in range(ends[0], ends[1] + 1):
            x = left + (pitch - ends[0]) * step
            name = names.key_short("C", pitch % 12)
            wide = self._theme.width(Text.CAPTION, name)
            if pitch % 12 not in NAMED or x - wide / 2 < free or x + wide / 2 > self.width():
                continue
            free = x + wide / 2 + px(6)
            box = QRectF(x - wide, px(ROW) * len(self._bars), 2 * wide, px(NAMES))
            draw_text(painter, box, name, Qt.AlignmentFlag.AlignCenter)


def _reach(found: VoiceRange) -> str:
    low, high = (names.key_short("C", round(each) % 12) for each in (found.low, found.high))
    return f"{low}–{high}"
