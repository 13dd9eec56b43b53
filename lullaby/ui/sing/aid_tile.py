"""A switch or button of the Sing screen: an icon over its name."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter

from lullaby.ui.controls.base import ControlButton
from lullaby.ui.controls.buttons import paint_icon
from lullaby.ui.mirroring import draw_text
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import mixed

BARE_SIDE = 56
"""Without its label, at any text size, in px."""


class AidTile(ControlButton):
    def __init__(self, theme: Theme, icon: str, text: str, least_width: int = 98) -> None:
        """`least_width` in px at 100 %."""
        super().__init__(theme)
        self._icon = icon
        self._least_width = least_width
        self._labelled = True
        self.setText(text)
        self.setAccessibleName(text)

    def set_labelled(self, labelled: bool) -> None:
        """Show the label under the icon, or leave it to the tool tip."""
        if labelled != self._labelled:
            self._labelled = labelled
            self.setToolTip("" if labelled else self.accessibleName())
            self.updateGeometry()
            self.update()

    def labelled_width(self) -> int:
        """The width including the label, in px."""
        px = self.theme.px
        wide = self.theme.width(Text.CAPTION, self.text())
        return max(px(self._least_width), round(wide) + px(22))

    def design_size(self) -> QSize:
        if not self._labelled:
            return QSize(BARE_SIDE, BARE_SIDE)
        return QSize(self.labelled_width(), self.theme.px(72))

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        on = self.isChecked()
        fill = mixed(t.surface2, t.accent, 0.12) if on else t.surface2
        colour = t.accent if on else t.text2 if self.isEnabled() else t.text3
        side = px(22) if self._labelled else 22
        top = px(12) if self._labelled else (box.height() - side) / 2
        self.body(painter, box, fill, t.accent if on else t.outline, px(20))
        spot = QRectF((box.width() - side) / 2, top, side, side)
        paint_icon(painter, self.theme, self._icon, colour, spot)
        if self._labelled:
            painter.setFont(self.theme.font(Text.CAPTION))
            painter.setPen(t.text if self.isEnabled() else t.text3)
            words = QRectF(0, px(38), box.width(), px(26))
            draw_text(painter, words, self.text(), Qt.AlignmentFlag.AlignCenter)
