"""A microphone that hears given sound, then nothing or silence, as quickly as it is read."""

import threading
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from lullaby.following.listening import RATE, STEP, SourceLostError


class HeardSound:
    """A `SoundSource` of given sound; then it is quiet, or lost. Counts how often it is opened.

    Its clock, `now_s`, moves on by the sound that is read, and then by `then_s` with each reading,
    which hears `silence` or nothing."""

    def __init__(
        self,
        sound: NDArray[np.float32],
        lost: bool = False,
        there: bool = True,
        then_s: float = 0.0,
        silence: bool = False,
    ) -> None:
        self._sound = sound
        self._lost = lost
        self._there = there
        self._quiet = threading.Event()
        self.opened = self.closed = 0
        self._at = 0
        self._now_s = 0.0
        self._then_s = then_s
        self._silence = np.zeros(STEP if silence else 0, np.float32)

    def now_s(self) -> float:
        return self._now_s

    def open(self) -> "HeardSound":
        if not self._there:
            raise SourceLostError("none")
        self.opened += 1
        return self

    def read(self) -> NDArray[np.float32]:
        if self._at >= len(self._sound):
            if self._lost:
                raise SourceLostError("gone")
            self._quiet.wait(0.01)
            self._now_s += self._then_s
            return self._silence
        block = self._sound[self._at : self._at + STEP]
        self._at += len(block)
        self._now_s += len(block) / RATE
        return block

    def close(self) -> None:
        self.closed += 1


def joined(parts: Iterable[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.concatenate(list(parts))
