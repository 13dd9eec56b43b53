"""Who sings at the other end, and where their clock is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.appointments.zones import city, find_zones
from lullaby.ui.controls.chips import Chip
from lullaby.ui.controls.fields import PillField, SearchField
from lullaby.ui.controls.flow import Flow
from lullaby.ui.theme.theme import Theme


class PartnerForm(QWidget):
    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.zone = ""
        """The name of their time zone; empty for the same as here."""
        self.name = PillField(theme, "users", self.tr("Who sings with you"))
        self.place = SearchField(theme, self.tr("A city near them"))
        self.giver = PillField(theme, "heart", self.tr("Your name, so that they know who asks"))
        self.found = Flow()
        self.found.hide()
        self.name.textChanged.connect(self.changed)
        self.place.textChanged.connect(self._find)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for each in (self.name, self.place, self.found, self.giver):
            column.addWidget(each)

    def choose(self, zone: str) -> None:
        self.zone = zone
        self.found.hide()
        self.place.blockSignals(True)
        self.place.setText(city(zone))
        self.place.blockSignals(False)
        self.changed.emit()

    def _find(self, typed: str) -> None:
        self.zone = ""
        self.found.clear()
        zones = find_zones(typed)
        chips = [self._chip(zone) for zone in zones]
        self.found.add(*chips)
        self.found.setVisible(bool(chips))
        self.changed.emit()

    def _chip(self, zone: str) -> Chip:
        chip = Chip(self._theme, city(zone))
        chip.setCheckable(False)
        chip.clicked.connect(lambda: self.choose(zone))
        return chip
