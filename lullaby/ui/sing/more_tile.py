"""The button with the tiles that do not fit, itself a tile where there is room for its name."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter

from lullaby.ui.controls.buttons import paint_icon
from lullaby.ui.controls.more import MoreButton
from lullaby.ui.sing.aid_tile import AidTile, paint_label
from lullaby.ui.theme.theme import Text, Theme


class MoreTile(MoreButton):
    def __init__(self, theme: Theme, text: str, spoken: str) -> None:
        """A screen reader says `spoken`, which begins with `text`."""
        self._labelled = False
        super().__init__(theme, spoken, growth=1.0)
        self.setText(text)

    def set_labelled(self, labelled: bool) -> None:
        if labelled != self._labelled:
            self._labelled = labelled
            self.updateGeometry()
            self.update()

    def least_width(self) -> int:
        return super().design_size().width()

    def name_width(self) -> int:
        """How much wider it is with its label than without, in px."""
        return self._labelled_size().width() - self.least_width()

    def design_size(self) -> QSize:
        return self._labelled_size() if self._labelled else super().design_size()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        if not self._labelled:
            super().draw(painter, box)
            return
        px = self.theme.px
        fill, edge, colour = self.colours()
        self.body(painter, box, fill, edge, px(20))
        side = px(AidTile.icon_side)
        spot = QRectF((box.width() - side) / 2, px(AidTile.icon_top), side, side)
        paint_icon(painter, self.theme, self._icon_name, colour, spot)
        high = px(AidTile.tall - AidTile.label_top - AidTile.label_foot)
        words = QRectF(0, px(AidTile.label_top), box.width(), high)
        paint_label(painter, self.theme, self.text(), words)

    def _labelled_size(self) -> QSize:
        px = self.theme.px
        wide = round(self.theme.width(Text.CAPTION, self.text())) + px(20)
        return QSize(max(px(72), wide), px(AidTile.tall))
