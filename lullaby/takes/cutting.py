"""Finds where somebody is heard in a recording of speech."""

import numpy as np

from lullaby.audio.decoder import RATE
from lullaby.takes.salience import Sound

LOOK = RATE // 50
ABOVE_NOISE = 4.0
"""How much louder than the quiet tenth of a recording a voice is, as a ratio: 12 dB."""

FAINTEST = 1e-4
"""-80 dB of full scale, in which nothing is heard."""

BELOW_LOUDEST = 0.02
"""What is 34 dB fainter than the loudest moment is no beginning."""

AROUND = RATE * 2 // 5
"""What is kept before and after, in frames."""


def heard(sound: Sound) -> tuple[int, int] | None:
    """The first and the last frame to keep of mono sound at 48 kHz; None if all is silent."""
    whole = len(sound) // LOOK * LOOK
    if not whole:
        return None
    levels = np.sqrt(np.mean(sound[:whole].reshape(-1, LOOK) ** 2, axis=1))
    loudest = float(np.max(levels))
    floor = float(np.quantile(levels, 0.1))
    least = max(FAINTEST, min(floor * ABOVE_NOISE, loudest / 2), loudest * BELOW_LOUDEST)
    (loud,) = np.nonzero(levels >= least)
    if not len(loud) or loudest < FAINTEST:
        return None
    first, last = int(loud[0]) * LOOK, int(loud[-1] + 1) * LOOK
    return max(0, first - AROUND), min(len(sound), last + AROUND)
