"""Asks once, before the microphone is opened for the first time."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import ButtonStyle, WrappingPill
from lullaby.ui.controls.folding import FoldingRow
from lullaby.ui.controls.labels import Label
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.theme.theme import Text, Theme


class ConsentSheet(Sheet):
    agreed = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, 560)
        about = Label(
            theme,
            self.tr(
                "Lullaby listens with this computer’s microphone while this song’s words are open."
                " It hears pitch only; no sound is kept and nothing leaves this computer."
            ),
            Text.BODY,
            "text2",
            wrap=True,
        )
        new = Label(
            theme,
            self.tr("This is new. It works best in a quiet room; try it and see."),
            Text.BODY,
            "text2",
            wrap=True,
        )
        self.listen = WrappingPill(theme, self.tr("Listen"), "ear", tone=ButtonStyle.FILLED)
        self.refuse = WrappingPill(theme, self.tr("Not now"))
        content = QWidget()
        rows = QVBoxLayout(content)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(16)
        rows.addWidget(about)
        rows.addWidget(new)
        rows.addWidget(FoldingRow((self.listen, self.refuse), 12, (1, 1)))
        self._done.hide()
        self.hold(content)
        self.listen.clicked.connect(self._agree)
        self.refuse.clicked.connect(self.close_sheet)

    def ask(self) -> None:
        self.open(self.tr("The words can wait for your voice"))
        self.listen.setFocus()

    def _agree(self) -> None:
        self.close_sheet()
        self.agreed.emit()
