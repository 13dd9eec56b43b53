"""When the frames of a recording were heard, from the times at which they came.

A frame can come late, never early: the earliest arrivals lie on the line of the microphone's own
clock.
"""

from collections.abc import Sequence

from lullaby.audio.microphone import RATE
from lullaby.frozen import frozen

SEGMENT = RATE
"""Frames whose earliest arrival counts: a second."""

LEAST_SEGMENTS = 20
"""In less than 20 s the rate of the microphone is taken to be the nominal one."""

MOST_PPM = 500.0
"""No clock of a sound card is worse; a greater difference comes from arrivals that are late."""


@frozen
class FrameTimes:
    """Frame n was heard at `first_ms + n * frame_ms`, in ms of the monotonic clock."""

    first_ms: float
    frame_ms: float = 1000 / RATE

    def of(self, frame: int) -> float:
        return self.first_ms + frame * self.frame_ms


class Arrivals:
    """Collects when frames came; keeps one number for each second."""

    def __init__(self) -> None:
        self._earliest: dict[int, tuple[int, float]] = {}
        """By second: the frame, and how late it was, in ms, at the nominal rate."""

    def add(self, frame: int, came_ms: float) -> FrameTimes:
        """The frame before number `frame` came at `came_ms`; the times as they are known now."""
        late = came_ms - frame * 1000 / RATE
        segment = frame // SEGMENT
        before = self._earliest.get(segment)
        if before is None or late < before[1]:
            self._earliest[segment] = frame, late
        return self._times()

    def _times(self) -> FrameTimes:
        points = list(self._earliest.values())
        slope = _slope(points) if len(points) >= LEAST_SEGMENTS else 0.0
        slope = max(-MOST_PPM, min(MOST_PPM, slope * RATE * 1e3)) / RATE / 1e3
        first = min(late - slope * frame for frame, late in points)
        return FrameTimes(first, 1000 / RATE + slope)


def _slope(points: Sequence[tuple[int, float]]) -> float:
    """Of the line under the points: that between the lowest point of the first third and that of
    the last, once each point is corrected by the mean slope (Theil and Sen's median)."""
    third = len(points) // 3
    slopes = sorted(
        (later[1] - earlier[1]) / (later[0] - earlier[0])
        for earlier, later in zip(points[:third], points[-third:], strict=True)
    )
    median = slopes[len(slopes) // 2]

    def lowest(part: Sequence[tuple[int, float]]) -> tuple[int, float]:
        return min(part, key=lambda point: point[1] - median * point[0])

    one, other = lowest(points[:third]), lowest(points[-third:])
    return (other[1] - one[1]) / (other[0] - one[0])
