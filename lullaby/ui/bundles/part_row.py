"""A part of a song that is given away or comes: what it is, its size, and whether it is chosen."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.ui.controls.base import ControlButton
from lullaby.ui.controls.buttons import paint_icon
from lullaby.ui.controls.icon_spot import IconSpot
from lullaby.ui.controls.labels import Elided, Label, Separator
from lullaby.ui.text.lists import listed
from lullaby.ui.theme.theme import Text, Theme

BOX = 28
"""Side of the box of a part that can be left out, in px at 100 %."""


class TickBox(ControlButton):
    """A box with a tick."""

    def __init__(self, theme: Theme, name: str, ticked: bool) -> None:
        super().__init__(theme)
        self.setCheckable(True)
        self.setChecked(ticked)
        self.setAccessibleName(name)

    def design_size(self) -> QSize:
        side = max(48, self.theme.px(48))
        return QSize(side, side)

    def draw(self, painter: QPainter, box: QRectF) -> None:
        side = self.theme.px(BOX)
        spot = QRectF((box.width() - side) / 2, (box.height() - side) / 2, side, side)
        tokens = self.theme.tokens
        ticked = self.isChecked()
        fill, edge = (tokens.fill, None) if ticked else (tokens.surface2, tokens.outline)
        self.body(painter, spot, fill, edge, self.theme.px(8))
        if ticked:
            inset = side * 0.16
            inner = spot.adjusted(inset, inset, -inset, -inset)
            paint_icon(painter, self.theme, "check", tokens.on_accent, inner)


class PartRow(QWidget):
    """The whole row is the target of a part that can be left out."""

    toggled = Signal(bool)

    def __init__(
        self, theme: Theme, icon: str, title: str, about: str, size: str, ticked: bool | None
    ) -> None:
        """`ticked` is None for a part that always goes along."""
        super().__init__()
        self.box = None
        if ticked is not None:
            self.box = TickBox(
                theme, listed([each for each in (title, about, size) if each]), ticked
            )
            self.box.toggled.connect(self.toggled)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self.box or IconSpot(theme, "check", "accent", 48))
        row.addWidget(IconSpot(theme, icon))
        row.addWidget(Label(theme, title))
        row.addWidget(Elided(theme, about, Text.CAPTION, "text2"), 1)
        row.addWidget(Label(theme, size, Text.CAPTION, "text2"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(Separator(theme))

    @property
    def ticked(self) -> bool:
        return self.box is None or self.box.isChecked()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.box is not None and self.rect().contains(event.position().toPoint()):
            self.box.click()


def clear_rows(rows: QVBoxLayout) -> None:
    """Delete the rows of a list, at once out of sight."""
    while (item := rows.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
