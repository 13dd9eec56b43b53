"""Teaches the ear: `python -m benchmarks.ear.train --corpus FOLDER --dev FOLDER` writes ear.json.

Needs the extra `train` (scikit-learn). The models are small on purpose: lines over standardised
figures, and shallow trees that may only go one way where the meaning of a figure is known.
"""

# pyright: reportMissingImports=false
import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from benchmarks.ear.data import Piece, corpus_pieces, dev_pieces
from lullaby.tempo.ear import beat_probability, calm_figures, calm_score, tempo_weights
from lullaby.tempo.features import NAMES
from lullaby.tempo.hypotheses import NAMES as ROWS
from lullaby.tempo.model import Models, from_json

TARGET = Path(__file__).parents[2] / "lullaby" / "tempo" / "ear.json"
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
"""The figures that the calm score may use, and which way each may speak."""

BEAT = ("pulse", "pulse_contrast", "steadiness", "noisiness", "entropy", "harmony", "accent")
BEAT += ("gap_spread", "notes", "flux_even", "sway_1", "sway_16", "level_motion", "roughness")
DEV_WEIGHT = 12.0
"""So that recordings outweigh rendered pieces about five to two in the calm score."""

NOISE_WEIGHT = 2.0
FOLDS = 5


def fit_felt(pieces: Sequence[Piece]) -> dict[str, Any]:
    """Which of its tempos a piece is felt in: learned where the tempo was set."""
    rows, hits, weights = [], [], []
    for piece in pieces:
        if piece.bpm is None or not piece.steady:
            continue
        near = np.abs(np.log(piece.heard.bpms / piece.bpm)) <= SAME
        rows.append(piece.heard.rows)
        hits.append(near)
        weights.append(np.ones(len(near)))
    trees = HistGradientBoostingClassifier(
        max_iter=130,
        learning_rate=0.06,
        max_leaf_nodes=12,
        min_samples_leaf=20,
        l2_regularization=3.0,
        max_features=0.5,
        random_state=7,
    )
    trees.fit(np.concatenate(rows), np.concatenate(hits), sample_weight=np.concatenate(weights))
    return _trees(trees, ROWS)


def fit_calm(
    figures: Sequence[dict[str, float]], calm: Sequence[bool], weights: Sequence[float]
) -> tuple[dict[str, Any], dict[str, Any]]:
    names = tuple(CALM)
    table = np.array([[each[name] for name in names] for each in figures])
    line = _line(names, table, np.array(calm), np.array(weights), 0.05)
    trees = HistGradientBoostingClassifier(
        max_iter=90,
        learning_rate=0.06,
        max_leaf_nodes=5,
        min_samples_leaf=15,
        l2_regularization=3.0,
        max_features=0.5,
        monotonic_cst=list(CALM.values()),
        random_state=7,
    )
    trees.fit(table, np.array(calm), sample_weight=np.array(weights))
    return line, _trees(trees, names)


def fit_beat(pieces: Sequence[Piece]) -> tuple[dict[str, Any], dict[str, Any]]:
    at = [NAMES.index(name) for name in BEAT]
    table = np.array([piece.heard.features.row()[at] for piece in pieces])
    beat = np.array([not piece.is_noise for piece in pieces])
    weights = np.where(beat, 1.0, NOISE_WEIGHT)
    line = _line(BEAT, table, beat, weights, 0.1)
    trees = HistGradientBoostingClassifier(
        max_iter=70,
        learning_rate=0.06,
        max_leaf_nodes=5,
        min_samples_leaf=8,
        l2_regularization=3.0,
        max_features=0.5,
        random_state=7,
    )
    trees.fit(table, beat, sample_weight=weights)
    return line, _trees(trees, BEAT)


def train(pieces: Sequence[Piece], thresholds: dict[str, float]) -> dict[str, Any]:
    """All models as JSON; `pieces` are all that may be learned from."""
    shipped = json.loads(TARGET.read_text(encoding="utf-8")) if TARGET.exists() else {}
    felt = fit_felt(pieces) if any(piece.steady for piece in pieces) else shipped["felt"]
    beat, beat_trees = shipped.get("beat"), shipped.get("beat_trees")
    if any(piece.is_noise for piece in pieces):
        beat, beat_trees = fit_beat(pieces)
    known = [piece for piece in pieces if piece.calm is not None]
    figures = _figures(known, pieces, felt)
    weights = [p.weight * (1.0 if p.steady else DEV_WEIGHT) for p in known]
    calm, calm_trees = fit_calm(figures, [bool(p.calm) for p in known], weights)
    return {
        "felt": felt,
        "calm": calm,
        "calm_trees": calm_trees,
        "beat": beat,
        "beat_trees": beat_trees,
        **thresholds,
    }


