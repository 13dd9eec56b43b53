"""The timer in small: a waning moon in its ring and the minutes left. A press extends it."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen

from lullaby.session.state import SessionState
from lullaby.ui.controls.base import ControlButton
from lullaby.ui.controls.buttons import MOST_GROWTH
from lullaby.ui.graphics.moon import paint_phase
from lullaby.ui.graphics.moon_shape import ring_segments
from lullaby.ui.mirroring import draw_text
from lullaby.ui.text import names, sentences
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha

MOON = 36


class TimerChip(ControlButton):
    """`bare` shows the moon alone, for the Room view."""

    def __init__(self, theme: Theme, bare: bool = False) -> None:
        super().__init__(theme)
        self._bare = bare
        self._left: float | None = None
        self._fade = 0.0
        self._shown: tuple[float | None, bool, int] | None = None
        self._folded = False
        if bare:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_state(self, state: SessionState) -> None:
        self.setVisible(state.sounding)
        left, self._fade = sentences.moon_shares(state)
        around = math.pi * self._side * self.devicePixelRatioF()
        shown = (left and round(left * around), left is None, round(self._fade * around))
        if shown != self._shown:
            self._left, self._shown = left, shown
            self.update()
        if state.remaining_ms is None:
            text, spoken = self.tr("no end"), self.tr("No end set. Press for a timer.")
        else:
            text = names.minutes_short(-(-state.remaining_ms // 60_000))
            spoken = self.tr("{left}. Press to change the timer.").format(
                left=names.minutes_left(state.remaining_ms)
            )
        if text != self.text():
            self.setText(text)
            self.updateGeometry()
            self.update()
        if spoken != self.accessibleName():
            self.setAccessibleName(spoken)
            self.setToolTip(spoken if self._folded else "")

    def set_folded(self, folded: bool) -> None:
        """Show the moon alone if the minutes do not fit; its tool tip then shows them."""
        if folded != self._folded:
            self._folded = folded
            self.setToolTip(self.accessibleName() if folded else "")
            self.updateGeometry()

    def folded_width(self) -> int:
        """The width of the moon alone, in px."""
        return round(56 * self._growth)

    def whole_width(self) -> int:
        """The width including the minutes, in px."""
        words = self.theme.width(Text.STRONG, self.text())
        return round(self._side + words + 34 * self._growth)

    def design_size(self) -> QSize:
        px = self.theme.px
        if self._bare:
            return QSize(px(MOON) + 12, px(MOON) + 12)
        if self._folded:
            return QSize(self.folded_width(), self.folded_width())
        return QSize(self.whole_width(), round(56 * self._growth))

    @property
    def _growth(self) -> float:
        return min(self.theme.scale, MOST_GROWTH)

    @property
    def _side(self) -> float:
        return self.theme.px(MOON) if self._bare else MOON * self._growth

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        side = float(round(self._side))
        left = 6.0 if self._bare else round(11 * self._growth)
        if self._folded:
            left = (box.width() - side) / 2
        if not self._bare:
            self.body(painter, box, t.surface2, t.outline, box.height() / 2 - 1)
        ring = QRectF(left, (box.height() - side) / 2, side, side)
        inset = side * 0.17
        paint_phase(
            painter,
            ring.adjusted(inset, inset, -inset, -inset),
            self.theme,
            1.0 if self._left is None else self._left,
            craters=False,
        )
        if self._left is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(with_alpha(t.outline, 0.45), 1))
            painter.drawEllipse(ring)
            for start, length, share in ring_segments(self._left, self._fade, 12):
                painter.setPen(QPen(t.accent, 2.8 * share))
                painter.drawArc(ring, round((90 - 360 * start) * 16), round(-360 * length * 16) - 2)
        if not self._bare and not self._folded:
            painter.setFont(self.theme.font(Text.STRONG))
            painter.setPen(t.text)
            words = box.adjusted(ring.right() + px(9), 0, 0, 0)
            draw_text(painter, words, self.text(), Qt.AlignmentFlag.AlignVCenter)
