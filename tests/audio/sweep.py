"""A song whose pitch encodes the position, and a reader for the positions in a recording."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.audio.sounds import RATE, Sound

LOW_HZ, HZ_PER_S = 300.0, 100.0
"""The pitch rises linearly, so that each moment of the song has its own."""

HOP = RATE // 50
WINDOW = 2 * HOP
PAD = 1 << 15
AUDIBLE = 2e-4
"""Nothing quieter is read: 7 steps of 16 bits."""

SLOW_MS = 1_000
"""A slower ramp belongs to the player, and is no gap."""

STEEPEST = 0.6
"""If the level falls below this share within 40 ms, the pitch cannot be read."""

Places = NDArray[np.float64]


def sweep(seconds: float, level: float = 0.1) -> Sound:
    time = np.arange(round(seconds * RATE)) / RATE
    wave = level * np.sin(2 * np.pi * (LOW_HZ * time + HZ_PER_S * time**2 / 2))
    return np.repeat(wave.astype(np.float32)[:, None], 2, axis=1)


@dataclass(frozen=True)
class SweepReading:
    """For every 20 ms: the peak, and the position in ms, NaN where it was silent."""

    levels: Places
    places: Places

    @property
    def jumps(self) -> Places:
        """By how many ms the position advanced too far (skipped) or too little (repeated).

        Compared between consecutive audible moments; silence in between does not count as time of
        the song. A single deviating moment is a seam, where two positions are heard at once.
        """
        places = self.places[~np.isnan(self.places)]
        ahead = places - 20.0 * np.arange(len(places))
        lone = np.median(np.stack((ahead[:-2], ahead[1:-1], ahead[2:])), axis=0)
        return np.diff(lone)

    @property
    def skipped(self) -> float:
        """Ms of the song that were never heard."""
        jumps = self.jumps
        return float(jumps[jumps > 40].sum())

    @property
    def repeated(self) -> float:
        """Ms of the song that were heard again."""
        jumps = self.jumps
        return float(-jumps[jumps < -40].sum())

    @property
    def returns(self) -> int:
        """How often the level rose slowly out of silence: from almost nothing to half."""
        rises, low = 0, False
        half = float(self.levels.max()) / 2
        rising = 0
        for level in self.levels:
            if level < half / 50:
                low, rising = True, 0
            elif low and level < half:
                rising += 1
            elif level >= half:
                rises += low and rising * 20 >= SLOW_MS
                low = False
        return rises


def read_places(heard: Sound) -> SweepReading:
    """From a recording at 48 kHz."""
    mono = heard[:, 0].astype(np.float64)
    starts = range(0, len(mono) - WINDOW, HOP)
    levels = np.array([np.abs(mono[at : at + WINDOW]).max() for at in starts])
    window = np.hanning(WINDOW)
    places = np.full(len(levels), np.nan)
    for number, at in enumerate(starts):
        part = mono[at : at + WINDOW]
        quarters = [np.abs(part[i : i + HOP // 2]).max() for i in range(0, WINDOW, HOP // 2)]
        if min(quarters) > max(AUDIBLE, STEEPEST * max(quarters)):
            places[number] = _place(part * window)
    return SweepReading(levels, places)


def _place(part: Places) -> float:
    """The middle of a part, in ms of the song."""
    power = np.log(np.abs(np.fft.rfft(part, PAD)) + 1e-12)
    top = int(np.argmax(power[: PAD // 2 - 1]))
    before, peak, after = power[top - 1 : top + 2]
    bend = before - 2 * peak + after
    pitch = (top + (0.5 * (before - after) / bend if bend else 0.0)) * RATE / PAD
    return 1000 * (pitch - LOW_HZ) / HZ_PER_S
