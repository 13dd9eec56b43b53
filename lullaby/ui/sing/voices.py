"""Who sings: the signs of the voices (disc, diamond, linked disc and ring) and their names."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from lullaby.lyrics.model import Line, Part
from lullaby.ui.theme.theme import Theme
from lullaby.ui.theme.tokens import Tokens

Singers = tuple[str, str]
"""The names of the first and the second voice; empty where nobody was named."""


def voice_name(part: Part, singers: Singers) -> str:
    """What a voice is called; nothing for one that comes from behind."""
    first, second = singers
    match part:
        case Part.FIRST:
            return first or QCoreApplication.translate("voices", "First voice")
        case Part.SECOND:
            return second or QCoreApplication.translate("voices", "Second voice")
        case Part.EVERYONE:
            return QCoreApplication.translate("voices", "Together")
        case Part.BACKGROUND:
            return ""


def named_lines(lines: Sequence[Line], singers: Singers) -> tuple[str, ...]:
    """The name to stand beside each line: only where the voice changes, only with two voices."""
    if not any(line.part in (Part.FIRST, Part.SECOND) for line in lines):
        return ("",) * len(lines)
    shown: list[str] = []
    before: Part | None = None
    for line in lines:
        if not line.text or line.part is Part.BACKGROUND:
            shown.append("")
            continue
        shown.append("" if line.part is before else voice_name(line.part, singers))
        before = line.part
    return tuple(shown)


def voice_colour(tokens: Tokens, part: Part) -> QColor:
    """The colour in which a voice is sung."""
    return {Part.FIRST: tokens.part_a, Part.SECOND: tokens.part_b}.get(part, tokens.sung)


def paint_voice(
    painter: QPainter, theme: Theme, part: Part, centre: QPointF, size: float = 1.0
) -> None:
    """The sign of a voice around `centre`, some 32 px wide at `size` 1."""
    t = theme.tokens
    painter.save()
    painter.translate(centre)
    painter.scale(size, size)
    painter.setPen(Qt.PenStyle.NoPen)
    if part is Part.FIRST:
        painter.setBrush(t.part_a)
        painter.drawEllipse(QPointF(0, 0), 8, 8)
    elif part is Part.SECOND:
        painter.setBrush(t.part_b)
        painter.drawPolygon(
            QPolygonF([QPointF(0, -10), QPointF(10, 0), QPointF(0, 10), QPointF(-10, 0)])
        )
    elif part is Part.EVERYONE:
        painter.setBrush(t.part_a)
        painter.drawEllipse(QPointF(-5, 0), 6, 6)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(t.part_b, 2))
        painter.drawEllipse(QPointF(6, 0), 6, 6)
    painter.restore()
