"""Sound in, places in the song out: an ear, a follower and what is shown, step by step."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lullaby.following.cells import cells_of
from lullaby.following.follower import FRAMES, Follower
from lullaby.following.hearing import HOP, Ear, Heard
from lullaby.following.key_finding import FoundKey, KeyFinder
from lullaby.following.melody import Melody
from lullaby.following.shown import Shown
from lullaby.frozen import frozen

STEP = FRAMES * HOP
"""Samples of a step: 40 ms."""

REACH_S = 0.01
"""Added to the time of each place: a change of the sampling rate looks ahead by less."""


@frozen
class Place:
    """The words go to a syllable; this used no sound after `at_s`."""

    at_s: float
    """From the first sample."""
    syllable: int


class Listener:
    """Follows one singing of a song in sound at 16 kHz, full scale 1."""

    def __init__(self, melody: Melody) -> None:
        cells = cells_of(melody)
        self._ear = Ear()
        self._follower = Follower(cells)
        self._shown = Shown(cells)
        self._keys = KeyFinder(cells, self._follower)
        self._frames: list[Heard] = []
        self.key: FoundKey | None = None
        """The key that is sung, once it is sure."""

    def hear(self, samples: NDArray[np.float32]) -> Iterator[Place]:
        """The places that these samples lead to; however sound is parted, they are the same."""
        for frame in self._ear.hear(samples):
            self._frames.append(frame)
            if len(self._frames) < FRAMES:
                continue
            believed = self._follower.step(self._frames)
            if self.key is None:
                self.key = self._keys.read(frame, believed)
            self._frames = []
            if self._shown.update(believed) and self._shown.syllable is not None:
                yield Place(round(frame.end_s + REACH_S, 3), self._shown.syllable)
