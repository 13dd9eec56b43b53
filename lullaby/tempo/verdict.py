"""The tag's word and the ear's, weighed against each other and kept apart."""

import math
from dataclasses import dataclass

from lullaby.tempo.answer import UNKNOWN_TEMPO, Pace, TempoAnswer, TempoSource
from lullaby.tempo.heard import Alternative, Heard
from lullaby.units import Bpm

OFF = 0.08
"""How near to a half, a double or a third a tag has to be to count as counted otherwise: 8 %."""

OTHER_COUNTS = (1 / 3, 1 / 2, 2.0, 3.0)
BRISK_AT_MOST = Bpm(119.0)
"""Up to here a song may be counted and still be soothing: the upper quartile of lullabies as
experts count them (Natural History of Song, Mehr et al. 2019; median 104)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The tempo to show with its source, the word, and what else the tempo might be."""

    tempo: TempoAnswer
    pace: Pace
    alternatives: tuple[Alternative, ...] = ()


def verdict(tag: Bpm | None, heard: Heard) -> Verdict:
    """A tag wins; where the ear counts it at half, double or a third of that, it is doubtful.

    The word goes by a trusted tag, except that a brisk one does not keep a song from being slow
    which sounds calm. Without a trusted tag the word is the ear's.
    """
    if tag is None:
        tempo = UNKNOWN_TEMPO if heard.bpm is None else TempoAnswer(heard.bpm, TempoSource.EAR)
        return Verdict(tempo, heard.pace, heard.alternatives)
    doubtful = heard.bpm is not None and counted_otherwise(tag, heard.bpm)
    tempo = TempoAnswer(tag, TempoSource.TAG, doubtful)
    pace = tempo.pace
    brisk = pace is Pace.NOT_SLOW and tag <= BRISK_AT_MOST
    if doubtful and heard.pace is not Pace.UNKNOWN:
        pace = heard.pace
    elif doubtful:
        pace = Pace.UNKNOWN
    elif brisk and heard.pace is Pace.SLOW:
        pace = Pace.SLOW
    return Verdict(tempo, pace, heard.alternatives)


def counted_otherwise(tag: Bpm, ear: Bpm) -> bool:
    """Whether two tempos are the same pulse counted in other units."""
    return any(abs(math.log(tag * ratio / ear)) <= OFF for ratio in OTHER_COUNTS)
