"""Where the song is, with a mark for every line that has its time."""

from bisect import bisect_left, bisect_right

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QToolTip

from lullaby.ui.controls.song_place import SongPlace
from lullaby.ui.mirroring import as_in_english
from lullaby.ui.text import names
from lullaby.ui.theme.theme import Theme
from lullaby.ui.words_editor.state import TimedLine
from lullaby.units import Ms

MARK, CURRENT_MARK = 7, 11
"""Half the height of a line's mark, and of that of the current line, in px at 100 %."""

NEAR_MS = 1_000
"""Page ↑ goes to the line before if a line began less than this ago."""


class EditorPlace(SongPlace):
    """Page ↑ and ↓ go from line to line; the pointer shows which line is where."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._lines: tuple[TimedLine, ...] = ()
        self._current: int | None = None

    def show_lines(self, lines: tuple[TimedLine, ...], current: int | None) -> None:
        """`current` is the number of the line that keys act on."""
        if (lines, current) != (self._lines, self._current):
            self._lines, self._current = lines, current
            self.update()

    def described(self) -> str:
        line = self._line_at(self._told_ms)
        if line is None:
            return super().described()
        text = self.tr("{place}, in the line “{words}”")
        return text.format(place=super().described(), words=line.text)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, point: QPointF) -> str:
        """The time and the line at a point, for the pointer."""
        at = self._time_at(point)
        line = self._line_at(at)
        return names.length(at) if line is None else f"{names.length(line.start_ms)}  {line.text}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        to = {
            Qt.Key.Key_PageUp: self._before,
            Qt.Key.Key_PageDown: self._after,
        }.get(Qt.Key(event.key()))
        if to is None or not self._lines:
            super().keyPressEvent(event)
            return
        place = to()
        if place is not None:
            self.go_to(place)

    def paint_marks(self, painter: QPainter, left: float, right: float) -> None:
        if not self._duration:
            return
        t, px = self._theme.tokens, self._theme.px
        middle = self.height() / 2
        for line in self._lines:
            chosen = line.number == self._current
            half = px(CURRENT_MARK if chosen else MARK)
            x = left + (right - left) * min(1.0, line.start_ms / self._duration)
            painter.setPen(QPen(t.accent if chosen else t.text2, 3 if chosen else 2))
            painter.drawLine(QPointF(x, middle - half), QPointF(x, middle + half))

    def _before(self) -> Ms | None:
        at = bisect_left(self._starts, self._position - NEAR_MS) - 1
        return self._starts[at] if at >= 0 else None

    def _after(self) -> Ms | None:
        at = bisect_right(self._starts, self._position)
        return self._starts[at] if at < len(self._starts) else None

    @property
    def _starts(self) -> list[Ms]:
        return [line.start_ms for line in self._lines]

    def _line_at(self, position_ms: Ms) -> TimedLine | None:
        at = bisect_right(self._starts, position_ms) - 1
        return self._lines[at] if at >= 0 else None

    def _time_at(self, point: QPointF) -> Ms:
        x = as_in_english(point, QRectF(self.rect()), self.layoutDirection()).x()
        left, right = self._ends()
        return Ms(round(self._duration * min(1.0, max(0.0, (x - left) / (right - left)))))