def _figures(
    known: Sequence[Piece], pieces: Sequence[Piece], felt: dict[str, Any]
) -> list[dict[str, float]]:
    """With the felt tempo as a model says that has not heard the piece or its kin."""
    found: dict[str, dict[str, float]] = {}
    steady = [piece for piece in pieces if piece.steady]
    whole = _only_felt(felt)
    for piece in known:
        if not piece.steady:
            found[piece.name] = calm_figures(piece.heard, tempo_weights(piece.heard, whole))
    for taught, asked in folds(steady, 4) if steady else ():
        part = _only_felt(fit_felt(taught))
        for piece in asked:
            found[piece.name] = calm_figures(piece.heard, tempo_weights(piece.heard, part))
    return [found[piece.name] for piece in known]


def folds(pieces: Sequence[Piece], count: int) -> list[tuple[list[Piece], list[Piece]]]:
    """Parted so that no composer and no tune is on both sides."""
    split = GroupKFold(count, shuffle=True, random_state=11).split(
        np.zeros(len(pieces)), groups=[piece.group for piece in pieces]
    )
    return [([pieces[i] for i in taught], [pieces[i] for i in asked]) for taught, asked in split]


def _only_felt(felt: dict[str, Any]) -> Models:
    none = {"features": [], "mean": [], "scale": [], "weights": [], "bias": 0.0}
    stump = {"features": [], "base": 0.0, "trees": []}
    return from_json(
        {
            "felt": felt,
            "calm": none,
            "calm_trees": stump,
            "beat": none,
            "beat_trees": stump,
            "slow_from": 1.0,
            "not_slow_to": 0.0,
            "beat_from": 0.0,
        }
    )


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


def _trees(model: HistGradientBoostingClassifier, names: Sequence[str]) -> dict[str, Any]:
    trees = []
    for (predictor,) in model._predictors:  # noqa: SLF001 - the only way to the nodes
        nodes = []
        for node in predictor.nodes:
            if node["is_leaf"]:
                nodes.append([float(f"{node['value']:.5g}")])
            else:
                nodes.append(
                    [
                        int(node["feature_idx"]),
                        float(f"{node['num_threshold']:.7g}"),
                        int(node["left"]),
                        int(node["right"]),
                    ]
                )
        trees.append(nodes)
    base = float(np.ravel(model._baseline_prediction)[0])  # noqa: SLF001
    return {"features": list(names), "base": base, "trees": trees}


def _short(values: np.ndarray) -> list[float]:
    return [float(f"{value:.6g}") for value in values]


@dataclass(frozen=True, slots=True)
class Judgement:
    """By models that have not heard the piece: the calm score, the probability of a beat, and
    the weights of its tempos."""

    calm: float
    beat: float
    weights: np.ndarray


def cross_validate(pieces: Sequence[Piece]) -> dict[str, Judgement]:
    """Each piece by its name. Without pieces of set tempo the shipped tempo model is used, and
    without noises the shipped model of the beat: neither has learned tempos from labels."""
    judged: dict[str, Judgement] = {}
    for taught, asked in folds(pieces, FOLDS):
        learned = from_json(train(taught, {"slow_from": 1, "not_slow_to": 0, "beat_from": 0.5}))
        for piece in asked:
            weights = tempo_weights(piece.heard, learned)
            calm = calm_score(calm_figures(piece.heard, weights), learned)
            beat = beat_probability(piece.heard, learned)
            judged[piece.name] = Judgement(calm, beat, weights)
    return judged


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--slow-from", type=float, default=0.5)
    parser.add_argument("--not-slow-to", type=float, default=0.34)
    parser.add_argument("--beat-from", type=float, default=0.75)
    asked = parser.parse_args()
    cache = asked.corpus
    pieces = corpus_pieces(asked.corpus, cache / "corpus.pickle")
    pieces += dev_pieces(asked.dev, cache / "dev.pickle")
    thresholds = {
        "slow_from": asked.slow_from,
        "not_slow_to": asked.not_slow_to,
        "beat_from": asked.beat_from,
    }
    value = train(pieces, thresholds)
    TARGET.write_text(json.dumps(value, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1e3:.0f} kB from {len(pieces)} pieces")


if __name__ == "__main__":
    main()
