"""Painting and placing for right-to-left languages.

A painted control is laid out as in English and mirrored as a whole; its text and icons are mirrored
back in place. What stands for time or direction in the music is not mirrored.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QWidget


def mirror(painter: QPainter, box: QRectF) -> None:
    """Mirror everything painted from now on inside `box`."""
    painter.translate(box.left() + box.right(), 0)
    painter.scale(-1, 1)


@contextmanager
def upright(painter: QPainter, box: QRectF) -> Iterator[None]:
    """Paint unmirrored inside `box`, wherever mirroring has moved `box`."""
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
    """Draw readable text; left-aligned text becomes right-aligned."""
    with upright(painter, box):
        painter.drawText(box, flags, text)


def place(widget: QWidget, box: QRect) -> None:
    """Place a child at `box`, as in English, or mirrored on the other side of its parent."""
    parent = widget.parentWidget()
    whole = box if parent is None else parent.rect()
    widget.setGeometry(QStyle.visualRect(widget.layoutDirection(), whole, box))
