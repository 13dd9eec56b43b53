"""A tempo tapped along while rocking: the median of what lies between the taps, and how steady."""

import statistics
from dataclasses import dataclass
from enum import Enum

from lullaby.units import Bpm, Ms

NEW_START_MS = 3_000
"""A pause after which counting begins anew: slower than 20 beats a minute nobody rocks."""

BOUNCE_MS = 150
"""Taps this close are one tap: quicker than 400 beats a minute nobody taps."""

FEWEST_TAPS = 4
MOST_TAPS = 17
"""The newest taps count, so that one finds into the beat: 16 intervals."""

STEADY, FAIRLY_STEADY = 0.05, 0.12
"""Median distance from the median interval, as a share of it. People who tap along with music
vary by about 4 % (Repp 2005, Psychonomic Bulletin & Review 12)."""


class Steadiness(Enum):
    TOO_FEW = "too few"
    STEADY = "steady"
    FAIRLY = "fairly steady"
    WANDERING = "wandering"


@dataclass(frozen=True, slots=True)
class Taps:
    """When it was tapped, in ms of a clock that only goes forward."""

    at_ms: tuple[Ms, ...] = ()

    @property
    def bpm(self) -> Bpm | None:
        """To a tenth; None before there are enough taps."""
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
    """One more tap; after a long pause the first of a new row."""
    if not taps.at_ms:
        return Taps((now_ms,))
    since = now_ms - taps.at_ms[-1]
    if since < BOUNCE_MS:
        return taps
    if since > NEW_START_MS:
        return Taps((now_ms,))
    return Taps((*taps.at_ms, now_ms)[-MOST_TAPS:])
