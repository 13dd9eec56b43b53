"""How far a song is turned so that none is louder than the night so far."""

import math

from lullaby.library.track import REPLAYGAIN, Loudness
from lullaby.units import Decibels, Lufs

TARGET = Lufs(-23.0)
"""What the night aims at (EBU R 128; evidence on sound safety, section 1.4)."""

UNMEASURED = Decibels(-6.0)
"""For songs that say nothing of their loudness: quieter, never as mastered."""

PEAK_LIMIT = Decibels(-1.0)
"""dBTP up to which a quiet song may be raised, so that the limiter has nothing to do."""

MOST_RAISED = Decibels(12.0)
"""What a quiet recording holds besides its music is not raised further than this."""


def cue_gain(
    loudness: Loudness | None, target: Lufs = TARGET, peak_limit: Decibels | None = None
) -> Decibels:
    """The gain in dB that brings one song to `target`.

    Above 0 only with a `peak_limit` (dBTP) and for a song whose peak is known: so far that the
    peak stays below it, and by `MOST_RAISED` at most. A softer target holds for songs that say
    nothing of their loudness too; a louder one does not.
    """
    if loudness is None or not math.isfinite(loudness.gain_db):
        return Decibels(UNMEASURED + min(0.0, target - TARGET))
    wanted = loudness.gain_db + target - REPLAYGAIN
    return Decibels(min(wanted, _most(loudness.peak, peak_limit)))


def _most(peak: float | None, peak_limit: Decibels | None) -> float:
    """The highest gain that a peak (1 = full scale) allows; never below 0."""
    if peak_limit is None or peak is None or not math.isfinite(peak) or peak <= 0:
        return 0.0
    return max(0.0, min(MOST_RAISED, peak_limit - 20 * math.log10(peak)))
