"""A few seconds of memory with rendered sound, which the device reads in a loop."""

from random import Random

import numpy as np
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE, Block
from lullaby.units import FULL_SCALE

TAIL = RATE // 50
"""The sound fades out over 20 ms if nothing follows in time."""

NOISE = 1 << 16

Memory = NDArray[np.int16]
"""Stereo frames at 48 kHz, shape (frames, 2), 16 bit."""


FALLING = np.linspace(1, 0, TAIL, dtype=np.float32)[:, None]


def _falling(frames: int) -> NDArray[np.float32]:
    return FALLING if frames == TAIL else np.linspace(1, 0, frames, dtype=np.float32)[:, None]


def _triangular_noise() -> NDArray[np.float32]:
    """Dither of one step of 16 bits, which keeps the end of a long fade from being heard as noise.

    Python's generator makes it: `numpy.random` would take 3 MB for these few numbers.
    """
    drawn = np.frombuffer(Random(1).randbytes(8 * NOISE), np.uint16).astype(np.float32)
    first, second = drawn.reshape(2, NOISE, 2)
    return (first - second) / np.float32(1 << 16)


class Ring:
    """Counts frames from the device's start; the memory holds the latest of them.

    Frames already read and frames not written yet are silent, so that a late block leaves a soft
    gap and never an echo of earlier sound.
    """

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._clear_to = len(memory)
        self._sound_to = 0
        self._noise = _triangular_noise()
        self._noise_at = 0

    def __len__(self) -> int:
        return len(self._memory)

    def write(self, at: int, block: Block, read_to: int, soft: bool = False) -> None:
        """Write a block at frame `at`, over what was there; all before `read_to` has been read.

        With `soft` it fades in first.
        """
        if soft:
            rise = min(TAIL, len(block))
            block[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)[:, None]
        end = at + len(block)
        mirrored = block[: -TAIL - 1 : -1]
        self._put(at, self._coarse(np.concatenate((block, mirrored * _falling(len(mirrored))))))
        end += len(mirrored)
        self._silence(end, self._sound_to)
        self._sound_to = end
        clear_to = read_to + len(self)
        self._silence(max(self._clear_to, end), clear_to)
        self._clear_to = max(self._clear_to, clear_to)

    def silence_to(self, read: int) -> None:
        """Silence everything after what was written, round to frame `read`, which is read next."""
        self._silence(max(read, self._sound_to), read + len(self))

    def _coarse(self, block: Block) -> Memory:
        """Convert to 16 bits; silence stays exact silence."""
        if not block.any():
            return np.zeros(block.shape, np.int16)
        start = self._noise_at % (NOISE - len(block)) if len(block) < NOISE else 0
        self._noise_at += 7_919
        noise = self._noise[start : start + len(block)]
        fine = block * np.float32(FULL_SCALE)
        fine += noise if len(noise) == len(block) else np.resize(noise, block.shape)
        np.rint(fine, out=fine)
        if not block.all():
            np.copyto(fine, 0, where=block == 0)
        np.clip(fine, -FULL_SCALE, FULL_SCALE, out=fine)
        return fine.astype(np.int16)

    def _put(self, at: int, frames: Memory) -> None:
        first = at % len(self)
        head = frames[: len(self) - first]
        self._memory[first : first + len(head)] = head
        self._memory[: len(frames) - len(head)] = frames[len(head) :]

    def _silence(self, start: int, end: int) -> None:
        start = max(start, end - len(self))
        if start < end:
            first, last = start % len(self), (end - 1) % len(self) + 1
            if first < last:
                self._memory[first:last] = 0
            else:
                self._memory[first:] = 0
                self._memory[:last] = 0
