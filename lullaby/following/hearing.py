"""What a frame of sound tells: two pitches, how surely a voice sings, and whether a note begins."""

from collections import deque
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lullaby.following.pitch_candidates import FRAME, RATE, Candidate, PitchFinder
from lullaby.following.pitch_net import NetHearing, PitchNet
from lullaby.frozen import frozen

HOP = 320
"""Samples from frame to frame: 20 ms."""

FRAMES = 2
"""Frames that are heard at once: a step of the follower."""

MIDDLE_CLARITY, CLARITY_WIDTH = 0.50, 0.06
MIDDLE_DB, WIDTH_DB = 4.0, 1.5
"""A frame is as likely sung as not at this clarity, and this far above the noise of the room."""

FLOOR_S = 30.0
"""The room's noise is the 5th percentile of this time: long legato singing has few gaps."""

FLOOR_SHARE = 0.05
FLOOR_EVERY = 10
"""Frames between two estimates of the room's noise."""

SURE = 0.5
"""From here the net is sure enough of a voice not to make it less likely."""

LEAST_SHARE = 0.25
"""The share of a voice that is left where the net hears none."""

OTHER_PITCH_SHARE = 0.7
"""The share of a voice that is left where the net is sure of one, but at neither pitch."""

SAME_PITCH = 0.7
"""Two pitches that differ by less, in semitones, are the same, whatever their octaves."""

QUIETEST_DB = -90.0
"""Nothing is softer: below it there is only rounding."""

BANDS = 24
LOWEST_BAND_HZ, HIGHEST_BAND_HZ = 150.0, 5000.0
RISE_FRAMES = 2
"""An onset is a rise within 40 ms."""

AVERAGE_FRAMES = 100.0
"""Time constant of the mean rise that an onset is compared with."""


@frozen
class Heard:
    """A frame of sound; it used no sound after `end_s`."""

    end_s: float
    """From the first sample."""
    first: Candidate | None
    second: Candidate | None
    voiced: float
    """How likely somebody sings, 0 to 1."""
    onset: float
    """How likely a note begins, 0 to 1."""


class Ear:
    """Turns sound at RATE Hz, full scale 1, into frames. Keeps 0.13 s of sound.

    Pitches are those of the autocorrelation, which is quick; the net, which knows voices, tells how
    likely one sings, and which of two pitches it has."""

    def __init__(self) -> None:
        self._finder = PitchFinder()
        self._net = PitchNet(FRAMES, HOP)
        self._room = _RoomNoise()
        self._onsets = _Onsets()
        self._sound = np.zeros(self._net.samples, np.float32)
        self._waiting = np.zeros(0, np.float32)
        self._samples = 0

    def hear(self, samples: NDArray[np.float32]) -> Iterator[Heard]:
        """The frames that end within these samples, in order, FRAMES at a time."""
        self._waiting = np.concatenate((self._waiting, np.nan_to_num(samples)))
        step = FRAMES * HOP
        while len(self._waiting) >= step:
            self._sound[:-step] = self._sound[step:]
            self._sound[-step:] = self._waiting[:step]
            self._waiting = self._waiting[step:]
            for later, known in enumerate(self._net.hear(self._sound), 1 - FRAMES):
                self._samples += HOP
                end = len(self._sound) + later * HOP
                yield self._frame(self._sound[end - FRAME : end], known)

    def _frame(self, sound: NDArray[np.float32], known: NetHearing) -> Heard:
        spectrum = self._finder.spectrum(sound)
        first, second = self._finder.find(spectrum)
        elsewhere = known.sure > SURE and not _is_at(first, known.pitch)
        if elsewhere and _is_at(second, known.pitch):
            first, second, elsewhere = second, first, False
        level_db = 10 * np.log10(self._finder.power(spectrum) + 1e-12)
        above_db = self._room.above_db(max(float(level_db), QUIETEST_DB))
        voiced = 0.0
        if first is not None:
            clear = _sigmoid((first.clarity - MIDDLE_CLARITY) / CLARITY_WIDTH)
            voiced = clear * _sigmoid((above_db - MIDDLE_DB) / WIDTH_DB)
            voiced *= max(LEAST_SHARE, min(1.0, known.sure / SURE))
            voiced *= OTHER_PITCH_SHARE if elsewhere else 1.0
        return Heard(self._samples / RATE, first, second, voiced, self._onsets.onset(spectrum))


class _RoomNoise:
    def __init__(self) -> None:
        self._levels = deque[float](maxlen=round(FLOOR_S * RATE / HOP))
        self._count = 0
        self._floor = QUIETEST_DB

    def above_db(self, level_db: float) -> float:
        """How far a frame is above the noise of the room, in dB."""
        self._levels.append(level_db)
        if self._count % FLOOR_EVERY == 0 or self._count < FLOOR_EVERY:
            self._floor = float(np.quantile(self._levels, FLOOR_SHARE))
        self._count += 1
        return level_db - self._floor


class _Onsets:
    """Compares the rise of the bands' levels with its own running mean."""

    def __init__(self) -> None:
        edges = np.geomspace(LOWEST_BAND_HZ, HIGHEST_BAND_HZ, BANDS + 1)
        self._starts = np.round(edges * 2 * FRAME / RATE).astype(int)
        self._before = deque[NDArray[np.float32]](maxlen=RISE_FRAMES)
        self._mean = 0.0
        self._count = 0

    def onset(self, spectrum: NDArray[np.float32]) -> float:
        sums = np.add.reduceat(spectrum[: self._starts[-1]], self._starts[:-1])
        bands = np.log10(sums + 1e-6).astype(np.float32)
        rise = 0.0
        if len(self._before) == RISE_FRAMES:
            rise = float(np.maximum(bands - self._before[0], 0).mean())
        self._before.append(bands)
        self._count += 1
        self._mean += (rise - self._mean) / min(self._count, AVERAGE_FRAMES)
        if self._mean <= 0:
            return 0.0
        return min(max((rise / self._mean - 1) / 2, 0.0), 1.0)


def _is_at(candidate: Candidate | None, pitch: float) -> bool:
    return candidate is not None and abs((candidate.pitch - pitch + 6) % 12 - 6) < SAME_PITCH


def _sigmoid(value: float) -> float:
    return float(1 / (1 + np.exp(-min(max(value, -40.0), 40.0))))
