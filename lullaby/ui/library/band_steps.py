"""Sets both ends of the tempo band with buttons instead of dragging."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lullaby.library.calm import HIGHEST, LOWEST, NARROWEST, Band
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.text.locale import whole
from lullaby.ui.theme.theme import Text, Theme
from lullaby.units import Bpm

HELD = 5
"""The step of a held button, in beats per minute."""


class BandSteps(QWidget):
    requested = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._band = Band(LOWEST, HIGHEST)
        low = self.tr("Lower the slowest tempo"), self.tr("Raise the slowest tempo")
        high = self.tr("Lower the fastest tempo"), self.tr("Raise the fastest tempo")
        self.low = Stepper(theme, low, held=HELD, diameter=48)
        self.high = Stepper(theme, high, held=HELD, diameter=48)
        self.low.requested.connect(lambda by: self._step(by, 0))
        self.high.requested.connect(lambda by: self._step(0, by))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Label(theme, self.tr("From"), Text.BODY))
        row.addWidget(self.low)
        row.addWidget(Label(theme, self.tr("to"), Text.BODY))
        row.addWidget(self.high)
        row.addStretch(1)

    def show_band(self, band: Band) -> None:
        self._band = band
        self.low.show_text(whole(band.low))
        self.high.show_text(whole(band.high))

    def _step(self, low: int, high: int) -> None:
        """Move one end, no further than the other."""
        band = self._band
        if low:
            most = band.high - NARROWEST
            band = Band(Bpm(min(max(band.low + low, LOWEST), most)), band.high)
        if high:
            least = band.low + NARROWEST
            band = Band(band.low, Bpm(max(min(band.high + high, HIGHEST), least)))
        if band != self._band:
            self.requested.emit(band)
