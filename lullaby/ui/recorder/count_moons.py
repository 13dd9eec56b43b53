"""Three moons that count in: each empties on its beat."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from lullaby.ui.mirroring import draw_text, mirror
from lullaby.ui.recorder.state import BEATS, NOT_YET
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Text, Theme

SIDE, GAP, WORDS_GAP = 54, 27, 37
"""Of a moon, in px at 100 %."""


class CountMoons(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._left = BEATS
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        words = max(self._theme.width(Text.BODY, self._words(n)) for n in (BEATS, NOT_YET))
        moons = self._theme.px(BEATS * SIDE + (BEATS - 1) * GAP + WORDS_GAP)
        return QSize(round(moons + words), self._theme.px(SIDE) + 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(BEATS * SIDE), self._theme.px(SIDE) + 2)

    def show_beats(self, left: int) -> None:
        """So many moons are full."""
        if left != self._left:
            self._left = left
            self.update()
        self.setAccessibleName(self._words(left))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        t, px = self._theme.tokens, self._theme.px
        radius = px(SIDE) / 2
        for number in range(BEATS):
            full = number >= BEATS - self._left
            centre = QPointF(1 + radius + number * px(SIDE + GAP), 1 + radius)
            painter.setPen(Qt.PenStyle.NoPen if full else QPen(t.outline, 1))
            painter.setBrush(t.moon if full else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius - 0.5, radius - 0.5)
        left = px(BEATS * SIDE + (BEATS - 1) * GAP + WORDS_GAP)
        painter.setFont(self._theme.font(Text.BODY))
        painter.setPen(t.text2)
        box = QRectF(left, 0, self.width() - left, self.height())
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        draw_text(painter, box, self._words(self._left), flags)

    def _words(self, left: int) -> str:
        if not left:
            return translate("recorder", "Sing")
        if left == NOT_YET:
            return translate("recorder", "Listen first: the moons count you in")
        return translate("recorder", "%n beats, then sing", None, PLURAL, left)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
