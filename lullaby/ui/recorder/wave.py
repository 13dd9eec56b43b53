"""The picture of a take: its level in bars, of which those already heard are lit."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lullaby.ui.mirroring import mirror
from lullaby.ui.theme.theme import Theme

HEIGHT, BAR, LEAST = 90, 3, 5
"""In px; a silent bar is `LEAST` high."""


class Wave(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._bars: Sequence[float] = ()
        self._heard = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, 48)

    def show_bars(self, bars: Sequence[float]) -> None:
        """Levels in equal parts of the take, 0 to 1."""
        self._bars, self._heard = bars, 0
        self.update()

    def show_heard(self, share: float) -> None:
        """So much of the take was heard, 0 to 1."""
        heard = round(share * len(self._bars))
        if heard != self._heard:
            self._heard = heard
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        painter.setPen(Qt.PenStyle.NoPen)
        pitch = self.width() / len(self._bars)
        for number, level in enumerate(self._bars):
            high = max(LEAST, level * (self.height() - 2))
            lit = number < self._heard
            painter.setBrush(self._theme.tokens.fill if lit else self._theme.tokens.outline)
            left = (number + 0.5) * pitch - BAR / 2
            bar = QRectF(left, (self.height() - high) / 2, BAR, high)
            painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
