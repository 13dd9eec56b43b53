"""A microphone that hears given sound, then silence, as quickly as it is read."""

import threading
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from lullaby.following.listening import STEP, SourceLostError


class HeardSound:
    """A `SoundSource` of given sound; then it is quiet, or lost. Counts how often it is opened."""

    def __init__(self, sound: NDArray[np.float32], lost: bool = False, there: bool = True) -> None:
        self._sound = sound
        self._lost = lost
        self._there = there
        self._quiet = threading.Event()
        self.opened = self.closed = 0
        self._at = 0

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
            return np.zeros(0, np.float32)
        block = self._sound[self._at : self._at + STEP]
        self._at += len(block)
        return block

    def close(self) -> None:
        self.closed += 1


def joined(parts: Iterable[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.concatenate(list(parts))
