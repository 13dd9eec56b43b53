"""Reads a recording as mono."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import Decoder

SIDE_ONLY = 0.05
"""The least share of the power that the mean of both channels must keep; below it the channels
cancel, and half their difference is taken."""


class RunningMono:
    """Mixes stereo to mono block by block, and uses no later sound."""

    def __init__(self) -> None:
        self._middle_power = self._side_power = 0.0

    def take(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """Mono for a block of frames by channels."""
        if block.shape[1] == 1:
            return block[:, 0]
        middle = (block[:, 0] + block[:, 1]) * np.float32(0.5)
        side = (block[:, 0] - block[:, 1]) * np.float32(0.5)
        self._middle_power += _power(middle)
        self._side_power += _power(side)
        return side if _cancel(self._middle_power, self._side_power) else middle


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
            middle_power += _power(middle)
            side_power += _power(side)
            middles.append(middle)
            sides.append(side)
            pause()
    finally:
        decoder.close()
    if not middles:
        return np.zeros(0, np.float32)
    cancels = _cancel(middle_power, side_power)
    return np.concatenate(sides if cancels else middles).astype(np.float32, copy=False)


def _power(sound: NDArray[np.float32]) -> float:
    return float(np.sum(sound.astype(np.float64) ** 2))


def _cancel(middle_power: float, side_power: float) -> bool:
    return middle_power < SIDE_ONLY * (middle_power + side_power)
