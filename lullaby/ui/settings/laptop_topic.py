"""Settings for the laptop: the end of an evening, and night time."""

import sys
from typing import get_args

from lullaby.settings import AtEnd
from lullaby.ui.controls.chips import Segmented
from lullaby.ui.controls.switch import Switch
from lullaby.ui.settings.topic import SettingsTopic
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.text.locale import hour
from lullaby.ui.theme.theme import Theme

AT_ENDS: tuple[AtEnd, ...] = get_args(AtEnd)


class LaptopTopic(SettingsTopic):
    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, self.tr("The laptop"))
        texts = [self.tr("Keep screen on"), self.tr("Black screen"), self.tr("Sleep")]
        self._end = Segmented(theme, texts)
        self._end.chosen.connect(lambda at: controller.change(at_end=AT_ENDS[at]))
        night = self.tr("At night, start with last night’s routine")
        self._night = Switch(theme, night)
        self._night.clicked.connect(lambda on: controller.change(night_by_itself=on))
        lid = self.tr("Keep playing when the lid is closed")
        self._lid = Switch(theme, lid)
        self._lid.clicked.connect(lambda on: controller.change(play_with_lid_closed=on))
        tray = self.tr("Show a moon with the minutes left in the system tray")
        self._tray = Switch(theme, tray)
        self._tray.clicked.connect(lambda on: controller.change(tray=on))
        self._end_row = self.row(self.tr("When finished"), self._end)
        self._night_row = self.row(night, self._night)
        if sys.platform == "linux":
            self.row(lid, self._lid)
        self.row(tray, self._tray)
        self.refresh()

    def refresh(self) -> None:
        now = self.controller.now
        self._end.choose(AT_ENDS.index(now.at_end))
        hints = {
            "nothing": self.tr("The screen stays as it is."),
            "dark": self.tr("The window turns black. Press any key to return."),
            "sleep": self.tr("It goes to sleep after 30 seconds. Any key keeps it awake."),
        }
        self._end_row.set_hint(hints[now.at_end])
        hours = self.tr("From {start} to {end}.")
        self._night_row.set_hint(
            hours.format(start=hour(now.night_from), end=hour(now.night_until))
        )
        self._night.setChecked(now.night_by_itself)
        self._tray.setChecked(now.tray)
        self._lid.setChecked(now.play_with_lid_closed)
