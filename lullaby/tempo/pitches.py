"""How the pitches move, whatever their attack: a soft organ can move as much as a harp.

Works on semitones from C3 to C7, the range of tunes. These features recognise a slow song under
quick, quiet chords better than any count of onsets.
"""

from functools import lru_cache

import numpy as np

from lullaby.tempo.spectrum import FINE_HOP, FINE_WINDOW, RATE, Values

LOWEST, HIGHEST = 48, 96
"""MIDI pitches: 131 to 2,093 Hz."""

PER_SECOND = RATE // FINE_HOP
QUARTER = PER_SECOND // 4
"""Frames in a quarter of a second: shorter than a slow note, as long as a quick one."""

AUDIBLE = 0.05
"""Threshold relative to the amplitude of the loud passages."""


def turnover_and_lead(fine: np.ndarray) -> tuple[float, float]:
    """(share of sound that is new after 0.25 s, changes of the strongest pitch per second).

    The first is 0 if everything is held, and about 1 if everything changes.
    """
    if len(fine) < PER_SECOND:
        return 0.0, 0.0
    tones = _tones(fine)
    loudness = tones.sum(axis=1)
    audible = loudness > AUDIBLE * np.percentile(loudness, 95)
    if not audible.any():
        return 0.0, 0.0
    return _turnover(tones, audible), _lead_rate(tones, audible)


def _turnover(tones: Values, audible: np.ndarray) -> float:
    root = np.sqrt(tones)
    unit = root / (np.linalg.norm(root, axis=1, keepdims=True) + 1e-9)
    unit = unit - unit[audible].mean(axis=0)
    both = audible[QUARTER:] & audible[:-QUARTER]
    usual = float(np.mean(np.sum(unit[audible] ** 2, axis=1)))
    if not both.any() or usual < 1e-4:
        return 0.0
    alike = np.sum(unit[QUARTER:] * unit[:-QUARTER], axis=1)[both]
    return 1 - float(np.mean(alike)) / usual


def _lead_rate(tones: Values, audible: np.ndarray) -> float:
    """Count changes between pitches that lead in two of three frames, ignoring silence."""
    lead = np.argmax(tones * _loudness_weight(), axis=1)
    lead = lead[np.maximum.accumulate(np.where(audible, np.arange(len(lead)), audible.argmax()))]
    padded = np.pad(lead, 1, mode="edge")
    lead = np.median(np.stack([padded[:-2], padded[1:-1], padded[2:]]), axis=0)
    return float(np.sum(np.diff(lead) != 0)) * PER_SECOND / len(lead)


def _tones(fine: np.ndarray) -> Values:
    low, high, bank = _bank()
    return np.sqrt(fine[:, low:high].astype(np.float64) ** 2 @ bank)


@lru_cache(maxsize=1)
def _bank() -> tuple[int, int, Values]:
    """The bins from `LOWEST` to `HIGHEST`, shared between the two nearest semitones."""
    hertz = np.fft.rfftfreq(FINE_WINDOW, 1 / RATE)
    low, high = np.searchsorted(hertz, [440 * 2 ** ((p - 69) / 12) for p in (LOWEST, HIGHEST)])
    pitch = 69 + 12 * np.log2(hertz[low:high] / 440) - LOWEST
    steps = np.arange(HIGHEST - LOWEST + 1)
    return int(low), int(high), np.maximum(0.0, 1 - np.abs(pitch[:, None] - steps))


def _loudness_weight() -> Values:
    """Weights for the semitones: tunes lie in the middle, so the ends count 0.6."""
    return np.interp(np.arange(HIGHEST - LOWEST + 1), [0, 12, 36, 48], [0.6, 1.0, 1.0, 0.6])
