"""The stamps of words being timed: every piece of text in one row, always in order."""

from dataclasses import dataclass, replace

from lullaby.units import Ms


@dataclass(frozen=True, slots=True)
class Marks:
    """What undo brings back. `starts` has a place for each piece, `ends` one for each line."""

    firsts: tuple[int, ...]
    """The first piece of every line; an empty line has none of its own."""
    starts: tuple[Ms | None, ...]
    ends: tuple[Ms | None, ...]
    at: int = 0
    """The piece that the next tap stamps; the number of pieces when all is done."""

    @classmethod
    def blank(cls, pieces: tuple[int, ...]) -> "Marks":
        """Nothing stamped; `pieces` has the number of pieces of each line."""
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

    def stamped(self, piece: int, time: int) -> "Marks":
        """With a piece's start set; it is never before what precedes it.

        What comes later in the song but was stamped earlier has lost its meaning and is cleared.
        """
        floor = max((start for start in self.starts[:piece] if start is not None), default=0)
        time = max(floor, time)
        starts = list(self.starts)
        starts[piece] = Ms(time)
        for later in range(piece + 1, len(starts)):
            start = starts[later]
            if start is not None and start < time:
                starts[later] = None
        return replace(self, starts=tuple(starts), ends=self._ends(self.line_of(piece), time))

    def closed(self, line: int, time: int) -> "Marks":
        """With a line's end set, between its own last stamp and the next line's first."""
        last = max((self.starts[p] or 0 for p in self.pieces(line)), default=0)
        after = [s for s in self.starts[self.pieces(line).stop :] if s is not None]
        ends = list(self.ends)
        ends[line] = Ms(max(last, min(time, *after) if after else time))
        return replace(self, ends=tuple(ends))

    def moved(self, pieces: range, by: int) -> "Marks":
        """With these pieces moved together, as far as their neighbours allow."""
        inside = [start for p in pieces if (start := self.starts[p]) is not None]
        if not inside:
            return self
        before = [s for s in self.starts[: pieces.start] if s is not None]
        after = [s for s in self.starts[pieces.stop :] if s is not None]
        by = max(by, max(before, default=Ms(0)) - inside[0])
        by = min(by, min(after) - inside[-1]) if after else by
        starts = list(self.starts)
        for piece in pieces:
            start = starts[piece]
            if start is not None:
                starts[piece] = Ms(start + by)
        moved = replace(self, starts=tuple(starts))
        return replace(moved, ends=moved._ends(self.line_of(pieces.start), inside[0] + by))

    def cleared(self, line: int) -> "Marks":
        """Without the stamps of a line, which is next to be tapped."""
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
