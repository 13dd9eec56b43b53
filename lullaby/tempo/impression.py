"""The measurements of a recording's excerpts, before the models are applied."""

from collections.abc import Iterable, Sequence

import numpy as np

from lullaby.frozen import frozen
from lullaby.tempo.features import Features, features
from lullaby.tempo.hypotheses import rows
from lullaby.tempo.onsets import onsets
from lullaby.tempo.pulse import Tempogram, candidates, mean_tempos, tempogram
from lullaby.tempo.spectrum import Signal, Values, picture


@frozen
class Impression:
    """`bpms` are the candidate tempos, mean over the recording, `rows` the evidence for each."""

    features: Features
    bpms: Values
    rows: Values
    seconds: float
    """Seconds analysed, without silence at the ends."""


def impression(excerpts: Iterable[Signal]) -> Impression | None:
    """Measure excerpts of one recording: mono, 8 kHz. None if all are silent.

    Frees each excerpt before taking the next.
    """
    parts: list[tuple[float, Features, Tempogram]] = []
    for samples in excerpts:
        seen = picture(samples)
        if seen is None:
            continue
        found = onsets(seen)
        gram = tempogram(found)
        parts.append((seen.seconds, features(seen, found, gram), gram))
    if not parts:
        return None
    weights = np.array([seconds for seconds, _, _ in parts])
    mean = np.average([each.row() for _, each, _ in parts], axis=0, weights=weights)
    merged = Features(*mean.tolist())
    gram = _together([gram for _, _, gram in parts], weights)
    bpms = candidates(gram)
    evidence = rows(bpms, gram, merged)
    return Impression(merged, mean_tempos(gram.parts, bpms), evidence, float(weights.sum()))


def _together(grams: Sequence[Tempogram], weights: Values) -> Tempogram:
    def mean(curves: Sequence[Values]) -> Values:
        return np.average(curves, axis=0, weights=weights)

    return Tempogram(
        mean([gram.onsets for gram in grams]),
        mean([gram.low for gram in grams]),
        mean([gram.harmony for gram in grams]),
        mean([gram.strengths for gram in grams]),
        float(np.average([gram.steadiness for gram in grams], weights=weights)),
        np.concatenate([gram.parts for gram in grams]),
    )
