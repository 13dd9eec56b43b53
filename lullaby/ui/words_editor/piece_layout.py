"""The large line of the words editor: wrapped rows, colours by syllable, a mark under the next."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from lullaby.frozen import frozen
from lullaby.ui.mirroring import option_for

LEADING = 1.3
BELOW = 0.26
"""From the baseline to the mark under a syllable, as a share of the letter size."""


@frozen
class Piece:
    """A syllable as it is shown."""

    text: str
    colour: QColor
    marked: bool = False
    """The next tap stamps this one."""


def laid_out(pieces: tuple[Piece, ...], font: QFont, width: float) -> QTextLayout:
    """All rows of a line; Qt shapes it as a whole, so that letters of any script stay joined."""
    text = "".join(piece.text for piece in pieces)
    layout = QTextLayout(text, font)
    option = option_for(text)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    formats: list[QTextLayout.FormatRange] = []
    at = 0
    for piece in pieces:
        each = QTextLayout.FormatRange()
        each.start, each.length = at, len(piece.text)
        style = QTextCharFormat()
        style.setForeground(piece.colour)
        each.format = style
        formats.append(each)
        at += len(piece.text)
    layout.setFormats(formats)
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(40.0, width))
        line.setPosition(QPointF(0, y))
        y += font.pixelSize() * LEADING
    layout.endLayout()
    return layout


def height_of(layout: QTextLayout, font: QFont) -> float:
    return layout.lineCount() * font.pixelSize() * LEADING


def paint(
    painter: QPainter,
    layout: QTextLayout,
    pieces: tuple[Piece, ...],
    at: QPointF,
    ticks: QColor | None,
    mark: QColor,
) -> None:
    """Paint the line, a tick between syllables (with `ticks`), and a bar under what is marked."""
    layout.draw(painter, at)
    place = 0
    for number, piece in enumerate(pieces):
        body = len(piece.text.rstrip())
        if piece.marked:
            for box in _boxes(layout, place, place + body):
                bar = QRectF(at.x() + box.left(), at.y() + box.bottom() - 3, box.width(), 4)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(mark)
                painter.drawRoundedRect(bar, 2, 2)
        inside = number > 0 and not pieces[number - 1].text.endswith(" ")
        if ticks is not None and inside:
            for box in _boxes(layout, place, place + 1)[:1]:
                line = layout.lineForTextPosition(place)
                x = at.x() + _x(line, place)
                bottom = at.y() + box.bottom()
                painter.setPen(QPen(ticks, 1.5))
                painter.drawLine(QPointF(x, bottom - 9), QPointF(x, bottom - 2))
        place += len(piece.text)


def _boxes(layout: QTextLayout, start: int, end: int) -> list[QRectF]:
    """The rectangles of the letters from `start` to `end`, row by row."""
    boxes: list[QRectF] = []
    for row in range(layout.lineCount()):
        line = layout.lineAt(row)
        first = max(start, line.textStart())
        last = min(end, line.textStart() + line.textLength())
        if first < last:
            left, right = sorted((_x(line, first), _x(line, last)))
            size = layout.font().pixelSize()
            bottom = line.ascent() + BELOW * size
            boxes.append(QRectF(left, line.y(), right - left, bottom))
    return boxes


def _x(line: QTextLine, place: int) -> float:
    found: Any = line.cursorToX(place)
    return float(found[0] if isinstance(found, tuple) else found)
