"""Which syllable the words show: forward at once, back and elsewhere only when it is sure.

The masses of verses of the same tune are added up and given to the verse that comes in order.
"""

import numpy as np

from lullaby.following.cells import Cells, Floats, Ints
from lullaby.following.follower import Believed

WAITS_BELOW, GOES_ON_ABOVE, JUMPS_ABOVE = 0.75, 1.05, 1.25
"""Trust below which the words wait, above which they go on, and above which they may jump."""

KNOWN_STEPS = 12
"""Steps of trust above JUMPS_ABOVE after which the line may change: 0.5 s."""

LOST_STEPS = 125
"""Steps of waiting after which the same is asked anew: 5 s."""

SURE_STEPS = 8
"""Steps for which a way back or elsewhere must be likeliest: 0.32 s."""

BACK_SYLLABLES = 3
"""The words go back by at least so much, or to the beginning of the line."""

ELSEWHERE = 0.8
"""The share of another line at which the words jump there."""

CLEAR = 0.75
"""The share of a line among those of its tune from which it is this one; else the next is shown."""

NEAR = 0.4
"""The least share of the line shown and the next, together, at which the words move in them."""

LEFT_BEHIND = 0.7
"""The share of the mass that a note has behind it once the words go there, by one note at most:
what is heard is some 100 ms old, so the middle of the mass is late by as much."""

AHEAD_NOTES = 3
"""Within the next line the words go on at once only by so many notes."""

SUNG = 0.5
"""The belief in a line behind its first notes from which it is being sung, not only shown ahead."""

FIRST_NOTES = 2

QUIET_STEPS = 8
"""Steps without voice after which the next line is shown behind the last note of a line."""

QUIET = 0.4
BEGUN = 0.5


class Shown:
    """Holds what is shown of one song."""

    def __init__(self, cells: Cells) -> None:
        self._cells = cells
        self._note: int | None = None
        self._line = 0
        self._waits = False
        self._known_steps = 0
        self._lost_steps = 0
        self._quiet = 0
        self._line_sung = False
        self._unsure_steps = 0
        self._elsewhere: tuple[int, int] = (0, 0)

    @property
    def syllable(self) -> int | None:
        """None as long as nobody has begun."""
        return None if self._note is None else int(self._cells.note_syllable[self._note])

    @property
    def waits(self) -> bool:
        """Whether the words stand because it is unsure where the singer is."""
        return self._waits

    def place(self, line: int) -> None:
        """Show the beginning of this line."""
        self._go(int(self._cells.line_first_note[line]))

    def show_next_verse(self) -> None:
        """Show the same place of the next verse with this tune; after the last comes the first.

        Verses of the same tune are one to the ear, so the belief stays as it is."""
        if self._note is None:
            return
        cells, line = self._cells, self._line
        twins = np.flatnonzero(cells.line_twin == cells.line_twin[line])
        following = _next(twins, line)
        first = cells.line_first_note
        self._go(self._note + int(first[following] - first[line]))

    def update(self, believed: Believed) -> bool:
        """Take what is believed after a step; whether another syllable is shown now."""
        before = self.syllable
        self._quiet = self._quiet + 1 if believed.voiced < QUIET else 0
        self._judge(believed.trust)
        if self._note is None:
            if believed.idle < BEGUN:
                self._go(0)
        elif not self._waits:
            self._move(believed, self._note)
        return self.syllable != before

    def _judge(self, trust: float) -> None:
        if trust < WAITS_BELOW:
            self._waits = True
        elif trust > GOES_ON_ABOVE:
            self._waits = False
        self._lost_steps = self._lost_steps + 1 if self._waits else 0
        if self._known_steps < KNOWN_STEPS:
            self._known_steps = self._known_steps + 1 if trust > JUMPS_ABOVE else 0
        elif self._lost_steps >= LOST_STEPS:
            self._known_steps = 0

    def _move(self, believed: Believed, note: int) -> None:
        masses = _Folded(self._cells, believed)
        self._line_sung = self._line_sung or masses.well_into(self._line) > SUNG
        target = masses.note_near(self._line, self._quiet >= QUIET_STEPS, self._line_sung)
        known = self._known_steps >= KNOWN_STEPS
        if target is not None and (known or self._cells.note_line[target] == self._line):
            self._go_near(target, note)
        if known and not self._quiet:
            self._jump(masses, believed.trust)

    def _go_near(self, target: int, note: int) -> None:
        """Go on at once; back, or far into the next line, only after SURE_STEPS."""
        cells = self._cells
        line = int(cells.note_line[target])
        if target >= note:
            ahead = target - int(cells.line_first_note[line])
            at_once = line == self._line or ahead <= AHEAD_NOTES
        else:
            syllables = int(cells.note_syllable[note] - cells.note_syllable[target])
            start = int(cells.line_first_note[line])
            if self._quiet or (syllables < BACK_SYLLABLES and (target > start or not syllables)):
                self._unsure_steps = 0
                return
            at_once = False
        self._unsure_steps += 1
        if at_once or self._unsure_steps >= SURE_STEPS:
            self._go(target)

    def _jump(self, masses: "_Folded", trust: float) -> None:
        line = masses.likeliest_elsewhere(self._line, self._line_sung)
        if line is None or trust <= JUMPS_ABOVE:
            self._elsewhere = (0, 0)
            return
        steps = self._elsewhere[1] + 1 if self._elsewhere[0] == line else 1
        self._elsewhere = (line, steps)
        if steps >= SURE_STEPS:
            self._go(masses.median_in(line))

    def _go(self, note: int) -> None:
        self._unsure_steps = 0
        line = int(self._cells.note_line[note])
        if line != self._line:
            self._elsewhere = (0, 0)
            self._line_sung = False
        self._note, self._line = note, line


