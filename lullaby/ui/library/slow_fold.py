"""Places the "How slow?" card above the list, or in a sheet if space is short."""

from enum import Enum, auto

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.library.slow_card import SlowCard
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.theme.theme import Theme

NARROW = 860
"""Below this width, in px at 100 %, the histogram is hidden."""

LEAST_LIST, LEAST_ROWS = 200, 144
"""The least height of the list below the whole card, and below its presets alone."""

SHEET = 760
SHEET_AROUND = 110
"""The width of the sheet beside the card, in px."""

HEIGHT = 48


class CardPlacement(Enum):
    """Which part of the card stands above the list."""

    WHOLE = auto()
    PRESETS = auto()
    AWAY = auto()


class SlowFold(QObject):
    """`button` opens the whole card in a sheet if not all of it stands above the list."""

    closed = Signal()
    """The card is back in the tab."""

    def __init__(self, theme: Theme, card: SlowCard, tab: QWidget, column: QVBoxLayout) -> None:
        """The card is the first item in `column`, which lays out `tab`."""
        super().__init__(tab)
        self._theme = theme
        self._card = card
        self._tab = tab
        self._column = column
        self._sheet: Sheet | None = None
        self._stands: tuple[CardPlacement, bool] | None = None
        """What stands above the list now, and whether it is narrow."""
        self.button = WrappingPill(theme, self.tr("How slow?"), "sliders-horizontal", height=HEIGHT)
        self.button.clicked.connect(self._open)
        self.button.hide()

    @property
    def unfolded(self) -> bool:
        """Whether the card is in its sheet."""
        return self._sheet is not None and self._sheet.isVisible()

    def fit(self, alone: int, with_button: int, width: int) -> int:
        """Choose what stands above the list; returns its height in px.

        `alone` px are available for card and list, `with_button` if `button` is shown; both are
        `width` px wide. This computes the result first and changes widgets once: showing and hiding
        them to measure would lay out the tab, which calls this again.
        """
        if self.unfolded:
            self._fit_sheet()
            return 0
        scale, card = self._theme.scale, self._card
        narrow = width < NARROW * scale
        whole, presets = (card.height_as(width, narrow, low) for low in (False, True))
        if alone > whole + LEAST_LIST * scale:
            stands, height = CardPlacement.WHOLE, whole
        elif with_button > presets + LEAST_ROWS * scale:
            stands, height = CardPlacement.PRESETS, presets
        else:
            stands, height = CardPlacement.AWAY, 0
        if (stands, narrow) != self._stands:
            self._stands = (stands, narrow)
            card.set_narrow(narrow)
            card.set_low(stands is not CardPlacement.WHOLE)
            card.setVisible(stands is not CardPlacement.AWAY)
            self.button.setVisible(stands is not CardPlacement.WHOLE)
        return height

    def _fit_sheet(self) -> None:
        room = min(self._theme.px(SHEET), self._tab.window().width() - 48) - SHEET_AROUND
        self._card.set_low(False)
        self._card.set_narrow(room < NARROW * self._theme.scale)

    def _open(self) -> None:
        if self._sheet is None:
            self._sheet = Sheet(self._theme, self._tab.window(), SHEET)
            self._sheet.closed.connect(self._back)
        self._stands = None
        self._card.set_low(False)
        self._column.removeWidget(self._card)
        self._sheet.hold(self._card)
        self._card.show()
        self._fit_sheet()
        self._sheet.open(self.button.text())
        self._fit_sheet()

    def _back(self) -> None:
        """Move the card back above the list."""
        if self._sheet is not None:
            self._sheet.release_content()
            self._column.insertWidget(0, self._card)
            self.closed.emit()
