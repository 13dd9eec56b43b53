"""Buttons that move the stamp of a line or syllable by 50 and 10 ms."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.labels import Elided, Label
from lullaby.ui.text.locale import signed, whole
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.words_editor.sentences import stamp
from lullaby.units import Ms


class Nudges(QWidget):
    nudged = Signal(int)

    def __init__(self, theme: Theme, steps: tuple[Ms, Ms]) -> None:
        super().__init__()
        self._time = Label(theme, "", Text.SECTION)
        self._time.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = Elided(theme, "", Text.CAPTION, "text2")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._buttons: list[PillButton] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        grid.addWidget(self._time, 0, 0, 1, 4)
        grid.addWidget(self._name, 1, 0, 1, 4)
        coarse, fine = steps
        for place, by in enumerate((-coarse, -fine, fine, coarse)):
            button = PillButton(theme, signed(by), height=48)
            name = self.tr("{n} ms earlier") if by < 0 else self.tr("{n} ms later")
            button.setAccessibleName(name.format(n=whole(abs(by))))
            button.setToolTip(button.accessibleName())
            button.setAutoRepeat(True)
            button.setAutoRepeatDelay(500)
            button.setAutoRepeatInterval(200)
            button.clicked.connect(lambda *_, by=by: self.nudged.emit(by))
            grid.addWidget(button, 2, place)
            self._buttons.append(button)

    def show_time(self, time: Ms | None, name: str) -> None:
        """Show the stamp and the text it belongs to; without a stamp nothing can be moved."""
        self._time.setText(stamp(time))
        self._name.setText(name)
        for button in self._buttons:
            button.setEnabled(time is not None)
