"""What the cards of the Settings screen share."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Card, Label
from lullaby.ui.mirroring import mirror, set_margins
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.shell.tab_order import tab_stops
from lullaby.ui.theme.theme import Text, Theme

TIGHT = 400
EDGE, TIGHT_EDGE = 26, 12
"""Left and right margin of the rows, in px; smaller in a card narrower than `TIGHT` px."""


class SettingsCard(Card):
    """A title with its icon, and rows."""

    def __init__(self, theme: Theme, controller: SettingsController, icon: str, title: str) -> None:
        super().__init__(theme, 24)
        self.theme = theme
        self.controller = controller
        self._icon = icon
        self._heading = Label(theme, title, Text.HEADING, wrap=True)
        theme.changed.connect(self._indent)
        self._indent()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(EDGE, 20, EDGE, 20)
        self.column.setSpacing(12)
        self.column.addWidget(self._heading)
        controller.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the current settings."""
        raise NotImplementedError

    def focus_first(self) -> None:
        for first in tab_stops(self)[:1]:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _indent(self) -> None:
        """Align the title with its icon."""
        set_margins(self._heading, self.theme.px(36), 0, 0, 0)

    def row(self, text: str, control: QWidget, stretch: int = 0) -> Label:
        """Add a line of text and its control; the text may be changed later."""
        label = Label(self.theme, text, Text.BODY, wrap=True)
        shares = (2 if stretch else 1, stretch)
        self.column.addWidget(FoldingRow((label, control), 12, shares, words=True))
        return label

    def resizeEvent(self, event: QResizeEvent) -> None:
        edge = self._edge
        self.column.setContentsMargins(edge, 20, edge, 20)

    @property
    def _edge(self) -> int:
        return TIGHT_EDGE if self.width() < TIGHT else EDGE

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = self.theme.px(22)
        middle = self._heading.geometry().center().y()
        spot = QRectF(self._edge, middle - side / 2, side, side)
        painter = QPainter(self)
        mirror(painter, QRectF(self.rect()), self.layoutDirection())
        self.theme.icons.paint(painter, self._icon, self.theme.tokens.accent, spot)
