"""Numbers the frames of a microphone, and notices from their arrival when some were lost.

Frames can come late, never early: the least lateness within a second or so is that of the device's
clock. If it rises at once and does not fall again, frames are missing.
"""

from collections import deque

from lullaby.audio.microphone import RATE

WINDOW_MS = 700.0
"""A busy machine delivers everything that it holds back well within this time."""

LOST_MS = 60.0
"""A lasting rise by less may be a clock that is corrected; it is no reason to leave out frames."""

DRIFT = 500e-6
"""The most that the device's clock and ours part, as a share of the time."""


class FrameCount:
    """Feed it each delivery in order."""

    def __init__(self) -> None:
        self._next = 0
        self._edge: float | None = None
        """The least lateness seen, in ms of the monotonic clock at frame 0."""
        self._edge_at = 0.0
        self._recent: deque[tuple[float, float]] = deque()
        """When deliveries came, and how late they were."""

    def number(self, frames: int, came_ms: float) -> int:
        """The number of the first of `frames` frames whose last came at `came_ms`."""
        late = came_ms - (self._next + frames) * 1000 / RATE
        edge = self._edge
        if edge is None or late <= edge + DRIFT * (came_ms - self._edge_at):
            self._edge, self._edge_at = late, came_ms
            self._recent.clear()
            return self._take(frames)
        self._recent.append((came_ms, late))
        if came_ms - self._recent[0][0] < WINDOW_MS:
            return self._take(frames)
        least = min(late for _, late in self._recent)
        allowed = DRIFT * (came_ms - self._edge_at)
        if least - edge - allowed > LOST_MS:
            self._next += round((least - edge) * RATE / 1000)
            self._edge_at = came_ms
            self._recent.clear()
        else:
            self._recent.popleft()
        return self._take(frames)

    def _take(self, frames: int) -> int:
        first = self._next
        self._next += frames
        return first
