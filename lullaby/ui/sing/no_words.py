"""Replaces the words if a song has none."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.controls.labels import Label
from lullaby.ui.theme.theme import Text, Theme


class NoWords(QWidget):
    add_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._sentence = Label(theme, "", Text.SENTENCE, "text", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._add = PillButton(theme, self.tr("Add words"), "plus")
        self._add.clicked.connect(self.add_requested)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self._sentence)
        column.addSpacing(12)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)

    def say(self, sentence: str, may_add: bool) -> None:
        self._sentence.setText(sentence)
        self._add.setVisible(may_add)
