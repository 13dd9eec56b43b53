"""The file of what was learned, and the rule by which a score becomes a word."""

from importlib.resources import files

import numpy as np
import pytest

from benchmarks.tempo_training.words import FALSE, UNSURE, thresholds, worded
from lullaby.tempo import features, hypotheses
from lullaby.tempo.model import models

PLAYED = {"slow_played", "breadth_played", "decay_played"}
FIGURES = {*features.NAMES, "felt_octave", "voice", "strong_sung", *PLAYED}
ODDS = {"calm_odds", "beat_odds"}


def test_what_was_learned_is_small_and_asks_for_figures_that_exist() -> None:
    learned = models()
    assert len(files("lullaby.tempo").joinpath("models.json").read_bytes()) < 1_000_000
    assert learned.felt.features == hypotheses.NAMES
    for part in (learned.calm, learned.calm_trees, learned.beat, learned.beat_trees):
        assert part.features
        assert set(part.features) <= FIGURES
    by_kind = learned.by_kind
    for part in (by_kind.calm, by_kind.beat):
        assert set(part.features) <= FIGURES | ODDS
    assert 0 < learned.not_slow_to < learned.slow_from < 1
    assert 0 < learned.beat_from < 1


def test_what_is_calmer_at_first_is_calmer_in_the_end_whatever_the_kind() -> None:
    by_kind = models().by_kind
    for line, name in ((by_kind.calm, "calm_odds"), (by_kind.beat, "beat_odds")):
        assert line.weights[line.features.index(name)] > 0


def test_few_are_called_slow_falsely_and_few_are_left_in_doubt() -> None:
    dice = np.random.default_rng(3)
    truth = np.arange(200) < 90
    calm = np.clip(dice.normal(np.where(truth, 0.7, 0.3), 0.2), 0, 1)
    slow_from, not_slow_to = thresholds(calm, truth)
    assert not_slow_to < slow_from
    false = calm[~truth] >= slow_from
    assert FALSE - 0.02 <= np.mean(false) <= FALSE
    in_doubt = (calm < slow_from) & (calm > not_slow_to)
    assert UNSURE - 0.02 <= np.mean(in_doubt) <= UNSURE


def test_words_are_counted_against_the_answered_and_against_all() -> None:
    calm = np.array([0.9, 0.8, 0.5, 0.1, 0.9, 0.5, 0.2, 0.1])
    truth = np.array([True] * 4 + [False] * 4)
    words = worded(calm, truth, np.full(8, 0.6), np.full(8, 0.3))
    assert words.slow == (2, 1, 1)
    assert words.not_slow == (1, 2, 1)
    summary = words.summary()
    assert "recall 0.667 of the answered, 0.500 of all" in summary
    assert "false 0.333 of the answered, 0.250 of all" in summary
    assert "don't know 0.250" in summary


@pytest.mark.parametrize("calm", [np.linspace(0, 1, 40), np.full(40, 0.5)])
def test_scores_that_tell_nothing_call_nothing_slow_beyond_the_rule(calm: np.ndarray) -> None:
    truth = np.arange(40) % 2 == 0
    slow_from, _ = thresholds(calm, truth)
    assert np.mean(calm[~truth] >= slow_from) <= FALSE
