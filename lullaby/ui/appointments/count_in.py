"""Moons over the words that empty, beat by beat, before a song begins at its time."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from lullaby.library.appointment import beats_left
from lullaby.ui.mirroring import draw_text, mirror
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import with_alpha

LOOK_MS = 50
MOON, GAP, EDGE = 26, 14, 22
"""In px at 100 %."""

TOP = 104
"""How far below the top of the window, in px at 100 %: between the tiles and the words."""


class CountIn(QWidget):
    over = Signal()
    """The song begins."""

    def __init__(self, theme: Theme, window: QWidget, now: Callable[[], datetime]) -> None:
        super().__init__(window)
        self._theme = theme
        self._now = now
        self._at = now()
        self._beat_ms, self._beats = 1_000.0, 0
        self.left: int | None = None
        """Beats still to be counted; None before the first of them."""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self, timerType=Qt.TimerType.PreciseTimer)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        self.hide()

    def begin(self, at: datetime, beat_ms: float, beats: int) -> None:
        """Count in a song that begins at `at`."""
        self._at, self._beat_ms, self._beats = at, beat_ms, beats
        self.left = None
        self._timer.start()
        self.look()

    def stop(self) -> None:
        self._timer.stop()
        self.hide()

    def look(self) -> None:
        left = beats_left(self._at, self._now(), self._beat_ms, self._beats)
        if left == self.left and self.isVisible():
            return
        self.left = left
        if left == 0:
            self.stop()
            self.over.emit()
            return
        self.setAccessibleName(self._words())
        self.resize(self.sizeHint())
        window = self.parentWidget()
        if window is not None:
            x = (window.width() - self.width()) // 2
            self.move(x, self._theme.px(TOP))
        self.show()
        self.raise_()
        self.update()

    def sizeHint(self) -> QSize:
        px = self._theme.px
        moons = self._beats * px(MOON) + max(0, self._beats - 1) * px(GAP)
        words = self._theme.width(Text.BODY, self._words())
        return QSize(
            round(max(moons, words)) + 2 * px(EDGE),
            px(MOON) + round(self._theme.metrics(Text.BODY).height()) + px(3 * EDGE // 2) + px(GAP),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        t, px = self._theme.tokens, self._theme.px
        painter.setPen(QPen(t.line, 1))
        painter.setBrush(with_alpha(t.surface, 0.9))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, px(EDGE), px(EDGE))
        full = self._beats if self.left is None else self.left
        moons = self._beats * px(MOON) + max(0, self._beats - 1) * px(GAP)
        left, radius = (self.width() - moons) / 2, px(MOON) / 2
        top = px(3 * EDGE // 4) + radius
        for number in range(self._beats):
            lit = number >= self._beats - full
            painter.setPen(Qt.PenStyle.NoPen if lit else QPen(t.outline, 1))
            painter.setBrush(t.moon if lit else Qt.BrushStyle.NoBrush)
            centre = QPointF(left + radius + number * px(MOON + GAP), top)
            painter.drawEllipse(centre, radius - 0.5, radius - 0.5)
        painter.setPen(t.text)
        painter.setFont(self._theme.font(Text.BODY))
        words = QRectF(0, top + radius + px(GAP) / 2, self.width(), self.height())
        words.setBottom(self.height() - px(EDGE) / 2)
        draw_text(painter, words, self._words(), Qt.AlignmentFlag.AlignCenter)

    def _words(self) -> str:
        beats = self._beats if self.left is None else self.left
        return translate("appointments", "%n beats, then it begins", None, PLURAL, beats)
