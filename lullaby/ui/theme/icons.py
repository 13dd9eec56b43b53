"""Line icons in any colour, drawn once per size."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

if TYPE_CHECKING:  # not before the first picture
    from PySide6.QtGui import QIcon

STROKE = 1.75
"""Stroke width in the 24 px grid of the icons, a little finer than the originals."""


LEADS_ON = frozenset({"arrow-left", "chevron-left", "chevron-right", "redo-2", "undo-2"})
"""Icons that point in reading direction."""


class Icons:
    """Reads the SVG files of one folder; caches pixmaps by name, colour and size."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._cache: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
        """A square pixmap of `size` logical px for a screen of pixel ratio `ratio`."""
        key = (name, colour.name(QColor.NameFormat.HexArgb), size, ratio)
        if key not in self._cache:
            self._cache[key] = self._draw(name, colour, size, ratio)
        return self._cache[key]

    def icon(self, name: str, colour: QColor, size: int) -> QIcon:
        from PySide6.QtGui import QIcon

        return QIcon(self.pixmap(name, colour, size))

    def paint(self, painter: QPainter, name: str, colour: QColor, target: QRectF) -> None:
        """Draw the icon into `target`, whose width is its size."""
        from lullaby.ui.mirroring import upright

        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        pixmap = self.pixmap(name, colour, round(target.width()), ratio)
        if name in LEADS_ON:
            painter.drawPixmap(target.topLeft(), pixmap)
            return
        with upright(painter, target):
            painter.drawPixmap(target.topLeft(), pixmap)

    def _draw(self, name: str, colour: QColor, size: int, ratio: float) -> QPixmap:
        from PySide6.QtSvg import QSvgRenderer

        svg = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        svg = svg.replace("currentColor", colour.name())
        svg = svg.replace('stroke-width="2"', f'stroke-width="{STROKE}"')
        pixmap = QPixmap(QSize(size, size) * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setOpacity(colour.alphaF())
        QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
        painter.end()
        return pixmap
