"""What plays where, as one value from which anybody can work out the position later."""

from dataclasses import replace

from lullaby.frozen import frozen
from lullaby.units import Ms

DRIFT_MS = 12.0
"""A position that is off by more than this, in ms, is worth a message."""

JUMP_MS = 60.0
"""A position that is off by more than this, in ms, was moved to; less is slid to."""

SILENT_MS = 10_000.0
"""After this long, in ms, an anchor is repeated even if it still holds."""


@frozen
class Anchor:
    """At `at_ms` of `Clock.monotonic_ms` the song was at `position_ms`."""

    song: str
    """The words that it belongs to, as `SharedWords.song` names them."""
    rev: int
    """Counts the jumps: another song, a seek, a pause, another pace. With the same number, a place
    that differs a little is slid to."""
    at_ms: float
    position_ms: float
    pace: float
    """Milliseconds of the song in a millisecond."""
    moving: bool
    """Whether the position advances; it stands in a pause and while lines are turned by hand."""
    earlier_ms: Ms = Ms(0)
    """How much ahead of their sound the words are shown, for the loudspeaker and the song."""

    def position_at(self, now_ms: float) -> float:
        """The position in the song at `now_ms` of the same clock, in ms."""
        if not self.moving:
            return self.position_ms
        return self.position_ms + (now_ms - self.at_ms) * self.pace


def next_anchor(sent: Anchor | None, seen: Anchor) -> Anchor | None:
    """The anchor to send after `sent`, with its number; None if the last one still holds.

    The number of `seen` does not matter.
    """
    if sent is None:
        return replace(seen, rev=0)
    off_ms = abs(seen.position_ms - sent.position_at(seen.at_ms))
    if _manner(seen) != _manner(sent) or off_ms > JUMP_MS:
        return replace(seen, rev=sent.rev + 1)
    late = seen.at_ms - sent.at_ms >= SILENT_MS
    if off_ms > DRIFT_MS or late or seen.earlier_ms != sent.earlier_ms:
        return replace(seen, rev=sent.rev)
    return None


def _manner(anchor: Anchor) -> tuple[str, float, bool]:
    return anchor.song, anchor.pace, anchor.moving
