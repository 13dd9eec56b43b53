"""Trains the tempo estimator; `python -m benchmarks.tempo_training` writes the result.

Needs the extra `train` (scikit-learn). The models are small on purpose: linear models on
standardised figures, and shallow trees that are monotonic where the meaning of a figure is known.
"""

# pyright: reportMissingImports=false
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.tempo_training.data import Piece
from lullaby.tempo.analyzer import beat_probability, calm_figures, calm_score, tempo_weights
from lullaby.tempo.features import NAMES
from lullaby.tempo.hypotheses import NAMES as ROWS
from lullaby.tempo.model import Models, from_json

TARGET = Path(__file__).parents[2] / "lullaby" / "tempo" / "models.json"
SAME = 0.04
CALM: dict[str, int] = {
    "onset_rate": -1,
    "strong_rate": -1,
    "gap": 1,
    "flux": -1,
    "flux_even": -1,
    "flux_root": -1,
    "flux_compressed": -1,
    "notes": -1,
    "rise": -1,
    "sway_1": 1,
    "sway_4": -1,
    "sway_8": -1,
    "level_motion": -1,
    "roughness": -1,
    "felt_octave": -1,
}
"""The figures that the calm score may use, and the direction of each."""

BEAT = ("pulse", "pulse_contrast", "steadiness", "noisiness", "entropy", "harmony", "accent")
BEAT += ("gap_spread", "notes", "flux_even", "sway_1", "sway_16", "level_motion", "roughness")
DEV_SHARE = 2.5
"""The weight of the recordings in the calm score, relative to all rendered pieces together."""

NOISE_WEIGHT = 2.0
FOLDS = 5
SEEDS = (1, 2)
"""Seeds of the trees grown for each question."""


def fit_felt(pieces: Sequence[Piece]) -> dict[str, Any]:
    """Fit which candidate tempo of a piece is felt, on pieces whose tempo was set."""
    rows, hits = [], []
    for piece in pieces:
        if piece.bpm is None or not piece.steady:
            continue
        near = np.abs(np.log(piece.impression.bpms / piece.bpm)) <= SAME
        rows.append(piece.impression.rows)
        hits.append(near)
    table, truth = np.concatenate(rows), np.concatenate(hits)
    return _bag(ROWS, table, truth, None, max_iter=130, max_leaf_nodes=12, min_samples_leaf=20)


def fit_calm(
    figures: Sequence[dict[str, float]], calm: Sequence[bool], weights: Sequence[float]
) -> tuple[dict[str, Any], dict[str, Any]]:
    names = tuple(CALM)
    table = np.array([[each[name] for name in names] for each in figures])
    line = _line(names, table, np.array(calm), np.array(weights), 0.05)
    trees = _bag(
        names,
        table,
        np.array(calm),
        np.array(weights),
        max_iter=90,
        max_leaf_nodes=5,
        min_samples_leaf=15,
        monotonic_cst=list(CALM.values()),
    )
    return line, trees


def fit_beat(pieces: Sequence[Piece]) -> tuple[dict[str, Any], dict[str, Any]]:
    at = [NAMES.index(name) for name in BEAT]
    table = np.array([piece.impression.features.row()[at] for piece in pieces])
    beat = np.array([not piece.is_noise for piece in pieces])
    weights = np.where(beat, 1.0, NOISE_WEIGHT)
    line = _line(BEAT, table, beat, weights, 0.1)
    trees = _bag(BEAT, table, beat, weights, max_iter=70, max_leaf_nodes=5, min_samples_leaf=8)
    return line, trees


def train(pieces: Sequence[Piece], thresholds: dict[str, float]) -> dict[str, Any]:
    """All models as JSON, trained on `pieces`."""
    felt = _felt_or_shipped(pieces)
    beat, beat_trees = _beat_or_shipped(pieces)
    known = [piece for piece in pieces if piece.calm is not None]
    calm, calm_trees = _fit_known(known, _figures(known, pieces, felt))
    return {
        "felt": felt,
        "calm": calm,
        "calm_trees": calm_trees,
        "beat": beat,
        "beat_trees": beat_trees,
        "by_kind": WHATEVER_KIND,
        **thresholds,
    }


