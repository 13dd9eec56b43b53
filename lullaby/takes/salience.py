"""How strongly each pitch sounds at each moment, by the sum of its harmonics."""

import numpy as np
from numpy.typing import NDArray

from lullaby.takes.looks import magnitudes

RATE = 16_000
"""Frames per second of the sound that is looked at."""

HOP = 160
"""Samples between two looks: 10 ms."""

LOOKS_S = RATE // HOP
"""Looks a second."""

WINDOW = 1024
"""Samples of one look: 64 ms, five periods of the lowest pitch."""

LENGTH = 4096
"""Points of the transform of one look, padded with zeros: 3.9 Hz apart."""

STEP = 0.5
"""Semitones between two pitches."""

LOWEST, HIGHEST = 36.0, 84.0
"""MIDI numbers of the lowest and the highest pitch: 65 Hz, below a bass's lullaby, and 1,047 Hz."""

HARMONICS = 8
FADING = 0.84
"""Each harmonic counts this much of the one before."""

HUM = 20
"""Percentile of a pitch over the whole recording that counts as hum: a fan or the mains."""

Sound = NDArray[np.float32]
Salience = NDArray[np.float32]
"""Shape (looks, pitches), relative to the loudness of the look and to its mean over all pitches,
and to the steady hum at the pitch; noise and silence are about 0."""


def pitches() -> NDArray[np.float64]:
    """The MIDI numbers of the columns."""
    return np.arange(LOWEST, HIGHEST + STEP / 2, STEP)


def salience(sound: Sound) -> Salience:
    """Look at mono sound at `RATE`; look i is centred on sample i * HOP.

    A pitch gets the magnitudes at its harmonics, less those halfway between them: an octave too low
    would otherwise collect as much. Magnitudes count by their square root, so that vowels with one
    strong formant do not hide the rest.
    """
    teeth, gaps, weights = _combs()
    parts: list[Salience] = []
    for spectra in magnitudes(sound, WINDOW, HOP, LENGTH):
        spectrum = np.sqrt(spectra).astype(np.float32)
        level = np.maximum(spectrum.mean(axis=1, keepdims=True), 1e-6)
        at_teeth = (spectrum[:, teeth] * weights).sum(axis=2)
        at_gaps = (spectrum[:, gaps] * weights).sum(axis=2)
        parts.append((np.maximum(at_teeth - at_gaps, 0) / level).astype(np.float32))
    found = np.concatenate(parts)
    found -= found.mean(axis=1, keepdims=True)
    return found - np.percentile(found, HUM, axis=0).astype(np.float32)


def _combs() -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]:
    """Bins of the harmonics and of the middles between them, shape (pitches, harmonics), and the
    weights of the harmonics."""
    hertz = 440.0 * 2.0 ** ((pitches() - 69.0) / 12.0)
    numbers = np.arange(1, HARMONICS + 1)
    bins = LENGTH / RATE
    teeth = np.rint(np.outer(hertz, numbers) * bins).astype(np.intp)
    gaps = np.rint(np.outer(hertz, numbers - 0.5) * bins).astype(np.intp)
    last = LENGTH // 2
    weights = (FADING ** (numbers - 1)).astype(np.float32)
    return np.minimum(teeth, last), np.minimum(gaps, last), weights / weights.sum()
