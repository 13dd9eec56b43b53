"""The card about backups."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from lullaby.storage.backups import Backup
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.controls.labels import Label
from lullaby.ui.settings import backup_words
from lullaby.ui.settings.card import SettingsCard
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.theme.theme import Text, Theme


class BackupsCard(SettingsCard):
    open_requested = Signal()

    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, "notebook-text", self.tr("Backups"))
        text = self.tr("Your journal, playlists and song settings are backed up once a day.")
        self.column.addWidget(Label(theme, text, Text.BODY, wrap=True))
        self._newest = Label(theme, "", Text.ROW, "text2", wrap=True)
        self.column.addWidget(self._newest)
        self._back = WrappingPill(theme, self.tr("Restore a backup"), "undo-2")
        self._back.clicked.connect(self.open_requested)
        holder = QHBoxLayout()
        holder.addWidget(self._back)
        holder.addStretch(1)
        self.column.addLayout(holder)
        self.column.addStretch(1)
        self._ask: Callable[[], tuple[Backup | None, date]] | None = None

    def set_source(self, ask: Callable[[], tuple[Backup | None, date]]) -> None:
        """`ask` returns the newest backup and today's date."""
        self._ask = ask
        self.refresh()

    def refresh(self) -> None:
        if self._ask is None:
            return
        newest, today = self._ask()
        self._back.setVisible(newest is not None)
        if newest is None:
            self._newest.setText(self.tr("No backup yet."))
        else:
            text = self.tr("Latest: {day}")
            self._newest.setText(text.format(day=backup_words.day(newest.day, today)))
