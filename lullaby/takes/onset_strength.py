"""How suddenly a voice begins at each moment: the rise of its energy in bands (spectral flux)."""

import numpy as np
from numpy.typing import NDArray

from lullaby.takes.looks import magnitudes
from lullaby.takes.salience import RATE, Sound

HOP = 64
"""Samples between two looks: 4 ms."""

WINDOW = 512
"""Samples of a look: 32 ms."""

LENGTH = 2 * WINDOW
"""Points of the transform of one look, padded with zeros."""

BANDS = 24
LOW_HZ, HIGH_HZ = 150.0, 6_000.0

OVER = 3
"""Looks before and after a moment that are compared: 24 ms apart."""

SMOOTH = 50
"""Looks over whose mean a rise counts: 200 ms."""

FLOOR = 0.5
"""Share of a band's median energy below which changes hardly count."""

MOST = 3.0
"""A single rise counts as at most this many mean ones, so that a click does not decide."""


def onset_strength(sound: Sound) -> NDArray[np.float64]:
    """Look at mono sound at `RATE`; look i is centred on sample i * HOP."""
    edges = np.geomspace(LOW_HZ, HIGH_HZ, BANDS + 1) * LENGTH / RATE
    firsts = np.unique(np.rint(edges).astype(np.intp))
    energy = np.concatenate(
        [
            np.add.reduceat(spectra**2, firsts, axis=1)[:, :-1]
            for spectra in magnitudes(sound, WINDOW, HOP, LENGTH)
        ]
    )
    levels = np.log(energy + FLOOR * np.median(energy, axis=0) + 1e-9)
    rise = np.zeros(len(levels))
    if len(levels) > 2 * OVER:
        steps = np.maximum(levels[2 * OVER :] - levels[: -2 * OVER], 0)
        rise[OVER:-OVER] = steps.sum(axis=1)
    rise = np.maximum(rise - np.convolve(rise, np.ones(SMOOTH) / SMOOTH, "same"), 0)
    return np.minimum(rise, MOST * rise.mean())
