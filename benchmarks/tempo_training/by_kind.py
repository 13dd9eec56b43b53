"""Trains how the kind of a recording changes what the first models say.

`python -m benchmarks.tempo_training.by_kind --corpus FOLDER --singing FOLDER --field FOLDER`
(and `--write`)

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

from benchmarks.tempo_training.data import Piece, corpus_pieces, field_pieces, singing_pieces
from benchmarks.tempo_training.train import SAME, TARGET, WHATEVER_KIND
from benchmarks.tempo_training.words import Words, worded
from lullaby.tempo.analyzer import (
    beat_probability,
    calm_figures,
    calm_score,
    first_beat_odds,
    first_calm_odds,
    tempo_weights,
    tempos,
)
from lullaby.tempo.model import Models, by_kind_from_json, from_json

KIND = ("breadth", "high_share", "decay", "pauses", "waver", "tones")
CALM = ("calm_odds", "voice", "slow_played", "breadth_played", "decay_played", "strong_sung")
BEAT = ("beat_odds", *KIND, "turnover", "lead_rate", "notes", "harmony", "noisiness", "entropy")
SHARES = {"scores": 0.5, "piano": 0.3, "singing": 0.5, "field": 0.5}
"""The weight in the calm score of each corpus that people labelled, relative to all pieces of set
tempo together. Within each, slow and not slow weigh the same, but no piece more than `MOST`."""

MOST = 4.0

SLOW_FROM, UNSURE = 0.55, 0.05
"""The calm score from which a piece is slow (F1 is about the same from .5 to .6), and the share of
the pieces below it that get no word."""

CALM_STRENGTH, BEAT_STRENGTH = 0.03, 1.0
"""Inverse penalties of the logistic lines."""

LIMIT = 3.0
"""As in `LinearModel`: standardised figures are cut off here."""

Figures = Mapping[str, Mapping[str, float]]
"""By the name of the piece, what both lines may use."""


def figures_of(pieces: Sequence[Piece], first: Models) -> Figures:
    """What `first`, which has not seen the pieces, says of them, and their kind."""
    found: dict[str, dict[str, float]] = {}
    for piece in pieces:
        taken = piece.impression
        figures = calm_figures(taken, tempo_weights(taken, first))
        odds = {
            "calm_odds": first_calm_odds(figures, first),
            "beat_odds": first_beat_odds(figures, first),
        }
        found[piece.name] = figures | odds
    return found


def fit(pieces: Sequence[Piece], figures: Figures) -> dict[str, Any]:
    """The second step as JSON."""
    return {"calm": fit_calm(pieces, figures), "beat": fit_beat(pieces, figures)}


def fit_calm(pieces: Sequence[Piece], figures: Figures) -> dict[str, Any]:
    known = [piece for piece in pieces if piece.calm is not None]
    rows = np.array([_row(figures[piece.name], CALM) for piece in known])
    truth = np.array([bool(piece.calm) for piece in known])
    return _logistic(CALM, rows, truth, _balanced(known, truth), CALM_STRENGTH)


def _balanced(pieces: Sequence[Piece], truth: np.ndarray) -> np.ndarray:
    """The weights of the pieces: shares by corpus, half of each for what is slow."""
    weights = np.array([piece.weight for piece in pieces])
    corpus = np.array([piece.corpus for piece in pieces])
    steady = np.array([piece.steady for piece in pieces])
    total = weights[steady].sum() if steady.any() else 1.0
    groups = [(steady, 1.0), *((corpus == name, share) for name, share in SHARES.items())]
    for which, share in groups:
        for half in (which & truth, which & ~truth):
            if half.any():
                weights[half] *= min(MOST, share * total / 2 / weights[half].sum())
    return weights


def fit_beat(pieces: Sequence[Piece], figures: Figures) -> dict[str, Any]:
    rows = np.array([_row(figures[piece.name], BEAT) for piece in pieces])
    truth = np.array([not piece.is_noise for piece in pieces])
    weights = np.where(truth, 0.5 / truth.mean(), 0.5 / (1 - truth.mean()))
    return _logistic(BEAT, rows, truth, weights, BEAT_STRENGTH)


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
    figures = figures_of(pieces, first)
    for taught, asked in corpora(pieces):
        found |= judge(asked, replace(first, by_kind=by_kind_from_json(fit(taught, figures))))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--singing", type=Path, required=True)
    parser.add_argument("--field", type=Path, required=True)
    parser.add_argument("--beat-from", type=float, default=0.5)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    pieces = corpus_pieces(asked.corpus, asked.corpus / "corpus.pickle")
    pieces += singing_pieces(asked.singing, asked.corpus / "singing.pickle")
    pieces += field_pieces(asked.field, asked.corpus / "field.pickle")
    shipped = json.loads(TARGET.read_text(encoding="utf-8"))
    first = from_json({**shipped, "by_kind": WHATEVER_KIND})
    before = judge(pieces, first)
    report("without the kind", pieces, before, (first.slow_from, first.not_slow_to), 0.75)
    judged = judge_by_corpus(pieces, first)
    calm = np.array([judged[p.name].calm for p in pieces if p.calm is not None])
    below = np.sort(calm[calm < SLOW_FROM])[::-1]
    limits = (SLOW_FROM, float(below[int(UNSURE * len(calm))]))
    report("by kind, each corpus unseen", pieces, judged, limits, asked.beat_from)
    if asked.write:
        shipped["by_kind"] = fit(pieces, figures_of(pieces, first))
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
    steady: Callable[[Piece], bool] = lambda piece: piece.steady and piece.source != "sung"  # noqa: E731
    kinds = sorted({p.kind for p in pieces if not p.is_noise})
    rows = [("played at set tempo", steady), ("low bit rates", lambda p: steady(p) and p.lossy)]
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
    asked = [p for p in pieces if p.slow is not None]
    if not asked:
        return
    truth = np.array([bool(p.slow) for p in asked])
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
