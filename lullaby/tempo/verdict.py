"""Combines the tempo of tag, analysis and person, which stay stored separately."""

import math

from lullaby.frozen import frozen
from lullaby.tempo.analysis import Alternative, TempoAnalysis
from lullaby.tempo.answer import SLOW_AT_MOST, UNKNOWN_TEMPO, Pace, TempoAnswer, TempoSource
from lullaby.tempo.choices import same_tempo, weight_of_felt
from lullaby.units import Bpm

OFF = 0.08
"""Tolerance for a tag to count as half, double or a third of the analysed tempo: 8 %."""

OTHER_COUNTS = (1 / 3, 1 / 2, 2.0, 3.0)
BRISK_AT_MOST = Bpm(119.0)
"""A song up to this tempo can still be soothing: the upper quartile of lullabies as counted by
experts (Natural History of Song, Mehr et al. 2019; median 104)."""


@frozen
class Verdict:
    """The tempo to show with its source, the pace, and alternative tempos."""

    tempo: TempoAnswer
    pace: Pace
    alternatives: tuple[Alternative, ...] = ()


def verdict(tag: Bpm | None, analysis: TempoAnalysis) -> Verdict:
    """Combine tag and analysis (see `weigh`), and list the analysis's alternatives.

    For a doubtful tag the first alternative is the analysed tempo.
    """
    tempo, pace = weigh(tag, analysis.bpm, analysis.pace)
    others = analysis.alternatives
    if tempo.doubtful and analysis.bpm is not None:
        others = (Alternative(analysis.bpm, weight_of_felt(analysis)), *others)
    shown = tempo.bpm
    return Verdict(tempo, pace, tuple(each for each in others if not same_tempo(shown, each.bpm)))


def weigh(tag: Bpm | None, analyzed: Bpm | None, word: Pace) -> tuple[TempoAnswer, Pace]:
    """A tag wins, but is doubtful if the analysis finds half, double or a third of it.

    `word` is the analysed pace. A trusted tag decides the pace, except that a brisk tag does not
    keep a calm song from being slow. Without a trusted tag `word` decides.
    """
    if tag is None:
        return (
            UNKNOWN_TEMPO if analyzed is None else TempoAnswer(analyzed, TempoSource.ANALYSIS)
        ), word
    doubtful = analyzed is not None and counted_otherwise(tag, analyzed)
    tempo = TempoAnswer(tag, TempoSource.TAG, doubtful)
    return tempo, word if doubtful else _pace_of_trusted(tempo, word)


def apply_persons_word(
    person: TempoAnswer, calms: bool | None, others: tuple[TempoAnswer, Pace], word: Pace
) -> tuple[TempoAnswer, Pace]:
    """The person's tempo wins over `others`, the result of tag and analysis; it is never doubtful.

    `person` is unknown if the person set no tempo; `calms` is None if they did not say whether the
    song is calming.
    """
    tempo, pace = others
    if person.bpm is not None:
        tempo, pace = person, _pace_of_trusted(person, word)
    if calms is not None:
        pace = Pace.SLOW if calms else Pace.NOT_SLOW
    return tempo, pace


def _pace_of_trusted(tempo: TempoAnswer, word: Pace) -> Pace:
    brisk = tempo.bpm is not None and SLOW_AT_MOST < tempo.bpm <= BRISK_AT_MOST
    return Pace.SLOW if brisk and word is Pace.SLOW else tempo.pace


def counted_otherwise(tag: Bpm, analyzed: Bpm) -> bool:
    """Whether two tempos are the same pulse counted differently."""
    return any(abs(math.log(tag * ratio / analyzed)) <= OFF for ratio in OTHER_COUNTS)
