"""How long the evening plays: − 30 minutes +, or No end."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.session.timer import LONGEST_MINUTES, STEP_MINUTES
from lullaby.ui.controls.chips import Chip
from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.text import names
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Theme

HELD = 3
"""Steps at once while a button is held."""

WIDEST = 104
"""The width of a usual value, in px at 100 %."""


class TimerChoice(QWidget):
    stepped = Signal(int)
    """Steps of `STEP_MINUTES` more or fewer."""
    endless_chosen = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        spoken = (
            translate("TimerChoice", "%n minutes less", None, PLURAL, STEP_MINUTES),
            translate("TimerChoice", "%n minutes more", None, PLURAL, STEP_MINUTES),
        )
        self._stepper = Stepper(theme, spoken, held=HELD, usual=WIDEST)
        self.less, self.more = self._stepper.less, self._stepper.more
        self._stepper.requested.connect(self.stepped)
        self.no_end = Chip(theme, self.tr("No end"))
        self.no_end.clicked.connect(self.endless_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FoldingRow((self._stepper, self.no_end), shares=(1,)))

    def show_minutes(self, minutes: int | None) -> None:
        """Show a timer; None for no end."""
        self.no_end.setChecked(minutes is None)
        self._stepper.show_text("–" if minutes is None else names.minutes_long(minutes))
        spoken = self.tr("No end") if minutes is None else names.minutes_long(minutes)
        for button in (self.less, self.more):
            button.setAccessibleDescription(spoken)
        self.less.setEnabled(minutes is None or minutes > STEP_MINUTES)
        self.more.setEnabled(minutes is None or minutes < LONGEST_MINUTES)
