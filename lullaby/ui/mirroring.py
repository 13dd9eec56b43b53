"""Painting and placing for right-to-left languages.

Code that paints or places by x does so as in English. `mirror`, `place` and `set_margins` mirror
the result for right-to-left languages, and `as_in_english` maps the pointer back. Text and pictures
are mirrored back in place. The moon and the signs of the player are never mirrored.
"""

import math
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QPainter, QTextOption
from PySide6.QtWidgets import QLayout, QStyle, QWidget

ACROSS = Qt.AlignmentFlag.AlignHorizontal_Mask.value
WRAPPED = Qt.TextFlag.TextWordWrap.value


def mirror(painter: QPainter, box: QRectF, direction: Qt.LayoutDirection) -> None:
    """Mirror everything painted from now on inside `box`, if `direction` is right to left."""
    if direction is Qt.LayoutDirection.RightToLeft:
        _turn(painter, box)


@contextmanager
def upright(painter: QPainter, box: QRectF) -> Iterator[None]:
    """Paint unmirrored inside `box`, wherever mirroring has moved `box`."""
    if painter.worldTransform().m11() >= 0:
        yield
        return
    painter.save()
    _turn(painter, box)
    yield
    painter.restore()


def draw_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    flags: Qt.AlignmentFlag | int = Qt.AlignmentFlag.AlignTop,
    begin: Qt.LayoutDirection | None = None,
) -> None:
    """Draw readable text, its characters in the order of its own script.

    Left-aligned text is right-aligned if the painter, or `begin`, is right to left. A single line
    with letters that the font lacks may stand out above and below `box`.
    """
    with upright(painter, box):
        around = painter.layoutDirection()
        aligned = Qt.AlignmentFlag(int(flags) & ACROSS)
        side = QStyle.visualAlignment(around if begin is None else begin, aligned)
        painter.setLayoutDirection(direction_of(text))
        room = _room_for(painter, box, text, int(flags))
        painter.drawText(room, int(flags) & ~ACROSS | side | Qt.AlignmentFlag.AlignAbsolute, text)
        painter.setLayoutDirection(around)


def draw_words(
    painter: QPainter,
    box: QRectF,
    text: str,
    flags: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
) -> None:
    """Draw words of a song, aligned by their own script whatever the language of the app."""
    draw_text(painter, box, text, flags, direction_of(text))


def option_for(text: str) -> QTextOption:
    """Options that align a layout of `text` by its own script."""
    direction = direction_of(text)
    at_right = direction is Qt.LayoutDirection.RightToLeft
    side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(side)
    option.setTextDirection(direction)
    return option


def direction_of(text: str) -> Qt.LayoutDirection:
    """The direction of the first letter of `text` that has one."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return Qt.LayoutDirection.RightToLeft
        if kind == "L":
            break
    return Qt.LayoutDirection.LeftToRight


def as_in_english(point: QPointF, box: QRectF, direction: Qt.LayoutDirection) -> QPointF:
    """The position in `box`, as in English, of what is seen at `point`."""
    if direction is Qt.LayoutDirection.LeftToRight:
        return point
    return QPointF(box.left() + box.right() - point.x(), point.y())


def place(widget: QWidget, box: QRect) -> None:
    """Place a child at `box`, as in English, or mirrored on the other side of its parent."""
    widget.setGeometry(_on_its_side(widget, box))


def placed(widget: QWidget) -> QRect:
    """Where a child would be in English."""
    return _on_its_side(widget, widget.geometry())


def set_margins(inside: QLayout | QWidget, left: int, top: int, right: int, bottom: int) -> None:
    """Set the margins, in px, as in English. Qt does not mirror margins itself."""
    if QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft:
        left, right = right, left
    inside.setContentsMargins(left, top, right, bottom)


def never_mirrored(row: Sequence[QWidget]) -> Sequence[QWidget]:
    """The order in which to add `row` to a layout so that it is seen as in English: for the buttons
    of a player, whose signs are never mirrored."""
    mirrored = QGuiApplication.layoutDirection() is Qt.LayoutDirection.RightToLeft
    return row[::-1] if mirrored else row


def _on_its_side(widget: QWidget, box: QRect) -> QRect:
    parent = widget.parentWidget()
    whole = box if parent is None else parent.rect()
    return QStyle.visualRect(widget.layoutDirection(), whole, box)


def _room_for(painter: QPainter, box: QRectF, text: str, flags: int) -> QRectF:
    """`box`, or a higher one with the same middle if `text` is one line with letters that the font
    lacks: they come from another font, whose lines may be higher."""
    if text.isascii() or "\n" in text or flags & WRAPPED:
        return box
    tall = painter.boundingRect(box, flags, text).height()
    if tall <= QFontMetricsF(painter.font()).height() + 0.01:
        return box
    more = max(0, math.ceil((tall - box.height()) / 2))
    return box.adjusted(0, -more, 0, more)


def _turn(painter: QPainter, box: QRectF) -> None:
    painter.translate(box.left() + box.right(), 0)
    painter.scale(-1, 1)
