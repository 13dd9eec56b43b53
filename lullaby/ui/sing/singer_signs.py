"""Shows who sings: signs of the voices (disc, diamond, linked disc and ring), and names."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from lullaby.lyrics.model import Line, Lyrics, Part
from lullaby.ui.sing.line_layout import BASELINE, LineLayout
from lullaby.ui.text.lists import labelled
from lullaby.ui.text.translate import translate
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.theme.tokens import Tokens

MARGIN = 44
"""Margin for the signs beside the lines, in px."""

SIGN_IN = 14
"""From the margin's outer edge to the middle of a sign, in px."""

GAP = 22
"""Between a line and the name after it, in px."""

MOONS_WIDE = 30
"""The width of each moon of a count-in, in px."""

Singers = tuple[str, str]
"""The names of the first and the second voice; empty if none was given."""


def voice_name(part: Part, singers: Singers) -> str:
    """The name of a voice; empty for a background voice."""
    first, second = singers
    match part:
        case Part.FIRST:
            return first or translate("voices", "Singer 1")
        case Part.SECOND:
            return second or translate("voices", "Singer 2")
        case Part.EVERYONE:
            return translate("voices", "Together")
        case Part.BACKGROUND:
            return ""


def named_lines(lines: Sequence[Line], singers: Singers) -> tuple[str, ...]:
    """The name beside each line: only where the voice changes, and only with two voices."""
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
    """Paint the sign of a voice around `centre`, about 32 px wide at `size` 1."""
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


class SingerSigns:
    """Signs and names beside the lines of one song; calls `changed` when they look different."""

    def __init__(self, theme: Theme, changed: Callable[[], None]) -> None:
        self._theme = theme
        self._changed = changed
        self._singers: Singers = ("", "")
        self._lines: tuple[Line, ...] = ()
        self._names: tuple[str, ...] = ()

    def take(self, lyrics: Lyrics | None) -> None:
        """Set the words, or none."""
        self._lines = () if lyrics is None else lyrics.lines
        self._names = named_lines(self._lines, self._singers)

    def set_singers(self, singers: Singers) -> None:
        """Set the names of the two voices; the screen replaces empty ones."""
        self._singers = singers
        self._names = named_lines(self._lines, singers)
        self._changed()

    def spoken(self, line: int) -> str:
        """A line for screen readers, with its voice where that changes."""
        name, text = self._names[line], self._lines[line].text
        return labelled(name, text) if name else text

    def paint(
        self,
        painter: QPainter,
        line: int,
        layout: LineLayout,
        at: tuple[float, float],
        right: float,
        moons: int | None,
    ) -> None:
        """Paint the sign in the margin, and the name.

        The name stands above the current line, beside the `moons` of its count-in, and after other
        lines if there is space. `at` is the corner of the line; nothing extends beyond `right` px.
        """
        t, part, name = self._theme.tokens, self._lines[line].part, self._names[line]
        mirrored = layout.right_to_left
        end = at[0] + layout.width
        middle = at[1] + layout.above + layout.size * 0.68
        paint_voice(
            painter,
            self._theme,
            part,
            QPointF(end + MARGIN - SIGN_IN if mirrored else at[0] - MARGIN + SIGN_IN, middle),
        )
        if not name:
            return
        painter.setFont(self._theme.font(Text.ROW))
        metrics = QFontMetricsF(painter.font())
        wide = metrics.horizontalAdvance(name)
        if moons is not None:
            shift = MOONS_WIDE * moons
            x = end - wide - shift if mirrored else at[0] + shift
            y = max(metrics.ascent(), at[1] - metrics.descent() + layout.size * 0.1)
            painter.setPen(voice_colour(t, part))
            painter.drawText(QPointF(x, y), name)
            return
        first = layout.rows[0].width
        x = end - first - GAP - wide if mirrored else at[0] + first + GAP
        painter.setPen(t.text2)
        if len(layout.rows) == 1 and x >= 0 and x + wide <= right:
            painter.drawText(QPointF(x, middle + layout.size * (BASELINE - 0.68)), name)

    def named(self, line: int) -> bool:
        """Whether the name of its voice is shown."""
        return bool(self._names[line])
