"""How much the texts of a window stand out from what they really lie on."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QWidget

from lullaby.ui.theme.tokens import contrast
from tests.ui.reach import labels, seen

SAMPLES = 40
"""So many rows and columns of a box are looked at."""

LEAST_LETTERS = 1
"""Texts of fewer letters are signs between others."""


@dataclass(frozen=True, slots=True)
class ShownText:
    """A text in a box of the window, in the colour of its letters."""

    text: str
    box: QRect
    colour: QColor


@contextmanager
def painted(root: QWidget, shown: list[ShownText]) -> Iterator[None]:
    """Whatever text is painted by hand on `root` meanwhile is noted."""
    draw = QPainter.drawText

    def noting(painter: QPainter, *arguments: object) -> object:
        device = painter.device()
        text = next((each for each in arguments if isinstance(each, str)), "")
        if isinstance(device, QWidget) and len(text.strip()) > LEAST_LETTERS:
            box = _box(painter, arguments, text)
            corner = device.mapTo(device.window(), QPointF(0, 0))
            whole = painter.worldTransform().mapRect(box).translated(corner).toAlignedRect()
            colour = QColor(painter.pen().color())
            colour.setAlphaF(colour.alphaF() * painter.opacity())
            box_seen = whole & seen(device.window(), device)
            inside = device is root or root.isAncestorOf(device)
            if inside and not box_seen.isEmpty() and device.isEnabled():
                shown.append(ShownText(text, box_seen, colour))
        return draw(painter, *arguments)  # type: ignore[call-overload]

    QPainter.drawText = noting  # type: ignore[method-assign]
    try:
        yield
    finally:
        QPainter.drawText = draw


def of_labels(root: QWidget) -> list[ShownText]:
    """The texts that Qt paints."""
    window = root.window()
    return [
        ShownText(each.text(), seen(window, each), each.palette().windowText().color())
        for each in labels(root)
        if each.isEnabled() and len(each.text().strip()) > LEAST_LETTERS
    ]


def too_faint(image: QImage, shown: Sequence[ShownText], least: float) -> list[str]:
    """The texts whose contrast with what lies around their letters is below `least`."""
    pixels = _pixels(image)
    ratio = image.devicePixelRatioF()
    found = []
    for each in shown:
        ground = _ground(pixels, each.box, ratio)
        if ground is None:
            continue
        got = contrast(_over(each.colour, ground), ground)
        if got < least:
            found.append(f"{each.text!r}: {got:.2f} of {each.colour.name()} on {ground.name()}")
    return found


def _box(painter: QPainter, arguments: Sequence[object], text: str) -> QRectF:
    match arguments:
        case (QRectF() | QRect() as box, str()):
            return painter.boundingRect(QRectF(box), int(Qt.AlignmentFlag.AlignTop), text)
        case (QRectF() | QRect() as box, flags, str()):
            return painter.boundingRect(QRectF(box), int(flags), text)  # type: ignore[call-overload]
        case (QPointF() as at, str()):
            metrics = painter.fontMetrics()
            high = metrics.ascent()
            return QRectF(at.x(), at.y() - high, metrics.horizontalAdvance(text), high)
    raise TypeError(arguments)


def _pixels(image: QImage) -> np.ndarray:
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(rgb.constBits(), np.uint8).reshape(rgb.height(), rgb.bytesPerLine())
    return rows[:, : rgb.width() * 3].reshape(rgb.height(), rgb.width(), 3)


def _ground(pixels: np.ndarray, box: QRect, ratio: float) -> QColor | None:
    """The usual colour in the box, of which letters fill less than half."""
    top, left = max(0, round(box.top() * ratio)), max(0, round(box.left() * ratio))
    foot, right = round((box.bottom() + 1) * ratio), round((box.right() + 1) * ratio)
    part = pixels[top:foot, left:right]
    part = part[:: 1 + len(part) // SAMPLES, :: 1 + part.shape[1] // SAMPLES].reshape(-1, 3)
    if not len(part):
        return None
    red, green, blue = (int(each) for each in np.median(part, axis=0))
    return QColor(red, green, blue)


def _over(colour: QColor, ground: QColor) -> QColor:
    share: float = colour.alphaF()

    def mixed(of: Callable[[QColor], int]) -> int:
        return round(of(colour) * share + of(ground) * (1 - share))

    return QColor(mixed(QColor.red), mixed(QColor.green), mixed(QColor.blue))
