"""A player whose pace and level follow the settling curve; all else it hands on."""

from dataclasses import replace

from lullaby.audio.port import (
    AMBIENT_RAMP,
    AS_RECORDED,
    LEVEL_RAMP,
    SKIP_RAMP,
    STOP_RAMP,
    AmbientSound,
    Cue,
    Player,
    PlayerStatus,
    SpeedPitch,
)
from lullaby.session.player_decorator import PlayerDecorator
from lullaby.session.wind_down import NOT_WOUND_DOWN, WindDownPoint, paced
from lullaby.units import UNITY, Gain, Ms

STEP_RAMP = Ms(4_000)
"""A step of level is walked so slowly that nobody hears it."""


class WindDownPlayer(PlayerDecorator):
    """Keeps what was asked for, so that the curve can be laid over it anew at each step."""

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._now = NOT_WOUND_DOWN
        self._speed_pitch = AS_RECORDED
        self._following: tuple[Cue, Ms] | None = None
        self._volume = UNITY
        self._beds: tuple[AmbientSound, ...] = ()

    @property
    def pace(self) -> float:
        """What a song's own pace is multiplied by."""
        return self._now.pace

    def wind_down_to(self, now: WindDownPoint) -> None:
        """The curve has come to `now`."""
        before, self._now = self._now, now
        if now.pace != before.pace:
            self._player.set_speed_pitch(paced(self._speed_pitch, now))
            if self._following is not None:
                self.queue_next(*self._following)
        if now.gain != before.gain:
            self.set_volume(self._volume, STEP_RAMP)
            self.set_ambient_sounds(self._beds, STEP_RAMP)

    def play(self, cue: Cue) -> None:
        self._speed_pitch, self._following = cue.speed_pitch, None
        self._player.play(self._led(cue))

    def queue_next(self, cue: Cue | None, overlap_ms: Ms = Ms(0)) -> None:
        self._following = None if cue is None else (cue, overlap_ms)
        self._player.queue_next(None if cue is None else self._led(cue), overlap_ms)

    def crossfade_to(self, cue: Cue, shift_ms: Ms = Ms(0)) -> None:
        self._speed_pitch = cue.speed_pitch
        self._player.crossfade_to(self._led(cue), shift_ms)

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        self._speed_pitch = speed_pitch
        self._player.set_speed_pitch(paced(speed_pitch, self._now))

    def drop(self, ramp_ms: Ms = SKIP_RAMP) -> None:
        self._following = None
        self._player.drop(ramp_ms)

    def stop(self, ramp_ms: Ms = STOP_RAMP) -> None:
        self._following = None
        self._player.stop(ramp_ms)

    def set_volume(self, gain: Gain, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self._volume = gain
        self._player.set_volume(Gain(gain * self._now.gain), ramp_ms)

    def set_ambient_sounds(
        self, beds: tuple[AmbientSound, ...], ramp_ms: Ms = AMBIENT_RAMP
    ) -> None:
        self._beds = beds
        softer = tuple(replace(bed, gain=Gain(bed.gain * self._now.gain)) for bed in beds)
        self._player.set_ambient_sounds(softer, ramp_ms)

    def status(self) -> PlayerStatus:
        status = self._player.status()
        if self._following is not None and status.cue == self._following[0].id:
            self._speed_pitch, self._following = self._following[0].speed_pitch, None
        return status

    def _led(self, cue: Cue) -> Cue:
        return replace(cue, speed_pitch=paced(cue.speed_pitch, self._now))
