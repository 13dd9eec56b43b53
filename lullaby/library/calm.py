"""The tempo filter: selects slow songs and counts those of unknown tempo separately.

It uses the verdict of tag, analysis and person. A song without a verdict is unknown even if it has
a number. A number alone does not admit a song to the slow bands: one judged not slow stays out,
and one that feels slow at a higher count belongs to the resting heart band.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lullaby.library.track import Track
from lullaby.tempo.answer import SLOW_AT_MOST, Pace
from lullaby.units import Bpm

ALIKE_BPM = 4.0
"""Tempos within a step of this width, in BPM, count as equal."""

LOWEST = Bpm(40)
HIGHEST = Bpm(140)
BIN = Bpm(2.5)
JUST_ABOVE = Bpm(15)
NARROWEST = 2
"""Smallest width of a band, in BPM."""


@dataclass(frozen=True, slots=True)
class Band:
    """Tempos from `low` to `high` BPM, inclusive; the outermost values are open ends."""

    low: Bpm
    high: Bpm

    def holds(self, bpm: Bpm) -> bool:
        above = bpm >= self.low or self.low <= LOWEST
        below = bpm <= self.high or self.high >= HIGHEST
        return above and below

    @property
    def everything(self) -> bool:
        return self.low <= LOWEST and self.high >= HIGHEST


VERY_SLOW = Band(LOWEST, Bpm(60))
RESTING_HEART = Band(Bpm(60), Bpm(80))
ANY_TEMPO = Band(LOWEST, HIGHEST)


@dataclass(frozen=True, slots=True)
class SortedOut:
    """The result of filtering; `inside` and `unknown` keep the library's order and are disjoint."""

    inside: tuple[Track, ...]
    unknown: tuple[Track, ...]
    outside: int
    just_above: int
    """Number of songs up to `JUST_ABOVE` BPM faster than the band."""

    @property
    def total(self) -> int:
        return len(self.inside) + len(self.unknown) + self.outside


def known(track: Track) -> bool:
    """Whether a song has a verdict on its pace."""
    return track.pace is not Pace.UNKNOWN


def within(track: Track, band: Band) -> bool:
    """Whether a song with a known pace belongs to a band."""
    bpm = track.tempo.bpm
    if band.everything:
        return True
    if track.calms is False:
        return False
    if track.pace is Pace.SLOW and (bpm is None or bpm > SLOW_AT_MOST):
        resting = band.low < RESTING_HEART.high and band.high > RESTING_HEART.low
        return resting or (bpm is not None and band.holds(bpm))
    if track.pace is Pace.NOT_SLOW and band.high <= SLOW_AT_MOST:
        return False
    return bpm is not None and band.holds(bpm)


def usual_band(tracks: Sequence[Track]) -> Band:
    """The default band: the resting heart once half of the songs are known."""
    count = sum(map(known, tracks))
    return RESTING_HEART if tracks and 2 * count >= len(tracks) else ANY_TEMPO


def sort_out(tracks: Iterable[Track], band: Band) -> SortedOut:
    """Filter tracks by their verdict; the whole range includes every known song."""
    inside: list[Track] = []
    unknown: list[Track] = []
    outside = just_above = 0
    for track in tracks:
        bpm = track.tempo.bpm
        if not known(track):
            unknown.append(track)
        elif within(track, band):
            inside.append(track)
        else:
            outside += 1
            just_above += bpm is not None and band.high < bpm <= band.high + JUST_ABOVE
    return SortedOut(tuple(inside), tuple(unknown), outside, just_above)


def histogram(tracks: Iterable[Track]) -> Sequence[int]:
    """Number of songs per bin of 2.5 BPM from 40 to 140; values beyond fall into the end bins.

    Excludes songs without a verdict or a number.
    """
    bins = [0] * round((HIGHEST - LOWEST) / BIN)
    for track in tracks:
        if track.tempo.bpm is not None and known(track):
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
