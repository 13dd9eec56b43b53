"""A voice in a choir: on or off, how loud, and how much earlier or later."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from lullaby.library.choirs import LOUDEST_DB, SOFTEST_DB, ChoirPart
from lullaby.ui.choir import texts
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.controls.labels import Elided, Label
from lullaby.ui.controls.slider import StepSlider
from lullaby.ui.controls.switch import Switch
from lullaby.ui.text.lists import labelled, listed
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Text, Theme

GAP = 24
SHARES = 3, 2, 2
NAMES = 120
"""The width that a name takes beside the rest, in px at 100 %."""


class VoiceRow(QWidget):
    switched = Signal(bool)
    louder_requested = Signal(int)
    """In dB, softer is negative."""
    nudged = Signal(int)
    """In steps, later is positive."""

    def __init__(self, theme: Theme, part: ChoirPart, origin: str) -> None:
        super().__init__()
        self._theme = theme
        self._shown_db = part.louder_db
        name = part.take.facts.singer
        self.switch = Switch(theme, listed((name, origin)))
        self._name = Elided(theme, name, Text.HEADING)
        self._origin = Elided(theme, origin, Text.CAPTION, "text2")
        softer = labelled(name, translate("choir", "softer"))
        louder = labelled(name, translate("choir", "louder"))
        volume = labelled(name, translate("choir", "Volume"))
        self.volume = StepSlider(theme, SOFTEST_DB, LOUDEST_DB, (volume, softer, louder))
        self._earlier = self._pill(theme, translate("choir", "Earlier"), name)
        self._later = self._pill(theme, translate("choir", "Later"), name)
        self._time = Label(theme, "", Text.ROW)
        self._time.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self.switch.clicked.connect(self._ask_switch)
        self.volume.requested.connect(self._ask_volume)
        self._earlier.clicked.connect(lambda: self.nudged.emit(-1))
        self._later.clicked.connect(lambda: self.nudged.emit(+1))
        self.show_part(part)

    def show_part(self, part: ChoirPart) -> None:
        self.switch.setChecked(part.on)
        self._shown_db = part.louder_db
        self.volume.show_value(part.louder_db)
        told = texts.volume(part.louder_db)
        self.volume.setToolTip(told)
        self.volume.setAccessibleDescription(told)
        self._time.setText(texts.later(part.later_ms))
        for button in (self._earlier, self._later):
            button.setAccessibleDescription(self._time.text())
        for control in (self.volume, self._earlier, self._later, self._time):
            control.setEnabled(part.on)

    def least_width(self) -> int:
        """The width with which its parts fit beside each other, in px."""
        names = self._theme.px(NAMES)
        parts = sum(part.minimumSizeHint().width() for part in self._parts)
        return names + parts + GAP * (len(self._parts) - 1)

    def fold(self, narrow: bool) -> None:
        """Put its parts below each other, or beside each other."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if narrow else across)
        self.updateGeometry()

    def _ask_switch(self, on: bool) -> None:
        """The last voice stays on, so the switch shows what becomes of the wish."""
        self.switch.setChecked(not on)
        self.switched.emit(on)

    def _ask_volume(self, louder_db: int) -> None:
        self.louder_requested.emit(louder_db - self._shown_db)

    def _pill(self, theme: Theme, text: str, name: str) -> WrappingPill:
        pill = WrappingPill(theme, text, height=48)
        pill.setAccessibleName(labelled(name, text))
        pill.setAutoRepeat(True)
        pill.setAutoRepeatDelay(500)
        pill.setAutoRepeatInterval(300)
        return pill

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._name)
        words.addWidget(self._origin)
        words.addStretch(1)
        who = QWidget()
        left = QHBoxLayout(who)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(18)
        left.addWidget(self.switch)
        left.addLayout(words, 1)
        nudge = QWidget()
        right = QHBoxLayout(nudge)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(self._earlier)
        right.addWidget(self._time, 1)
        right.addWidget(self._later)
        self._parts = (who, self.volume, nudge)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 12, 0, 12)
        self._row.setSpacing(GAP)
        for part, share in zip(self._parts, SHARES, strict=True):
            self._row.addWidget(part, share)
