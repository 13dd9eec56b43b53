"""The sign that the microphone is open: a steady disc and a word."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

from lullaby.ui.mirroring import draw_text, mirror
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Text, Theme

HEIGHT, DISC, EDGE, GAP = 56, 16, 26, 12
"""In px at 100 %."""


class RecordingSign(QLabel):
    """`shown` is called once each time that it was painted for the first time after it appeared."""

    def __init__(self, theme: Theme, shown: Callable[[], None]) -> None:
        super().__init__()
        self._theme = theme
        self._shown = shown
        self._announced = False
        self._words = translate("recorder", "Recording")
        self.setAccessibleName(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.hide()
        theme.changed.connect(self.updateGeometry)

    def set_on(self, on: bool) -> None:
        if on is not self.isHidden():
            return
        self._announced = False
        self.setVisible(on)

    def sizeHint(self) -> QSize:
        px = self._theme.px
        words = self._theme.width(Text.BODY, self._words)
        return QSize(round(px(2 * EDGE + DISC + GAP) + words + 2), px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        t, px = self._theme.tokens, self._theme.px
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(t.rec, 1))
        painter.setBrush(t.surface2)
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(t.rec)
        side = px(DISC)
        painter.drawEllipse(QRectF(px(EDGE), (self.height() - side) / 2, side, side))
        painter.setFont(self._theme.font(Text.BODY))
        painter.setPen(t.text)
        left = px(EDGE + DISC + GAP)
        words = QRectF(left, 0, self.width() - left, self.height())
        draw_text(painter, words, self._words, Qt.AlignmentFlag.AlignVCenter)
        if not self._announced:
            self._announced = True
            self._shown()