class _Folded:
    """The masses of a step, those of verses of the same tune added up."""

    def __init__(self, cells: Cells, believed: Believed) -> None:
        self._cells = cells
        self._notes = np.bincount(cells.note_twin, believed.notes, len(cells.note_line))
        self._gaps = np.bincount(cells.line_twin, believed.gaps, cells.lines)
        self._lines = np.add.reduceat(self._notes, cells.line_first_note)

    def well_into(self, line: int) -> float:
        """The mass behind the first notes of a line."""
        notes = self._at(line)[:-1]
        return float(notes[min(FIRST_NOTES, len(notes) - 1) :].sum())

    def note_near(self, line: int, quiet: bool, sung: bool) -> int | None:
        """The note in this line, or in the next if this one was `sung`, that is sung by the time it
        shows.

        None if the singer is probably elsewhere."""
        following = line + 1
        here = self._at(line)
        there = np.zeros(0)
        if sung and following < self._cells.lines:
            twins = self._cells.line_twin
            there = self._at(following) if twins[line] != twins[following] else there
        whole = np.concatenate((here, there))
        if whole.sum() < NEAR:
            return None
        median = _quantile(whole, 0.5)
        ahead = min(_quantile(whole, LEFT_BEHIND), median + 1)
        if ahead >= len(here):
            return self._clip(following, ahead - len(here))
        if median == len(here) - 1 and quiet and following < self._cells.lines:
            return int(self._cells.line_first_note[following])
        return self._clip(line, ahead)

    def median_in(self, line: int) -> int:
        return self._note(line, self._at(line))

    def likeliest_elsewhere(self, line: int, sung: bool) -> int | None:
        """The line that is being sung if it is surely neither this nor, if this one was `sung`,
        the next."""
        cells = self._cells
        tunes = np.bincount(cells.line_tune, self._lines, cells.lines)
        tune = int(np.argmax(tunes))
        likeliest = int(np.argmax(np.where(cells.line_tune == tune, self._lines, -1)))
        near = slice(line, line + 1 + sung)
        if tunes[tune] < ELSEWHERE:
            return None
        if self._lines[likeliest] >= CLEAR * tunes[tune]:
            if likeliest in cells.line_twin[near]:
                return None
            return self._in_order(np.flatnonzero(cells.line_twin == likeliest), line)
        if tune in cells.line_tune[near]:
            return None
        return self._next_of(np.flatnonzero(cells.line_tune == tune), line)

    def _in_order(self, lines: Ints, line: int) -> int:
        """Of these lines the one before this line, in this verse, or the next."""
        if line - 1 in lines:
            return line - 1
        verse = self._cells.line_verse
        here = lines[verse[lines] == verse[line]]
        return int(here[0]) if len(here) else _next(lines, line)

    def _next_of(self, lines: Ints, line: int) -> int:
        """Of these lines the next in this verse, or the next of all."""
        verse = self._cells.line_verse
        here = lines[(verse[lines] == verse[line]) & (lines > line)]
        return int(here[0]) if len(here) else _next(lines, line)

    def _at(self, line: int) -> Floats:
        """Masses of the notes of a line, and of its gap."""
        twin = int(self._cells.line_twin[line])
        first, last = self._cells.line_first_note[twin], self._cells.line_last_note[twin]
        return np.append(self._notes[first : last + 1], self._gaps[twin]).astype(np.float64)

    def _note(self, line: int, masses: Floats) -> int:
        return self._clip(line, _quantile(masses, 0.5))

    def _clip(self, line: int, at: int) -> int:
        """The note at this place of a line; in its gap, the last."""
        first, last = self._cells.line_first_note[line], self._cells.line_last_note[line]
        return int(min(first + at, last))


def _next(lines: Ints, line: int) -> int:
    later = lines[lines > line]
    return int(later[0] if len(later) else lines[0])


def _quantile(masses: Floats, share: float) -> int:
    return int(np.searchsorted(np.cumsum(masses), share * masses.sum()))
