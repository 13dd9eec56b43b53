"""The tempo filter: selects songs by the tempo shown, and counts unknown tempos separately.

Tempo and "sounds slow" are two facts. Bands, counts and bars go by the number on screen alone; the
verdict of tag, analysis and person on the pace is counted beside them, and has its own rule.
"""

import math
from collections.abc import Iterable, Sequence

from lullaby.frozen import frozen
from lullaby.library.track import Track
from lullaby.tempo.answer import Pace
from lullaby.units import Bpm

ALIKE_BPM = 4.0
"""Tempos within a step of this width, in BPM, count as equal."""

LOWEST = Bpm(40)
HIGHEST = Bpm(140)
BIN = Bpm(2.5)
JUST_ABOVE = Bpm(15)
NARROWEST = 2
"""Smallest width of a band, in BPM."""


@frozen
class Band:
    """Tempos from `low` to `high` BPM, inclusive; the outermost values are open ends.

    Tempos are compared as shown, in whole numbers.
    """

    low: Bpm
    high: Bpm

    def holds(self, bpm: Bpm) -> bool:
        shown = round(bpm)
        above = shown >= self.low or self.low <= LOWEST
        below = shown <= self.high or self.high >= HIGHEST
        return above and below

    @property
    def everything(self) -> bool:
        return self.low <= LOWEST and self.high >= HIGHEST


VERY_SLOW = Band(LOWEST, Bpm(60))
RESTING_HEART = Band(Bpm(60), Bpm(80))
ANY_TEMPO = Band(LOWEST, HIGHEST)


@frozen
class SortedOut:
    """The result of filtering; `inside` and `unknown` keep the library's order and are disjoint."""

    inside: tuple[Track, ...]
    unknown: tuple[Track, ...]
    outside: int
    just_above: int
    """Number of songs up to `JUST_ABOVE` BPM faster than the band."""
    sounds_slow: int
    """Number of songs that sound slow, at whatever tempo."""

    @property
    def total(self) -> int:
        return len(self.inside) + len(self.unknown) + self.outside


def known(track: Track) -> bool:
    """Whether a song has a tempo."""
    return track.tempo.bpm is not None


def within(track: Track, band: Band) -> bool:
    """Whether a song has a tempo, and the band holds it."""
    bpm = track.tempo.bpm
    return bpm is not None and band.holds(bpm)


def usual_band(tracks: Sequence[Track]) -> Band:
    """The default band: the resting heart once half of the songs are known."""
    count = sum(map(known, tracks))
    return RESTING_HEART if tracks and 2 * count >= len(tracks) else ANY_TEMPO


def sort_out(tracks: Iterable[Track], band: Band) -> SortedOut:
    """Filter tracks by their tempo; the whole range includes every known song."""
    inside: list[Track] = []
    unknown: list[Track] = []
    outside = just_above = sounds_slow = 0
    for track in tracks:
        bpm = track.tempo.bpm
        sounds_slow += track.pace is Pace.SLOW
        if bpm is None:
            unknown.append(track)
        elif band.holds(bpm):
            inside.append(track)
        else:
            outside += 1
            just_above += band.high < round(bpm) <= band.high + JUST_ABOVE
    return SortedOut(tuple(inside), tuple(unknown), outside, just_above, sounds_slow)


def histogram(tracks: Iterable[Track]) -> Sequence[int]:
    """Number of songs per bin of 2.5 BPM from 40 to 140; values beyond fall into the end bins.

    Excludes songs without a tempo.
    """
    bins = [0] * round((HIGHEST - LOWEST) / BIN)
    for track in tracks:
        if track.tempo.bpm is not None:
            at = int((track.tempo.bpm - LOWEST) // BIN)
            bins[min(max(at, 0), len(bins) - 1)] += 1
    return bins


def slow_to_slower(tracks: Sequence[Track]) -> list[Track]:
    """Sort by falling tempo, and songs of about equal tempo by falling loudness.

    Songs of unknown tempo keep their order at the end; unknown loudness counts as softest.
    """

    def place(track: Track) -> tuple[float, float]:
        gain = track.loudness.gain_db if track.loudness else math.inf
        return -round((track.tempo.bpm or 0) / ALIKE_BPM), gain

    known = [track for track in tracks if track.tempo.bpm is not None]
    unknown = [track for track in tracks if track.tempo.bpm is None]
    return sorted(known, key=place) + unknown
