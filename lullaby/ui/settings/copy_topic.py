"""The rows about copies of everything."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.settings import copy_words
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.theme.theme import Theme


class CopyTopic(SettingsTopic):
    copy_requested = Signal()
    back_requested = Signal()

    def __init__(
        self, theme: Theme, controller: SettingsController, lacking: Callable[[], int]
    ) -> None:
        """`lacking` tells how many recordings are in no copy."""
        super().__init__(theme, controller, self.tr("Copies"))
        self._lacking = lacking
        copy = WrappingPill(theme, self.tr("Copy everything…"), "copy")
        copy.clicked.connect(self.copy_requested)
        self._copy = self.row(
            self.tr("Everything to a folder or USB stick: also the recordings of your voice."), copy
        )
        back = WrappingPill(theme, self.tr("Bring a copy back…"), "undo-2")
        back.clicked.connect(self.back_requested)
        self.row(
            self.tr("On a new computer, bring everything back in one step."),
            back,
        )
        self.refresh()

    def refresh(self) -> None:
        count = self._lacking()
        safe = self.tr("The daily backup holds no recordings; such a copy does.")
        self._copy.set_hint(copy_words.lacking(count) or safe)
