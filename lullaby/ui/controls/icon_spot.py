"""A picture that takes no press, beside the words that say what it shows."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from lullaby.ui.controls.buttons import paint_icon
from lullaby.ui.mirroring import mirror
from lullaby.ui.theme.theme import Theme

ICON = 24
"""The side of the picture, in px at 100 %."""


class IconSpot(QWidget):
    def __init__(self, theme: Theme, icon: str, colour: str = "text2", side: int = 26) -> None:
        """`side` is that of the area, in px at 100 %."""
        super().__init__()
        self._theme, self._icon, self._colour, self._side = theme, icon, colour, side
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        side = self._theme.px(self._side)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        side = min(self.width(), self.height(), self._theme.px(ICON))
        spot = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        colour = getattr(self._theme.tokens, self._colour)
        paint_icon(painter, self._theme, self._icon, colour, spot)
