"""One sentence in place of the whole window, for when the application cannot open."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.flow import Flow
from lullaby.ui.controls.labels import Label
from lullaby.ui.graphics.backdrop import Backdrop
from lullaby.ui.theme.theme import Text, Theme


class PlainMessage(QWidget):
    """`actions` are buttons before Close: the text of each, and what it does."""

    def __init__(
        self,
        theme: Theme,
        title: str,
        hint: str,
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        super().__init__()
        self._backdrop = Backdrop(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 40, 48, 40)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(Label(theme, title, Text.SENTENCE, wrap=True))
        column.addWidget(Label(theme, hint, Text.BODY, "text2", wrap=True))
        column.addSpacing(16)
        buttons = Flow(gap=12)
        for at, (text, act) in enumerate((*actions, (self.tr("Close"), self._close))):
            button = PillButton(theme, text, tone=ButtonStyle.QUIET if at else ButtonStyle.FILLED)
            button.clicked.connect(lambda *_, act=act: act())
            buttons.add(button)
            if not at:
                button.setFocus()
        column.addWidget(buttons)
        column.addStretch(1)

    def _close(self) -> None:
        self.window().close()

    def paintEvent(self, event: QPaintEvent) -> None:
        picture = self._backdrop.picture(self.size(), self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, picture)
