"""Shows what a file from the other computer would bring, before anything of it is kept."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lullaby.bundles.family_merging import Together
from lullaby.ui.bundles.part_row import PartRow, clear_rows
from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.labels import Label
from lullaby.ui.settings.family_words import brings, stays
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.theme.theme import Text, Theme

WIDTH = 780


class FamilySheet(Sheet):
    keep_requested = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, WIDTH)
        self._done.setText(self.tr("Not now"))
        self._done.tone = ButtonStyle.QUIET
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._stays = Label(theme, "", Text.CAPTION, "text2", wrap=True)
        self.keep = PillButton(
            theme, self.tr("Bring it in"), "check", ButtonStyle.FILLED, height=64
        )
        self.keep.clicked.connect(self.keep_requested)
        foot = QHBoxLayout()
        foot.addWidget(self.keep)
        foot.addStretch(1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(
            Label(
                theme,
                self.tr("All you have here stays. Only what is missing is added."),
                colour="text2",
                wrap=True,
            )
        )
        column.addLayout(self._rows)
        column.addWidget(self._stays)
        column.addLayout(foot)
        self.hold(content)

    def open_for(self, brought: Together) -> None:
        clear_rows(self._rows)
        for icon, title, about in brings(brought):
            self._rows.addWidget(PartRow(self._theme, icon, title, about, "", None))
        text = stays(brought)
        self._stays.setText(text)
        self._stays.setVisible(bool(text))
        self.open(self.tr("From the other computer"))
        self.keep.setFocus()
