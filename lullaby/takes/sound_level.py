"""How loud a voice reaches the microphone, as a length of a bar and in words."""

import math
from enum import Enum, auto

import numpy as np

from lullaby.audio.microphone import RATE
from lullaby.frozen import frozen

LOWEST_DB = -54.0
"""Where the bar begins, in dB of full scale."""

GOOD_DB = (-30.0, -11.0)
"""Between these the quietest notes stay above the noise, and the loudest ones do not clip."""

CLIPPING_DB = -1.0
"""A sample so near to full scale is cut off, or soon will be."""

PART_MS = 50.0
"""The RMS of so much sound is one reading."""

HELD_MS = 4_000.0
"""The loudest reading of this time counts for the words, so that they hold between lines."""

SHOWN_MS = 400.0
"""The same for the bar."""


class LevelWord(Enum):
    CLOSER = auto()
    FINE = auto()
    TOO_CLOSE = auto()


@frozen
class SoundLevel:
    share: float = 0.0
    """How long the bar is, 0 to 1."""
    word: LevelWord = LevelWord.CLOSER


SILENT = SoundLevel()


def share_of(db: float) -> float:
    """Where on the bar a level in dB of full scale is."""
    return min(1.0, max(0.0, 1 - db / LOWEST_DB))


GOOD = share_of(GOOD_DB[0]), share_of(GOOD_DB[1])
"""The part of the bar that is marked as good."""


class LevelMeter:
    """Feed it mono samples of 16 bits in order."""

    def __init__(self) -> None:
        self._held = b""
        self._readings: list[tuple[float, float]] = []
        """The last ones: RMS and peak, in dB of full scale."""

    def feed(self, samples: bytes) -> SoundLevel:
        """The level now."""
        size = 2 * round(RATE * PART_MS / 1000)
        self._held += samples
        whole = len(self._held) // size * size
        for first in range(0, whole, size):
            part = np.frombuffer(self._held[first : first + size], np.int16) / 32_768
            rms = _db(math.sqrt(float(np.mean(part * part))))
            self._readings.append((rms, _db(float(np.abs(part).max()))))
        self._held = self._held[whole:]
        self._readings = self._readings[-round(HELD_MS / PART_MS) :]
        shown = self._readings[-round(SHOWN_MS / PART_MS) :]
        if not shown:
            return SILENT
        return SoundLevel(share_of(max(rms for rms, _ in shown)), self._word())

    def _word(self) -> LevelWord:
        loudest = max(rms for rms, _ in self._readings)
        if loudest > GOOD_DB[1] or max(peak for _, peak in self._readings) > CLIPPING_DB:
            return LevelWord.TOO_CLOSE
        return LevelWord.FINE if loudest >= GOOD_DB[0] else LevelWord.CLOSER


def _db(amplitude: float) -> float:
    return 20 * math.log10(max(amplitude, 1e-9))
