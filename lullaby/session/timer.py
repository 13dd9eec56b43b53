"""The sleep timer: a deadline on the monotonic clock, or time held while paused."""

from dataclasses import replace

from lullaby.frozen import frozen
from lullaby.library.routine import TIMER_CHOICES
from lullaby.units import Ms

MS_PER_MINUTE = 60_000

STEP_MINUTES = 5
LONGEST_MINUTES = 180
"""Timers are set in steps of `STEP_MINUTES`, from one step to this."""

LEAST_LEFT_MS = 60_000
"""A running timer is never shortened below this, in ms."""


@frozen
class SleepTimer:
    """With `total_ms` None it never ends; else exactly one of deadline and held time is set."""

    total_ms: Ms | None
    deadline_ms: Ms | None = None
    held_ms: Ms | None = None

    def remaining(self, now_ms: Ms) -> Ms | None:
        """Milliseconds left, never below 0; None for no end."""
        if self.total_ms is None:
            return None
        if self.held_ms is not None:
            return self.held_ms
        assert self.deadline_ms is not None
        return Ms(max(0, self.deadline_ms - now_ms))

    def hold(self, now_ms: Ms) -> "SleepTimer":
        """Stop the timer at `now_ms`."""
        return replace(self, deadline_ms=None, held_ms=self.remaining(now_ms))

    def run(self, now_ms: Ms) -> "SleepTimer":
        """Continue from where it was held."""
        if self.held_ms is None:
            return self
        return replace(self, deadline_ms=Ms(now_ms + self.held_ms), held_ms=None)

    def extend(self, more_ms: int, now_ms: Ms) -> "SleepTimer":
        """Extend a running or held timer; a timer without end is unchanged.

        A negative `more_ms` shortens it, to `LEAST_LEFT_MS` at the least.
        """
        left = self.remaining(now_ms)
        if self.total_ms is None or left is None:
            return self
        longer = Ms(max(left + more_ms, min(left, LEAST_LEFT_MS)))
        total = Ms(max(self.total_ms + min(0, longer - left), longer))
        if self.held_ms is not None:
            return replace(self, total_ms=total, held_ms=longer)
        return replace(self, total_ms=total, deadline_ms=Ms(now_ms + longer))


NO_END = SleepTimer(None)


def started(total_ms: int | None, now_ms: Ms) -> SleepTimer:
    """A running timer of `total_ms`; None for no end."""
    if total_ms is None:
        return NO_END
    return SleepTimer(Ms(total_ms), deadline_ms=Ms(now_ms + total_ms))


def next_choice(total_ms: Ms | None, direction: int) -> int | None:
    """The timer choice (minutes, or None for no end) after or before the one in force."""
    minutes = None if total_ms is None else total_ms // MS_PER_MINUTE
    if minutes in TIMER_CHOICES:
        at = TIMER_CHOICES.index(minutes) + direction
    else:
        shorter = sum(1 for choice in TIMER_CHOICES if choice and minutes and choice < minutes)
        at = shorter if direction > 0 else shorter - 1
    return TIMER_CHOICES[at % len(TIMER_CHOICES)]


def stepped(minutes: int, steps: int) -> int:
    """The timer `steps` steps longer or, if negative, shorter than `minutes`, on a whole step."""
    base = minutes // STEP_MINUTES if steps > 0 else -(-minutes // STEP_MINUTES)
    return max(STEP_MINUTES, min(LONGEST_MINUTES, (base + steps) * STEP_MINUTES))
