"""The running wipe: a segment, its two pictures and how far it has come."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from lullaby.ui.sing import frame_times, wipe
from lullaby.ui.sing.halves import Halves
from lullaby.ui.sing.wipe_segment import WipeSegment


class Glide:
    """Only the edge moves from the start of the segment on."""

    def __init__(self, stroke: WipeSegment, halves: Halves, position_ms: float) -> None:
        self._stroke = stroke
        self._halves = halves
        self._along = stroke.along(position_ms)
        self.holds = stroke.holds

    @property
    def edge(self) -> wipe.Edge:
        return wipe.Edge(self._stroke.row, self._along)

    def move(self, position_ms: float) -> tuple[int, int, int, int] | None:
        """The rectangle (left, top, width, height in px) that this position changes, if any."""
        along = self._stroke.along(position_ms)
        if along == self._along:
            return None
        strip = self._halves.strip(self._along, along)
        self._along = along
        return strip

    def wait_ms(self, position_ms: float) -> float:
        """How long the picture may stay as it is, in ms of the song."""
        left_ms = self._stroke.until_ms - position_ms
        return frame_times.wait_ms(left_ms, self._stroke.ms_per_px)

    def paint(self, painter: QPainter, area: QRect) -> bool:
        """Paint the moving row; returns False, and paints nothing, if `area` is larger."""
        if not self._halves.box.contains(area):
            return False
        self._halves.paint(painter, self._along)
        return True
