"""A tempo tapped while rocking: the median interval between taps, and its steadiness."""

import statistics
from enum import Enum

from lullaby.frozen import frozen
from lullaby.units import Bpm, Ms

NEW_START_MS = 3_000
"""A pause after which counting restarts: nobody rocks slower than 20 beats a minute."""

BOUNCE_MS = 150
"""Taps this close count as one: nobody taps faster than 400 beats a minute."""

FEWEST_TAPS = 4
MOST_TAPS = 17
"""Only the newest taps count, 16 intervals, so that a shaky start is forgotten."""

STEADY, FAIRLY_STEADY = 0.05, 0.12
"""Median distance from the median interval, as a share of it. People who tap along with music
vary by about 4 % (Repp 2005, Psychonomic Bulletin & Review 12)."""


class Steadiness(Enum):
    TOO_FEW = "too few"
    STEADY = "steady"
    FAIRLY = "fairly steady"
    WANDERING = "wandering"


@frozen
class Taps:
    """The times of the taps, in ms of a monotonic clock."""

    at_ms: tuple[Ms, ...] = ()

    @property
    def bpm(self) -> Bpm | None:
        """The tempo to a tenth; None with too few taps."""
        intervals = self._intervals()
        if not intervals:
            return None
        return Bpm(round(60_000 / statistics.median(intervals), 1))

    @property
    def steadiness(self) -> Steadiness:
        intervals = self._intervals()
        if not intervals:
            return Steadiness.TOO_FEW
        middle = statistics.median(intervals)
        spread = statistics.median(abs(each - middle) for each in intervals) / middle
        if spread <= STEADY:
            return Steadiness.STEADY
        return Steadiness.FAIRLY if spread <= FAIRLY_STEADY else Steadiness.WANDERING

    def _intervals(self) -> list[int]:
        if len(self.at_ms) < FEWEST_TAPS:
            return []
        return [b - a for a, b in zip(self.at_ms, self.at_ms[1:], strict=False)]


def tapped(taps: Taps, now_ms: Ms) -> Taps:
    """Add a tap; after a long pause it starts a new series."""
    if not taps.at_ms:
        return Taps((now_ms,))
    since = now_ms - taps.at_ms[-1]
    if since < BOUNCE_MS:
        return taps
    if since > NEW_START_MS:
        return Taps((now_ms,))
    return Taps((*taps.at_ms, now_ms)[-MOST_TAPS:])
