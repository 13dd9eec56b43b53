"""Connects the Settings screen with the settings file: one change at a time, announced to all."""

from PySide6.QtCore import QObject, Signal

from lullaby.settings import RANGES, Settings, SettingsFile

TEXT_STEP = 10
"""In percent."""


def step_percent(now: int, by: int) -> int:
    """The text size, in percent, `by` steps from `now`."""
    least, most = RANGES["text_percent"]
    return max(least, min(most, now + TEXT_STEP * by))


class SettingsController(QObject):
    changed = Signal(object)
    """The settings now in force."""

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
