"""Applies settings to the sound."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from lullaby.session.wind_down import WindDown
from lullaby.settings import RANGES, Settings
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.units import Lufs

MOST_WARMTH = RANGES["warmth"][1]
FAR_RIGHT = RANGES["balance"][1]


class SoundSettings(QObject):
    """Keeps the sound in line with the settings, from the start on."""

    def __init__(
        self,
        settings: SettingsController,
        bridge: SessionBridge,
        use_speaker: Callable[[str | None], None],
        set_stereo: Callable[[bool, float], None],
    ) -> None:
        """`use_speaker` takes the name of a loudspeaker, or None for the system default;
        `set_stereo` whether to play mono, and the balance, -1 (left only) to 1 (right only)."""
        super().__init__(settings)
        self._bridge = bridge
        self._use_speaker = use_speaker
        self._set_stereo = set_stereo
        self._used = ""
        settings.changed.connect(self._follow)
        self._follow(settings.now)

    def _follow(self, settings: Settings) -> None:
        self._bridge.set_limit(settings.gentle_limit)
        if settings.speaker != self._used:
            self._used = settings.speaker
            self._use_speaker(settings.speaker or None)
        warmth = settings.warmth / MOST_WARMTH
        self._set_stereo(settings.mono, settings.balance / FAR_RIGHT)
        self._bridge.set_wind_down(curve_of(settings))
        self._bridge.set_even_sound(settings.overlap_s, Lufs(settings.song_level), warmth)


def curve_of(settings: Settings) -> WindDown | None:
    """The chosen curve; None for none."""
    if not settings.settle:
        return None
    return WindDown(settings.settle_from / 100, settings.settle_to / 100, float(settings.settle_db))
