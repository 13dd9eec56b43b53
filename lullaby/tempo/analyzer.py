"""Estimates how fast and how calm a recording feels.

Takes excerpts as mono samples at 8 kHz and knows nothing of files.
"""

from collections.abc import Iterable
from dataclasses import fields

import numpy as np

from lullaby.tempo.analysis import NO_ANALYSIS, Alternative, CalmReason, TempoAnalysis
from lullaby.tempo.answer import SLOW_AT_MOST, Pace
from lullaby.tempo.impression import Impression, impression
from lullaby.tempo.kind import voice_alone
from lullaby.tempo.model import LinearModel, Models, TreeEnsemble, models, probability
from lullaby.tempo.pulse import SAME
from lullaby.tempo.spectrum import Signal, Values
from lullaby.units import Bpm

MOST_ALTERNATIVES = 4
WORTH_SAYING = 0.02
"""Smallest weight of an alternative that is reported."""

FEWEST_ONSETS = 0.25
"""Onsets per second below which there is no tempo: one in four seconds."""

EDGE = 0.12
"""Octaves around 80 BPM within which a tempo counts as partly slow: about 8 %."""

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
    best, *others = tempos(taken.bpms, weights)[: 1 + MOST_ALTERNATIVES]
    named = tuple(other for other in others if other.weight >= WORTH_SAYING)
    return TempoAnalysis(best.bpm, named, round(calm, 3), pace, reasons, taken.seconds)


def tempo_weights(taken: Impression, learned: Models) -> Values:
    """The probability of each candidate tempo; they sum to 1."""
    if not len(taken.bpms):
        return np.zeros(0)
    odds = np.exp(np.clip(learned.felt.log_odds(taken.rows), -20, 20))
    return odds / odds.sum()


def tempos(bpms: Values, weights: Values) -> list[Alternative]:
    """The candidates, likeliest first; those within 4 % of each other are one tempo."""
    found: list[Alternative] = []
    left = np.arange(len(bpms))
    while len(left):
        near = np.abs(np.log(bpms[left][:, None] / bpms[left])) <= SAME
        best = near[int(np.argmax(near @ weights[left]))]
        together, weight = weights[left][best], float(weights[left][best].sum())
        bpm = np.exp(np.average(np.log(bpms[left][best]), weights=together + 1e-12))
        found.append(Alternative(Bpm(round(float(bpm), 1)), round(weight, 3)))
        left = left[~best]
    return found


def calm_figures(taken: Impression, weights: Values) -> dict[str, float]:
    """Features by name, the expected tempo in octaves above 80 BPM, and what tells the kind.

    `slow_played` is how sure a tempo of at most 80 BPM is, -1 to 1. It and the other `_played`
    count as far as nobody sings alone: a lone voice has no beat that could be trusted. What counts
    as far as somebody does is `strong_sung`, the rate of strong onsets in octaves.
    """
    figures = feature_figures(taken)
    octaves = np.log2(taken.bpms / SLOW_AT_MOST)
    slow = float(np.sum(weights * np.tanh(-octaves / EDGE))) if len(weights) else 0.0
    voice = voice_alone(figures["waver"])
    return figures | {
        "felt_octave": float(np.sum(weights * octaves)) if len(weights) else 0.0,
        "voice": voice,
        "slow_played": slow * (1 - voice),
        "breadth_played": figures["breadth"] * (1 - voice),
        "decay_played": figures["decay"] * (1 - voice),
        "strong_sung": float(np.log2(figures["strong_rate"] + 0.05)) * voice,
    }


def feature_figures(taken: Impression) -> dict[str, float]:
    return {field.name: getattr(taken.features, field.name) for field in fields(taken.features)}


def calm_score(figures: dict[str, float], learned: Models) -> float:
    """The calm score, 0 to 1, of the figures of `calm_figures`."""
    odds = first_calm_odds(figures, learned)
    return probability(learned.by_kind.calm.log_odds(figures | {"calm_odds": odds}))


def first_calm_odds(figures: dict[str, float], learned: Models) -> float:
    """The log-odds of calm, whatever the kind of recording."""
    return _line_and_trees(figures, learned.calm, learned.calm_trees)


def beat_probability(taken: Impression, learned: Models) -> float:
    figures = feature_figures(taken)
    odds = first_beat_odds(figures, learned)
    return probability(learned.by_kind.beat.log_odds(figures | {"beat_odds": odds}))


def first_beat_odds(figures: dict[str, float], learned: Models) -> float:
    """The log-odds of a steady beat, whatever the kind of recording."""
    return _line_and_trees(figures, learned.beat, learned.beat_trees)


def _line_and_trees(figures: dict[str, float], line: LinearModel, trees: TreeEnsemble) -> float:
    row = np.array([[figures[name] for name in trees.features]])
    return (line.log_odds(figures) + float(trees.log_odds(row)[0])) / 2


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
