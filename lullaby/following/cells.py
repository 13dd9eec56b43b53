"""The places of a song that a singer can be at, as arrays.

A note is a row of cells, so that its length varies less the longer it is (an Erlang distribution).
Behind each note is a rest, behind each line a gap.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lullaby.following.melody import Melody
from lullaby.frozen import frozen

CELL_MS = 130.0
"""Aim for the length of a cell."""

FEWEST_CELLS = 2
SHORTEST_MS = 60.0

Ints = NDArray[np.intp]
Floats = NDArray[np.floating[Any]]


@frozen
class Cells:
    """Cells of all notes in order; `note_…`, `line_…` and `cell_…` tell what is counted."""

    cell_note: Ints
    cell_ms: Floats
    cell_pitch: Ints
    """Pitch class, 0 to 11."""
    note_first: Ints
    note_last: Ints
    """The first and the last cell of each note."""
    note_pitch: Floats
    note_syllable: Ints
    note_line: Ints
    line_first_note: Ints
    line_last_note: Ints
    line_tune: Ints
    """The first line with the same notes."""
    line_verse: Ints
    line_twin: Ints
    """The same line of the first verse with the same tune: words alone could tell them apart."""
    note_in_tune: Ints
    """The same note in the first line with the same notes."""
    note_twin: Ints
    """The same note in the line's twin."""

    @property
    def lines(self) -> int:
        return len(self.line_tune)


def cells_of(melody: Melody) -> Cells:
    """The cells of the lines that have notes. Raises ValueError for a song without any."""
    if not melody.notes:
        raise ValueError("the song has no notes")
    counts = [max(FEWEST_CELLS, round(note.ms / CELL_MS)) for note in melody.notes]
    ends = np.cumsum(counts)
    cell_note = np.repeat(np.arange(len(counts)), counts)
    ms = np.array(
        [max(note.ms, SHORTEST_MS) / n for note, n in zip(melody.notes, counts, strict=True)]
    )
    pitches = np.array([note.pitch for note in melody.notes])
    lines = np.array([note.line for note in melody.notes])
    firsts = np.flatnonzero(np.diff(lines, prepend=-1) != 0)
    lasts = np.append(firsts[1:], len(lines)) - 1
    tunes = [
        tuple((note.pitch, round(note.ms)) for note in melody.notes[first : last + 1])
        for first, last in zip(firsts, lasts, strict=True)
    ]
    own = np.cumsum(np.diff(lines, prepend=lines[0]) != 0)
    tune = np.array([tunes.index(each) for each in tunes])
    verse = np.array([melody.verses[lines[first]] for first in firsts])
    twin = _twins(tune, verse)
    numbers = np.arange(len(lines))
    return Cells(
        cell_note,
        ms[cell_note].astype(np.float32),
        pitches[cell_note] % 12,
        (ends - counts).astype(np.intp),
        ends - 1,
        pitches.astype(np.float32),
        np.array([note.syllable for note in melody.notes]),
        own,
        firsts,
        lasts,
        tune,
        verse,
        twin,
        numbers + (firsts[tune] - firsts)[own],
        numbers + (firsts[twin] - firsts)[own],
    )


def _twins(tune: Ints, verse: Ints) -> Ints:
    starts = [int(np.flatnonzero(verse == each)[0]) for each in verse]
    tunes = [tuple(tune[verse == each]) for each in verse]
    return np.array(
        [starts[tunes.index(tunes[at])] + at - starts[at] for at in range(len(tune))], np.intp
    )


def after_a_line(cells: Cells) -> Floats:
    """Where a singer goes on after a pause behind each line: shares of lines, a row for each."""
    count = cells.lines
    shares = np.zeros((count, count))
    for line in range(count):
        for other, weight in _likely(cells, line):
            shares[line, other] += weight
        shares[line] *= OTHERS / shares[line].sum()
        following = line + 1
        if following < count:
            shares[line, following] += NEXT
        else:  # the song again, or its last verse
            shares[line, 0] += NEXT / 2
            shares[line, _verse_start(cells, line)] += NEXT / 2
        shares[line, line] += SAME
    return shares.astype(np.float32)


NEXT, SAME, OTHERS = 0.86, 0.06, 0.08
ANY_LINE, LIKELY_LINE = 1.0, 4.0


def _likely(cells: Cells, line: int) -> Sequence[tuple[int, float]]:
    """Any other line; more likely the first of a verse or the line after the next."""
    start = _verse_start(cells, line)
    later = np.flatnonzero(cells.line_verse != cells.line_verse[line])
    next_verse = later[later > line]
    special = {0, start, min(line + 2, cells.lines - 1)}
    if len(next_verse):
        special.add(int(next_verse[0]))
    return [(each, ANY_LINE) for each in range(cells.lines)] + [
        (each, LIKELY_LINE) for each in special
    ]


def _verse_start(cells: Cells, line: int) -> int:
    return int(np.flatnonzero(cells.line_verse == cells.line_verse[line])[0])


def from_anywhere(cells: Cells) -> Floats:
    """Where a singer goes who breaks off: shares of lines, a row for each line."""
    count = cells.lines
    shares = np.full((count, count), 0.4 / count)
    shares += 0.35 * np.eye(count) + 0.25 * np.roll(np.eye(count), 1, axis=1)
    return shares.astype(np.float32)
