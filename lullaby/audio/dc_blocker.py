"""Removes the DC offset of a recording, which is heard as a click where the sound starts or ends.

Offsets below `LEAST` are left alone, so most recordings stay bit-identical.
"""

import numpy as np

from lullaby.audio.decoder import RATE, Block

LEAST = np.float32(0.002)
"""The smallest offset that is removed: -54 dB, an inaudible step."""

SLOWLY = 3 * RATE
"""Frames over which a changing offset is followed: slower than any music."""

STILL = 1e-5
"""A signal that moves less than this is constant, not sound with an offset, and is left alone."""

WIDE = 32
"""Frames in a row that is added to the other rows."""


class DcBlocker:
    """Takes the blocks of one stream in order; the first should be long, about a second."""

    def __init__(self) -> None:
        self._mean = np.zeros(2, np.float32)
        self._taken = np.zeros(2, np.float32)
        self._begun = False
        self._constant = False

    def centred(self, block: Block) -> Block:
        """The block without its offset."""
        if self._constant or not len(block):
            return block
        mean = _mean(block)
        if self._begun:
            self._mean += (mean - self._mean) * np.float32(min(1.0, len(block) / SLOWLY))
        else:
            self._begun, self._mean = True, mean
            still = float(np.ptp(block, axis=0).max()) < STILL
            self._constant = still and float(np.abs(mean).max()) > LEAST
            if self._constant:
                return block
            self._taken = _beyond(mean)
        before, self._taken = self._taken, _beyond(self._mean)
        if not before.any() and not self._taken.any():
            return block
        way = np.linspace(0, 1, len(block), dtype=np.float32)[:, None]
        return block - (before + (self._taken - before) * way)


def _mean(block: Block) -> np.ndarray:
    """The mean of each channel; long rows, because numpy is slow with rows of two."""
    whole = len(block) // WIDE * WIDE
    rows = block[:whole].reshape(-1, 2 * WIDE).sum(axis=0, dtype=np.float64)
    rest = block[whole:].sum(axis=0, dtype=np.float64)
    return ((rows.reshape(-1, 2).sum(axis=0) + rest) / len(block)).astype(np.float32)


def _beyond(mean: np.ndarray) -> np.ndarray:
    return np.sign(mean) * np.maximum(np.abs(mean) - LEAST, np.float32(0))
