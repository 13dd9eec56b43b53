"""Where the verses of a song lie one after another, and when one rendering may become another.

All times in ms of the song at its written pace, at which every rendering is spoken of.
"""

from dataclasses import dataclass
from fractions import Fraction

from lullaby.songbook.notes import Score
from lullaby.songbook.timeline import INTERLUDE_BARS, INTRO_BARS

BEFORE_A_LINE_MS = 600.0
"""A change this shortly before a line has happened when the line begins."""


@dataclass(frozen=True, slots=True)
class Passes:
    """`order` are the verses as they come; every pass lasts `every_ms`, interlude included."""

    order: tuple[int, ...]
    first_ms: float
    """Where the first pass begins, with its upbeat."""
    every_ms: float
    lines: tuple[tuple[float, float], ...]
    """Where each line begins and ends, from the start of its pass."""

    @property
    def last_note_ms(self) -> float:
        """From the start of a pass."""
        return self.lines[-1][1]

    def at(self, position_ms: float) -> int:
        """Which pass it is; an interlude belongs to the pass before it, the introduction to the
        first, the end to the last."""
        passed = int((position_ms - self.first_ms) // self.every_ms)
        return min(max(0, passed), len(self.order) - 1)

    def between_lines(self, position_ms: float) -> bool:
        """Nothing is sung here, or the next line is about to begin."""
        within = position_ms - self.first_ms - self.at(position_ms) * self.every_ms
        starts = [*(start for start, _ in self.lines), self.every_ms]
        near = any(0 <= start - within <= BEFORE_A_LINE_MS for start in starts)
        return near or not any(start <= within < end for start, end in self.lines)


def passes(score: Score, order: tuple[int, ...]) -> Passes:
    """The verses in `order`, as `timeline` lays them."""
    whole_ms = 60_000 / (score.bpm * float(score.beat))
    bars = -(-(score.length - score.pickup) // score.bar)
    lines: list[tuple[float, float]] = []
    at = Fraction(0)
    for phrase in score.phrases:
        sung: list[Fraction] = []
        for note in phrase.notes:
            if note.pitch is not None:
                sung += [at, at + note.length]
            at += note.length
        if sung:
            lines.append((float(sung[0]) * whole_ms, float(sung[-1]) * whole_ms))
    return Passes(
        order,
        float(INTRO_BARS * score.bar - score.pickup) * whole_ms,
        float((bars + INTERLUDE_BARS) * score.bar) * whole_ms,
        tuple(lines),
    )


def crossing(before: Passes, after: Passes, position_ms: float, alike: bool = True) -> float | None:
    """How far after this place the rendering `after` is to go on in the place of `before`.

    None: not here, ask again a little later. Two that sound alike cross at once; instruments
    change only between lines, so that no word is torn. Where the verse that is sung is no longer
    among those chosen it is sung to its end, and the next one that is chosen follows.
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
    """The pass of `verse` that leaves about as much to come as there would have been."""
    places = [place for place, other in enumerate(order) if other == verse]
    return min(places, key=lambda place: (abs(place - here), place))
