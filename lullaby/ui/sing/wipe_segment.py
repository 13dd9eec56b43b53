"""The moving edge while nothing else moves: computed once, then only a number changes.

Pure decisions; times in ms of the song, distances in px.
"""

from math import ceil

from lullaby.frozen import frozen
from lullaby.lyrics.cursor import UpcomingTimes
from lullaby.ui.sing.line_layout import LineLayout
from lullaby.units import Ms


@frozen
class WipeSegment:
    """One row's part of a wipe. It holds from `since_ms` until just before `until_ms`."""

    since_ms: float
    until_ms: float
    row: int
    speed: float
    """In pixels of the screen per ms."""
    base: float
    """The position in pixels of the screen at 0 ms, extrapolated."""
    most: int
    """The pixels of the row but its last, which the end of the wipe adds."""
    ratio: float

    @property
    def ms_per_px(self) -> float | None:
        """How long the edge takes for a pixel of the screen; None if it stands still."""
        return 1 / self.speed if self.speed > 0 else None

    def holds(self, position_ms: float) -> bool:
        return self.since_ms <= position_ms < self.until_ms

    def along(self, position_ms: float) -> float:
        """The sung distance within the row in px, on a whole pixel of the screen."""
        pixels = round(self.base + self.speed * position_ms)
        return min(self.most, max(0, pixels)) / self.ratio


def wipe_segment(
    layout: LineLayout,
    syllable: int | None,
    course: UpcomingTimes,
    event_ms: float | None,
    position_ms: Ms,
    ratio: float,
) -> WipeSegment | None:
    """The wipe at a position, up to the end of its row or the event at `event_ms`.

    None if nothing is wiped. A screen's pixel is 1 / `ratio` px.
    """
    if course.wipe_ms is None or course.ends_ms is None or not course.wipe_ms:
        return None
    total = sum(row.width for row in layout.rows)
    first = layout.share(syllable, 0.0) * total
    speed = layout.travel(syllable) / course.wipe_ms
    begins = course.ends_ms - course.wipe_ms
    since, until = float(begins), float(course.ends_ms if event_ms is None else event_ms)
    row = layout.place(layout.share(syllable, (position_ms - begins) / course.wipe_ms))[0]
    left = sum(each.width for each in layout.rows[:row])
    width = layout.rows[row].width
    if speed > 0:
        if row:
            since = max(since, begins + (left - first) / speed)
        if row < len(layout.rows) - 1:
            until = min(until, begins + (left + width - first) / speed)
    if not since <= position_ms < until:
        return None
    base = (first - left - speed * begins) * ratio
    return WipeSegment(
        since, until, row, speed * ratio, base, max(0, ceil(width * ratio) - 1), ratio
    )
