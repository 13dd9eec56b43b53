"""Between the Settings screen and the settings file: one change at a time, told to everybody."""

from PySide6.QtCore import QObject, Signal

from lullaby.settings import Settings, SettingsFile


class SettingsController(QObject):
    changed = Signal(object)
    """The settings in force from now on."""

    def __init__(self, file: SettingsFile, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = file

    @property
    def now(self) -> Settings:
        return self._file.now

    def change(self, **changes: object) -> None:
        """Replace the named fields of the settings."""
        before = self._file.now
        after = self._file.change(**changes)
        if after != before:
            self.changed.emit(after)
