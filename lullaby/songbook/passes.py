"""Finds the position of each verse, and when playback may switch between two renderings.

All times are in ms of the song at its written tempo, for renderings at any tempo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lullaby.frozen import frozen

if TYPE_CHECKING:
    from lullaby.songbook.notes import Score

BEFORE_A_LINE_MS = 600.0
"""A switch this shortly before a line is complete when the line starts, in ms."""


@frozen
class Passes:
    """A song's passes: `order` lists the verse of each; `every_ms` includes the interlude."""

    order: tuple[int, ...]
    first_ms: float
    """Start of the first pass, with its upbeat."""
    every_ms: float
    lines: tuple[tuple[float, float], ...]
    """Start and end of each line, relative to the start of its pass."""

    @property
    def last_note_ms(self) -> float:
        """End of the last note, relative to the start of a pass."""
        return self.lines[-1][1]

    def at(self, position_ms: float) -> int:
        """The index of the pass at a position.

        An interlude belongs to the pass before it, the introduction to the first pass."""
        passed = int((position_ms - self.first_ms) // self.every_ms)
        return min(max(0, passed), len(self.order) - 1)

    def between_lines(self, position_ms: float) -> bool:
        """Whether nothing is sung here, or the next line is about to start."""
        within = position_ms - self.first_ms - self.at(position_ms) * self.every_ms
        starts = [*(start for start, _ in self.lines), self.every_ms]
        near = any(0 <= start - within <= BEFORE_A_LINE_MS for start in starts)
        return near or not any(start <= within < end for start, end in self.lines)


def passes(score: Score, order: tuple[int, ...]) -> Passes:
    """The passes of the verses in `order`, at the times that `timeline` gives."""
    from fractions import Fraction

    from lullaby.songbook.tempo_map import tempo_map
    from lullaby.songbook.timeline import verse_starts

    first, second = verse_starts(score, 2)
    ms = tempo_map(score, 60_000 / (score.bpm * float(score.beat)), (first, second)).ms
    first_ms = ms(first)
    lines: list[tuple[float, float]] = []
    at = Fraction(0)
    for phrase in score.phrases:
        sung: list[Fraction] = []
        for note in phrase.notes:
            if note.pitch is not None:
                sung += [at, at + note.length]
            at += note.length
        if sung:
            lines.append((ms(first + sung[0]) - first_ms, ms(first + sung[-1]) - first_ms))
    return Passes(order, first_ms, ms(second) - first_ms, tuple(lines))


def crossing(before: Passes, after: Passes, position_ms: float, alike: bool = True) -> float | None:
    """The offset in ms from this position at which `after` continues instead of `before`.

    None means not now: ask again shortly. Renderings that sound alike switch at once; instruments
    change only between lines, so that no word is cut. A verse that is no longer chosen is sung to
    its end, and the next chosen verse follows.
    """
    if before.order == after.order:
        return 0.0 if alike or before.between_lines(position_ms) else None
    if position_ms < before.first_ms:
        return 0.0
    here = before.at(position_ms)
    verse = before.order[here]
    if verse in after.order:
        there = _nearest(verse, here, after.order)
        shift = (there - here) * before.every_ms
        return shift if alike or before.between_lines(position_ms) else None
    in_pass = position_ms - before.first_ms - here * before.every_ms
    if in_pass < before.last_note_ms or here == len(before.order) - 1:
        return None
    later = [other for other in after.order if other > verse] or list(after.order)
    return (_nearest(min(later), here + 1, after.order) - here - 1) * before.every_ms


def _nearest(verse: int, here: int, order: tuple[int, ...]) -> int:
    """The pass of `verse` after which about as many passes remain as before the switch."""
    places = [place for place, other in enumerate(order) if other == verse]
    return min(places, key=lambda place: (abs(place - here), place))
