"""Compares a recording with its score: where notes start, and how even the level is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lullaby.audio.decoder import RATE, Block, Decoder
from lullaby.audio.onsets import OnsetFinder
from lullaby.songbook.timeline import Timeline

APART = RATE // 50
HALF = RATE // 2
NEAR_MS = 60.0
"""An attack further than this from a note belongs to another note."""


@dataclass(frozen=True, slots=True)
class OnsetError:
    """In ms; `found` is the share of the melody's notes with an attack nearby."""

    median: float
    most: float
    found: float


def onset_error(blocks: Iterable[Block], performed: Timeline) -> OnsetError:
    """The error of each note of the melody, relative to the nearest attack."""
    finder = OnsetFinder(APART)
    attacks = [at for block in blocks for at in finder.feed(block)]
    attacks += finder.feed(np.zeros((RATE, 2), np.float32))
    found = np.array(attacks) * 1000 / RATE
    wanted = np.array(sorted({note.start_ms for note in performed.notes}))
    errors = np.array([np.abs(found - onset).min() for onset in wanted])
    near = errors[errors < NEAR_MS]
    return OnsetError(float(np.median(near)), float(near.max()), len(near) / len(errors))


def level_swing(blocks: Iterable[Block], performed: Timeline) -> float:
    """How much the level of half seconds varies while it is sung, 5th to 95th percentile, in dB."""
    first, last = (
        round(ms * RATE / 1000) for ms in (performed.notes[0].start_ms, performed.bars_ms[-2])
    )
    sound = np.concatenate(list(blocks))[first:last]
    halves = sound[: len(sound) // HALF * HALF].reshape(-1, HALF * 2)
    levels = 10 * np.log10(np.mean(np.square(halves, dtype=np.float64), axis=1) + 1e-12)
    return float(np.quantile(levels, 0.95) - np.quantile(levels, 0.05))


def decoded(path: Path) -> Iterator[Block]:
    """A recording as the engine decodes it."""
    decoder = Decoder(path)
    try:
        while (block := decoder.read()) is not None:
            yield block
    finally:
        decoder.close()
