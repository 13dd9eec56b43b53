"""A player that is made when it is first needed, so that the window need not wait for it."""

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


class LazyPlayer:
    """Until `prepare` or the first sound there is nothing to ask; levels are handed on then."""

    def __init__(self, make: Callable[[], Player]) -> None:
        self._make = make
        self._player: Player | None = None
        self._volume: Gain | None = None
        self._ceiling: Gain | None = None
        self._warmth: float | None = None
        self._speaker: str | None = None

    def prepare(self) -> Player:
        """The player itself; made now, if it was not yet."""
        if self._player is None:
            self._player = self._make()
            if self._speaker is not None:
                self._player.use_speaker(self._speaker)
            if self._volume is not None:
                self._player.set_volume(self._volume, Ms(0))
            if self._ceiling is not None:
                self._player.set_ceiling(self._ceiling)
            if self._warmth is not None:
                self._player.set_warmth(self._warmth, Ms(0))
        return self._player

    def play(self, cue: Cue) -> None:
        self.prepare().play(cue)

    def queue_next(self, cue: Cue | None, overlap_ms: Ms = Ms(0)) -> None:
        if self._player is not None:
            self._player.queue_next(cue, overlap_ms)

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        if self._player is not None:
            self._player.set_speed_pitch(speed_pitch)

    def crossfade_to(self, cue: Cue, shift_ms: Ms = Ms(0)) -> None:
        if self._player is not None:
            self._player.crossfade_to(cue, shift_ms)

    def drop(self, ramp_ms: Ms = SKIP_RAMP) -> None:
        if self._player is not None:
            self._player.drop(ramp_ms)

    def pause(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        if self._player is not None:
            self._player.pause(ramp_ms)

    def resume(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        if self._player is not None:
            self._player.resume(ramp_ms)

    def stop(self, ramp_ms: Ms = STOP_RAMP) -> None:
        if self._player is not None:
            self._player.stop(ramp_ms)

    def seek(self, position_ms: Ms) -> None:
        if self._player is not None:
            self._player.seek(position_ms)

    def set_volume(self, gain: Gain, ramp_ms: Ms = LEVEL_RAMP) -> None:
        if self._player is None:
            self._volume = gain
        else:
            self._player.set_volume(gain, ramp_ms)

    def set_ambient_sounds(
        self, beds: tuple[AmbientSound, ...], ramp_ms: Ms = AMBIENT_RAMP
    ) -> None:
        if beds or self._player is not None:
            self.prepare().set_ambient_sounds(beds, ramp_ms)

    def set_warmth(self, amount: float, ramp_ms: Ms = WARMTH_RAMP) -> None:
        if self._player is None:
            self._warmth = amount
        else:
            self._player.set_warmth(amount, ramp_ms)

    def set_ceiling(self, gain: Gain) -> None:
        if self._player is None:
            self._ceiling = gain
        else:
            self._player.set_ceiling(gain)

    def fade(self, points: tuple[FadePoint, ...]) -> None:
        self.prepare().fade(points)

    def status(self) -> PlayerStatus:
        return PlayerStatus() if self._player is None else self._player.status()

    def speakers(self) -> tuple[str, ...]:
        return () if self._player is None else self._player.speakers()

    def use_speaker(self, name: str | None) -> None:
        if self._player is None:
            self._speaker = name
        else:
            self._player.use_speaker(name)

    def look_again(self) -> bool:
        return self.prepare().look_again()

    def close(self) -> None:
        if self._player is not None:
            self._player.close()
