"""The geometry of the moon, its lit part and the end of the ring, in pure functions."""

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

CRATERS = (
    (0.29, 0.31, 0.10),
    (0.53, 0.14, 0.04),
    (0.67, 0.26, 0.065),
    (0.76, 0.54, 0.085),
    (0.21, 0.63, 0.06),
    (0.61, 0.79, 0.08),
    (0.41, 0.84, 0.045),
)
"""Centre and radius as shares of the disc's width."""


def lit_path(box: QRectF, lit: float) -> QPainterPath:
    """The lit part of a disc, from 1 (full) to 0 (new); the lit side is on the left.

    The terminator is half an ellipse whose width is proportional to `1 - 2 lit`, so that .5 is a
    straight edge and the lit share of the area is `lit`.
    """
    lit = min(1.0, max(0.0, lit))
    path = QPainterPath()
    if lit == 0.0:
        return path
    if lit == 1.0:
        path.addEllipse(box)
        return path
    path.moveTo(box.center().x(), box.top())
    path.arcTo(box, 90, 180)
    bulge = box.width() * abs(2 * lit - 1)
    inner = QRectF(box.center().x() - bulge / 2, box.top(), bulge, box.height())
    path.arcTo(inner, 270, 180 if lit > 0.5 else -180)
    path.closeSubpath()
    return path


def crater_boxes(box: QRectF) -> list[QRectF]:
    side = box.width()
    return [
        QRectF(box.left() + (x - r) * side, box.top() + (y - r) * side, 2 * r * side, 2 * r * side)
        for x, y, r in CRATERS
    ]


def ring_end(box: QRectF, share: float) -> QPointF:
    """The moving end of a ring that starts at the top and covers `share` of it clockwise."""
    angle = math.tau * share
    radius = box.width() / 2
    centre = box.center()
    return QPointF(centre.x() + radius * math.sin(angle), centre.y() - radius * math.cos(angle))


def ring_segments(left: float, fade: float, count: int = 48) -> list[tuple[float, float, float]]:
    """The rest of the ring as (start, length, thickness share), in turns from the top, clockwise.

    `left` is the share of the timer that remains, `fade` that of the fade. The part of the ring
    that stands for the fade, next to the top, thins towards its end.
    """
    left, fade = min(1.0, max(0.0, left)), min(1.0, max(0.0, fade))
    segments: list[tuple[float, float, float]] = []
    tail = min(left, fade)
    for step in range(count if tail > 0 else 0):
        start = tail * step / count
        thickness = 0.28 + 0.72 * ((start + tail / count / 2) / fade)
        segments.append((start, tail / count, thickness))
    if left > fade:
        segments.append((fade, left - fade, 1.0))
    return segments
