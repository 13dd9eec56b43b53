"""One sentence in place of everything, for when the rooms cannot open."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.backdrop import Backdrop
from lullaby.ui.controls.buttons import PillButton, Tone
from lullaby.ui.controls.labels import Label
from lullaby.ui.theme.theme import Text, Theme


class PlainMessage(QWidget):
    def __init__(self, theme: Theme, title: str, hint: str) -> None:
        super().__init__()
        self._backdrop = Backdrop(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 40, 48, 40)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(Label(theme, title, Text.SENTENCE, wrap=True))
        column.addWidget(Label(theme, hint, Text.BODY, "text2", wrap=True))
        column.addSpacing(16)
        close = PillButton(theme, self.tr("Close"), tone=Tone.FILLED)
        close.clicked.connect(lambda: self.window().close())
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = self._backdrop.picture(self.size(), self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, picture)
