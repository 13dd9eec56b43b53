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

LAST_SONG_MS = 2_000
"""Nothing new begins this close to silence."""

MUCH_LOUDER = 1.2
"""A course that leads to more than this times the gain that is heard is walked slowly."""


class SessionClock:
    """Knows the timer and the person's own fade; time stands still while either is held."""

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
        self._waiting = False
        self._wanted = Ms(0)
        self._going_ms = fade.LET_GO_MS
        self._sinking = False
        self.timer = NO_END
        self.fade_ms = Ms(0)
        """The fade at the end of the timer; 0 without an end, or where the song ends it."""
        self.waits = False
        """A song is heard out: the deadline neither fades it nor ends the evening."""
        self.elapsed_ms = Ms(0)

    @property
    def left(self) -> Ms | None:
        """Milliseconds until the timer's deadline, whatever ends the evening."""
        return self.timer.remaining(self._clock.monotonic_ms())

    @property
    def letting_go(self) -> bool:
        """By the person's wish."""
        return self._going is not None and not self._sinking

    @property
    def sinking(self) -> bool:
        """The last song is over and what sounded under it goes."""
        return self._going is not None and self._sinking

    @property
    def fading(self) -> bool:
        """The night grows soft now, by the timer or by wish."""
        left = self.remaining()
        return left is not None and (self._going is not None or left <= self.fade_ms)

    def start_clock(
        self, minutes: float | None, fade_minutes: int, elapsed_ms: Ms | None = None
    ) -> None:
        """A new evening from now on, or one taken up again that has sounded for `elapsed_ms`."""
        now = self._clock.monotonic_ms()
        if elapsed_ms is None:
            self._began, self._began_ms, self._slept_ms = self._clock.now(), now, 0
        else:
            self._count_sleep()
        self._last_ms, self._last_slept_ms = now, self._clock.slept_ms()
        self._going, self._paused, self._waiting = None, False, False
        self._wanted = Ms(fade_minutes * MS_PER_MINUTE)
        self.elapsed_ms = elapsed_ms or Ms(0)
        self.set_minutes(minutes)

    def take_up(self, minutes: float) -> None:
        """The evening that ended goes on for `minutes`, with a fade as before."""
        self.start_clock(minutes, self._wanted // MS_PER_MINUTE, self.elapsed_ms)

    def set_minutes(self, minutes: float | None) -> None:
        """A new timer counted from now, held if the evening is."""
        total = None if minutes is None else round(minutes * MS_PER_MINUTE)
        now = self._clock.monotonic_ms()
        self.timer = started(total, now)
        self._going = None
        if self._paused or self._waiting:
            self.timer = self.timer.hold(now)
        self.fade_ms = Ms(0) if total is None else fade.usual_fade(Ms(total), self._wanted)
        self.waits = False

    def extend(self, minutes: float) -> None:
        """So much longer; a fade that had begun is taken back. Without an end nothing is added."""
        self._going = None
        now = self._clock.monotonic_ms()
        self.timer = self.timer.extend(round(minutes * MS_PER_MINUTE), now)
        left = self.timer.remaining(now)
        self.fade_ms = Ms(0) if left is None else fade.usual_fade(left, self._wanted)
        self.waits = False

    def wait_for_song(self, waits: bool) -> None:
        """Let the song that sounds end the evening instead of the deadline, or no longer.

        A fade that is wanted late takes what is left.
        """
        self.waits = waits
        left = self.timer.remaining(self._clock.monotonic_ms())
        if waits or left is None:
            self.fade_ms = Ms(0)
        else:
            self.fade_ms = min(left, fade.usual_fade(self.timer.total_ms or left, self._wanted))

    def let_go(self, gain: Gain, over_ms: Ms = fade.LET_GO_MS, sinking: bool = False) -> None:
        """A fade from the master gain that is heard now: the person's, or after the last song."""
        left = self.left
        if left is not None and not self.waits and left > 0:
            over_ms = min(over_ms, left)
        self._going = started(over_ms, self._clock.monotonic_ms())
        self._going_ms, self._going_from, self._sinking = over_ms, gain, sinking

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
        self._count_sleep()
        self._last_ms, self._last_slept_ms = now, slept
        if suspended:
            self._hold_at(before)
            self._settle()
        if suspended or self._paused or self._waiting:
            return Ms(0), suspended
        self.elapsed_ms = Ms(self.elapsed_ms + passed)
        return Ms(passed), False

    def moment(self) -> datetime:
        """Now, counted on from the beginning of the evening by the clock that never jumps.

        A clock that is set back or forward meanwhile moves neither its end nor what lies between.
        """
        passed = self._clock.monotonic_ms() - self._began_ms + self._slept_ms
        return self._began + timedelta(milliseconds=passed)

    def remaining(self) -> Ms | None:
        """Milliseconds of sound until silence, by timer or by the person's fade."""
        now = self._clock.monotonic_ms()
        left = self.timer.remaining(now)
        if self._going is None:
            return left
        going = self._going.remaining(now)
        assert going is not None
        return going if left is None or self.waits else min(left, going)

    @property
    def over(self) -> bool:
        """Silence is reached; never while a song is heard out."""
        return self.remaining() == 0 and (self._going is not None or not self.waits)

    def softer_at(self) -> datetime | None:
        """The time of day at which the fade begins; None where the song ends the evening."""
        silent = None if self.waits else self.silent_at()
        return None if silent is None else silent - timedelta(milliseconds=self.fade_ms)

    def silent_at(self) -> datetime | None:
        """The time of day of silence if nothing is paused from now on."""
        left = self.remaining()
        return None if left is None else self.at(left)

    def at(self, ms: Ms) -> datetime:
        """The time of day in `ms` from now."""
        return self._clock.now() + timedelta(milliseconds=ms)

    def gain_envelope(self, now: Gain, lead_ms: int = 0) -> tuple[FadePoint, ...]:
        """The master gain from `now` on to silence, for the player.

        The first `lead_ms` lead to it; where it is much louder, they take their time.
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

    def _count_sleep(self) -> None:
        """What the machine slept since the last look; a clock that was set back is no sleep."""
        slept = self._clock.slept_ms() - self._last_slept_ms
        self._slept_ms += slept if slept > SLEPT_MS else 0

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
