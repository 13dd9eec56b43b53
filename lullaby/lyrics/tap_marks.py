"""Stamps of words being timed: one sequence over all pieces, always in order."""

from collections.abc import Sequence
from dataclasses import replace

from lullaby.frozen import frozen
from lullaby.units import Ms

APART_MS = 10
"""Smallest distance of line starts, in ms; with one stamp they would count as translations."""


@frozen
class Marks:
    """`starts` has an entry per piece, `ends` one per line."""

    firsts: tuple[int, ...]
    """Index of the first piece of each line; an empty line has no pieces."""
    starts: tuple[Ms | None, ...]
    ends: tuple[Ms | None, ...]
    at: int = 0
    """Index of the piece that the next tap stamps; the number of pieces when done."""

    @classmethod
    def blank(cls, pieces: tuple[int, ...]) -> "Marks":
        """Marks without stamps; `pieces` is the number of pieces per line."""
        firsts: list[int] = []
        total = 0
        for count in pieces:
            firsts.append(total)
            total += count
        return cls(tuple(firsts), (None,) * total, (None,) * len(pieces))

    def line_of(self, piece: int) -> int:
        """The line that a piece belongs to."""
        return max(i for i, first in enumerate(self.firsts) if first <= piece and self.pieces(i))

    def pieces(self, line: int) -> range:
        """The pieces of a line."""
        after = self.firsts[line + 1] if line + 1 < len(self.firsts) else len(self.starts)
        return range(self.firsts[line], after)

    def with_starts(self, starts: Sequence[Ms | None]) -> "Marks":
        """Set times from elsewhere, except those that run backwards.

        Lines of two simultaneous voices keep their starts; the earlier line ends at the next
        start, and later times in it are dropped.
        """
        heads = set(self.firsts)
        marks = self
        for piece in sorted(range(len(starts)), key=lambda piece: (piece not in heads, piece)):
            start, ceiling = starts[piece], marks._ceiling(piece)
            late = start is None or (ceiling is not None and start > ceiling)
            if start is not None and not late and start >= marks._floor(piece):
                kept = (*marks.starts[:piece], start, *marks.starts[piece + 1 :])
                marks = replace(marks, starts=kept)
        return replace(marks, ends=tuple(_cut(marks, line) for line in range(len(marks.ends))))

    def stamped(self, piece: int, time: int) -> "Marks":
        """Set a piece's start, never before preceding ones.

        Clears the stamps of later pieces that would precede it.
        """
        time = max(self._floor(piece), time)
        own = self.pieces(self.line_of(piece))
        starts = list(self.starts)
        starts[piece] = Ms(time)
        for later in range(piece + 1, len(starts)):
            start = starts[later]
            if start is not None and start < time + (0 if later in own else APART_MS):
                starts[later] = None
        return replace(self, starts=tuple(starts), ends=self._ends(self.line_of(piece), time))

    def _floor(self, piece: int) -> int:
        """The earliest start of a piece."""
        before = next((p for p in range(piece - 1, -1, -1) if self.starts[p] is not None), None)
        if before is None:
            return 0
        apart = 0 if before in self.pieces(self.line_of(piece)) else APART_MS
        return (self.starts[before] or 0) + apart

    def _ceiling(self, piece: int) -> int | None:
        """The latest start of a piece; None without limit."""
        places = range(piece + 1, len(self.starts))
        after = next((p for p in places if self.starts[p] is not None), None)
        if after is None:
            return None
        apart = 0 if after in self.pieces(self.line_of(piece)) else APART_MS
        return (self.starts[after] or 0) - apart

    def closed(self, line: int, time: int) -> "Marks":
        """Set a line's end, between its own last stamp and the next line's first."""
        last = max((self.starts[p] or 0 for p in self.pieces(line)), default=0)
        after = [s for s in self.starts[self.pieces(line).stop :] if s is not None]
        ends = list(self.ends)
        ends[line] = Ms(max(last, min(time, *after) if after else time))
        return replace(self, ends=tuple(ends))

    def moved(self, pieces: range, by: int) -> "Marks":
        """Shift these pieces together, as far as their neighbours allow."""
        inside = [start for p in pieces if (start := self.starts[p]) is not None]
        if not inside:
            return self
        after = [s for s in self.starts[pieces.stop :] if s is not None]
        by = max(by, self._floor(pieces.start) - inside[0])
        ceiling = self._ceiling(pieces.stop - 1)
        by = by if ceiling is None else min(by, ceiling - inside[-1])
        starts = [
            Ms(start + by) if start is not None and place in pieces else start
            for place, start in enumerate(self.starts)
        ]
        line = self.line_of(pieces.start)
        ends = list(self.ends)
        end = ends[line]
        if end is not None:
            whole = pieces == self.pieces(line)
            end = max(end + by if whole else end, inside[-1] + by)
            ends[line] = Ms(min(end, *after) if after else end)
        for earlier, before_it in enumerate(ends[:line]):
            if before_it is not None:
                ends[earlier] = Ms(min(before_it, inside[0] + by))
        return replace(self, starts=tuple(starts), ends=tuple(ends))

    def cleared(self, line: int) -> "Marks":
        """Clear the stamps of a line, which is tapped next."""
        pieces = self.pieces(line)
        starts = [None if i in pieces else start for i, start in enumerate(self.starts)]
        ends = [None if i == line else end for i, end in enumerate(self.ends)]
        return replace(self, starts=tuple(starts), ends=tuple(ends), at=pieces.start)

    def _ends(self, line: int, time: int) -> tuple[Ms | None, ...]:
        """Earlier lines end when a later one begins; no line ends before its own stamps."""
        ends = list(self.ends)
        for index, end in enumerate(ends):
            if end is None:
                continue
            if index < line and end > time:
                ends[index] = Ms(time)
            elif index >= line and end < time:
                ends[index] = None
        return tuple(ends)


def _cut(marks: Marks, line: int) -> Ms | None:
    """The end of a line, not beyond the next beginning."""
    end = marks.ends[line]
    after = next((s for s in marks.starts[marks.pieces(line).stop :] if s is not None), None)
    return end if end is None or after is None else min(end, after)
