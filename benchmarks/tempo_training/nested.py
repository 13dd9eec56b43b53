"""Measures the words, thresholds included, by nested cross-validation grouped by composer.

It sets one fold after another aside, finds the thresholds by cross-validation within the rest, and
assigns words to the fold set aside.
"""

from collections.abc import Sequence

import numpy as np

from benchmarks.tempo_training.data import Piece
from benchmarks.tempo_training.train import FOLDS, calm_only, folds
from benchmarks.tempo_training.words import Words, thresholds, worded


def nested(pieces: Sequence[Piece], figures: dict[str, dict[str, float]]) -> Words:
    """The words for the labelled recordings among `pieces`; `figures` are those of the calm score,
    and were never fitted to the recordings' labels."""
    pieces = [piece for piece in pieces if piece.calm is not None]
    asked_of = [p for p in pieces if not p.steady]
    calm, low, high = ({} for _ in range(3))
    for taught, asked in folds(pieces, FOLDS):
        inner: dict[str, float] = {}
        for learned_from, held in folds(taught, FOLDS):
            inner |= calm_only(learned_from, [p for p in held if not p.steady], figures)
        names = [p for p in taught if not p.steady]
        scores = np.array([inner[p.name] for p in names])
        high_, low_ = thresholds(scores, np.array([bool(p.calm) for p in names]))
        recordings = [piece for piece in asked if not piece.steady]
        for name, score in calm_only(taught, recordings, figures).items():
            calm[name], high[name], low[name] = score, high_, low_
    order = [p.name for p in asked_of]
    truth = np.array([bool(p.calm) for p in asked_of])
    given = (np.array([table[name] for name in order]) for table in (calm, high, low))
    scores, slow_from, not_slow_to = given
    return worded(scores, truth, slow_from, not_slow_to)
