"""The rows about backups."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal

from lullaby.storage.backups import Backup
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.settings import backup_words
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.theme.theme import Theme


class BackupsTopic(SettingsTopic):
    open_requested = Signal()

    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, self.tr("Backups"))
        self._back = WrappingPill(theme, self.tr("Restore a backup"), "undo-2")
        self._back.clicked.connect(self.open_requested)
        text = self.tr("Your journal, playlists and song settings are backed up once a day.")
        self._newest = self.row(text, self._back)
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
            self._newest.set_hint(self.tr("No backup yet."))
        else:
            text = self.tr("Latest: {day}")
            self._newest.set_hint(text.format(day=backup_words.day(newest.day, today)))
