"""Offers possible tempos of a song, and decides which may be written to its file."""

import math
from enum import Enum

from lullaby.frozen import frozen
from lullaby.tempo.analysis import TempoAnalysis
from lullaby.tempo.tag import MOST
from lullaby.units import Bpm

SAME = 0.04
"""Relative difference up to which tempos are equal (the MIREX tolerance, 4 %)."""

MOST_CHOICES = 5

STEADY_FROM = 2 / 3
"""Weight of the felt tempo from which an analysis is steady enough for a tag."""


@frozen
class TempoCandidate:
    """A possible tempo; `weight` is 0 to 1, or None if not estimated."""

    bpm: Bpm
    weight: float | None = None
    estimated: bool = False
    tagged: bool = False


def choices(
    tag: Bpm | None, analysis: TempoAnalysis | None, shown: Bpm | None = None
) -> tuple[TempoCandidate, ...]:
    """The analysed tempo, then the tag's, then the analysis's alternatives, likeliest first.

    If those are few, half and double of `shown` are added.
    """
    found: list[TempoCandidate] = []
    if analysis is not None and analysis.bpm is not None:
        best = TempoCandidate(
            analysis.bpm, weight_of_felt(analysis), True, same_tempo(tag, analysis.bpm)
        )
        found.append(best)
    others = [] if analysis is None else list(analysis.alternatives)
    if tag is not None and not any(each.tagged for each in found):
        near = next((each for each in others if same_tempo(tag, each.bpm)), None)
        found.append(TempoCandidate(tag, near.weight if near else None, tagged=True))
    for each in others:
        if not _known(found, each.bpm):
            found.append(TempoCandidate(each.bpm, each.weight))
    base = shown if shown is not None else tag
    for times in (0.5, 2.0) if base is not None else ():
        bpm = Bpm(round(base * times, 1)) if base is not None else Bpm(0)
        if bpm <= MOST and not _known(found, bpm):
            found.append(TempoCandidate(bpm))
    return tuple(found[:MOST_CHOICES])


def weight_of_felt(analysis: TempoAnalysis) -> float:
    """The probability of the felt tempo: what the reported alternatives leave."""
    return max(0.0, round(1.0 - sum(each.weight for each in analysis.alternatives), 3))


class NotWritten(Enum):
    """Why no tempo may be written into a file."""

    SAYS_SO = "its tag already says so"
    TAGGED = "its tag says otherwise, and nobody has said who is right"
    NOT_STEADY = "the answer is not steady"


def to_write(
    tag: Bpm | None, analysis: TempoAnalysis | None, persons_bpm: Bpm | None
) -> Bpm | NotWritten:
    """The tempo to write, in whole BPM; the person's own takes precedence.

    An existing tag is somebody's work, so only the person's own tempo replaces it.
    """
    if persons_bpm is not None:
        wanted = Bpm(round(persons_bpm))
    elif tag is not None:
        agrees = analysis is None or analysis.bpm is None or same_tempo(tag, analysis.bpm)
        return NotWritten.SAYS_SO if agrees else NotWritten.TAGGED
    elif analysis is None or analysis.bpm is None or weight_of_felt(analysis) < STEADY_FROM:
        return NotWritten.NOT_STEADY
    else:
        wanted = Bpm(round(analysis.bpm))
    return NotWritten.SAYS_SO if tag is not None and round(tag) == wanted else wanted


def _known(found: list[TempoCandidate], bpm: Bpm) -> bool:
    return any(same_tempo(each.bpm, bpm) for each in found)


def same_tempo(one: Bpm | None, other: Bpm) -> bool:
    """Whether two tempos are within 4 %; an unknown one equals none."""
    return one is not None and abs(math.log(one / other)) <= SAME
