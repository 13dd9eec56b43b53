"""Settings for the laptop: the end of an evening, night time, and the child lock."""

import sys
from typing import get_args

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from lullaby.settings import AtEnd
from lullaby.ui.controls.buttons import WrappingPill
from lullaby.ui.controls.chips import Segmented
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.switch import Switch
from lullaby.ui.settings.card import SettingsCard
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.text.key_names import with_control
from lullaby.ui.text.locale import hour
from lullaby.ui.theme.theme import Text, Theme

AT_ENDS: tuple[AtEnd, ...] = get_args(AtEnd)


class LaptopCard(SettingsCard):
    lock_requested = Signal()

    def __init__(self, theme: Theme, controller: SettingsController) -> None:
        super().__init__(theme, controller, "bed-single", self.tr("The laptop"))
        texts = [self.tr("Keep screen on"), self.tr("Black screen"), self.tr("Sleep")]
        self._end = Segmented(theme, texts)
        self._end.chosen.connect(lambda at: controller.change(at_end=AT_ENDS[at]))
        self._hint = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._night = Switch(theme, self.tr("At night, start with the routine used last night"))
        self._night.clicked.connect(lambda on: controller.change(night_by_itself=on))
        self._lid = Switch(theme, self.tr("Keep playing when the lid is closed"))
        self._lid.clicked.connect(lambda on: controller.change(play_with_lid_closed=on))
        self._tray = Switch(theme, self.tr("Show a moon with the minutes left in the system tray"))
        self._tray.clicked.connect(lambda on: controller.change(tray=on))
        lock = WrappingPill(theme, self.tr("Child lock"), "lock", key=with_control("L"))
        lock.clicked.connect(self.lock_requested)
        self.column.addWidget(Label(theme, self.tr("When finished"), Text.ROW, "text2", wrap=True))
        self._aside(self._end)
        self.column.addWidget(self._hint)
        self._hours = self.row("", self._night)
        if sys.platform == "linux":
            self.row(self.tr("Keep playing when the lid is closed"), self._lid)
        self.row(self.tr("Show a moon with the minutes left in the system tray"), self._tray)
        self._aside(lock)
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        now = self.controller.now
        self._end.choose(AT_ENDS.index(now.at_end))
        hints = {
            "nothing": self.tr("The screen stays as it is."),
            "dark": self.tr("The window turns black. Press any key to return."),
            "sleep": self.tr("It goes to sleep after 30 seconds. Any key keeps it awake."),
        }
        self._hint.setText(hints[now.at_end])
        hours = self.tr("From {start} to {end}, start with the routine used last night")
        self._hours.setText(hours.format(start=hour(now.night_from), end=hour(now.night_until)))
        self._night.setChecked(now.night_by_itself)
        self._tray.setChecked(now.tray)
        self._lid.setChecked(now.play_with_lid_closed)

    def _aside(self, control: Segmented | WrappingPill) -> None:
        """Place a control at the left, no wider than necessary."""
        row = QHBoxLayout()
        row.addWidget(control)
        row.addStretch(1)
        self.column.addLayout(row)
