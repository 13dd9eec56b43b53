"""Writes models.json: `python -m benchmarks.tempo_training --corpus FOLDER --dev FOLDER`."""

import argparse
import json
from pathlib import Path

import numpy as np

from benchmarks.tempo_training.data import corpus_pieces, dev_pieces
from benchmarks.tempo_training.train import TARGET, cross_validate, figures_of, train
from benchmarks.tempo_training.words import thresholds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--dev", type=Path, required=True)
    parser.add_argument("--beat-from", type=float, default=0.75)
    asked = parser.parse_args()
    corpus = corpus_pieces(asked.corpus, asked.corpus / "corpus.pickle")
    dev = dev_pieces(asked.dev, asked.corpus / "dev.pickle")
    pieces = [*dev, *corpus]
    judged = cross_validate(pieces, figures_of(pieces))
    calm = np.array([judged[piece.name].calm for piece in dev])
    slow_from, not_slow_to = thresholds(calm, np.array([bool(piece.calm) for piece in dev]))
    value = train(
        pieces,
        {
            "slow_from": round(slow_from, 3),
            "not_slow_to": round(not_slow_to, 3),
            "beat_from": asked.beat_from,
        },
    )
    TARGET.write_text(json.dumps(value, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size / 1e3:.0f} kB from {len(pieces)} pieces")
    print(f"slow from {slow_from:.3f}, not slow up to {not_slow_to:.3f}")


if __name__ == "__main__":
    main()