def _felt_or_shipped(pieces: Sequence[Piece]) -> dict[str, Any]:
    return fit_felt(pieces) if any(piece.steady for piece in pieces) else _shipped()["felt"]


def _beat_or_shipped(pieces: Sequence[Piece]) -> tuple[dict[str, Any], dict[str, Any]]:
    if any(piece.is_noise for piece in pieces):
        return fit_beat(pieces)
    return _shipped()["beat"], _shipped()["beat_trees"]


def _shipped() -> dict[str, Any]:
    return json.loads(TARGET.read_text(encoding="utf-8"))


def _fit_known(
    known: Sequence[Piece], figures: Sequence[dict[str, float]]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fit the calm score; recordings outweigh rendered pieces by `DEV_SHARE` in total."""
    rendered = sum(piece.weight for piece in known if piece.steady)
    recorded = sum(piece.weight for piece in known if not piece.steady)
    more = DEV_SHARE * rendered / recorded if rendered and recorded else 1.0
    weights = [piece.weight * (1.0 if piece.steady else more) for piece in known]
    return fit_calm(figures, [bool(piece.calm) for piece in known], weights)


def calm_only(
    taught: Sequence[Piece], asked: Sequence[Piece], figures: dict[str, dict[str, float]]
) -> dict[str, float]:
    """Calm scores of the labelled pieces in `asked`, by a model trained on `taught` alone."""
    known = [piece for piece in taught if piece.calm is not None]
    line, trees = _fit_known(known, [figures[piece.name] for piece in known])
    by_kind = _shipped()["by_kind"]
    learned = from_json(_EMPTY | {"calm": line, "calm_trees": trees, "by_kind": by_kind})
    wanted = [piece for piece in asked if piece.calm is not None]
    return {piece.name: calm_score(figures[piece.name], learned) for piece in wanted}


def figures_of(pieces: Sequence[Piece]) -> dict[str, dict[str, float]]:
    """The calm score's figures of each piece whose calm is known, by its name."""
    known = [piece for piece in pieces if piece.calm is not None]
    found = _figures(known, pieces, _felt_or_shipped(pieces))
    return dict(zip((piece.name for piece in known), found, strict=True))


def _figures(
    known: Sequence[Piece], pieces: Sequence[Piece], felt: dict[str, Any]
) -> list[dict[str, float]]:
    """The figures, with the felt tempo from a model that has not seen the piece or related ones."""
    found: dict[str, dict[str, float]] = {}
    steady = [piece for piece in pieces if piece.steady]
    whole = _only_felt(felt)
    for piece in known:
        if not piece.steady:
            found[piece.name] = calm_figures(
                piece.impression, tempo_weights(piece.impression, whole)
            )
    for taught, asked in folds(steady, 4) if steady else ():
        part = _only_felt(fit_felt(taught))
        for piece in asked:
            found[piece.name] = calm_figures(
                piece.impression, tempo_weights(piece.impression, part)
            )
    return [found[piece.name] for piece in known]


def folds(pieces: Sequence[Piece], count: int) -> list[tuple[list[Piece], list[Piece]]]:
    """Folds in which no composer and no tune is on both sides."""
    split = GroupKFold(count, shuffle=True, random_state=11).split(
        np.zeros(len(pieces)), groups=[piece.group for piece in pieces]
    )
    return [([pieces[i] for i in taught], [pieces[i] for i in asked]) for taught, asked in split]


def _only_felt(felt: dict[str, Any]) -> Models:
    return from_json(_EMPTY | {"felt": felt})


_STUMP: dict[str, Any] = {"features": [], "base": 0.0, "trees": []}
_NO_LINE: dict[str, Any] = {"features": [], "mean": [], "scale": [], "weights": [], "bias": 0.0}


def as_it_is(name: str) -> dict[str, Any]:
    """A line that gives the figure `name` itself."""
    return {"features": [name], "mean": [0.0], "scale": [10.0], "weights": [10.0], "bias": 0.0}


WHATEVER_KIND: dict[str, Any] = {
    "calm": as_it_is("calm_odds"),
    "beat": as_it_is("beat_odds"),
}
"""Leaves what the first models say as it is."""

_EMPTY: dict[str, Any] = {
    "felt": _STUMP,
    "calm": _NO_LINE,
    "calm_trees": _STUMP,
    "beat": _NO_LINE,
    "beat_trees": _STUMP,
    "by_kind": WHATEVER_KIND,
    "slow_from": 1.0,
    "not_slow_to": 0.0,
    "beat_from": 0.0,
}


def _line(
    names: Sequence[str],
    table: np.ndarray,
    truth: np.ndarray,
    weights: np.ndarray,
    strength: float,
) -> dict[str, Any]:
    mean = np.average(table, axis=0, weights=weights)
    scale = np.sqrt(np.average((table - mean) ** 2, axis=0, weights=weights)) + 1e-9
    model = LogisticRegression(C=strength, max_iter=2_000, class_weight="balanced")
    model.fit(np.clip((table - mean) / scale, -3, 3), truth, sample_weight=weights)
    return {
        "features": list(names),
        "mean": _short(mean),
        "scale": _short(scale),
        "weights": _short(model.coef_[0]),
        "bias": float(f"{model.intercept_[0]:.6g}"),
    }


def _bag(
    names: Sequence[str],
    table: np.ndarray,
    truth: np.ndarray,
    weights: np.ndarray | None,
    **shape: Any,
) -> dict[str, Any]:
    """Boosted trees grown from several seeds, each using half of the figures at a time.

    Their log-odds are averaged: one forest in the file, more stable than any single one.
    """
    trees, base = [], 0.0
    for seed in SEEDS:
        model = HistGradientBoostingClassifier(
            learning_rate=0.06, l2_regularization=3.0, max_features=0.5, random_state=seed, **shape
        )
        model.fit(table, truth, sample_weight=weights)
        base += float(np.ravel(model._baseline_prediction)[0]) / len(SEEDS)  # noqa: SLF001
        for (predictor,) in model._predictors:  # noqa: SLF001 - the only way to the nodes
            trees.append([_node(node) for node in predictor.nodes])
    return {"features": list(names), "base": float(f"{base:.6g}"), "trees": trees}


def _node(node: Any) -> list[float]:
    if node["is_leaf"]:
        return [float(f"{node['value'] / len(SEEDS):.5g}")]
    threshold = float(f"{node['num_threshold']:.7g}")
    return [int(node["feature_idx"]), threshold, int(node["left"]), int(node["right"])]


def _short(values: np.ndarray) -> list[float]:
    return [float(f"{value:.6g}") for value in values]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Results of models that have not seen the piece: the calm score (None if calm is unknown), the
    probability of a beat, and the weights of its tempos."""

    calm: float | None
    beat: float
    weights: np.ndarray


def cross_validate(
    pieces: Sequence[Piece], figures: dict[str, dict[str, float]]
) -> dict[str, Judgement]:
    """Results for each piece by its name; `figures` are those of `figures_of`.

    Without pieces of set tempo it uses the shipped tempo model, and without noises the shipped beat
    model: neither was trained on labels of recordings.
    """
    judged: dict[str, Judgement] = {}
    for taught, asked in folds(pieces, FOLDS):
        calm = calm_only(taught, asked, figures)
        beat, beat_trees = _beat_or_shipped(taught)
        models = {"felt": _felt_or_shipped(taught), "beat": beat, "beat_trees": beat_trees}
        learned = from_json(_EMPTY | models)
        for piece in asked:
            judged[piece.name] = Judgement(
                calm.get(piece.name),
                beat_probability(piece.impression, learned),
                tempo_weights(piece.impression, learned),
            )
    return judged
