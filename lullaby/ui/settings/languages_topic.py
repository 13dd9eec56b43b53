"""The languages that the family sings in, in Settings."""

from lullaby.ui.controls.language_chips import LanguageChips
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.shell.sung_languages import SungLanguages
from lullaby.ui.theme.theme import Theme


class LanguagesTopic(SettingsTopic):
    def __init__(self, theme: Theme, controller: SettingsController, sung: SungLanguages) -> None:
        super().__init__(theme, controller, self.tr("Languages"))
        self._sung = sung
        self._chips = LanguageChips(theme, sung.songs(), sung.chosen)
        self._chips.chosen.connect(sung.choose)
        hint = self.tr("Their songs come first in Lullaby’s own routines.")
        row = self.row(self.tr("Which languages do you sing in?"), hint=hint)
        row.add_below(self._chips)

    def refresh(self) -> None:
        self._chips.choose(self._sung.chosen)

    def step_back(self) -> bool:
        return self._chips.end_search()
