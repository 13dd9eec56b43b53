"""Makes a small square of a song's own cover, in a process that can be killed."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from lullaby.helpers import needing
from lullaby.library.cover import embedded_cover

SIDE = 128
"""The side of stored covers, in px."""

FORMAT = QImage.Format.Format_RGB32

KINDS = (b"jpeg", b"png", b"gif", b"bmp", b"webp")
"""The accepted formats; drawings such as SVG can do more than show a picture."""

MOST_PIXELS = 50_000_000
"""The most pixels of a cover: 7,000 squared; even printers do not ask for more."""

LONGEST_SHAPE = 16
"""The largest ratio of the sides; anything longer is no cover."""

MOST_MB = 100
"""The memory limit for decoding one picture."""


@needing("mutagen")
def small_cover(path: Path) -> bytes | None:
    """The pixels of the cover in a song's file, `SIDE` squared in `FORMAT`; None for none."""
    data = embedded_cover(path)
    image = None if data is None else small_picture(data)
    return None if image is None else bytes(image.constBits())


def picture_of(pixels: bytes) -> QImage:
    """The picture in the pixels that `small_cover` returned."""
    return QImage(pixels, SIDE, SIDE, 4 * SIDE, FORMAT).copy()


def small_picture(data: bytes) -> QImage | None:
    """The central square of a picture, decoded no larger than necessary after a check of its
    size."""
    QImageReader.setAllocationLimit(MOST_MB)
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    if reader.format().data() not in KINDS:
        return None
    size = reader.size()
    if not size.isValid() or size.isEmpty() or size.width() * size.height() > MOST_PIXELS:
        return None
    if max(size.width(), size.height()) > LONGEST_SHAPE * min(size.width(), size.height()):
        return None
    filling = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    reader.setScaledSize(size.scaled(QSize(SIDE, SIDE), filling))
    image = reader.read()
    if image.isNull():
        return None
    left, top = (image.width() - SIDE) // 2, (image.height() - SIDE) // 2
    return image.copy(left, top, SIDE, SIDE).convertToFormat(FORMAT)
