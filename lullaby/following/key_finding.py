"""The key in which somebody sings a known song, as a transposition of the stored key."""

from collections import deque

import numpy as np

from lullaby.following.cells import Cells
from lullaby.following.evidence import KEYS
from lullaby.following.follower import STEP_MS, Believed, Follower
from lullaby.following.hearing import Heard
from lullaby.frozen import frozen

TRUSTED = 1.05
"""Trust from which a reading counts."""

APART_S = 2.0
AGREE_ST = 0.5
"""Two readings so far apart in time differ by no more semitones."""

SOONEST_S = 8.0
"""Seconds of singing before the first answer."""


@frozen
class FoundKey:
    semitones: float
    """Upwards from the stored key; octaves count."""
    at_s: float
    """Seconds from the first sample to the answer."""


class KeyFinder:
    """Reads the follower's transpositions until two readings agree."""

    def __init__(self, cells: Cells, follower: Follower) -> None:
        self._cells = cells
        self._follower = follower
        self._sung: list[float] = []
        self._asked: list[float] = []
        self._readings = deque[float | None](maxlen=round(1000 * APART_S / STEP_MS))

    def read(self, heard: Heard, believed: Believed) -> FoundKey | None:
        """Take a step of the follower, and the last frame of it; the key once it is sure."""
        if heard.first is None or heard.voiced < 0.5:
            return None
        self._sung.append(heard.first.pitch)
        self._asked.append(float(self._cells.note_pitch[int(np.argmax(believed.notes))]))
        reading = self._reading() if believed.trust > TRUSTED else None
        before = self._readings[0] if len(self._readings) == self._readings.maxlen else None
        self._readings.append(reading)
        enough = len(self._sung) * STEP_MS >= 1000 * SOONEST_S / 2
        if reading is None or before is None or not enough or heard.end_s < SOONEST_S:
            return None
        if abs(reading - before) > AGREE_ST:
            return None
        return FoundKey(round(reading, 2), heard.end_s)

    def _reading(self) -> float:
        """The circular mean of the keys, in the octave in which the median note was sung."""
        angles = 2 * np.pi * np.array(KEYS) / len(KEYS)
        mean = np.angle(self._follower.keys @ np.exp(1j * angles))
        within = 12 * float(mean) / (2 * np.pi)
        apart = float(np.median(self._sung) - np.median(self._asked))
        return within + 12 * round((apart - within) / 12)
