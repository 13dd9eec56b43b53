"""Trains how the kind of a recording changes what the first models say.

`python -m benchmarks.tempo_training.by_kind --corpus FOLDER --singing FOLDER [--write]`

The first models stay as they are, and must not have learned from these pieces: their log-odds on
what they know are too sure. Both lines have few figures, so that a few hundred pieces are enough.
Prints what comes out for each kind when nothing of its corpus was learned from, beside the models
without this step. `--write` puts the result into models.json. Needs the extra `train`.
"""

# pyright: reportMissingImports=false
import argparse
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from benchmarks.tempo_training.data import Piece, corpus_pieces, singing_pieces
from benchmarks.tempo_training.train import SAME, TARGET, WHATEVER_KIND
from benchmarks.tempo_training.words import Words, thresholds, worded
from lullaby.tempo.analyzer import (
    beat_probability,
    calm_figures,
    calm_score,
    feature_figures,
    first_beat_odds,
    first_calm_odds,
    tempo_weights,
    tempos,
)
from lullaby.tempo.answer import SLOW_AT_MOST
from lullaby.tempo.model import Models, by_kind_from_json, from_json

KIND = ("breadth", "high_share", "decay", "pauses", "waver", "tones")
CALM = ("calm_odds", "voice", "slow_played", "breadth_played", "decay_played")
BEAT = ("beat_odds", *KIND)
SHARES = {"scores": 0.5, "piano": 0.3, "singing": 0.5}
"""The weight in the calm score of each corpus that people labelled, relative to all pieces of set
tempo together."""

FALSE, UNSURE = 0.1, 0.05
"""Shares of the thresholds: what is not slow and may be called so, and what may get no word though
it has a beat."""

CALM_STRENGTH, BEAT_STRENGTH = 0.03, 0.1
"""Inverse penalties of the logistic lines."""

LIMIT = 3.0
"""As in `LinearModel`: standardised figures are cut off here."""


def fit(pieces: Sequence[Piece], first: Models) -> dict[str, Any]:
    """The second step as JSON, learned from `pieces` that `first` has not seen."""
    return {"calm": fit_calm(pieces, first), "beat": fit_beat(pieces, first)}


def fit_calm(pieces: Sequence[Piece], first: Models) -> dict[str, Any]:
    known = [piece for piece in pieces if piece.calm is not None]
    rows = []
    for piece in known:
        figures = calm_figures(piece.impression, tempo_weights(piece.impression, first))
        rows.append(_row(figures | {"calm_odds": first_calm_odds(figures, first)}, CALM))
    steady = sum(piece.weight for piece in known if piece.steady)
    scale: dict[str, float] = {}
    for corpus, share in SHARES.items():
        own = sum(piece.weight for piece in known if piece.corpus == corpus)
        if steady and own:
            scale[corpus] = share * steady / own
    weights = [piece.weight * scale.get(piece.corpus, 1.0) for piece in known]
    truth = np.array([bool(piece.calm) for piece in known])
    return _logistic(CALM, np.array(rows), truth, np.array(weights), CALM_STRENGTH)


def fit_beat(pieces: Sequence[Piece], first: Models) -> dict[str, Any]:
    figures = [feature_figures(piece.impression) for piece in pieces]
    rows = [_row(each | {"beat_odds": first_beat_odds(each, first)}, BEAT) for each in figures]
    truth = np.array([not piece.is_noise for piece in pieces])
    weights = np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    return _logistic(BEAT, np.array(rows), truth, weights, BEAT_STRENGTH)


def corpora(pieces: Sequence[Piece]) -> list[tuple[list[Piece], list[Piece]]]:
    """One split for each corpus: nothing of it is on both sides. Noises are dealt out by kind."""
    names = sorted({piece.corpus for piece in pieces if not piece.is_noise})
    noises = sorted({piece.group for piece in pieces if piece.is_noise})
    held = {group: names[number % len(names)] for number, group in enumerate(noises)}
    side = [held.get(piece.group, piece.corpus) for piece in pieces]
    return [
        (
            [piece for piece, of in zip(pieces, side, strict=True) if of != name],
            [piece for piece, of in zip(pieces, side, strict=True) if of == name],
        )
        for name in names
    ]


@dataclass(frozen=True, slots=True)
class Judgement:
    calm: float
    beat: float
    bpm: float
    """The likeliest tempo, 0 for none; whether there is a beat is asked apart."""


def judge(pieces: Sequence[Piece], learned: Models) -> dict[str, Judgement]:
    """What `learned` says of each piece, by its name."""
    found = {}
    for piece in pieces:
        taken = piece.impression
        weights = tempo_weights(taken, learned)
        calm = calm_score(calm_figures(taken, weights), learned)
        bpm = tempos(taken.bpms, weights)[0].bpm if len(weights) else 0.0
        found[piece.name] = Judgement(calm, beat_probability(taken, learned), bpm)
    return found


