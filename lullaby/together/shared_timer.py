"""How much of the evening is left, as remotes are told it, in one value."""

from enum import StrEnum

from lullaby.frozen import frozen

ASTRAY_MS = 1_500.0
"""An end that moved by more than this, in ms, is worth a message."""


class TimerPhase(StrEnum):
    """What the timer does."""

    RUNNING = "running"
    PAUSED = "paused"
    FADING = "fading"
    """Somebody asked for the end."""
    LAST_SONG = "last song"
    """The end is that of the song."""


@frozen
class SharedTimer:
    """At `at_ms` of `Clock.monotonic_ms` the evening had `left_ms` to go."""

    at_ms: float
    left_ms: float | None
    """Until silence; None without an end."""
    total_ms: float | None
    """The whole length; None without an end."""
    fade_ms: float
    """The length of the fade before the silence."""
    phase: TimerPhase = TimerPhase.RUNNING

    def left_at(self, now_ms: float) -> float | None:
        """What is left at `now_ms` of the same clock, in ms; None without an end."""
        if self.left_ms is None or self.phase is TimerPhase.PAUSED:
            return self.left_ms
        return max(0.0, self.left_ms - (now_ms - self.at_ms))


def next_timer(sent: SharedTimer | None, seen: SharedTimer) -> SharedTimer | None:
    """What to send after `sent`; None if that still holds."""
    if sent is None or _settings(sent) != _settings(seen):
        return seen
    before, now = sent.left_at(seen.at_ms), seen.left_ms
    if before is None or now is None:
        return None
    return seen if abs(now - before) > ASTRAY_MS else None


def _settings(timer: SharedTimer) -> tuple[object, ...]:
    return timer.phase, timer.left_ms is None, timer.total_ms, timer.fade_ms
