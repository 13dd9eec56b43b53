"""Asks whether to measure how late a microphone hears this loudspeaker, and tells what came of
it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.labels import Label
from lullaby.ui.recorder.delay_controller import DelayStep, DelayView
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Text, Theme


class DelayRow(QWidget):
    measure_requested = Signal()
    skip_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._text = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.measure = PillButton(theme, translate("recorder", "Measure"), "volume-1", height=48)
        self.skip = PillButton(theme, translate("recorder", "Not now"), height=48)
        self.measure.clicked.connect(self.measure_requested)
        self.skip.clicked.connect(self.skip_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(14)
        buttons.addStretch(1)
        buttons.addWidget(self.measure)
        buttons.addWidget(self.skip)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 0, 24, 0)
        column.setSpacing(8)
        column.addWidget(self._text)
        column.addLayout(buttons)
        self.show_view(DelayView())

    @property
    def text(self) -> str:
        return self._text.text()

    def show_view(self, view: DelayView) -> None:
        self._text.setText(view.text)
        asking = view.step in (DelayStep.ASKING, DelayStep.NOT_HEARD)
        self.measure.setVisible(asking)
        self.skip.setVisible(view.step not in (DelayStep.MEASURING, DelayStep.HIDDEN))
        told = view.step is DelayStep.TOLD
        text = translate("recorder", "OK") if told else translate("recorder", "Not now")
        self.skip.setText(text)
        self.skip.setAccessibleName(text)
        self.setVisible(view.step is not DelayStep.HIDDEN)
