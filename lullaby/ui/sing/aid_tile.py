"""A switch or button of the Sing screen: an icon over its name."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter

from lullaby.ui.controls.base import ControlButton
from lullaby.ui.controls.buttons import MOST_GROWTH, paint_icon
from lullaby.ui.mirroring import draw_text
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import mixed

BARE_SIDE = 56
"""Without its label, in px."""

BARE_ICON = 22


class AidTile(ControlButton):
    tall = 72
    """Its height; like the next ones in px at 100 %."""
    icon_side = 22
    icon_top = 12
    label_top = 38
    label_foot = 8

    def __init__(self, theme: Theme, icon: str, text: str, least_width: int = 84) -> None:
        """`least_width` in px at 100 %."""
        super().__init__(theme)
        self._icon = icon
        self._least_width = least_width
        self._labelled = True
        self.setText(text)
        self.setAccessibleName(text)

    def set_icon(self, icon: str) -> None:
        if icon != self._icon:
            self._icon = icon
            self.update()

    def say(self, text: str, spoken: str = "") -> bool:
        """Show another label; a screen reader says `spoken`, which begins with it. Returns whether
        the label changed."""
        spoken = spoken or text
        if spoken != self.accessibleName():
            self.setAccessibleName(spoken)
            self.setToolTip("" if self._labelled else spoken)
        changed = text != self.text()
        if changed:
            self.setText(text)
            self.updateGeometry()
        return changed

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
        return max(px(self._least_width), round(wide) + px(20))

    def name_width(self) -> int:
        """How much wider it is with its label than without, in px."""
        return self.labelled_width() - self.bare(BARE_SIDE)

    def missing_width(self) -> int:
        """How much wider it would be with its label, in px; 0 if that is shown."""
        return self.labelled_width() - self.design_size().width()

    def design_size(self) -> QSize:
        if not self._labelled:
            return QSize(self.bare(BARE_SIDE), self.bare(BARE_SIDE))
        return QSize(self.labelled_width(), self.grown(self.tall))

    def grown(self, design: int) -> int:
        """A height of the design, in px at the current text size."""
        return self.theme.px(design)

    def bare(self, design: int) -> int:
        """A length without the label, in px at the current text size."""
        return design

    def draw(self, painter: QPainter, box: QRectF) -> None:
        t, px = self.theme.tokens, self.theme.px
        on = self.isChecked()
        fill = mixed(t.surface2, t.accent, 0.12) if on else t.surface2
        colour = t.accent if on else t.text2 if self.isEnabled() else t.text3
        side = self.grown(self.icon_side) if self._labelled else self.bare(BARE_ICON)
        top = self.grown(self.icon_top) if self._labelled else (box.height() - side) / 2
        corner = px(20) if self._labelled else self.bare(20)
        self.body(painter, box, fill, t.accent if on else t.outline, corner)
        spot = QRectF((box.width() - side) / 2, top, side, side)
        paint_icon(painter, self.theme, self._icon, colour, spot)
        if self._labelled:
            high = self.grown(self.tall - self.label_top - self.label_foot)
            words = QRectF(0, self.grown(self.label_top), box.width(), high)
            paint_label(painter, self.theme, self.text(), words, self.isEnabled())


def paint_label(
    painter: QPainter, theme: Theme, text: str, box: QRectF, enabled: bool = True
) -> None:
    painter.setFont(theme.font(Text.CAPTION))
    painter.setPen(theme.tokens.text if enabled else theme.tokens.text3)
    draw_text(painter, box, text, Qt.AlignmentFlag.AlignCenter)


class HeadTile(AidTile):
    """A lower one, for the head of the screen. It grows less with the text."""

    tall = 56
    icon_side = 20
    icon_top = 8
    label_top = 28
    label_foot = 4

    def __init__(self, theme: Theme, icon: str, text: str) -> None:
        super().__init__(theme, icon, text)

    def grown(self, design: int) -> int:
        return round(design * min(self.theme.scale, MOST_GROWTH))

    def bare(self, design: int) -> int:
        return self.grown(design)
