"""Chooses the routine of a night that was added by hand, the person's own ones included."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.chips import FlowChips
from lullaby.ui.text import names
from lullaby.ui.theme.theme import Theme


class RoutineChoice(QWidget):
    chosen = Signal(str)
    """The routine as the journal names it; empty if the person chose none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._values: tuple[str, ...] = ()
        self._chips: FlowChips | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def offer(self, values: Sequence[str], chosen: str) -> None:
        """Offer the routines of these names in the journal, and the chosen one if it is gone."""
        offered = tuple(values)
        if chosen and chosen not in offered:
            offered = (*offered, chosen)
        if self._chips is None or offered != self._values:
            self._chips = self._made(offered)
        self._chips.choose((offered.index(chosen),) if chosen else ())

    def _made(self, values: tuple[str, ...]) -> FlowChips:
        if self._chips is not None:
            self._column.removeWidget(self._chips)
            self._chips.hide()
            self._chips.deleteLater()
        self._values = values
        texts = [names.routine_name_of_value(value) for value in values]
        chips = FlowChips(self._theme, self.tr("Routine"), texts)
        chips.chosen.connect(lambda at: self.chosen.emit(values[at[0]] if at else ""))
        self._column.addWidget(chips)
        return chips
