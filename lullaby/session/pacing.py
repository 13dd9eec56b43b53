"""The time of one evening: how long it has sounded, how long until silence, and the way there."""

from datetime import datetime, timedelta

from lullaby.audio.port import FadePoint
from lullaby.clock import Clock
from lullaby.session import fade
from lullaby.session.timer import MS_PER_MINUTE, NO_END, SleepTimer, started
from lullaby.units import UNITY, Gain, Ms

SLEPT_MS = 5_000
"""A shorter stop of the whole machine is not a suspend."""

LONGEST_TICK_MS = 60_000
"""Where the monotonic clock runs on during a suspend, a gap this long shows it."""

SYNC_EVERY_MS = 10_000
"""How often a running course is laid anew, so that it cannot drift from the deadline."""

SYNC_LEAD_MS = 1_000

END_GRACE_MS = 2_500
"""A stop is over when the player says so, or after this at the latest."""

LAST_SONG_MS = 2_000
"""Nothing new begins this close to silence."""


class NightClock:
    """Knows the timer and the person's own fade; time stands still while either is held."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._going: SleepTimer | None = None
        self._going_from = UNITY
        self._last_ms = clock.monotonic_ms()
        self._last_slept_ms = clock.slept_ms()
        self._synced_ms = self._last_ms
        self._paused = False
        self._waiting = False
        self._wanted_fade_ms = Ms(0)
        self.timer = NO_END
        self.elapsed_ms = Ms(0)

    @property
    def letting_go(self) -> bool:
        return self._going is not None

    @property
    def fade_ms(self) -> Ms:
        """The fade at the end of the timer; 0 without an end."""
        total = self.timer.total_ms
        return Ms(0) if total is None else fade.usual_fade(total, self._wanted_fade_ms)

    def begin(self, minutes: float | None, fade_minutes: int) -> None:
        """A new evening from now on."""
        now = self._clock.monotonic_ms()
        self._last_ms, self._last_slept_ms = now, self._clock.slept_ms()
        self._going, self._paused, self._waiting = None, False, False
        self._wanted_fade_ms = Ms(fade_minutes * MS_PER_MINUTE)
        self.elapsed_ms = Ms(0)
        self.set_minutes(minutes)

    def set_minutes(self, minutes: float | None) -> None:
        """A new timer counted from now, held if the evening is."""
        total = None if minutes is None else round(minutes * MS_PER_MINUTE)
        now = self._clock.monotonic_ms()
        self.timer = started(total, now)
        self._going = None
        if self._paused or self._waiting:
            self.timer = self.timer.hold(now)

    def let_go(self, gain: Gain) -> None:
        """The person's 60-second fade from the master gain that is heard now."""
        self._going = started(fade.LET_GO_MS, self._clock.monotonic_ms())
        self._going_from = gain

    def keep_playing(self) -> None:
        self._going = None

    def hold(self) -> None:
        """A pause."""
        self._paused = True
        self._settle()

    def run(self) -> None:
        self._paused = False
        self._settle()

    def wait_for_device(self, waiting: bool) -> None:
        """The loudspeaker is away (or back): time waits for it."""
        if waiting != self._waiting:
            self._waiting = waiting
            self._settle()

    def advance(self) -> tuple[Ms, bool]:
        """Milliseconds of sound since the last call, and whether the machine slept meanwhile.

        After a sleep the timers stand where they stood at the last call.
        """
        now, slept = self._clock.monotonic_ms(), self._clock.slept_ms()
        passed = now - self._last_ms
        suspended = slept - self._last_slept_ms > SLEPT_MS or passed > LONGEST_TICK_MS
        before = self._last_ms
        self._last_ms, self._last_slept_ms = now, slept
        if suspended:
            self._hold_at(before)
            self._settle()
        if suspended or self._paused or self._waiting:
            return Ms(0), suspended
        self.elapsed_ms = Ms(self.elapsed_ms + passed)
        return Ms(passed), False

    def remaining(self) -> Ms | None:
        """Milliseconds of sound until silence, by timer or by the person's fade."""
        now = self._clock.monotonic_ms()
        left = self.timer.remaining(now)
        if self._going is None:
            return left
        going = self._going.remaining(now)
        assert going is not None
        return going if left is None else min(left, going)

    def softer_at(self) -> datetime | None:
        silent = self.silent_at()
        return None if silent is None else silent - timedelta(milliseconds=self.fade_ms)

    def silent_at(self) -> datetime | None:
        """The time of day of silence if nothing is paused from now on."""
        left = self.remaining()
        return None if left is None else self._clock.now() + timedelta(milliseconds=left)

    def course(self, lead_ms: int = 0) -> tuple[FadePoint, ...]:
        """The master gain from now to silence, for the player."""
        self._synced_ms = self._clock.monotonic_ms()
        left = self.remaining()
        if left is None:
            return (FadePoint(Ms(lead_ms), UNITY),)
        if self._going is not None:
            return fade.course(left, fade.LET_GO_MS, self._going_from, lead_ms)
        return fade.course(left, self.fade_ms, UNITY, lead_ms)

    def due_for_sync(self) -> bool:
        """The course was laid so long ago that it may have drifted from the deadline."""
        left = self.remaining()
        return (
            left is not None
            and left > 2 * LAST_SONG_MS
            and self._clock.monotonic_ms() - self._synced_ms >= SYNC_EVERY_MS
        )

    def too_late_for_a_song(self) -> bool:
        left = self.remaining()
        return left is not None and left <= LAST_SONG_MS

    def _settle(self) -> None:
        now = self._clock.monotonic_ms()
        if self._paused or self._waiting:
            self._hold_at(now)
        else:
            self.timer = self.timer.run(now)
            self._going = self._going and self._going.run(now)

    def _hold_at(self, moment: Ms) -> None:
        if self.timer.total_ms is not None:
            self.timer = self.timer.hold(moment)
        self._going = self._going and self._going.hold(moment)
