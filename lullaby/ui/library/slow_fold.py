"""Opens the "How slow?" card above the list, or in a sheet if space is short."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.library.slow_card import SlowCard
from lullaby.ui.library.slow_line import SlowLine
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.theme.theme import Theme

NARROW = 860
"""Below this width, in px at 100 %, the histogram is hidden."""

LEAST_LIST = 200
"""The least height of the list below the card."""

SHEET = 760
SHEET_AROUND = 110
"""The width of the sheet beside the card, in px."""


class SlowFold(QObject):
    """`line` opens the card below it and closes it again."""

    changed = Signal()
    """The card is to be shown or hidden in the tab."""

    def __init__(
        self, theme: Theme, line: SlowLine, card: SlowCard, tab: QWidget, column: QVBoxLayout
    ) -> None:
        """The card is the item in `column`, which lays out `tab`, after that of the line."""
        super().__init__(tab)
        self._theme = theme
        self._line = line
        self._card = card
        self._tab = tab
        self._column = column
        self._at = column.indexOf(card)
        self._sheet: Sheet | None = None
        self._fits = False
        """Whether there is space for the card above the list."""
        self._narrow: bool | None = None
        line.clicked.connect(self._on_press)
        card.hide()

    @property
    def unfolded(self) -> bool:
        """Whether the card is in its sheet."""
        return self._sheet is not None and self._sheet.isVisible()

    def fit(self, room: int, width: int) -> int:
        """Show the card if it is wanted and fits; returns its height in px.

        `room` px are available for card and list; both are `width` px wide.
        """
        if self.unfolded:
            self._fit_sheet()
            return 0
        scale, card = self._theme.scale, self._card
        narrow = width < NARROW * scale
        height = card.height_as(width, narrow)
        self._fits = room > height + LEAST_LIST * scale
        if narrow is not self._narrow:
            self._narrow = narrow
            card.set_narrow(narrow)
        shown = self._fits and self._line.isChecked()
        if card.isHidden() is shown:
            card.setVisible(shown)
        return height if shown else 0

    def _fit_sheet(self) -> None:
        room = min(self._theme.px(SHEET), self._tab.window().width() - 48) - SHEET_AROUND
        self._card.set_narrow(room < NARROW * self._theme.scale)

    def _on_press(self) -> None:
        if self._fits:
            self.changed.emit()
            return
        self._line.setChecked(False)
        if self._sheet is None:
            self._sheet = Sheet(self._theme, self._tab.window(), SHEET)
            self._sheet.closed.connect(self._back)
        self._narrow = None
        self._column.removeWidget(self._card)
        self._sheet.hold(self._card)
        self._card.show()
        self._fit_sheet()
        self._sheet.open(self.tr("How slow?"))
        self._fit_sheet()

    def _back(self) -> None:
        """Move the card back to its place above the list."""
        if self._sheet is not None:
            self._sheet.release_content()
            self._card.hide()
            self._column.insertWidget(self._at, self._card)
            self.changed.emit()
