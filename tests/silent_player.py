"""A player without sound, which fulfils the contract by the clock alone.

It is the base of the fake player, and passes the contract with real files by itself.
"""

from collections.abc import Callable
from pathlib import Path

from lullaby.audio.port import (
    AMBIENT_RAMP,
    LEVEL_RAMP,
    PAUSE_RAMP,
    SKIP_RAMP,
    STOP_RAMP,
    WARMTH_RAMP,
    AmbientSound,
    Cue,
    Device,
    FadePoint,
    Phase,
    PlayerStatus,
    SpeedPitch,
    Trouble,
)
from lullaby.clock import Clock
from lullaby.units import UNITY, Gain, Ms

COUNTED_BEFORE = 3_000
"""How long before its end a file is decoded whole, in ms."""

DurationOf = Callable[[Path], Ms | Trouble]
"""How long a file lasts, or why it cannot be played."""


class SilentPlayer:
    """Keeps position, fade and pause as the engine would, and makes no sound."""

    def __init__(self, clock: Clock, duration_of: DurationOf) -> None:
        self._clock = clock
        self._duration_of = duration_of
        self._device = Device.NONE
        self._speaker = ""
        self._last_ms = clock.monotonic_ms()
        self._cue: Cue | None = None
        self._next: tuple[Cue, Ms] | None = None
        self._pace = 1.0
        self._outcome: Ms | Trouble | None = None
        self._position_ms = 0.0
        self._paused = False
        self._fading_ms = 0
        """How long time still runs until a pause is silent, in ms."""
        self._stopping_ms: int | None = None
        self._course = _FadeEnvelope(UNITY)
        self.volume = UNITY
        self.warmth = 0.0
        self.stereo = (False, 0.0)
        self.ceiling = UNITY
        self.ambient: tuple[AmbientSound, ...] = ()

    def play(self, cue: Cue) -> None:
        self._advance()
        self._forget_what_stops()
        self._begin(cue, cue.start_ms)

    def queue_next(self, cue: Cue | None, overlap_ms: Ms = Ms(0)) -> None:
        self._advance()
        present = self._cue is not None and self._stopping_ms is None
        self._next = (cue, overlap_ms) if cue is not None and present else None

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        self._advance()
        if self._cue is not None and self._stopping_ms is None:
            self._pace = speed_pitch.pace

    def crossfade_to(self, cue: Cue, shift_ms: Ms = Ms(0)) -> None:
        self._advance()
        if self._cue is None or self._stopping_ms is not None:
            return
        outcome = self._lasting(cue)
        if isinstance(outcome, Trouble):
            return
        self._cue, self._outcome, self._pace = cue, outcome, cue.speed_pitch.pace
        self._position_ms = max(0.0, self._position_ms + shift_ms)

    def drop(self, ramp_ms: Ms = SKIP_RAMP) -> None:
        self._advance()
        self._cue = self._next = None

    def pause(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        self._advance()
        if not self._paused:
            self._paused = True
            self._fading_ms = ramp_ms

    def resume(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        self._advance()
        self._paused = False

    def stop(self, ramp_ms: Ms = STOP_RAMP) -> None:
        self._advance()
        silent = self._paused and not self._fading_ms
        self._paused = False
        self._next = None
        if self._stopping_ms is None:
            self._stopping_ms = 0 if silent else ramp_ms
        self._advance()

    def seek(self, position_ms: Ms) -> None:
        self._advance()
        if self._cue is not None:
            self._position_ms = max(0, position_ms)

    def set_volume(self, gain: Gain, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self.volume = gain

    def set_ambient_sounds(
        self, sounds: tuple[AmbientSound, ...], ramp_ms: Ms = AMBIENT_RAMP
    ) -> None:
        self._advance()
        if sounds:
            self._forget_what_stops()
        self.ambient = sounds

    def set_warmth(self, amount: float, ramp_ms: Ms = WARMTH_RAMP) -> None:
        self.warmth = amount

    def set_stereo(self, mono: bool, balance: float, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self.stereo = mono, balance

    def set_ceiling(self, gain: Gain) -> None:
        self.ceiling = gain

    def fade(self, points: tuple[FadePoint, ...]) -> None:
        self._advance()
        self._forget_what_stops()
        self._course = _FadeEnvelope(self._course.gain, points)

    def status(self) -> PlayerStatus:
        self._advance()
        duration = self._outcome if isinstance(self._outcome, int) else None
        position = int(self._position_ms)
        if duration is not None:
            position = min(position, duration)
        return PlayerStatus(
            phase=self._phase,
            cue=self._cue.id if self._cue else None,
            position_ms=Ms(position if self._cue else 0),
            duration_ms=duration if self._cue else None,
            counted=duration is not None and duration - position <= COUNTED_BEFORE,
            ended=self._ended,
            trouble=self._trouble,
            device=self._device,
            speaker=self._speaker,
            master=self._course.gain,
        )

    def speakers(self) -> tuple[str, ...]:
        return ()

    def use_speaker(self, name: str | None) -> None:
        """There is no other to switch to."""

    def look_again(self) -> bool:
        return self._device is Device.READY

    def close(self) -> None:
        self._cue = None
        self.ambient = ()

    @property
    def _trouble(self) -> Trouble | None:
        return self._outcome if self._cue and isinstance(self._outcome, Trouble) else None

    @property
    def _ended(self) -> bool:
        outcome = self._outcome
        return self._cue is not None and isinstance(outcome, int) and self._position_ms >= outcome

    @property
    def _phase(self) -> Phase:
        if self._paused:
            return Phase.PAUSED
        if self._stopping_ms is not None:
            return Phase.PLAYING
        sounds = self._cue is not None and self._trouble is None and not self._ended
        return Phase.PLAYING if sounds else Phase.IDLE

    def _advance(self) -> None:
        """Let the time since the last call pass, unless it stands still."""
        now = self._clock.monotonic_ms()
        passed = now - self._last_ms
        self._last_ms = now
        if self._device is Device.LOST:
            return
        if self._paused:
            passed = min(passed, self._fading_ms)
            self._fading_ms -= passed
        if self._cue is not None and self._trouble is None:
            begins = self._cue.begins_ms
            sounded = passed if begins is None else min(passed, max(0, now - begins))
            self._position_ms += sounded * self._pace
        self._release_queued()
        if self._stopping_ms is None:
            self._course.pass_ms(passed)
            return
        self._stopping_ms -= passed
        if self._stopping_ms <= 0:
            self._forget_what_stops()

    def _begin(self, cue: Cue, position_ms: float) -> None:
        self._cue, self._next = cue, None
        self._outcome = self._lasting(cue)
        self._position_ms = position_ms
        self._pace = cue.speed_pitch.pace

    def _lasting(self, cue: Cue) -> Ms | Trouble:
        outcome = self._duration_of(cue.path)
        if isinstance(outcome, Trouble):
            return outcome
        return Ms(round(outcome * cue.made.pace))

    def _release_queued(self) -> None:
        """Start the queued cue, if it was time."""
        while self._next is not None:
            cue, overlap = self._next
            if isinstance(self._outcome, int):
                over = self._position_ms - (self._outcome - overlap * self._pace)
            else:
                over = 0.0
            if over < 0:
                return
            self._begin(cue, cue.start_ms + over / self._pace * cue.speed_pitch.pace)

    def _forget_what_stops(self) -> None:
        if self._stopping_ms is None:
            return
        self._stopping_ms = None
        self._cue, self._next, self._outcome, self._position_ms = None, None, None, 0.0
        self.ambient = ()
        self._course = _FadeEnvelope(UNITY)


class _FadeEnvelope:
    """The master gain along the points of a fade."""

    def __init__(self, start: Gain, points: tuple[FadePoint, ...] = ()) -> None:
        self._points = (FadePoint(Ms(0), start), *points)
        self._at_ms = 0

    def pass_ms(self, passed: int) -> None:
        self._at_ms += passed

    @property
    def gain(self) -> Gain:
        reached = self._points[0]
        for point in self._points[1:]:
            if point.after_ms > self._at_ms:
                share = (self._at_ms - reached.after_ms) / (point.after_ms - reached.after_ms)
                return Gain(reached.gain + share * (point.gain - reached.gain))
            reached = point
        return reached.gain
