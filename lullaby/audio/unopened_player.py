"""Stands in for the player until the first sound, so that the window need not wait for it."""

from collections.abc import Callable

from lullaby.audio.port import (
    AMBIENT_RAMP,
    LEVEL_RAMP,
    PAUSE_RAMP,
    SKIP_RAMP,
    STOP_RAMP,
    WARMTH_RAMP,
    AmbientSound,
    Cue,
    FadePoint,
    Player,
    PlayerStatus,
    SpeedPitch,
)
from lullaby.units import Gain, Ms


class UnopenedPlayer:
    """Plays nothing and keeps the levels for the player that `open` creates in its place."""

    def __init__(self, make: Callable[[], Player]) -> None:
        self._make = make
        self._volume: Gain | None = None
        self._ceiling: Gain | None = None
        self._warmth: float | None = None
        self._stereo: tuple[bool, float] | None = None
        self._speaker: str | None = None

    def open(self) -> Player:
        """Create the player and pass it the levels set so far."""
        player = self._make()
        if self._speaker is not None:
            player.use_speaker(self._speaker)
        if self._volume is not None:
            player.set_volume(self._volume, Ms(0))
        if self._ceiling is not None:
            player.set_ceiling(self._ceiling)
        if self._warmth is not None:
            player.set_warmth(self._warmth, Ms(0))
        if self._stereo is not None:
            player.set_stereo(*self._stereo, Ms(0))
        return player

    def set_volume(self, gain: Gain, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self._volume = gain

    def set_ceiling(self, gain: Gain) -> None:
        self._ceiling = gain

    def set_warmth(self, amount: float, ramp_ms: Ms = WARMTH_RAMP) -> None:
        self._warmth = amount

    def set_stereo(self, mono: bool, balance: float, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self._stereo = mono, balance

    def use_speaker(self, name: str | None) -> None:
        self._speaker = name

    def speakers(self) -> tuple[str, ...]:
        return ()

    def status(self) -> PlayerStatus:
        return PlayerStatus()

    # Nothing sounds yet, so there is nothing to do.

    def play(self, cue: Cue) -> None: ...

    def queue_next(self, cue: Cue | None, overlap_ms: Ms = Ms(0)) -> None: ...

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None: ...

    def crossfade_to(self, cue: Cue, shift_ms: Ms = Ms(0)) -> None: ...

    def drop(self, ramp_ms: Ms = SKIP_RAMP) -> None: ...

    def pause(self, ramp_ms: Ms = PAUSE_RAMP) -> None: ...

    def resume(self, ramp_ms: Ms = PAUSE_RAMP) -> None: ...

    def stop(self, ramp_ms: Ms = STOP_RAMP) -> None: ...

    def seek(self, position_ms: Ms) -> None: ...

    def set_ambient_sounds(
        self, sounds: tuple[AmbientSound, ...], ramp_ms: Ms = AMBIENT_RAMP
    ) -> None: ...

    def fade(self, points: tuple[FadePoint, ...]) -> None: ...

    def look_again(self) -> bool:
        return False

    def close(self) -> None: ...
