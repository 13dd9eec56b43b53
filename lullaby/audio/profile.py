"""Measures how loud a recording is over time, a few seconds before it is heard."""

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE, Block
from lullaby.audio.weighting import KWeighting

HOP = 256
"""Frames per stored power value: 5.3 ms."""

CHUNK = 96 * HOP
"""Frames measured at a time: 512 ms."""

KEPT = 4_096
"""How many of the latest hops are kept: 21.8 s."""

BLOCK = 4
"""Hops of the shortest sound that is considered: 21 ms."""

CREST = 10 ** (12.0 / 10)
"""A single sample counts as a block 12 dB below it, so that a click is no louder than a note."""

MOMENT = -(-400 * RATE // (1000 * HOP))
"""Hops of momentary loudness: 400 ms (EBU Tech 3341)."""

Powers = NDArray[np.float64]


class Profile:
    """The mean square of each hop of a stereo sound at 48 kHz with full scale 1.

    One thread calls `feed`; any thread may ask for hops before `hops`.
    """

    def __init__(self) -> None:
        self.hops = 0
        """How many hops are known, from the first on."""
        self._weighted = np.zeros(KEPT)
        self._moments = np.zeros(KEPT)
        self._blocks = np.zeros(KEPT)
        self._means = np.zeros(KEPT)
        self._before = np.zeros(BLOCK - 1)
        """The unweighted means of the last hops."""
        self._weighting: KWeighting | None = None

    def feed(self, block: Block) -> None:
        """Measure the next `CHUNK` frames; only the last call may pass fewer."""
        count = -(-len(block) // HOP)
        if len(block) < count * HOP:
            block = np.concatenate((block, np.zeros((count * HOP - len(block), 2), np.float32)))
        if not count:
            return
        self._weighting = self._weighting or KWeighting()
        left, right = self._weighting.weighted(block)
        at = (self.hops + np.arange(count)) % KEPT
        self._weighted[at] = _squares(left, HOP) + _squares(right, HOP)
        before = self._with_before(count)
        self._moments[at] = np.convolve(before, np.full(MOMENT, 1 / MOMENT), "valid")
        plain = np.concatenate((self._before, _squares(block, 2 * HOP)))
        self._before = plain[1 - BLOCK :]
        blocks = np.convolve(plain, np.full(BLOCK, 1 / BLOCK), "valid")
        hops = block.reshape(-1, 2 * HOP)
        peaks = np.maximum(hops.max(axis=1), -hops.min(axis=1)).astype(np.float64)
        self._blocks[at] = np.maximum(blocks, np.square(peaks) / CREST)
        self._means[at] = blocks
        self.hops += count

    def weighted(self, first: int, last: int) -> Powers:
        """K-weighted power, channels summed (BS.1770), of the hops from `first` up to `last`,
        exclusive."""
        return self._of(self._weighted, first, last)

    def moments(self, first: int, last: int) -> Powers:
        """The same, averaged over the 400 ms that end with each hop."""
        return self._of(self._moments, first, last)

    def blocks(self, first: int, last: int) -> Powers:
        """The mean square of both channels over the 21 ms that end with each hop, or the equivalent
        of its largest sample if that is more."""
        return self._of(self._blocks, first, last)

    def means(self, first: int, last: int) -> Powers:
        """The mean square of both channels over the 21 ms that end with each hop, without
        clicks."""
        return self._of(self._means, first, last)

    def _with_before(self, count: int) -> Powers:
        """The next hops, which are not published yet, after those of the 400 ms before."""
        at = self.hops - MOMENT + 1 + np.arange(count + MOMENT - 1)
        return np.where(at < 0, 0.0, self._weighted[at % KEPT])

    def _of(self, kept: Powers, first: int, last: int) -> Powers:
        """The hops from `first` up to `last`; silence before the start and where nothing is
        known."""
        last = max(first, last)
        start, end = max(first, 0), min(last, self.hops)
        if (start, end) == (first, last):
            return _slice(kept, first, last)
        out = np.zeros(last - first)
        if start < end:
            out[start - first : end - first] = _slice(kept, start, end)
        return out


def _slice(kept: Powers, first: int, last: int) -> Powers:
    """A copy, or a view if the range is contiguous."""
    start, count = first % KEPT, last - first
    if start + count <= KEPT:
        return kept[start : start + count]
    return np.concatenate((kept[start:], kept[: start + count - KEPT]))


def _squares(sound: NDArray[np.float32], width: int) -> Powers:
    """The mean square of each `width` samples."""
    rows = sound.reshape(-1, width)
    return np.einsum("ij,ij->i", rows, rows).astype(np.float64) / width


def hops_in(ms: int) -> int:
    """The number of hops in a time in ms, rounded up."""
    return -(-ms * RATE // (1000 * HOP))
