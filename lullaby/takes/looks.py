"""Looks at sound in overlapping windows."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

AT_ONCE = 512
"""Looks transformed at a time, so that memory stays bounded."""


def magnitudes(
    sound: NDArray[np.float32], window: int, hop: int, length: int
) -> Iterator[NDArray[np.float64]]:
    """The spectra of looks through a Hann window, some at a time, shape (looks, length / 2 + 1).

    Look i is centred on sample i * hop; `window`, `hop` and `length` are in samples, and each look
    is padded with zeros to `length`.
    """
    shape = np.hanning(window).astype(np.float32)
    padded = np.pad(sound, (window // 2, window // 2))
    looks = np.lib.stride_tricks.sliding_window_view(padded, window)[::hop]
    for first in range(0, len(looks), AT_ONCE):
        yield np.abs(np.fft.rfft(looks[first : first + AT_ONCE] * shape, length, axis=1))
