"""Sound in, places in the song out: an ear, a follower and what is shown, step by step."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lullaby.following.cells import cells_of
from lullaby.following.follower import Believed, Follower
from lullaby.following.hearing import FRAMES, HOP, Ear, Heard
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
        self._believed: Believed | None = None
        self.key: FoundKey | None = None
        """The key that is sung, once it is sure."""

    @property
    def syllable(self) -> int | None:
        """What is shown; None as long as nobody has begun."""
        return self._shown.syllable

    @property
    def waits(self) -> bool:
        """Whether the words stand because it is unsure where the singer is."""
        return self._shown.waits

    @property
    def voiced(self) -> float:
        """How surely somebody sang in the last step, 0 to 1."""
        return 0.0 if self._believed is None else self._believed.voiced

    @property
    def tempo(self) -> float:
        """The singer's tempo, as a share of the stored pace."""
        return self._follower.tempo

    def place(self, line: int) -> None:
        """The singer is known to begin this line: show it, and listen there."""
        self._follower.place(line)
        self._shown.place(line)

    def show_next_verse(self) -> None:
        """The singer is at the same place of the next verse with this tune; after the last comes
        the first."""
        self._shown.show_next_verse()

    def hear(self, samples: NDArray[np.float32]) -> Iterator[Place]:
        """The places that these samples lead to; however sound is parted, they are the same."""
        for frame in self._ear.hear(samples):
            self._frames.append(frame)
            if len(self._frames) < FRAMES:
                continue
            believed = self._believed = self._follower.step(self._frames)
            if self.key is None:
                self.key = self._keys.read(frame, believed)
            self._frames = []
            if self._shown.update(believed) and self._shown.syllable is not None:
                yield Place(round(frame.end_s + REACH_S, 3), self._shown.syllable)
