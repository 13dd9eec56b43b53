"""The trained models, read from one JSON file: a linear model and boosted trees."""

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from lullaby.frozen import frozen
from lullaby.tempo.spectrum import Values


@frozen
class LinearModel:
    """A logistic model over standardised features."""

    features: tuple[str, ...]
    mean: Values
    scale: Values
    weights: Values
    bias: float

    def terms(self, values: Mapping[str, float]) -> dict[str, float]:
        """Each feature's contribution in log-odds, compared with the average recording."""
        given = np.array([values[name] for name in self.features])
        standard = np.clip((given - self.mean) / self.scale, -3.0, 3.0)
        return dict(zip(self.features, (standard * self.weights).tolist(), strict=True))

    def log_odds(self, values: Mapping[str, float]) -> float:
        return sum(self.terms(values).values()) + self.bias


@frozen
class TreeEnsemble:
    """Boosted trees. Node 0 of each is its root; a leaf has a negative `left`."""

    features: tuple[str, ...]
    base: float
    feature: np.ndarray
    threshold: np.ndarray
    left: np.ndarray
    right: np.ndarray
    value: np.ndarray

    def log_odds(self, rows: Values) -> Values:
        """One value per row; the columns are `features`."""
        trees = np.arange(len(self.feature))[None, :]
        node = np.zeros((len(rows), len(self.feature)), np.int64)
        inside = self.left[trees, node] >= 0
        while inside.any():
            wanted = self.feature[trees, node]
            lower = np.take_along_axis(rows, wanted, axis=1) <= self.threshold[trees, node]
            onward = np.where(lower, self.left[trees, node], self.right[trees, node])
            node = np.where(inside, onward, node)
            inside = self.left[trees, node] >= 0
        return self.base + self.value[trees, node].sum(axis=1)


@frozen
class ByKind:
    """How the kind of a recording (`kind`) changes what the models before it say.

    A voice, a choir, a music box and a band with drums differ in restlessness even at one tempo, so
    that one threshold cannot fit them all.
    """

    calm: LinearModel
    """The calm score from its first log-odds (`calm_odds`), the tempo and the kind."""
    beat: LinearModel
    """The probability of a beat from its first log-odds (`beat_odds`) and the kind."""


@frozen
class Models:
    """All trained models. See docs/decisions/0020-tempo-estimation.md."""

    felt: TreeEnsemble
    """Predicts from a row of `hypotheses` whether its tempo is the felt one."""
    calm: LinearModel
    calm_trees: TreeEnsemble
    """Predicts from features and tempo whether a recording is slow or a lullaby."""
    beat: LinearModel
    beat_trees: TreeEnsemble
    """Predicts whether there is a steady beat."""
    by_kind: ByKind
    slow_from: float
    """Calm score from which a recording counts as slow."""
    not_slow_to: float
    beat_from: float
    """Probability of a beat from which a tempo is reported."""


@lru_cache(maxsize=1)
def models() -> Models:
    """The models that come with the app."""
    text = files("lullaby.tempo").joinpath("models.json").read_text(encoding="utf-8")
    return from_json(json.loads(text))


def from_json(value: dict[str, Any]) -> Models:
    return Models(
        felt=_tree_ensemble(value["felt"]),
        calm=_linear_model(value["calm"]),
        calm_trees=_tree_ensemble(value["calm_trees"]),
        beat=_linear_model(value["beat"]),
        beat_trees=_tree_ensemble(value["beat_trees"]),
        by_kind=by_kind_from_json(value["by_kind"]),
        slow_from=float(value["slow_from"]),
        not_slow_to=float(value["not_slow_to"]),
        beat_from=float(value["beat_from"]),
    )


def probability(log_odds: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(log_odds, -30, 30))))


def by_kind_from_json(value: dict[str, Any]) -> ByKind:
    return ByKind(_linear_model(value["calm"]), _linear_model(value["beat"]))


def _linear_model(value: dict[str, Any]) -> LinearModel:
    return LinearModel(
        tuple(value["features"]),
        np.array(value["mean"]),
        np.array(value["scale"]),
        np.array(value["weights"]),
        float(value["bias"]),
    )


def _tree_ensemble(value: dict[str, Any]) -> TreeEnsemble:
    """Each tree is a list of nodes: [feature, threshold, left, right], or [value] for a leaf."""
    trees: Sequence[Sequence[Sequence[float]]] = value["trees"]
    shape = len(trees), max((len(tree) for tree in trees), default=1)
    feature, left, right = np.zeros(shape, np.int64), np.full(shape, -1), np.full(shape, -1)
    threshold, leaf = np.zeros(shape), np.zeros(shape)
    for number, tree in enumerate(trees):
        for at, node in enumerate(tree):
            if len(node) == 1:
                leaf[number, at] = node[0]
            else:
                feature[number, at], threshold[number, at] = int(node[0]), node[1]
                left[number, at], right[number, at] = int(node[2]), int(node[3])
    base = float(value["base"])
    return TreeEnsemble(tuple(value["features"]), base, feature, threshold, left, right, leaf)
