"""The current line painted twice, sung and unsung, for the strips of its wipe."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap

from lullaby.frozen import frozen
from lullaby.ui.sing import wipe
from lullaby.ui.sing.line_layout import LineLayout
from lullaby.ui.sing.line_painting import At

Paint = Callable[[QPainter, wipe.Edge], None]


@frozen
class Halves:
    """`left` lies before the edge and `right` after it; both are opaque and fill `box`."""

    left: QPixmap
    right: QPixmap
    bead: QPixmap
    box: QRect
    place: tuple[int, int, int, int]
    """The box: left, top, right and height, in px."""
    ratio: float
    row: int
    origin: float
    """Where reading of the row starts, in px."""
    track: int
    """The middle of the track, in px."""
    backwards: bool

    def strip(self, before: float, after: float) -> tuple[int, int, int, int]:
        """Left, top, width and height of what a step changes, in px."""
        if self.backwards:
            before, after = -before, -after
        start = int(self.origin + min(before, after)) - wipe.GLOW - 1
        end = int(self.origin + max(before, after)) + wipe.GLOW + 2
        return start, self.place[1], end - start, self.place[3]

    def paint(self, painter: QPainter, along: float) -> None:
        """Paint with the edge `along` px into the row."""
        edge = self.origin + (-along if self.backwards else along)
        left, top, right, height = self.place
        ratio = self.ratio
        if ratio == 1.0:
            x = round(edge)
            painter.drawPixmap(left, top, self.left, 0, 0, x - left, height)
            painter.drawPixmap(x, top, self.right, x - left, 0, right - x, height)
            if self.row or along > 0:
                painter.drawPixmap(x - wipe.GLOW, self.track - wipe.GLOW, self.bead)
        else:
            for picture, start, end in ((self.left, left, edge), (self.right, edge, right)):
                part = QRectF(start, top, end - start, height)
                of = QRectF((start - left) * ratio, 0, part.width() * ratio, height * ratio)
                painter.drawPixmap(part, picture, of)
            if self.row or along > 0:
                painter.drawPixmap(QPointF(edge - wipe.GLOW, self.track - wipe.GLOW), self.bead)


def halves(
    ratio: float, layout: LineLayout, at: At, row: int, bead: QPixmap, paint: Paint
) -> Halves:
    """`paint` paints everything but the bead, for a given edge."""
    box = wipe.row_box(layout, row).translated(*at).toAlignedRect()
    width = layout.rows[row].width
    sung = _picture(ratio, box, lambda painter: paint(painter, wipe.Edge(row, width)))
    unsung = _picture(ratio, box, lambda painter: paint(painter, wipe.Edge(row, 0.0)))
    backwards = layout.right_to_left
    pair = (unsung, sung) if backwards else (sung, unsung)
    origin = at[0] + layout.start(row)
    track = round(at[1] + wipe.track_y(layout, row))
    place = (box.left(), box.top(), box.right() + 1, box.height())
    return Halves(*pair, bead, box, place, ratio, row, origin, track, backwards)


def _picture(ratio: float, box: QRect, draw: Callable[[QPainter], None]) -> QPixmap:
    picture = QPixmap(box.size() * ratio)
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-box.topLeft())
    draw(painter)
    painter.end()
    return picture
