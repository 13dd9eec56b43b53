"""A player whose recording may fall silent while the singer goes on: the same port, one more wish.

While a singer leads, positions are those of the words, and no file is needed, nor a loudspeaker.
"""

from collections.abc import Callable
from dataclasses import replace

from lullaby.audio.port import (
    PAUSE_RAMP,
    SKIP_RAMP,
    STOP_RAMP,
    Cue,
    Device,
    Phase,
    Player,
    PlayerStatus,
    SpeedPitch,
)
from lullaby.clock import Clock
from lullaby.lyrics.prompting import LineTimes, Prompt, Way
from lullaby.session.player_decorator import PlayerDecorator
from lullaby.session.vocal_mode import LEAD_RAMP, LeadSource, VocalMode
from lullaby.units import Ms

NO_LINE_TIMES = LineTimes()

Step = Callable[[Ms], Prompt]


class SingAlongPlayer(PlayerDecorator):
    """Hands everything on to `player`, except what a singer does instead of it."""

    def __init__(self, player: Player, clock: Clock) -> None:
        super().__init__(player)
        self._clock = clock
        self._cue: Cue | None = None
        self._next: tuple[Cue, Ms] | None = None
        self._duration: Ms | None = None
        self._stopping = False
        self._coming: Cue | None = None
        """Another recording of the same song, until it is heard."""
        self._sheet: tuple[LineTimes, Ms | None] = (NO_LINE_TIMES, None)
        self.vocal_mode = VocalMode()

    @property
    def alone(self) -> bool:
        """A singer leads, without a recording."""
        return self.vocal_mode.alone and self._cue is not None

    # The singer's wishes

    def choose_lead(self, by_voice: bool) -> None:
        """The songs to come are sung, or (False) played."""
        lead = LeadSource.PERSON if by_voice else LeadSource.RECORDING
        self.vocal_mode = replace(
            VocalMode(lead), prompt=replace(self.vocal_mode.prompt, held=False)
        )

    def switch_lead(self) -> None:
        """The recording sinks and the singer goes on; or it comes back to where the words are."""
        status = self.status()
        if self._cue is None or self._stopping:
            return
        if self.vocal_mode.lead is LeadSource.PERSON:
            self._give_back()
            return
        recording = self._player.status().position_ms
        sheet, at = self._sheet
        self.vocal_mode = self.vocal_mode.taken(
            self._now, recording, self._cue.speed_pitch.pace, sheet, at
        )
        self._duration = status.duration_ms
        self._player.drop(LEAD_RAMP)

    def set_line_times(self, sheet: LineTimes, at_ms: Ms | None = None) -> None:
        """The words of the song are known; `at_ms` is where words of their own time stand."""
        self._sheet = (sheet, at_ms)
        if self.alone:
            self._prompt(lambda now: self.vocal_mode.prompt.over(now, sheet))

    def tap(self) -> None:
        """A beat of the rocking."""
        if self.alone:
            self._prompt(self.vocal_mode.prompt.tapped)

    def turn(self, lines: int) -> None:
        """Lines on (+) or back (-)."""
        if self.alone:
            self._prompt(lambda now: self.vocal_mode.prompt.turned(now, lines))

    def lead(self, way: Way) -> None:
        """What moves the words."""
        if self.alone:
            self._prompt(lambda now: self.vocal_mode.prompt.led(now, way))

    def pace(self, steps: int) -> None:
        """Steps of pace, slower (-) or faster (+)."""
        if self.alone:
            self._prompt(lambda now: self.vocal_mode.prompt.paced(now, steps))

    # The port

    def play(self, cue: Cue) -> None:
        self._cue, self._next, self._stopping, self._duration = cue, None, False, None
        self._coming, self._sheet = None, (NO_LINE_TIMES, None)
        if self.vocal_mode.lead is LeadSource.PERSON:
            self._player.drop()
            start = cue.start_ms
            self.vocal_mode = self.vocal_mode.sung(
                self._now, start, cue.speed_pitch.pace, NO_LINE_TIMES
            )
        else:
            self.vocal_mode = self.vocal_mode.played()
            self._player.play(cue)

    def queue_next(self, cue: Cue | None, overlap_ms: Ms = Ms(0)) -> None:
        self._next = None if cue is None or self._cue is None else (cue, overlap_ms)
        if not self.alone:
            self._player.queue_next(cue, overlap_ms)

    def crossfade_to(self, cue: Cue, shift_ms: Ms = Ms(0)) -> None:
        if not self.alone:
            self._coming = cue
            self._player.crossfade_to(cue, shift_ms)
            return
        self._cue = cue
        if shift_ms:
            now = self._now
            there = Ms(max(0, self.vocal_mode.prompt.at(now) + shift_ms))
            self._prompt(lambda now: self.vocal_mode.prompt.moved(now, there))

    def set_speed_pitch(self, speed_pitch: SpeedPitch) -> None:
        if self._cue is not None:
            self._cue = replace(self._cue, speed_pitch=speed_pitch)
        if not self.alone:
            self._player.set_speed_pitch(speed_pitch)

    def drop(self, ramp_ms: Ms = SKIP_RAMP) -> None:
        self._cue = self._next = None
        self._player.drop(ramp_ms)

    def pause(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        self._prompt(self.vocal_mode.prompt.hold)
        self._player.pause(ramp_ms)

    def resume(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        self._prompt(self.vocal_mode.prompt.run)
        self._player.resume(ramp_ms)

    def stop(self, ramp_ms: Ms = STOP_RAMP) -> None:
        self._stopping, self._next = True, None
        self._player.stop(ramp_ms)

    def seek(self, position_ms: Ms) -> None:
        if self.alone:
            self._prompt(lambda now: self.vocal_mode.prompt.moved(now, position_ms))
        else:
            self.vocal_mode = self.vocal_mode.together()
            self._player.seek(position_ms)

    def status(self) -> PlayerStatus:
        status, now = self._player.status(), self._now
        if self._stopping and status.phase is Phase.IDLE:
            self._cue, self._stopping = None, False
        cue = self._cue
        if cue is None:
            return status
        self._follow_what_plays(status)
        self.vocal_mode = self.vocal_mode.brought_to(now, status)
        if self.vocal_mode.lead is LeadSource.RETURNING:
            waits = self.vocal_mode.gap_ms is None
            if status.trouble is None and not (waits and status.device is Device.LOST):
                return replace(
                    status, position_ms=self.vocal_mode.position(now, status.position_ms)
                )
            self.vocal_mode = self.vocal_mode.stayed()
            self._player.drop(Ms(0))
        if self.vocal_mode.lead is LeadSource.RECORDING:
            return status
        silent = self._stopping or status.phase is Phase.PAUSED
        return replace(
            status,
            phase=status.phase if silent else Phase.PLAYING,
            cue=cue.id,
            position_ms=self.vocal_mode.position(now, Ms(0)),
            duration_ms=self._duration or self.vocal_mode.prompt.line_times.end_ms,
            ended=False,
            trouble=None,
        )

    @property
    def _now(self) -> Ms:
        return self._clock.monotonic_ms()

    def _prompt(self, step: Step) -> None:
        self.vocal_mode = replace(self.vocal_mode, prompt=step(self._now))

    def _give_back(self) -> None:
        """The recording comes in softly where the words are, at the pace of the singer."""
        assert self._cue is not None
        start = self.vocal_mode.entry(self._now, self._duration)
        self._player.play(replace(self._cue, start_ms=start, ramp_ms=LEAD_RAMP))
        if self._next is not None:
            self._player.queue_next(*self._next)
        self.vocal_mode = self.vocal_mode.returning(self._now, start)

    def _follow_what_plays(self, status: PlayerStatus) -> None:
        """What was to follow has begun by itself."""
        if self._next is not None and status.cue == self._next[0].id:
            self._cue, self._next, self._coming = self._next[0], None, None
            self._sheet = (NO_LINE_TIMES, None)
            self.vocal_mode = self.vocal_mode.played()
        elif self._coming is not None and status.cue == self._coming.id:
            self._cue, self._coming = self._coming, None
