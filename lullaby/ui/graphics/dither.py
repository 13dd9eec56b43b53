"""Dark gradients without banding: painted at 16 bits a channel, dithered to 8."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap, QRgba64

Paint = Callable[[QPainter], None]

DEEP = QImage.Format.Format_RGBA64_Premultiplied
HALF_STEP = 128
"""Half of one 8-bit step, at 16 bits; the dither adds the same on average."""


def dithered(size: QSize, ratio: float, paint: Paint) -> QPixmap:
    """The result of `paint`, in logical px of `size`, for a screen of pixel ratio `ratio`.

    The picture has to be opaque.
    """
    deep = QImage(size * ratio, DEEP)
    deep.setDevicePixelRatio(ratio)
    deep.fill(Qt.GlobalColor.black)
    painter = QPainter(deep)
    paint(painter)
    painter.end()
    deep.setDevicePixelRatio(1.0)
    painter = QPainter(deep)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
    painter.fillRect(deep.rect(), _grey(HALF_STEP))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
    painter.fillRect(QRectF(deep.rect()), QBrush(_noise()))
    painter.end()
    deep.setDevicePixelRatio(ratio)
    return QPixmap.fromImage(deep.convertToFormat(QImage.Format.Format_RGB32))


def _bayer(order: int) -> list[list[int]]:
    """The ordered pattern of 2**order by 2**order thresholds."""
    if order == 0:
        return [[0]]
    half = _bayer(order - 1)
    top = [[4 * v for v in row] + [4 * v + 2 for v in row] for row in half]
    bottom = [[4 * v + 3 for v in row] + [4 * v + 1 for v in row] for row in half]
    return top + bottom


def _noise() -> QImage:
    rows = _bayer(3)
    tile = QImage(len(rows), len(rows), DEEP)
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            tile.setPixelColor(x, y, _grey(value * 4))
    return tile


def _grey(level: int) -> QColor:
    """A grey of `level` out of 65,535."""
    return QColor.fromRgba64(QRgba64.fromRgba64(level, level, level, 0xFFFF))
