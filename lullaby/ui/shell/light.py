"""Switches between Dusk and Night, by choice or hour, and never while a line is sung."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from lullaby.clock import Clock
from lullaby.desktop.system_preferences import SystemPreferences
from lullaby.settings import Settings, in_night_hours
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.theme.theme import Theme

LOOK_EVERY_MS = 60_000


def is_night(settings: Settings, hour: int) -> bool:
    """Whether Night colours are due at this hour, 0 to 23."""
    if settings.light != "follow":
        return settings.light == "night"
    return in_night_hours(settings, hour)


class Light(QObject):
    """Keeps the theme in line with the settings and the hour."""

    def __init__(
        self,
        theme: Theme,
        controller: SettingsController,
        clock: Clock,
        singing: Callable[[], bool],
        melt: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        """`singing` returns whether a line is on screen; `melt` animates the next change."""
        super().__init__(parent)
        self._theme = theme
        self._controller = controller
        self._clock = clock
        self._singing = singing
        self._melt = melt
        self._system = SystemPreferences()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        controller.changed.connect(self.apply)

    def start(self, each_minute: Callable[[], object]) -> None:
        """Follow the hour, and call `each_minute` as well."""
        self.apply()
        self._timer.timeout.connect(each_minute)
        self._timer.start()

    def follow(self, system: SystemPreferences) -> None:
        """Follow what the person asked the whole desktop for; settings can only add to it."""
        self._system = system
        self.apply()

    def look(self) -> None:
        """Switch if the hour has come, unless a song is on screen."""
        if not self._singing():
            self.apply()

    def apply(self) -> None:
        settings = self._controller.now
        night = is_night(settings, self._clock.now().hour)
        if night != self._theme.night:
            self._melt()
        percent = max(settings.text_percent, round(100 * self._system.text_scale))
        self._theme.set_motion(settings.reduce_motion or self._system.reduce_motion)
        self._theme.set_text(percent, settings.words_percent, settings.lyric_face)
        self._theme.set_light(
            night, settings.dimmer, settings.high_contrast or self._system.high_contrast
        )

    def toggle(self) -> None:
        """Switch the light."""
        self._controller.change(light="dusk" if self._theme.night else "night")
