"""Times words by tapping along: one tap per line, then per syllable if wanted.

A session is immutable; every action returns a new one, so undo returns to an earlier one.
"""

from dataclasses import replace
from enum import Enum
from statistics import median

from lullaby.frozen import frozen
from lullaby.lyrics.assemble import LONGEST_LINE_MS
from lullaby.lyrics.model import Lyrics, Part
from lullaby.lyrics.syllables import split_line
from lullaby.lyrics.tap_marks import Marks
from lullaby.units import Ms

USUAL_DELAY_MS = Ms(100)
"""How late a tap is until `delay_of` has measured the person.

Tapping to a steady beat people are a little early (Repp 2005, doi:10.3758/BF03206433); who waits
for a sound answers after some 200 ms. Singing along to a known song lies between.
"""
MOST_DELAY_MS = 500
PACES = (0.6, 0.7, 0.8, 0.9, 1.0)
"""Speeds of the recording while it loops."""
COARSE_MS, FINE_MS = Ms(50), Ms(10)
"""The two step sizes of nudging."""
LEAD_MS = Ms(1500)
"""Lead-in before the looped line, in ms."""
TAIL_MS = Ms(600)
DEEPEST_UNDO = 1000


class TapUnit(Enum):
    """What one tap stamps."""

    LINES = "lines"
    SYLLABLES = "syllables"


@frozen
class TapLine:
    """A line to be timed; empty text separates verses and is never tapped."""

    text: str
    pieces: tuple[str, ...]
    part: Part = Part.EVERYONE
    translation: str = ""


@frozen
class Moment:
    """The state that undo restores."""

    lines: tuple[TapLine, ...]
    marks: Marks


@frozen
class LoopRange:
    """A section of the recording to repeat, in ms."""

    start_ms: Ms
    end_ms: Ms


