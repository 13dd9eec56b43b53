"""The tempo estimator beside free ones, on labelled recordings that the user names.

python -m benchmarks.tempo --dev FOLDER [--corpus FOLDER] [--no-peers]

FOLDER holds recordings and a labels.csv (file, label, bpm_ref, source, title). The calm score is
measured by cross-validation: by models that have seen neither the recording nor another of its
composer, which needs the extra `train`; the words by nested cross-validation, since their
thresholds are chosen too. The tempo model has never seen these recordings' labels. `--corpus` (see
benchmarks.tempo_training.corpus) adds the pieces that the shipped models learn from, measured in
the same way, and the peers on some of them. A peer that is not installed is named.
"""

import argparse
import os
import resource
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.tempo_training.data import Piece, corpus_pieces, dev_pieces
from benchmarks.tempo_training.peers import PEERS, SLOW_ONE, Judged, decoded, judge, made, missing
from benchmarks.tempo_training.words import worded
from lullaby.audio.decoder import Decoder
from lullaby.tempo.analyzer import tempo_weights, tempos
from lullaby.tempo.answer import SLOW_AT_MOST
from lullaby.tempo.model import models
from lullaby.tempo_analysis import analyze_file
from lullaby.tempo_worker import analyze_files

if TYPE_CHECKING:
    from benchmarks.tempo_training.train import Judgement

WORKERS = 2
SAME = 0.04
FALSE_ALARMS = 0.10
EVERY = 8
SLOW_FEWER = 4
"""Of the rendered pieces, the peers get one in so many, and a slow peer fewer still."""

