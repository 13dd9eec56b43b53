"""Decodes the excerpts of a file that tempo analysis needs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import Decoder
from lullaby.audio.mono import no_pause, read_mono
from lullaby.audio.port import Trouble
from lullaby.frozen import frozen
from lullaby.tempo.analysis import TempoAnalysis
from lullaby.tempo.analyzer import analyze
from lullaby.tempo.impression import Impression, impression
from lullaby.tempo.spectrum import RATE
from lullaby.units import Ms

WHOLE_MS = 75_000
"""Recordings up to this length are analysed whole."""

EXCERPT_S = 22
PLACES = (0.12, 0.42, 0.72)
"""Where in a longer recording each excerpt starts, as a share of its length: after the introduction
and before the closing fade."""


@frozen
class FileAnalysis:
    """The analysis of one file, or why there is none."""

    path: Path
    analysis: TempoAnalysis | None
    trouble: Trouble | None = None


def analyze_file(path: Path, pause: Callable[[], None] = no_pause) -> TempoAnalysis:
    """Analyse a recording in this process; `pause` is called often. Raises CannotPlay."""
    return analyze(_excerpts(path, pause))


def impression_of(path: Path) -> Impression | None:
    """The raw measurements of a recording, for training the models. Raises CannotPlay."""
    return impression(_excerpts(path, no_pause))


def _excerpts(path: Path, pause: Callable[[], None]) -> Iterator[NDArray[np.float32]]:
    decoder = Decoder(path, rate=RATE)
    duration = decoder.duration_ms
    if duration is None or duration <= WHOLE_MS:
        yield read_mono(decoder, WHOLE_MS * RATE // 1000, pause)
        return
    decoder.close()
    for place in PLACES:
        decoder = Decoder(path, Ms(round(place * duration)), RATE)
        excerpt = read_mono(decoder, EXCERPT_S * RATE, pause)
        if not len(excerpt) and place == PLACES[0]:  # the header states far too much
            yield read_mono(Decoder(path, rate=RATE), WHOLE_MS * RATE // 1000, pause)
            return
        yield excerpt
