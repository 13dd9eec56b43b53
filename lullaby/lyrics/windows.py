"""Chooses the lines on screen: the previous one, the current one and the next two."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from lullaby.frozen import frozen
from lullaby.lyrics.model import Line


@frozen
class Window:
    """Indexes into the lines of the words; breaks and verse gaps are left out."""

    gone: int | None
    current: int | None
    next: int | None
    after: int | None


class Windows:
    """The lines with text, in order."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.readable = tuple(index for index, line in enumerate(lines) if line.text)

    def around(self, line: int | None) -> Window:
        """The window with `line` current; None is the time before the first line."""
        if line is None:
            return Window(None, None, self._at(0), self._at(1))
        place = bisect_left(self.readable, line)
        behind = bisect_right(self.readable, line)
        current = line if behind > place else None
        return Window(self._at(place - 1), current, self._at(behind), self._at(behind + 1))

    def _at(self, place: int) -> int | None:
        return self.readable[place] if 0 <= place < len(self.readable) else None


@frozen
class ManualCursor:
    """Words turned by hand, one readable line at a time; never past the first or the last."""

    windows: Windows
    place: int = 0

    @classmethod
    def over(cls, lines: Sequence[Line]) -> "ManualCursor":
        """At the first line."""
        return cls(Windows(lines))

    @property
    def line(self) -> int | None:
        """The current line's index; None when there is nothing to read."""
        readable = self.windows.readable
        return readable[self.place] if readable else None

    @property
    def window(self) -> Window:
        return self.windows.around(self.line)

    def on(self) -> "ManualCursor":
        """One line further."""
        return self.turned(1)

    def back(self) -> "ManualCursor":
        """One line back."""
        return self.turned(-1)

    def turned(self, lines: int) -> "ManualCursor":
        """So many lines further (+) or back (-)."""
        return self._moved(self.place + lines)

    def before(self, line: int | None) -> int:
        """How many readable lines lie before `line`."""
        return 0 if line is None else bisect_left(self.windows.readable, line)

    def to(self, line: int) -> "ManualCursor":
        """To `line`, or to the readable line after it."""
        return self._moved(bisect_left(self.windows.readable, line))

    def _moved(self, place: int) -> "ManualCursor":
        last = max(0, len(self.windows.readable) - 1)
        return replace(self, place=min(max(0, place), last))
