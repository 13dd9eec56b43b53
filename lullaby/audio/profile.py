"""Measures how loud a recording is over time, a few seconds before it is heard."""

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE, Block
from lullaby.k_weighting import impulse_response

HOP = 256
"""Frames per stored power value: 5.3 ms."""

CHUNK = 24 * HOP
"""Frames measured at a time: 128 ms."""

KEPT = 4_096
"""How many of the latest hops are kept: 21.8 s."""

BLOCK = 4
"""Hops of the shortest sound that is considered: 21 ms."""

CREST = 10 ** (12.0 / 10)
"""A single sample counts as a block 12 dB below it, so that a click is no louder than a note."""

MOMENT = -(-400 * RATE // (1000 * HOP))
"""Hops of momentary loudness: 400 ms (EBU Tech 3341)."""

_TAPS = 2_048
"""Frames after which the weighting filter has decayed by 80 dB."""

_SIZE = _TAPS + CHUNK
_RESPONSE = np.fft.rfft(impulse_response(_TAPS).astype(np.float32), _SIZE)

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
        self._past: Block = np.zeros((_TAPS, 2), np.float32)

    def feed(self, block: Block) -> None:
        """Measure the next `CHUNK` frames; only the last call may pass fewer."""
        whole = np.zeros((_SIZE, 2), np.float32)
        whole[:_TAPS] = self._past
        whole[_TAPS : _TAPS + len(block)] = block
        self._past = whole[CHUNK:].copy()
        weighted = np.fft.irfft(np.fft.rfft(whole.T) * _RESPONSE, _SIZE)[:, _TAPS:]
        count = -(-len(block) // HOP)
        at = (self.hops + np.arange(count)) % KEPT
        self._weighted[at] = _means(weighted.T)[:count] * 2
        before = self._with_before(count)
        self._moments[at] = np.convolve(before, np.full(MOMENT, 1 / MOMENT), "valid")
        plain = _means(whole[_TAPS - (BLOCK - 1) * HOP :])
        blocks = np.convolve(plain, np.full(BLOCK, 1 / BLOCK), "valid")
        peaks = np.abs(whole[_TAPS:]).reshape(-1, 2 * HOP).max(axis=1)
        self._blocks[at] = np.maximum(blocks, np.square(peaks) / CREST)[:count]
        self._means[at] = blocks[:count]
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
        """The mean square of both channels over the 21 ms that end with each hop, ignoring
        clicks."""
        return self._of(self._means, first, last)

    def _with_before(self, count: int) -> Powers:
        """The next hops, which are not published yet, after those of the 400 ms before."""
        at = self.hops - MOMENT + 1 + np.arange(count + MOMENT - 1)
        return np.where(at < 0, 0.0, self._weighted[at % KEPT])

    def _of(self, kept: Powers, first: int, last: int) -> Powers:
        """The hops from `first` up to `last`; silence before the beginning and where nothing is
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


def _means(sound: NDArray[np.floating]) -> Powers:
    """The mean square over both channels for each hop."""
    return np.square(sound, dtype=np.float64).reshape(-1, 2 * HOP).mean(axis=1)


def hops_in(ms: int) -> int:
    """The number of hops in a time in ms, rounded up."""
    return -(-ms * RATE // (1000 * HOP))
