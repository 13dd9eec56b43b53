"""When each place of a song sounds, whose tempo may change within a verse."""

from bisect import bisect_right
from collections.abc import Iterable
from fractions import Fraction

from lullaby.songbook.notes import PaceChange, Score

MOST_CHANGES = 1_500
"""As many as a verse has notes."""

SAME = 1e-4
"""Paces that differ by less than this share are the same."""


class PlaceTimes:
    """Places are in whole notes from the beginning of a performance."""

    def __init__(self, whole_ms: float, changes: Iterable[tuple[Fraction, float]] = ()) -> None:
        """`whole_ms` is a whole note at the first tempo; `changes` are places in their order, and
        the pace from there on as a factor."""
        self._places = [Fraction(0)]
        self._starts_ms = [0.0]
        self._whole_ms = [whole_ms]
        for place, pace in changes:
            self._starts_ms.append(self.ms(place))
            self._places.append(place)
            self._whole_ms.append(whole_ms / pace)

    def ms(self, place: Fraction) -> float:
        """When a place sounds, in ms from the beginning."""
        at = max(0, bisect_right(self._places, place) - 1)
        if not at:
            return float(place) * self._whole_ms[0]
        return self._starts_ms[at] + float(place - self._places[at]) * self._whole_ms[at]


def tempo_map(score: Score, whole_ms: float, verses: Iterable[Fraction]) -> PlaceTimes:
    """The tempos of a performance whose verses begin at these places.

    Before, between and after them it has the first tempo.
    """
    if not score.tempos:
        return PlaceTimes(whole_ms)
    changes: list[tuple[Fraction, float]] = []
    for start in verses:
        changes += [(start + each.at, each.pace) for each in score.tempos]
        changes.append((start + score.length, 1.0))
    return PlaceTimes(whole_ms, changes)


def changes_in(paces: Iterable[tuple[Fraction, float]], end: Fraction) -> tuple[PaceChange, ...]:
    """The places before `end` at which the pace changes, of places in their order.

    At the first note it is 1; a pace told before it counts from there on.
    """
    found: list[PaceChange] = []
    for place, pace in paces:
        at = max(Fraction(0), place)
        if found and found[-1].at == at:
            found.pop()
        last = found[-1].pace if found else 1.0
        if at < end and abs(pace - last) > SAME * last:
            found.append(PaceChange(at, pace))
        if len(found) > MOST_CHANGES:
            break
    return tuple(found)
