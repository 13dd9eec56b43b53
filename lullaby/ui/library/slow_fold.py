"""Where "How slow?" stands: over the list, or where that leaves no room for songs, in a sheet."""

from enum import Enum, auto

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.library.slow_card import SlowCard
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.theme.theme import Theme

NARROW = 860
"""Below this width, px at 100 %, the histogram leaves the card."""

LEAST_LIST, LEAST_ROWS = 200, 144
"""Room that stays for the list below the whole card, and below its presets alone."""

SHEET = 760
SHEET_AROUND = 110
"""What the sheet takes beside the card, px."""

HEIGHT = 48


class Stands(Enum):
    """What of the card is over the list."""

    WHOLE = auto()
    PRESETS = auto()
    AWAY = auto()


class SlowFold(QObject):
    """`button` opens the whole card in a sheet wherever not all of it stands over the list."""

    closed = Signal()
    """The card is back in the tab."""

    def __init__(self, theme: Theme, card: SlowCard, tab: QWidget, column: QVBoxLayout) -> None:
        """The card is the first thing in `column`, which lays out `tab`."""
        super().__init__(tab)
        self._theme = theme
        self._card = card
        self._tab = tab
        self._column = column
        self._sheet: Sheet | None = None
        self._stands: tuple[Stands, bool] | None = None
        """What stands over the list now, and whether it is narrow."""
        self.button = WrappingPill(theme, self.tr("How slow?"), "sliders-horizontal", height=HEIGHT)
        self.button.clicked.connect(self._open)
        self.button.hide()

    @property
    def unfolded(self) -> bool:
        """The card is in its sheet."""
        return self._sheet is not None and self._sheet.isVisible()

    def fit(self, alone: int, with_button: int, width: int) -> int:
        """Choose what stands over the list, and tell how high that is, px.

        `alone` px are there for card and list, `with_button` where `button` is shown; both are
        `width` px wide. It is reckoned first and moved once: what is shown and hidden to measure
        it would lay out the tab, which asks here again.
        """
        if self.unfolded:
            self._fit_sheet()
            return 0
        scale, card = self._theme.scale, self._card
        narrow = width < NARROW * scale
        whole, presets = (card.height_as(width, narrow, low) for low in (False, True))
        if alone > whole + LEAST_LIST * scale:
            stands, height = Stands.WHOLE, whole
        elif with_button > presets + LEAST_ROWS * scale:
            stands, height = Stands.PRESETS, presets
        else:
            stands, height = Stands.AWAY, 0
        if (stands, narrow) != self._stands:
            self._stands = (stands, narrow)
            card.set_narrow(narrow)
            card.set_low(stands is not Stands.WHOLE)
            card.setVisible(stands is not Stands.AWAY)
            self.button.setVisible(stands is not Stands.WHOLE)
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
        """The card goes back over the list."""
        if self._sheet is not None:
            self._sheet.let_go()
            self._column.insertWidget(0, self._card)
            self.closed.emit()
