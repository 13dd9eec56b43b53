"""The input of tempo analysis: normalised amplitudes of a few bands, 100 times a second.

Uses only 60 to 3,600 Hz, so that an 8 kHz telephone recording, a small MP3 and a studio master of
one performance give the same result.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from lullaby.frozen import frozen

RATE = 8_000
"""Sample rate of the mono input, in Hz."""

FRAMES = 100
"""Frames per second of everything measured over time."""

HOP = RATE // FRAMES
WINDOW = 512
BANDS = 32
LOWEST_HZ, HIGHEST_HZ = 60.0, 3_600.0
BLOCK = 2_048
"""Frames transformed at once; limits the memory."""

COMPRESSION = 100.0
"""Factor before the logarithm: sound 40 dB below the loud passages hardly counts."""

SILENCE = 1e-8
"""Mean power (full scale 1) that counts as silence: -80 dB."""

Signal = NDArray[np.float32]
Values = NDArray[np.float64]


@frozen
class Picture:
    """The spectrum of one excerpt, its loud passages (95th percentile) scaled to 1."""

    bands: Values
    """Amplitudes, one row per frame, one column per band from low to high."""
    level_db: Values
    """Of each frame, relative to the loud passages; not below -80 dB."""
    centroid_hz: Values
    flatness: Values
    """0 for a pure tone, towards 1 for white noise."""
    fine: NDArray[np.float32]
    """Amplitudes of long windows, 16 a second, in which single partials stand apart."""

    @property
    def seconds(self) -> float:
        return len(self.bands) / FRAMES

    @property
    def compressed(self) -> Values:
        return np.log1p(COMPRESSION * self.bands)


def picture(samples: Signal) -> Picture | None:
    """The picture of mono `samples` at `RATE`; None for silence or near silence."""
    if len(samples) < 2 * RATE or not np.any(samples):
        return None
    samples = samples - np.float32(np.mean(samples))
    blocks = [_spectra(samples, at) for at in range(0, len(samples) - WINDOW, HOP * BLOCK)]
    bands, power, centroid, flatness = (np.concatenate(part) for part in zip(*blocks, strict=True))
    loud = float(np.percentile(power, 95))
    if loud < SILENCE:
        return None
    level = 10 * np.log10(np.maximum(power / loud, 1e-8))
    scale = np.sqrt(loud)
    audible = np.flatnonzero(level > -45)
    kept = slice(audible[0], audible[-1] + 1)
    return Picture(
        bands[kept] / scale,
        level[kept],
        centroid[kept],
        flatness[kept],
        _fine(samples[kept.start * HOP : kept.stop * HOP]),
    )


def _spectra(samples: Signal, at: int) -> tuple[Values, Values, Values, Values]:
    part = samples[at : at + HOP * (BLOCK - 1) + WINDOW]
    frames = np.lib.stride_tricks.sliding_window_view(part, WINDOW)[::HOP][:BLOCK]
    window, bank, hertz, inside = _tables()
    waves = np.fft.rfft(frames * window, axis=1)[:, inside]
    squared = (waves.real**2 + waves.imag**2) / np.float32((WINDOW / 4) ** 2)
    total = squared.sum(axis=1, dtype=np.float64) + 1e-20
    centroid = np.exp((squared @ np.log(hertz)) / total)
    geometric = np.exp(np.mean(np.log(squared + np.float32(1e-14)), axis=1, dtype=np.float64))
    bands = np.sqrt((squared @ bank).astype(np.float64))
    return bands, total / 4, centroid, geometric / (total / squared.shape[1])


@lru_cache(maxsize=1)
def _tables() -> tuple[Signal, Signal, Signal, NDArray[np.bool_]]:
    """The window, the bank of overlapping triangles on the mel scale, and its frequencies."""
    hertz = np.fft.rfftfreq(WINDOW, 1 / RATE)
    inside = (hertz >= LOWEST_HZ) & (hertz <= HIGHEST_HZ)
    hertz = hertz[inside]
    low, high = (2595 * np.log10(1 + f / 700) for f in (LOWEST_HZ, HIGHEST_HZ))
    corners = 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1)
    rising = (hertz[:, None] - corners[:-2]) / np.diff(corners)[:-1]
    falling = (corners[2:] - hertz[:, None]) / np.diff(corners)[1:]
    bank = np.maximum(0.0, np.minimum(rising, falling))
    window = np.hanning(WINDOW).astype(np.float32)
    return window, bank.astype(np.float32), hertz.astype(np.float32), inside


FINE_WINDOW = 2_048
FINE_HOP = RATE // 16


def _fine(samples: Signal) -> NDArray[np.float32]:
    if len(samples) < FINE_WINDOW:
        return np.zeros((0, FINE_WINDOW // 2 + 1), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(samples, FINE_WINDOW)[::FINE_HOP]
    window = np.hanning(FINE_WINDOW).astype(np.float32)
    waves = np.fft.rfft(frames * window, axis=1)
    return np.sqrt(waves.real**2 + waves.imag**2)
