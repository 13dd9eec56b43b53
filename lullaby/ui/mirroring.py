"""Painting and placing for languages that are written from right to left.

A painted control is laid out as in English and mirrored as a whole; its words and signs are turned
back where they come to stand. What stands for time or direction in the music stays as it is.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QWidget


def mirror(painter: QPainter, box: QRectF) -> None:
    """What is painted from now on stands the other way round in `box`."""
    painter.translate(box.left() + box.right(), 0)
    painter.scale(-1, 1)


@contextmanager
def upright(painter: QPainter, box: QRectF) -> Iterator[None]:
    """Inside `box` nothing stands the other way round, wherever `box` itself came to stand."""
    if painter.worldTransform().m11() >= 0:
        yield
        return
    painter.save()
    mirror(painter, box)
    yield
    painter.restore()


def draw_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    flags: Qt.AlignmentFlag | int = Qt.AlignmentFlag.AlignTop,
) -> None:
    """Words that are read the right way round; what begins at the left begins at the right."""
    with upright(painter, box):
        painter.drawText(box, flags, text)


def place(widget: QWidget, box: QRect) -> None:
    """Put a child where `box` is in English, or on the other side of its parent."""
    parent = widget.parentWidget()
    whole = box if parent is None else parent.rect()
    widget.setGeometry(QStyle.visualRect(widget.layoutDirection(), whole, box))
