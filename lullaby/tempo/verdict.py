"""The tag's word, the ear's and the person's, weighed against each other and kept apart."""

import math
from dataclasses import dataclass

from lullaby.tempo.analysis import Alternative, TempoAnalysis
from lullaby.tempo.answer import SLOW_AT_MOST, UNKNOWN_TEMPO, Pace, TempoAnswer, TempoSource
from lullaby.tempo.choices import same_tempo, weight_of_felt
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


def verdict(tag: Bpm | None, heard: TempoAnalysis) -> Verdict:
    """Tag and ear weighed (see `weigh`), with what else the ear thinks the tempo might be.

    Of a doubtful tag that is first of all what the ear felt itself.
    """
    tempo, pace = weigh(tag, heard.bpm, heard.pace)
    others = heard.alternatives
    if tempo.doubtful and heard.bpm is not None:
        others = (Alternative(heard.bpm, weight_of_felt(heard)), *others)
    shown = tempo.bpm
    return Verdict(tempo, pace, tuple(each for each in others if not same_tempo(shown, each.bpm)))


def weigh(tag: Bpm | None, ear: Bpm | None, word: Pace) -> tuple[TempoAnswer, Pace]:
    """A tag wins; where the ear counts it at half, double or a third of that, it is doubtful.

    `word` is the ear's. The pace goes by a trusted tag, except that a brisk one does not keep a
    song from being slow which sounds calm. Without a trusted tag the word holds.
    """
    if tag is None:
        return (UNKNOWN_TEMPO if ear is None else TempoAnswer(ear, TempoSource.EAR)), word
    doubtful = ear is not None and counted_otherwise(tag, ear)
    tempo = TempoAnswer(tag, TempoSource.TAG, doubtful)
    return tempo, word if doubtful else _pace_of_trusted(tempo, word)


def weigh_said(
    said: TempoAnswer, calms: bool | None, others: tuple[TempoAnswer, Pace], word: Pace
) -> tuple[TempoAnswer, Pace]:
    """The person's word wins over `others`, what tag and ear came to: it is never doubtful.

    `said` is unknown where the person said nothing of the tempo, `calms` None where they said
    nothing of whether the song is one to calm with.
    """
    tempo, pace = others
    if said.bpm is not None:
        tempo, pace = said, _pace_of_trusted(said, word)
    if calms is not None:
        pace = Pace.SLOW if calms else Pace.NOT_SLOW
    return tempo, pace


def _pace_of_trusted(tempo: TempoAnswer, word: Pace) -> Pace:
    brisk = tempo.bpm is not None and SLOW_AT_MOST < tempo.bpm <= BRISK_AT_MOST
    return Pace.SLOW if brisk and word is Pace.SLOW else tempo.pace


def counted_otherwise(tag: Bpm, ear: Bpm) -> bool:
    """Whether two tempos are the same pulse counted in other units."""
    return any(abs(math.log(tag * ratio / ear)) <= OFF for ratio in OTHER_COUNTS)
