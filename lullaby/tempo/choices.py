"""What a song's tempo might be, to choose from; and which answer may be written into its file."""

import math
from dataclasses import dataclass
from enum import Enum

from lullaby.tempo.analysis import TempoAnalysis
from lullaby.tempo.tag import MOST
from lullaby.units import Bpm

SAME = 0.04
"""Tempos this near, as a share, are one: what is commonly called right (MIREX, 4 %)."""

MOST_CHOICES = 5

STEADY_FROM = 2 / 3
"""Weight of the felt tempo from which the ear's answer is steady enough for a tag."""


@dataclass(frozen=True, slots=True)
class TempoCandidate:
    """One tempo a song could be counted in; `weight` from 0 to 1, None where nobody weighed it."""

    bpm: Bpm
    weight: float | None = None
    heard: bool = False
    tagged: bool = False


def choices(
    tag: Bpm | None, heard: TempoAnalysis | None, shown: Bpm | None = None
) -> tuple[TempoCandidate, ...]:
    """The ear's tempo first, then the tag's, then what else the ear thinks of, the likeliest first.

    Where little was heard, half and double of `shown` make up the rest.
    """
    found: list[TempoCandidate] = []
    if heard is not None and heard.bpm is not None:
        best = TempoCandidate(heard.bpm, weight_of_felt(heard), True, same_tempo(tag, heard.bpm))
        found.append(best)
    others = [] if heard is None else list(heard.alternatives)
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


def weight_of_felt(heard: TempoAnalysis) -> float:
    """How likely the felt tempo is: what the others that are named leave to it."""
    return max(0.0, round(1.0 - sum(each.weight for each in heard.alternatives), 3))


class NotWritten(Enum):
    """Why no tempo is to be written into a file."""

    SAYS_SO = "its tag says so already"
    TAGGED = "its tag says otherwise, and nobody has said who is right"
    NOT_STEADY = "the answer is not steady"


def to_write(tag: Bpm | None, heard: TempoAnalysis | None, said: Bpm | None) -> Bpm | NotWritten:
    """The tempo a file should carry, in whole beats. The person's word goes before all others.

    A tag that is there is somebody's work: only the person's word replaces it.
    """
    if said is not None:
        wanted = Bpm(round(said))
    elif tag is not None:
        agrees = heard is None or heard.bpm is None or same_tempo(tag, heard.bpm)
        return NotWritten.SAYS_SO if agrees else NotWritten.TAGGED
    elif heard is None or heard.bpm is None or weight_of_felt(heard) < STEADY_FROM:
        return NotWritten.NOT_STEADY
    else:
        wanted = Bpm(round(heard.bpm))
    return NotWritten.SAYS_SO if tag is not None and round(tag) == wanted else wanted


def _known(found: list[TempoCandidate], bpm: Bpm) -> bool:
    return any(same_tempo(each.bpm, bpm) for each in found)


def same_tempo(one: Bpm | None, other: Bpm) -> bool:
    """Within 4 % of each other; an unknown one is like none."""
    return one is not None and abs(math.log(one / other)) <= SAME