SAMPLE = 30
"""Recordings on which speed is measured."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--dev", type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--corpus", type=Path, metavar="FOLDER")
    parser.add_argument("--no-peers", action="store_true")
    asked = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    dev = dev_pieces(asked.dev, asked.corpus and asked.corpus / "dev.pickle")
    paths = [asked.dev / piece.name for piece in dev]
    speed = _speed(paths[:SAMPLE])
    print(f"{len(dev)} recordings of {len({piece.group for piece in dev})} groups")
    print(f"speed                {speed:6.0f} x real time on one core, decoding included")
    print(f"memory               {_memory_mb(paths[:SAMPLE]):6.0f} MB with {WORKERS} workers\n")
    corpus = corpus_pieces(asked.corpus, asked.corpus / "corpus.pickle") if asked.corpus else []
    judged = _cross_validated(dev, corpus)
    peers = [] if asked.no_peers else [name for name in PEERS if _is_there(name)]
    ours = Judged("lullaby", np.array([_felt(piece) for piece in dev]), speed)
    quick = [judge(name, map(decoded, paths)) for name in peers if name != SLOW_ONE]
    _print_tempos(dev, [ours, *quick])
    if corpus and judged:
        _beside_peers(asked.corpus, [p for p in corpus if p.steady], judged, peers)


def auc(scores: np.ndarray, truth: np.ndarray) -> float:
    """How often a true item scores above a false one."""
    above = scores[truth][:, None] - scores[~truth]
    return float(np.mean((above > 0) + 0.5 * (above == 0)))


def _felt(piece: Piece) -> float:
    weights = tempo_weights(piece.impression, models())
    return tempos(piece.impression.bpms, weights)[0].bpm if len(weights) else 0.0


def _is_there(name: str) -> bool:
    if needed := missing(name):
        print(f"{name} is left out: {needed} is not installed")
    return not needed


def _cross_validated(dev: Sequence[Piece], corpus: Sequence[Piece]) -> "dict[str, Judgement]":
    try:
        from benchmarks.tempo_training.nested import nested
        from benchmarks.tempo_training.train import cross_validate, figures_of
    except ImportError:
        print("cross-validation left out: the extra `train` is not installed\n")
        return {}
    pieces = [*dev, *corpus]
    figures = figures_of(pieces)
    judged = cross_validate(pieces, figures)
    calm = np.array([judged[piece.name].calm for piece in dev])
    truth = np.array([bool(piece.calm) for piece in dev])
    print("slow and lullaby against not slow, grouped cross-validation")
    for source in ("", *sorted({piece.source for piece in dev})):
        of = np.array([not source or piece.source == source for piece in dev])
        print(f"  AUC {auc(calm[of], truth[of]):.3f}  {source or 'all'} ({of.sum()})")
    highest_left = np.sort(calm[~truth])[::-1][int(FALSE_ALARMS * (~truth).sum())]
    print(f"  recall {np.mean(calm[truth] > highest_left):.3f} at 10 % false alarms at most")
    shipped = models()
    slow_from, not_slow_to = (
        np.full(len(calm), at) for at in (shipped.slow_from, shipped.not_slow_to)
    )
    for name, words in (
        (
            "the shipped thresholds, chosen on these scores",
            worded(calm, truth, slow_from, not_slow_to),
        ),
        ("thresholds chosen within the rest (nested)", nested(pieces, figures)),
    ):
        print(f"words by {name}\n{words.table()}\n{words.summary()}")
    print()
    if corpus:
        _corpus_figures(corpus, judged)
    return judged


def _corpus_figures(corpus: Sequence[Piece], judged: "dict[str, Judgement]") -> None:
    noise = np.array([judged[p.name].beat for p in corpus if p.is_noise])
    music = np.array([judged[p.name].beat for p in corpus if not p.is_noise])
    from_ = models().beat_from
    print("pieces made for training, grouped cross-validation")
    print(f"  noise said to have no steady beat {np.mean(noise < from_):.3f} ({len(noise)})")
    print(f"  music said to have a beat         {np.mean(music >= from_):.3f} ({len(music)})")
    known = [p for p in corpus if p.calm is not None]
    calm = np.array([judged[p.name].calm for p in known])
    print(f"  AUC slow against not slow         {auc(calm, np.array([p.calm for p in known])):.3f}")
    for kind in ("played", "sung"):
        steady = [p for p in corpus if p.steady and p.source == kind]
        found = np.array([_best(p, judged[p.name].weights) for p in steady])
        _print_row(f"  {kind} ({len(steady)})", found, np.array([p.bpm for p in steady]))
    print()


def _beside_peers(
    folder: Path, steady: Sequence[Piece], judged: "dict[str, Judgement]", peers: Sequence[str]
) -> None:
    print("\nset tempo, made pieces, cross-validated, beside the peers on the same pieces")
    before = 0
    for name in peers:
        every = EVERY * (SLOW_FEWER if name == SLOW_ONE else 1)
        some = steady[::every]
        truth = np.array([piece.bpm for piece in some])
        if every != before:
            found = np.array([_best(piece, judged[piece.name].weights) for piece in some])
            _print_row(f"  lullaby ({len(some)})", found, truth)
            before = every
        done = judge(name, (made(folder / piece.name) for piece in some))
        _print_row(f"  {name}, {done.speed:.0f} x", done.bpms, truth)


def _best(piece: Piece, weights: np.ndarray) -> float:
    return tempos(piece.impression.bpms, weights)[0].bpm if len(weights) else 1.0


def _print_tempos(dev: Sequence[Piece], all_judged: Sequence[Judged]) -> None:
    truth = np.array([bool(piece.calm) for piece in dev])
    notated = np.array([piece.bpm for piece in dev])
    print("tempo against the notated beat (which is not always the felt one)")
    for judged in all_judged:
        _print_row(f"  {judged.name}", judged.bpms, notated)
    print(f"slow found by a tempo of at most {SLOW_AT_MOST:g} BPM alone; speed")
    for judged in all_judged:
        slow = (judged.bpms > 0) & (judged.bpms <= SLOW_AT_MOST)
        found, false = np.mean(slow[truth]), np.mean(slow[~truth])
        print(
            f"  {judged.name:20} recall {found:.2f}  false {false:.2f}"
            f"  AUC {auc(-judged.bpms, truth):.2f}  {judged.speed:6.0f} x real time"
        )


def _print_row(name: str, found: np.ndarray, truth: np.ndarray) -> None:
    off = np.log(np.maximum(found, 1e-3) / truth)

    def hit(ratio: float) -> np.ndarray:
        return np.abs(off - np.log(ratio)) <= SAME

    forgiven = np.any([hit(ratio) for ratio in (1, 2, 0.5, 3, 1 / 3)], axis=0)
    print(
        f"{name:22} within 4 % {np.mean(hit(1)):.2f}  octaves forgiven {np.mean(forgiven):.2f}"
        f"  doubled {hit(2).sum()}  halved {hit(0.5).sum()}"
        f"  octave errors {np.mean(forgiven & ~hit(1)):.3f}"
    )


def _speed(paths: Sequence[Path]) -> float:
    analyze_file(paths[0])
    lengths = [_length(path) for path in paths]
    begun = time.process_time()
    for path in paths:
        analyze_file(path)
    return sum(lengths) / max(1e-9, time.process_time() - begun)


def _length(path: Path) -> float:
    decoder = Decoder(path)
    decoder.close()
    return (decoder.duration_ms or 0) / 1000


def _memory_mb(paths: Sequence[Path]) -> float:
    for _ in analyze_files(paths, WORKERS):
        pass
    return WORKERS * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


if __name__ == "__main__":
    main()
