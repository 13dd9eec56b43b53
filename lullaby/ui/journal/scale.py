"""The geometry of the chart: positions of minutes and moments."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from math import ceil, inf

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from lullaby.frozen import frozen
from lullaby.journal.weeks import Stretch

STEPS = (5, 10, 20, 30, 60, 120)
MOST_LINES = 5
SHARE_SHOWN = 0.97
"""The share of nights shown to scale; longer ones stand at the upper edge."""


@frozen
class ChartScale:
    """`top` is the number of minutes at the upper edge; there is a grid line every `step`."""

    box: QRectF
    begin: float
    end: float
    """Moments in seconds since 1970 at the left and right edge."""
    top: int
    step: int

    def x(self, moment: float) -> float:
        share = (moment - self.begin) / max(1.0, self.end - self.begin)
        return self.box.left() + self.box.width() * min(1.0, max(0.0, share))

    def y(self, minutes: float) -> float:
        share = min(1.0, max(0.0, minutes / self.top))
        return self.box.bottom() - self.box.height() * share

    def lines(self) -> list[int]:
        return list(range(0, self.top + 1, self.step))


def scale_for(
    box: QRectF, stretches: Sequence[Stretch], minutes: Sequence[float], zone: datetime
) -> ChartScale:
    """Round numbers that hold nearly all of `minutes`; `zone` determines local midnight."""
    finite = sorted(each for each in minutes if each < inf)
    most = finite[min(len(finite) - 1, int(len(finite) * SHARE_SHOWN))] if finite else 20
    step = next((step for step in STEPS if most <= step * (MOST_LINES - 1)), STEPS[-1])
    top = step * max(2, ceil(most / step))
    begin, last = stretches[0].first, stretches[-1]

    def midnight(ordinal: int) -> float:
        return zone.fromordinal(ordinal).replace(tzinfo=zone.tzinfo).timestamp()

    first, end = begin.toordinal(), last.first.toordinal() + last.days
    return ChartScale(box, midnight(first) + 43_200, midnight(end) + 43_200, top, step)


def smooth(points: Sequence[QPointF]) -> QPainterPath:
    """A curve through the points that is horizontal at each, so that it never overshoots them."""
    path = QPainterPath(points[0])
    for one, other in pairwise(points):
        half = (other.x() - one.x()) / 2
        first = QPointF(one.x() + half, one.y())
        path.cubicTo(first, QPointF(other.x() - half, other.y()), other)
    return path


def band(lower: Sequence[QPointF], upper: Sequence[QPointF]) -> QPainterPath:
    """The area between two curves from left to right."""
    path = smooth(upper)
    path.connectPath(smooth(list(reversed(lower))))
    path.closeSubpath()
    return path


def runs(stretches: Sequence[Stretch]) -> list[list[int]]:
    """Indices of adjacent stretches that have a median."""
    found: list[list[int]] = []
    for at, stretch in enumerate(stretches):
        if stretch.median is None:
            continue
        if found and found[-1][-1] == at - 1:
            found[-1].append(at)
        else:
            found.append([at])
    return found
