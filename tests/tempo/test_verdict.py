"""Tag against analysis."""

import pytest

from lullaby.tempo.analysis import NO_ANALYSIS, Alternative, CalmReason, TempoAnalysis
from lullaby.tempo.answer import UNKNOWN_TEMPO, Pace, TempoAnswer, TempoSource
from lullaby.tempo.verdict import apply_persons_word, verdict, weigh
from lullaby.units import Bpm


def test_of_a_doubtful_tag_the_first_alternative_is_the_analysed_tempo() -> None:
    others = (Alternative(Bpm(139.0), 0.2), Alternative(Bpm(47.0), 0.3))
    analysis = TempoAnalysis(Bpm(70.0), others, 0.8, Pace.SLOW, (), 66.0)
    weights = [(each.bpm, each.weight) for each in verdict(Bpm(140), analysis).alternatives]
    assert weights == [(70.0, 0.5), (47.0, 0.3)], "and 139 is the tag itself"


def analysis(bpm: float | None, pace: Pace = Pace.SLOW) -> TempoAnalysis:
    return TempoAnalysis(
        None if bpm is None else Bpm(bpm), (), 0.5, pace, (CalmReason.SMOOTH,), 30.0
    )


def test_without_a_tag_the_analysis_answers() -> None:
    answer = verdict(None, analysis(71.5))
    assert (answer.tempo.bpm, answer.tempo.source) == (71.5, TempoSource.ANALYSIS)
    assert answer.pace is Pace.SLOW
    nothing = verdict(None, NO_ANALYSIS)
    assert (nothing.tempo.bpm, nothing.tempo.source, nothing.pace) == (None, None, Pace.UNKNOWN)


def test_a_tag_wins() -> None:
    answer = verdict(Bpm(72), analysis(75, Pace.NOT_SLOW))
    assert (answer.tempo.bpm, answer.tempo.source) == (72, TempoSource.TAG)
    assert not answer.tempo.doubtful
    assert answer.pace is Pace.SLOW
    assert verdict(Bpm(140), NO_ANALYSIS).pace is Pace.NOT_SLOW


@pytest.mark.parametrize(("tag", "analyzed"), [(152, 76), (60, 120), (180, 60), (144, 74)])
def test_a_tag_that_counts_otherwise_is_doubtful_and_the_pace_is_by_analysis(
    tag: float, analyzed: float
) -> None:
    answer = verdict(Bpm(tag), analysis(analyzed))
    assert answer.tempo.bpm == tag
    assert answer.tempo.doubtful
    assert answer.pace is Pace.SLOW
    assert verdict(Bpm(tag), analysis(analyzed, Pace.UNKNOWN)).pace is Pace.UNKNOWN


def test_a_brisk_lullaby_may_be_slow_but_not_a_dance() -> None:
    assert verdict(Bpm(104), analysis(104)).pace is Pace.SLOW
    assert verdict(Bpm(104), analysis(104, Pace.UNKNOWN)).pace is Pace.NOT_SLOW
    assert verdict(Bpm(132), analysis(132)).pace is Pace.NOT_SLOW


def test_the_persons_word_wins_and_is_never_doubtful() -> None:
    others = weigh(Bpm(124), Bpm(62), Pace.SLOW)
    assert others[0].doubtful
    tapped = TempoAnswer(Bpm(140), TempoSource.TAPPED)
    assert apply_persons_word(tapped, None, others, Pace.SLOW) == (tapped, Pace.NOT_SLOW)
    assert apply_persons_word(UNKNOWN_TEMPO, None, others, Pace.SLOW) == others
    assert apply_persons_word(UNKNOWN_TEMPO, False, others, Pace.SLOW) == (others[0], Pace.NOT_SLOW)
    assert apply_persons_word(tapped, True, others, Pace.SLOW) == (tapped, Pace.SLOW)
    brisk = TempoAnswer(Bpm(104), TempoSource.CHOSEN)
    assert apply_persons_word(brisk, None, others, Pace.SLOW) == (brisk, Pace.SLOW)
    assert apply_persons_word(brisk, None, others, Pace.UNKNOWN) == (brisk, Pace.NOT_SLOW)
