"""The edge between sung and unsung text, and what a step of it changes on screen."""

from PySide6.QtCore import QRectF

from lullaby.frozen import frozen
from lullaby.ui.sing.line_layout import LineLayout

GLOW = 18
"""The radius of the bead's glow, in px."""

TRACK_BELOW = 0.14
"""From the last row's box to the track, as a share of the letter size."""

ABOVE = 12
"""Letters may extend beyond their row by this much, in px."""


@frozen
class Edge:
    """`along` is the sung distance within `row`, in px from where reading of the row starts."""

    row: int
    along: float


def edge_at(layout: LineLayout, share: float, ratio: float) -> Edge:
    """The edge at a share of the line, on a whole pixel of a screen of pixel ratio `ratio`."""
    row, part = layout.place(share)
    return Edge(row, round(layout.rows[row].width * part * ratio) / ratio)


def across(layout: LineLayout, edge: Edge) -> float:
    """The edge's distance from the line's left, in px."""
    row = layout.rows[edge.row]
    if layout.right_to_left:
        return layout.start(edge.row) - edge.along
    return layout.start(edge.row) + min(edge.along, row.width)


def track_y(layout: LineLayout, row: int) -> float:
    """The middle of the track under a row, in px from the line's top."""
    last = row == len(layout.rows) - 1
    return (row + 1) * layout.pitch + (layout.size * TRACK_BELOW if last else -2)


def row_box(layout: LineLayout, row: int) -> QRectF:
    """Everything that moves while a row is sung, in px from the line's corner."""
    top = row * layout.pitch - ABOVE
    bottom = track_y(layout, row) + GLOW
    return QRectF(-GLOW - 1, top, layout.width + 2 * GLOW + 2, bottom - top)


def dirty(layout: LineLayout, before: Edge | None, after: Edge) -> QRectF | None:
    """What a step changes, in px from the line's corner; None if nothing moves.

    Within a row that is the strip between the edges plus the bead's glow at both; between rows it
    is the whole line.
    """
    if before == after:
        return None
    if before is None or before.row != after.row:
        top, bottom = -float(ABOVE), track_y(layout, len(layout.rows) - 1) + GLOW
        return QRectF(-GLOW, top, layout.width + 2 * GLOW, bottom - top)
    ends = sorted((across(layout, before), across(layout, after)))
    top = after.row * layout.pitch - ABOVE
    bottom = track_y(layout, after.row) + GLOW
    return QRectF(ends[0] - GLOW, top, ends[1] - ends[0] + 2 * GLOW, bottom - top)
