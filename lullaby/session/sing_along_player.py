"""The player that the session uses: its recording can go silent while the person sings on.

While the person leads, positions are those of the words, and no file or sound device is needed.
"""

from collections.abc import Callable
from dataclasses import replace

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
    Player,
    PlayerStatus,
    SpeedPitch,
)
from lullaby.audio.unopened_player import UnopenedPlayer
from lullaby.clock import Clock
from lullaby.lyrics.prompting import LineTimes, Prompt, Way
from lullaby.session.vocal_mode import LEAD_RAMP, LeadSource, VocalMode
from lullaby.units import Gain, Ms

NO_LINE_TIMES = LineTimes()

Step = Callable[[Ms], Prompt]


class SingAlongPlayer:
    """The only player decorator: forwards what singing without the recording leaves alone."""

    def __init__(self, player: Player, clock: Clock) -> None:
        self.recording = player
        """The player of the recordings."""
        self._clock = clock
        self._cue: Cue | None = None
        self._next: tuple[Cue, Ms] | None = None
        self._duration: Ms | None = None
        self._stopping = False
        self._coming: Cue | None = None
        """Another rendition of the same song, until it is heard."""
        self._sheet: tuple[LineTimes, Ms | None] = (NO_LINE_TIMES, None)
        self.vocal_mode = VocalMode()

    @property
    def alone(self) -> bool:
        """Whether the person leads, without the recording."""
        return self.vocal_mode.alone and self._cue is not None

    def prepare(self) -> None:
        """Create the underlying player if that has not happened yet."""
        if isinstance(self.recording, UnopenedPlayer):
            self.recording = self.recording.open()

    # Singing without the recording

    def choose_lead(self, by_voice: bool) -> None:
        """Sing the coming songs without recordings, or (False) play them.

        The words follow a voice again only once that is asked for."""
        lead = LeadSource.PERSON if by_voice else LeadSource.RECORDING
        way = self.vocal_mode.prompt.way
        prompt = replace(
            self.vocal_mode.prompt, held=False, way=Way.PACE if way is Way.VOICE else way
        )
        self.vocal_mode = replace(VocalMode(lead), prompt=prompt)

    def switch_lead(self) -> None:
        """Fade out the recording and prompt the person, or bring it back where the words are."""
        status = self.status()
        if self._cue is None or self._stopping:
            return
        if self.vocal_mode.lead is LeadSource.PERSON:
            self._give_back()
            return
        recording = self.recording.status().position_ms
        sheet, at = self._sheet
        self.vocal_mode = self.vocal_mode.taken(
            self._now, recording, self._cue.speed_pitch.pace, sheet, at
        )
        self._duration = status.duration_ms
        self.recording.drop(LEAD_RAMP)

    def set_line_times(self, sheet: LineTimes, at_ms: Ms | None = None) -> None:
        """Set the line times; `at_ms` is the position of words that have times of their own."""
        self._sheet = (sheet, at_ms)
        if self.alone:
            self._prompt(lambda now: self.vocal_mode.prompt.over(now, sheet))

    def tap(self) -> None:
        """Note one tap of the person's rocking."""
        if self.alone:
            self._prompt(self.vocal_mode.prompt.tapped)

    def turn(self, lines: int) -> None:
        """Move forward (+) or back (-) by lines."""
        if self.alone:
            self._prompt(lambda now: self.vocal_mode.prompt.turned(now, lines))

    def hear(self, position_ms: Ms, until_ms: Ms, speed: float) -> None:
        """The person was heard at this position, and sings at this share of the tempo; the words
        wait at `until_ms`."""
        if self.alone:
            self._prompt(
                lambda now: self.vocal_mode.prompt.heard(now, position_ms, until_ms, speed)
            )

    def lead(self, way: Way) -> None:
        """Set what moves the words."""
        if self.alone:
            self._prompt(lambda now: self.vocal_mode.prompt.led(now, way))

    def pace(self, steps: int) -> None:
        """Change the tempo by steps, slower (-) or faster (+)."""
        if self.alone:
            self._prompt(lambda now: self.vocal_mode.prompt.paced(now, steps))

    # The port

    def play(self, cue: Cue) -> None:
        self._cue, self._next, self._stopping, self._duration = cue, None, False, None
        self._coming, self._sheet = None, (NO_LINE_TIMES, None)
        if self.vocal_mode.lead is LeadSource.PERSON:
            self.recording.drop()
            start = cue.start_ms
            self.vocal_mode = self.vocal_mode.sung(
                self._now, start, cue.speed_pitch.pace, NO_LINE_TIMES
            )
        else:
            self.vocal_mode = self.vocal_mode.played()
            self.recording.play(cue)

    def queue_next(self, cue: Cue | None, overlap_ms: Ms = Ms(0)) -> None:
        self._next = None if cue is None or self._cue is None else (cue, overlap_ms)
        if not self.alone:
            self.recording.queue_next(cue, overlap_ms)

    def crossfade_to(self, cue: Cue, shift_ms: Ms = Ms(0)) -> None:
        if not self.alone:
            self._coming = cue
            self.recording.crossfade_to(cue, shift_ms)
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
            self.recording.set_speed_pitch(speed_pitch)

    def drop(self, ramp_ms: Ms = SKIP_RAMP) -> None:
        self._cue = self._next = None
        self.recording.drop(ramp_ms)

    def pause(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        self._prompt(self.vocal_mode.prompt.hold)
        self.recording.pause(ramp_ms)

    def resume(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        self._prompt(self.vocal_mode.prompt.run)
        self.recording.resume(ramp_ms)

    def stop(self, ramp_ms: Ms = STOP_RAMP) -> None:
        self._stopping, self._next = True, None
        self.recording.stop(ramp_ms)

    def seek(self, position_ms: Ms) -> None:
        if self.alone:
            self._prompt(lambda now: self.vocal_mode.prompt.moved(now, position_ms))
        else:
            self.vocal_mode = self.vocal_mode.together()
            self.recording.seek(position_ms)

    def status(self) -> PlayerStatus:
        status, now = self.recording.status(), self._now
        if self._stopping and status.phase is Phase.IDLE:
            self._cue, self._stopping = None, False
        cue = self._cue
        if cue is None:
            return status
        self._follow_what_plays(status)
        if self.vocal_mode.lead is LeadSource.RECORDING:
            return status
        self.vocal_mode = self.vocal_mode.brought_to(now, status)
        if self.vocal_mode.lead is LeadSource.RETURNING:
            waits = self.vocal_mode.gap_ms is None
            if status.trouble is None and not (waits and status.device is Device.LOST):
                return replace(
                    status, position_ms=self.vocal_mode.position(now, status.position_ms)
                )
            self.vocal_mode = self.vocal_mode.stayed()
            self.recording.drop(Ms(0))
        if self.vocal_mode.lead is LeadSource.RECORDING:
            return status
        silent = self._stopping or status.phase is Phase.PAUSED
        return replace(
            status,
            phase=status.phase if silent else Phase.PLAYING,
            cue=cue.id,
            position_ms=self.vocal_mode.position(now, Ms(0)),
            duration_ms=self._duration or self.vocal_mode.prompt.line_times.end_ms,
            counted=False,
            ended=False,
            trouble=None,
        )

    # Forwarded unchanged

    def set_volume(self, gain: Gain, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self.recording.set_volume(gain, ramp_ms)

    def set_ambient_sounds(
        self, sounds: tuple[AmbientSound, ...], ramp_ms: Ms = AMBIENT_RAMP
    ) -> None:
        self.recording.set_ambient_sounds(sounds, ramp_ms)

    def set_stereo(self, mono: bool, balance: float, ramp_ms: Ms = LEVEL_RAMP) -> None:
        self.recording.set_stereo(mono, balance, ramp_ms)

    def set_warmth(self, amount: float, ramp_ms: Ms = WARMTH_RAMP) -> None:
        self.recording.set_warmth(amount, ramp_ms)

    def set_ceiling(self, gain: Gain) -> None:
        self.recording.set_ceiling(gain)

    def fade(self, points: tuple[FadePoint, ...]) -> None:
        self.recording.fade(points)

    def speakers(self) -> tuple[str, ...]:
        return self.recording.speakers()

    def use_speaker(self, name: str | None) -> None:
        self.recording.use_speaker(name)

    def look_again(self) -> bool:
        self.prepare()
        return self.recording.look_again()

    def close(self) -> None:
        self.recording.close()

    @property
    def _now(self) -> Ms:
        return self._clock.monotonic_ms()

    def _prompt(self, step: Step) -> None:
        self.vocal_mode = replace(self.vocal_mode, prompt=step(self._now))

    def _give_back(self) -> None:
        """Fade the recording in where the words are, at the person's tempo."""
        assert self._cue is not None
        start = self.vocal_mode.entry(self._now, self._duration)
        self.recording.play(replace(self._cue, start_ms=start, ramp_ms=LEAD_RAMP))
        if self._next is not None:
            self.recording.queue_next(*self._next)
        self.vocal_mode = self.vocal_mode.returning(self._now, start)

    def _follow_what_plays(self, status: PlayerStatus) -> None:
        """Notice that the queued song has started."""
        if self._next is not None and status.cue == self._next[0].id:
            self._cue, self._next, self._coming = self._next[0], None, None
            self._sheet = (NO_LINE_TIMES, None)
            self.vocal_mode = self.vocal_mode.played()
        elif self._coming is not None and status.cue == self._coming.id:
            self._cue, self._coming = self._coming, None
