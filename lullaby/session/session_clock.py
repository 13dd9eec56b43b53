"""The time of one evening: elapsed, remaining until silence, and the gain envelope to it."""

from dataclasses import replace
from datetime import datetime, timedelta

from lullaby.audio.port import FadePoint
from lullaby.clock import Clock
from lullaby.session import fade
from lullaby.session.timer import MS_PER_MINUTE, NO_END, SleepTimer, started
from lullaby.units import UNITY, Gain, Ms

SLEPT_MS = 5_000
"""A shorter stop of the machine, in ms, does not count as sleep."""

LONGEST_TICK_MS = 60_000
"""If the monotonic clock runs during sleep, a gap of this many ms reveals it."""

SYNC_EVERY_MS = 10_000
"""How often a running envelope is sent again, so that it cannot drift from the deadline."""

LAST_SONG_MS = 2_000
"""No song starts this close to silence, in ms."""

MUCH_LOUDER = 1.2
"""An envelope that leads to more than this times the current gain is approached slowly."""


class SessionClock:
    """Keeps the timer and the person's fade; while they are held, time stands still."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._going: SleepTimer | None = None
        self._going_from = UNITY
        self._last_ms = clock.monotonic_ms()
        self._last_slept_ms = clock.slept_ms()
        self._began = clock.now()
        self._began_ms = self._last_ms
        self._slept_ms = 0
        self._synced_ms = self._last_ms
        self._paused = False
        self._waiting = self._lent = False
        self._wanted = Ms(0)
        self._going_ms = fade.FADE_OUT_MS
        self._is_final_fade = False
        self.timer = NO_END
        self.fade_ms = Ms(0)
        """Length of the timer's fade; 0 without a timer, or if a song ends the evening."""
        self.waits = False
        """A song plays to its end: the deadline neither fades it nor ends the evening."""
        self.elapsed_ms = Ms(0)

    @property
    def left(self) -> Ms | None:
        """Milliseconds until the timer's deadline, even if something else ends the evening."""
        return None if self._lent else self.timer.remaining(self._clock.monotonic_ms())

    @property
    def fade_requested(self) -> bool:
        """Whether the person's own fade is running."""
        return self._going is not None and not self._is_final_fade and not self._lent

    @property
    def final_fade(self) -> bool:
        """Whether the background sounds are fading out after the last song."""
        return self._going is not None and self._is_final_fade and not self._lent

    @property
    def fading(self) -> bool:
        """Whether a fade is running, by the timer or the person."""
        left = self.remaining()
        return left is not None and (self._going is not None or left <= self.fade_ms)

    def start_clock(
        self, minutes: float | None, fade_minutes: int, elapsed_ms: Ms | None = None
    ) -> None:
        """Start a new evening, or continue one that has played for `elapsed_ms`.

        `minutes` are those left until silence; the timer's full length includes what was played.
        """
        self._start(minutes, fade_minutes, elapsed_ms)
        if self.timer.total_ms is not None:
            self.timer = replace(self.timer, total_ms=Ms(self.timer.total_ms + self.elapsed_ms))

    def _start(self, minutes: float | None, fade_minutes: int, elapsed_ms: Ms | None) -> None:
        now = self._clock.monotonic_ms()
        if elapsed_ms is None:
            self._began, self._began_ms, self._slept_ms = self._clock.now(), now, 0
        else:
            self._count_sleep()
        self._last_ms, self._last_slept_ms = now, self._clock.slept_ms()
        self._going, self._paused, self._waiting, self._lent = None, False, False, False
        self._wanted = Ms(fade_minutes * MS_PER_MINUTE)
        self.elapsed_ms = elapsed_ms or Ms(0)
        self.set_minutes(minutes)

    def resume_evening(self, minutes: float) -> None:
        """Resume the ended evening for `minutes`, with the same fade."""
        self._start(minutes, self._wanted // MS_PER_MINUTE, self.elapsed_ms)

    def set_minutes(self, minutes: float | None) -> None:
        """Restart the timer from now; it stays held if the evening is paused."""
        total = None if minutes is None else round(minutes * MS_PER_MINUTE)
        now = self._clock.monotonic_ms()
        self.timer = started(total, now)
        self._going = None
        if self._stands:
            self.timer = self.timer.hold(now)
        self.fade_ms = Ms(0) if total is None else fade.usual_fade(Ms(total), self._wanted)
        self.waits = False

    def extend(self, minutes: float) -> None:
        """Extend the timer and take back a fade; without a timer only the fade is taken back."""
        self._going = None
        now = self._clock.monotonic_ms()
        self.timer = self.timer.extend(round(minutes * MS_PER_MINUTE), now)
        left = self.timer.remaining(now)
        self.fade_ms = Ms(0) if left is None else fade.usual_fade(left, self._wanted)
        self.waits = False

    def wait_for_song(self, waits: bool) -> None:
        """Let the current song end the evening instead of the deadline, or stop doing so.

        A fade that starts late is shortened to the time left.
        """
        self.waits = waits
        left = self.timer.remaining(self._clock.monotonic_ms())
        if waits or left is None:
            self.fade_ms = Ms(0)
        else:
            self.fade_ms = min(left, fade.usual_fade(self.timer.total_ms or left, self._wanted))

    def fade_out(
        self, gain: Gain, over_ms: Ms = fade.FADE_OUT_MS, final_fade: bool = False
    ) -> None:
        """Start a fade from the current master gain: the person's, or after the last song."""
        left = self.left
        if left is not None and not self.waits and left > 0:
            over_ms = min(over_ms, left)
        self._going = started(over_ms, self._clock.monotonic_ms())
        self._going_ms, self._going_from, self._is_final_fade = over_ms, gain, final_fade

    def keep_playing(self) -> None:
        self._going = None

    def hold(self) -> None:
        """Stop the time during a pause."""
        self._paused = True
        self._settle()

    def run(self) -> None:
        self._paused = False
        self._settle()

    def wait_for_device(self, waiting: bool) -> None:
        """Stop the time while the sound device is gone, or let it run again."""
        if waiting != self._waiting:
            self._waiting = waiting
            self._settle()

    def lend(self, lent: bool) -> None:
        """Stop the time while something else has the player, which then has no end and no fade."""
        self._lent = lent
        self._settle()

    def advance(self) -> tuple[Ms, bool]:
        """Milliseconds of playback since the last call, and whether the machine slept meanwhile.

        After sleep the timers are where they were at the last call.
        """
        now, slept = self._clock.monotonic_ms(), self._clock.slept_ms()
        passed = now - self._last_ms
        suspended = slept - self._last_slept_ms > SLEPT_MS or passed > LONGEST_TICK_MS
        before = self._last_ms
        self._count_sleep()
        self._last_ms, self._last_slept_ms = now, slept
        if suspended:
            self._hold_at(before)
            self._settle()
        if suspended or self._stands:
            return Ms(0), suspended
        self.elapsed_ms = Ms(self.elapsed_ms + passed)
        return Ms(passed), False

    def moment(self) -> datetime:
        """The current time, counted by the monotonic clock from the start of the evening.

        Setting the system clock meanwhile does not affect it.
        """
        passed = self._clock.monotonic_ms() - self._began_ms + self._slept_ms
        return self._began + timedelta(milliseconds=passed)

    def remaining(self) -> Ms | None:
        """Milliseconds of playback until silence, by the timer or the person's fade."""
        if self._lent:
            return None
        now = self._clock.monotonic_ms()
        left = self.timer.remaining(now)
        if self._going is None:
            return left
        going = self._going.remaining(now)
        assert going is not None
        return going if left is None or self.waits else min(left, going)

    @property
    def over(self) -> bool:
        """Whether silence is reached; never while a song plays to its end."""
        return self.remaining() == 0 and (self._going is not None or not self.waits)

    def softer_at(self) -> datetime | None:
        """The time of day at which the fade begins; None if a song ends the evening."""
        silent = None if self.waits else self.silent_at()
        return None if silent is None else silent - timedelta(milliseconds=self.fade_ms)

    def silent_at(self) -> datetime | None:
        """The time of day of silence, if nothing is paused until then."""
        left = self.remaining()
        return None if left is None else self.at(left)

    def at(self, ms: Ms) -> datetime:
        """The time of day in `ms` from now."""
        return self._clock.now() + timedelta(milliseconds=ms)

    def gain_envelope(self, now: Gain, lead_ms: int = 0) -> tuple[FadePoint, ...]:
        """The master gain from its current value `now` to silence, for the player.

        The player joins it within `lead_ms`, or more slowly if it is much louder.
        """
        self._synced_ms = self._clock.monotonic_ms()
        points = self._onward(lead_ms)
        if points[0].gain > now * MUCH_LOUDER:
            points = self._onward(max(lead_ms, fade.RETURN_MS))
        return (*fade.rise(now, points[0]), *points)

    def _onward(self, lead_ms: int) -> tuple[FadePoint, ...]:
        left = self.remaining()
        if self._going is not None and left is not None:
            return fade.gain_envelope(left, self._going_ms, self._going_from, lead_ms)
        if left is None or self.waits:
            return (FadePoint(Ms(lead_ms), UNITY),)
        return fade.gain_envelope(left, self.fade_ms, UNITY, lead_ms)

    def due_for_sync(self) -> bool:
        """Whether the envelope was last sent so long ago that it may have drifted."""
        left = self.remaining()
        return (
            left is not None
            and left > 2 * LAST_SONG_MS
            and self._clock.monotonic_ms() - self._synced_ms >= SYNC_EVERY_MS
        )

    def too_late_for_a_song(self) -> bool:
        left = self.remaining()
        return left is not None and left <= LAST_SONG_MS

    @property
    def _stands(self) -> bool:
        return self._paused or self._waiting or self._lent

    def _count_sleep(self) -> None:
        """Milliseconds slept since the last call; setting the clock back does not count."""
        slept = self._clock.slept_ms() - self._last_slept_ms
        self._slept_ms += slept if slept > SLEPT_MS else 0

    def _settle(self) -> None:
        now = self._clock.monotonic_ms()
        if self._stands:
            self._hold_at(now)
        else:
            self.timer = self.timer.run(now)
            self._going = self._going and self._going.run(now)

    def _hold_at(self, moment: Ms) -> None:
        if self.timer.total_ms is not None:
            self.timer = self.timer.hold(moment)
        self._going = self._going and self._going.hold(moment)
