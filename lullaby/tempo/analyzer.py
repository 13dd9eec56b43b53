"""Estimates how fast and how calm a recording feels.

Takes excerpts as mono samples at 8 kHz and knows nothing of files.
"""

from collections.abc import Iterable
from dataclasses import fields

import numpy as np

from lullaby.tempo.analysis import NO_ANALYSIS, Alternative, CalmReason, TempoAnalysis
from lullaby.tempo.answer import Pace
from lullaby.tempo.impression import Impression, impression
from lullaby.tempo.model import Models, models, probability
from lullaby.tempo.spectrum import Signal, Values
from lullaby.units import Bpm

MOST_ALTERNATIVES = 4
WORTH_SAYING = 0.02
"""Smallest weight of an alternative that is reported."""

FEWEST_ONSETS = 0.25
"""Onsets per second below which there is no tempo: one in four seconds."""

MOST_REASONS = 3
WORTH_A_REASON = 0.25
"""Smallest contribution of a reported reason, in log-odds."""

CALM_OR_NOT: dict[str, tuple[CalmReason, CalmReason]] = {
    "onset_rate": (CalmReason.FEW_ONSETS, CalmReason.MANY_ONSETS),
    "strong_rate": (CalmReason.FEW_ONSETS, CalmReason.MANY_ONSETS),
    "gap": (CalmReason.FEW_ONSETS, CalmReason.MANY_ONSETS),
    "flux": (CalmReason.SMOOTH, CalmReason.RESTLESS),
    "flux_even": (CalmReason.SMOOTH, CalmReason.RESTLESS),
    "flux_root": (CalmReason.SMOOTH, CalmReason.RESTLESS),
    "flux_compressed": (CalmReason.SOFT_ATTACKS, CalmReason.HARD_ATTACKS),
    "rise": (CalmReason.SOFT_ATTACKS, CalmReason.HARD_ATTACKS),
    "notes": (CalmReason.SLOW_CHANGES, CalmReason.QUICK_CHANGES),
    "sway_1": (CalmReason.SLOW_CHANGES, CalmReason.QUICK_CHANGES),
    "sway_4": (CalmReason.SLOW_CHANGES, CalmReason.QUICK_CHANGES),
    "sway_8": (CalmReason.SLOW_CHANGES, CalmReason.QUICK_CHANGES),
    "level_motion": (CalmReason.EVEN_LEVEL, CalmReason.UNEVEN_LEVEL),
    "roughness": (CalmReason.CLEAR_SOUND, CalmReason.ROUGH_SOUND),
    "felt_octave": (CalmReason.SLOW_BEAT, CalmReason.QUICK_BEAT),
}
"""For each feature, the reason it gives for calm and against it."""


def analyze(excerpts: Iterable[Signal]) -> TempoAnalysis:
    """Analyse one recording from excerpts: mono, 8 kHz, full scale 1."""
    taken = impression(excerpts)
    return NO_ANALYSIS if taken is None else decide(taken, models())


def decide(taken: Impression, learned: Models) -> TempoAnalysis:
    """Apply the models to an impression.

    Noise gets neither tempo nor calmness; music with hardly any onsets gets only calmness.
    """
    weights = tempo_weights(taken, learned)
    figures = calm_figures(taken, weights)
    calm = calm_score(figures, learned)
    if beat_probability(taken, learned) < learned.beat_from:
        reasons = (CalmReason.NO_STEADY_BEAT,)
        return TempoAnalysis(None, (), round(calm, 3), Pace.UNKNOWN, reasons, taken.seconds)
    pace = _pace(calm, learned)
    reasons = _reasons(learned.calm.terms(figures), pace, calm)
    if not len(weights) or taken.features.onset_rate < FEWEST_ONSETS:
        reasons = (CalmReason.NO_STEADY_BEAT, *reasons[: MOST_REASONS - 1])
        return TempoAnalysis(None, (), round(calm, 3), pace, reasons, taken.seconds)
    order = np.argsort(-weights, kind="stable")
    best, *others = (
        Alternative(Bpm(round(float(taken.bpms[at]), 1)), round(float(weights[at]), 3))
        for at in order[: 1 + MOST_ALTERNATIVES]
    )
    named = tuple(other for other in others if other.weight >= WORTH_SAYING)
    return TempoAnalysis(best.bpm, named, round(calm, 3), pace, reasons, taken.seconds)


def tempo_weights(taken: Impression, learned: Models) -> Values:
    """The probability of each candidate tempo; they sum to 1."""
    if not len(taken.bpms):
        return np.zeros(0)
    odds = np.exp(np.clip(learned.felt.log_odds(taken.rows), -20, 20))
    return odds / odds.sum()


def calm_figures(taken: Impression, weights: Values) -> dict[str, float]:
    """Features by name, plus the expected tempo in octaves above 80 BPM."""
    figures = feature_figures(taken)
    octave = float(np.sum(weights * np.log2(taken.bpms / 80))) if len(weights) else 0.0
    return figures | {"felt_octave": octave}


def feature_figures(taken: Impression) -> dict[str, float]:
    return {field.name: getattr(taken.features, field.name) for field in fields(taken.features)}


def calm_score(figures: dict[str, float], learned: Models) -> float:
    row = np.array([[figures[name] for name in learned.calm_trees.features]])
    trees = float(learned.calm_trees.log_odds(row)[0])
    return probability((learned.calm.log_odds(figures) + trees) / 2)


def beat_probability(taken: Impression, learned: Models) -> float:
    figures = feature_figures(taken)
    row = np.array([[figures[name] for name in learned.beat_trees.features]])
    trees = float(learned.beat_trees.log_odds(row)[0])
    return probability((learned.beat.log_odds(figures) + trees) / 2)


def _pace(calm: float, learned: Models) -> Pace:
    if calm >= learned.slow_from:
        return Pace.SLOW
    return Pace.NOT_SLOW if calm <= learned.not_slow_to else Pace.UNKNOWN


def _reasons(terms: dict[str, float], pace: Pace, calm: float) -> tuple[CalmReason, ...]:
    """The strongest reasons for the result; if it is doubtful, for the nearer one."""
    for_calm = pace is Pace.SLOW or (pace is Pace.UNKNOWN and calm >= 0.5)
    summed: dict[CalmReason, float] = {}
    for name, term in terms.items():
        if name in CALM_OR_NOT:
            reason = CALM_OR_NOT[name][0 if term > 0 else 1]
            if (term > 0) == for_calm:
                summed[reason] = summed.get(reason, 0.0) + abs(term)
    ranked = sorted(summed, key=lambda reason: -summed[reason])
    return tuple(r for r in ranked[:MOST_REASONS] if summed[r] >= WORTH_A_REASON)
