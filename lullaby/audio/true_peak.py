"""Peaks between samples, as a converter will produce them: ITU-R BS.1770-4, annex 2."""

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import Block

_HALF = (
    (14, 90, -161, 272, -487, 1_125, 7_964, -838, 390, -218, 122, -68),
    (-239, 240, -424, 730, -1_364, 3_810, 6_388, -1_641, 832, -477, 271, -155),
)
"""The first two of the four phases, in 1/8192; the others are these reversed."""

PHASES = np.array([*_HALF, _HALF[1][::-1], _HALF[0][::-1]], np.float32) / np.float32(8_192)
_TAPS = PHASES.shape[1]
HISTORY = _TAPS - 1
"""Frames before a block that affect its peaks."""

LATE = _TAPS // 2 + 1
"""A peak becomes known at most this many frames after its position."""

LARGEST = float(np.abs(PHASES).sum(axis=1).max())
"""The most by which a peak can exceed the largest sample, as a factor."""

_CHUNK = 16
"""Samples whose peaks one matrix product finds; small enough to stay on one thread."""


def _matrix() -> NDArray[np.float32]:
    """Maps a chunk with its history to the oversampled chunk."""
    matrix = np.zeros((_CHUNK + HISTORY, _CHUNK, len(PHASES)), np.float32)
    for at in range(_CHUNK):
        matrix[at : at + _TAPS, at] = PHASES.T
    return matrix.reshape(_CHUNK + HISTORY, -1)


_MATRIX = _matrix()


def true_peaks(sound: Block, step: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """For each `step` frames (a multiple of 16): its peak, and that of the end of the step before.

    `sound` starts `HISTORY` frames before the first step.
    """
    view = np.lib.stride_tricks.sliding_window_view(sound.T, _CHUNK + HISTORY, axis=1)
    chunks = np.ascontiguousarray(view[:, ::_CHUNK])
    fine = np.abs(chunks @ _MATRIX).reshape(2, -1, step * len(PHASES))
    before = fine[:, :, : LATE * len(PHASES)].max(axis=(0, 2))
    return fine.max(axis=(0, 2)), before
