"""A switch in the dock: an icon over its name."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter

from lullaby.ui.controls.base import ControlButton
from lullaby.ui.mirroring import draw_text
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import mixed


class AidTile(ControlButton):
    def __init__(self, theme: Theme, icon: str, text: str) -> None:
        super().__init__(theme)
        self._icon = icon
        self.setText(text)
        self.setAccessibleName(text)

    def design_size(self) -> QSize:
        px = self.theme.px
        wide = self.theme.width(Text.CAPTION, self.text())
        return QSize(max(px(98), round(wide) + px(22)), px(72))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        on = self.isChecked()
        fill = mixed(t.surface2, t.accent, 0.12) if on else t.surface2
        self.body(painter, box, fill, t.accent if on else t.outline, px(20))
        side = px(22)
        spot = QRectF((box.width() - side) / 2, px(12), side, side)
        self.theme.icons.paint(painter, self._icon, t.accent if on else t.text2, spot)
        painter.setFont(self.theme.font(Text.CAPTION))
        painter.setPen(t.text)
        words = QRectF(0, px(38), box.width(), px(26))
        draw_text(painter, words, self.text(), Qt.AlignmentFlag.AlignCenter)
