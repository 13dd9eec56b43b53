"""Reads a recording as mono."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import Decoder

SIDE_ONLY = 0.05
"""The least share of the power that the mean of both channels must keep; below it the channels
cancel, and half their difference is taken."""


def no_pause() -> None:
    pass


def read_mono(
    decoder: Decoder, frames: int, pause: Callable[[], None] = no_pause, skip: int = 0
) -> NDArray[np.float32]:
    """Read at most `frames` frames, after passing over `skip`, and close the decoder.

    `pause` is called often.

    Raises CannotPlay."""
    middles: list[NDArray[np.float32]] = []
    sides: list[NDArray[np.float32]] = []
    middle_power = side_power = 0.0
    left = frames
    try:
        while left > 0 and (block := decoder.read()) is not None:
            passed = min(skip, len(block))
            skip -= passed
            block = block[passed:][:left]
            left -= len(block)
            middle = (block[:, 0] + block[:, 1]) * np.float32(0.5)
            side = (block[:, 0] - block[:, 1]) * np.float32(0.5)
            middle_power += float(np.sum(middle.astype(np.float64) ** 2))
            side_power += float(np.sum(side.astype(np.float64) ** 2))
            middles.append(middle)
            sides.append(side)
            pause()
    finally:
        decoder.close()
    if not middles:
        return np.zeros(0, np.float32)
    cancels = middle_power < SIDE_ONLY * (middle_power + side_power)
    return np.concatenate(sides if cancels else middles).astype(np.float32, copy=False)