def judge_by_corpus(pieces: Sequence[Piece], first: Models) -> dict[str, Judgement]:
    """Each piece by a second step that has seen nothing of its corpus."""
    found: dict[str, Judgement] = {}
    for taught, asked in corpora(pieces):
        found |= judge(asked, replace(first, by_kind=by_kind_from_json(fit(taught, first))))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--singing", type=Path, required=True)
    parser.add_argument("--beat-from", type=float, default=0.5)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    pieces = corpus_pieces(asked.corpus, asked.corpus / "corpus.pickle")
    pieces += singing_pieces(asked.singing, asked.corpus / "singing.pickle")
    shipped = json.loads(TARGET.read_text(encoding="utf-8"))
    first = from_json({**shipped, "by_kind": WHATEVER_KIND})
    before = judge(pieces, first)
    report("without the kind", pieces, before, (first.slow_from, first.not_slow_to), 0.75)
    judged = judge_by_corpus(pieces, first)
    known = [p for p in pieces if p.calm is not None]
    calm = np.array([judged[p.name].calm for p in known])
    truth = np.array([bool(p.calm) for p in known])
    limits = thresholds(calm, truth, FALSE, UNSURE)
    report("by kind, each corpus unseen", pieces, judged, limits, asked.beat_from)
    if asked.write:
        shipped["by_kind"] = fit(pieces, first)
        shipped["slow_from"], shipped["not_slow_to"] = (round(limit, 3) for limit in limits)
        shipped["beat_from"] = asked.beat_from
        TARGET.write_text(json.dumps(shipped, separators=(",", ":")) + "\n", encoding="utf-8")


def report(
    title: str,
    pieces: Sequence[Piece],
    judged: Mapping[str, Judgement],
    limits: tuple[float, float],
    beat_from: float,
) -> None:
    """A row for each kind of music, then what becomes of noise."""
    print(f"{title}: slow from {limits[0]:.3f}, not slow up to {limits[1]:.3f}")
    steady: Callable[[Piece], bool] = lambda piece: piece.steady  # noqa: E731
    kinds = sorted({p.kind for p in pieces if not p.is_noise})
    rows = [("all of set tempo", steady), ("low bit rates", lambda p: p.steady and p.lossy)]
    rows += [(kind, lambda p, kind=kind: p.kind == kind) for kind in kinds]
    for name, wanted in rows:
        some = [piece for piece in pieces if wanted(piece) and not piece.is_noise]
        _print_row(name, some, judged, limits, beat_from)
    noises = [judged[piece.name].beat for piece in pieces if piece.is_noise]
    print(f"  noise without a beat {np.mean(np.array(noises) < beat_from):.3f} ({len(noises)})\n")


def _print_row(
    name: str,
    pieces: Sequence[Piece],
    judged: Mapping[str, Judgement],
    limits: tuple[float, float],
    beat_from: float,
) -> None:
    """Slow of set tempo is at most 80 BPM; otherwise what people said."""
    asked = [p for p in pieces if p.steady or p.calm is not None]
    if not asked:
        return
    truth = np.array([p.bpm <= SLOW_AT_MOST if p.steady and p.bpm else bool(p.calm) for p in asked])
    has_beat = np.array([judged[p.name].beat >= beat_from for p in asked])
    calm = np.array([judged[p.name].calm for p in asked])
    sure = np.where(has_beat, calm, (limits[0] + limits[1]) / 2)
    words = worded(sure, truth, *(np.full(len(asked), limit) for limit in limits))
    text = f"  {name:17}{len(asked):4} {_score(words)} AUC {_auc(calm, truth):.2f}"
    timed = [p for p in pieces if p.bpm]
    if timed:
        given = np.array([p.bpm or 1.0 for p in timed])
        off = np.log(np.maximum([judged[p.name].bpm for p in timed], 1e-3) / given)
        hit, double, half = (np.abs(off - np.log(r)) <= SAME for r in (1, 2, 0.5))
        text += f"  tempo {hit.mean():.2f}, doubled {double.mean():.2f}, halved {half.mean():.2f}"
    print(text + f"  no beat {1 - has_beat.mean():.2f}")


def _score(words: Words) -> str:
    (hit, missed, shy), (false, right, unsure) = words.slow, words.not_slow
    wrong, count = false + missed, sum((*words.slow, *words.not_slow))
    of_all = 2 * hit / max(1, 2 * hit + wrong + shy)
    answered = 2 * hit / max(1, 2 * hit + wrong)
    return (
        f"F1 {of_all:.2f} ({answered:.2f} of the answered)"
        f" recall {hit / max(1, hit + missed + shy):.2f}"
        f" false {false / max(1, false + right + unsure):.2f}"
        f" don't know {(shy + unsure) / count:.2f}"
    )


def _auc(scores: np.ndarray, truth: np.ndarray) -> float:
    above = scores[truth][:, None] - scores[~truth]
    return float(np.mean((above > 0) + 0.5 * (above == 0))) if above.size else float("nan")


def _row(figures: Mapping[str, float], names: Sequence[str]) -> list[float]:
    return [figures[name] for name in names]


def _standardised(
    table: np.ndarray, weights: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(mean, scale, the table cut off as `LinearModel` does)."""
    mean = np.average(table, axis=0, weights=weights)
    scale = np.sqrt(np.average((table - mean) ** 2, axis=0, weights=weights)) + 1e-9
    return mean, scale, np.clip((table - mean) / scale, -LIMIT, LIMIT)


def _logistic(
    names: Sequence[str],
    table: np.ndarray,
    truth: np.ndarray,
    weights: np.ndarray,
    strength: float,
) -> dict[str, Any]:
    mean, scale, standard = _standardised(table, weights)
    model = LogisticRegression(C=strength, max_iter=2_000)
    model.fit(standard, truth, sample_weight=weights)
    return _line(names, mean, scale, model.coef_[0], float(model.intercept_[0]))


def _line(
    names: Sequence[str], mean: np.ndarray, scale: np.ndarray, weights: np.ndarray, bias: float
) -> dict[str, Any]:
    return {
        "features": list(names),
        "mean": _short(mean),
        "scale": _short(scale),
        "weights": _short(weights),
        "bias": _short([bias])[0],
    }


def _short(values: Sequence[float] | np.ndarray) -> list[float]:
    return [float(f"{value:.6g}") for value in values]


if __name__ == "__main__":
    main()
