"""The child lock in Settings."""

from PySide6.QtCore import Signal

from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.text.key_names import with_control
from lullaby.ui.theme.theme import Theme


class ChildLockTopic(SettingsTopic):
    lock_requested = Signal()

    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, self.tr("Child lock"))
        lock = WrappingPill(theme, self.tr("Lock now"), "lock", key=with_control("L"))
        lock.clicked.connect(self.lock_requested)
        hint = self.tr("Ignores keys, mouse and touch until you hold Esc.")
        self.row(self.tr("Child lock"), lock, hint=hint)

    def refresh(self) -> None:
        """Does nothing: no setting affects this topic."""
