"""The routines in Settings: which there are, and one more."""

from PySide6.QtCore import Signal

from lullaby.ui.controls.buttons import PillButton
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.text import names
from lullaby.ui.text.lists import listed
from lullaby.ui.theme.theme import Theme


class RoutinesTopic(SettingsTopic):
    new_requested = Signal()

    def __init__(
        self, theme: Theme, controller: SettingsController, next_session: NextSession
    ) -> None:
        super().__init__(theme, controller, self.tr("Routines"))
        self._next_session = next_session
        self.new = PillButton(theme, self.tr("New"), "plus", height=48)
        self.new.setAccessibleName(self.tr("New routine"))
        self.new.clicked.connect(self.new_requested)
        self._row = self.row(self.tr("Your routines"), self.new)
        next_session.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        routines = self._next_session.routines
        self._row.set_hint(listed([names.routine_name(each) for each in routines]))