@frozen
class TapSession:
    lines: tuple[TapLine, ...]
    marks: Marks
    unit: TapUnit = TapUnit.LINES
    delay_ms: Ms = USUAL_DELAY_MS
    """The person's tapping delay in real time, subtracted from every tap."""
    selected: int | None = None
    """The piece that nudging moves: the one tapped last, or a chosen one."""
    past: tuple[Moment, ...] = ()
    future: tuple[Moment, ...] = ()

    @classmethod
    def of(
        cls, lyrics: Lyrics, unit: TapUnit = TapUnit.LINES, delay_ms: Ms = USUAL_DELAY_MS
    ) -> "TapSession":
        """Start a session with words, keeping existing times."""
        lines: list[TapLine] = []
        starts: list[Ms | None] = []
        ends: list[Ms | None] = []
        for line, after in zip(lyrics.lines, (*lyrics.lines, None)[1:], strict=True):
            pieces = tuple(s.text for s in line.syllables) or split_line(line.text, lyrics.language)
            lines.append(TapLine(line.text, pieces, line.part, line.translation))
            times = [s.start_ms for s in line.syllables] or [line.start_ms]
            starts += [*times, *[None] * (len(pieces) - len(times))] if pieces else []
            before_a_break = after is not None and not after.text and after.start_ms is not None
            ends.append(line.end_ms if pieces and (line.syllables or before_a_break) else None)
        blank = Marks.blank(tuple(len(line.pieces) for line in lines))
        marks = replace(blank, ends=tuple(ends)).with_starts(starts)
        return cls(tuple(lines), marks, delay_ms=delay_ms).by(unit)

    @property
    def line(self) -> int | None:
        """The line that the next tap belongs to; None when all is tapped."""
        return None if self.done else self.marks.line_of(self.marks.at)

    @property
    def piece(self) -> int | None:
        """Index of the next piece within its line; None when all is tapped."""
        line = self.line
        return None if line is None else self.marks.at - self.marks.firsts[line]

    @property
    def done(self) -> bool:
        """Whether the last line or syllable has been tapped."""
        return self.marks.at >= len(self.marks.starts)

    @property
    def first_open(self) -> int:
        """The first piece to be tapped that has no stamp; the number of pieces for none."""
        places = (p for p in self._places() if self.marks.starts[p] is None)
        return next(places, len(self.marks.starts))

    @property
    def progress(self) -> tuple[int, int]:
        """Number of taps made, and in total."""
        places = self._places()
        return sum(1 for p in places if self.marks.starts[p] is not None), len(places)

    def tap(self, position_ms: Ms, pace: float = 1.0) -> "TapSession":
        """Stamp the next line or syllable at a position of the recording, which plays at `pace`.

        The hand is late by the same real time at any tempo: slow playback shifts taps less.
        """
        if self.done:
            return self
        at = self.marks.at
        marks = self.marks.stamped(at, self._meant(position_ms, pace))
        done = self._did(replace(marks, at=self._after(at)))
        return replace(done, selected=at)

    def end_line(self, position_ms: Ms, pace: float = 1.0) -> "TapSession":
        """Stamp the end of the line tapped last, where music follows."""
        begun = [p for p in range(self.marks.at) if self.marks.starts[p] is not None]
        if not begun:
            return self
        line = self.marks.line_of(begun[-1])
        return self._did(self.marks.closed(line, self._meant(position_ms, pace)))

    def go_to(self, line: int, piece: int = 0) -> "TapSession":
        """Continue tapping from there; clears nothing."""
        pieces = self.marks.pieces(line)
        if not pieces:
            return self
        at = pieces[min(max(0, piece), len(pieces) - 1)]
        return replace(self, marks=replace(self.marks, at=at), selected=at)

    def clear_line(self, line: int) -> "TapSession":
        """Clear the stamps of a line, to tap it again."""
        return self._did(self.marks.cleared(line)) if self.marks.pieces(line) else self

    def nudge(self, by_ms: Ms) -> "TapSession":
        """Shift the selected syllable, or its whole line; positive is later."""
        if self.selected is None or self.marks.starts[self.selected] is None:
            return self
        moved = range(self.selected, self.selected + 1)
        if self.unit is TapUnit.LINES:
            moved = self.marks.pieces(self.marks.line_of(self.selected))
        marks = self.marks.moved(moved, by_ms)
        return self if marks == self.marks else self._did(marks)

    def by(self, unit: TapUnit) -> "TapSession":
        """Continue with lines or syllables, at the first unstamped one."""
        changed = replace(self, unit=unit, selected=None)
        return replace(changed, marks=replace(self.marks, at=changed.first_open))

    def undo(self) -> "TapSession":
        """Undo the last action, if there is one."""
        if not self.past:
            return self
        *past, moment = self.past
        future = (*self.future, self.moment)
        return self._back_to(moment, tuple(past), future)

    def redo(self) -> "TapSession":
        """Redo what was undone."""
        if not self.future:
            return self
        *future, moment = self.future
        past = (*self.past, self.moment)
        return self._back_to(moment, past, tuple(future))

    @property
    def moment(self) -> Moment:
        """Words and stamps as they are now."""
        return Moment(self.lines, self.marks)

    def did(self, lines: tuple[TapLine, ...], marks: Marks, again: bool = False) -> "TapSession":
        """New words or stamps as an undo step; `again` merges with the last step."""
        past = self.past if again else (*self.past, self.moment)[-DEEPEST_UNDO:]
        return replace(self, lines=lines, marks=marks, past=past, future=())

    def loop(self) -> LoopRange:
        """The loop around the current line, with some margin."""
        times = self.marks.starts
        here = self.line
        last = len(times) if here is None else self.marks.pieces(here).stop
        first = times[self.marks.firsts[here]] if here is not None else None
        begun = [start for start in times[:last] if start is not None]
        start = first if first is not None else (begun[-1] if begun else Ms(0))
        later = [s for s in times[last:] if s is not None]
        end = self.ends_of(here) or (later[0] if later else Ms(start + LONGEST_LINE_MS))
        return LoopRange(Ms(max(0, start - LEAD_MS)), Ms(end + TAIL_MS))

    def ends_of(self, line: int | None) -> Ms | None:
        """The stamped end of a line."""
        return None if line is None else self.marks.ends[line]

    def _meant(self, position: int, pace: float) -> int:
        return max(0, round(position - self.delay_ms * pace))

    def _did(self, marks: Marks) -> "TapSession":
        return self.did(self.lines, marks)

    def _back_to(
        self, moment: Moment, past: tuple[Moment, ...], future: tuple[Moment, ...]
    ) -> "TapSession":
        back = replace(self, lines=moment.lines, marks=moment.marks, selected=None)
        return replace(back, past=past, future=future)

    def _places(self) -> list[int]:
        if self.unit is TapUnit.SYLLABLES:
            return list(range(len(self.marks.starts)))
        lines = range(len(self.marks.firsts))
        return [self.marks.firsts[line] for line in lines if self.marks.pieces(line)]

    def _after(self, piece: int) -> int:
        return next((p for p in self._places() if p > piece), len(self.marks.starts))


def delay_of(taps: tuple[Ms, ...], meant: tuple[Ms, ...]) -> Ms:
    """A person's tapping delay: the median difference of taps to known moments.

    Never negative, so that taps ahead are not moved later.
    """
    late = [tap - known for tap, known in zip(taps, meant, strict=True)]
    return Ms(round(min(MOST_DELAY_MS, max(0, median(late))))) if late else USUAL_DELAY_MS
