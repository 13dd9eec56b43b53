"""Chooses each song's gain so that none is louder than the night so far."""

import math

from lullaby.library.track import REPLAYGAIN, GainSource, Loudness
from lullaby.units import Decibels, Lufs

TARGET = Lufs(-23.0)
"""The target loudness (EBU R 128)."""

PEAK_LIMIT = Decibels(-1.0)
"""True peak, in dBTP, up to which a quiet song may be raised without using the limiter."""

MOST_RAISED = Decibels(12.0)
"""The largest boost, in dB, so that a quiet recording's noise is not raised further."""


def cue_gain(
    loudness: Loudness | None, target: Lufs = TARGET, peak_limit: Decibels | None = None
) -> Decibels:
    """The gain in dB that brings one song to `target`, as far as it is known.

    Above 0 only with a `peak_limit` (dBTP) and for a measured song: as far as its peak allows, and
    by `MOST_RAISED` at most. A tag may be wrong, so it only lowers the gain. A song without tags
    keeps its level. For both, the player enforces the target by measuring ahead.
    """
    if loudness is None or not math.isfinite(loudness.gain_db):
        return Decibels(0.0)
    wanted = loudness.gain_db + target - REPLAYGAIN
    if not is_measured(loudness):
        return Decibels(min(0.0, wanted))
    return Decibels(min(wanted, _most(loudness.peak, peak_limit)))


def is_measured(loudness: Loudness | None) -> bool:
    """Whether the whole file was measured, so that its gain can be trusted."""
    return (
        loudness is not None
        and loudness.source is GainSource.MEASURED
        and math.isfinite(loudness.gain_db)
    )


def _most(peak: float | None, peak_limit: Decibels | None) -> float:
    """The highest gain in dB that a peak (1 = full scale) allows; never below 0."""
    if peak_limit is None or peak is None or not math.isfinite(peak) or peak <= 0:
        return 0.0
    return max(0.0, min(MOST_RAISED, peak_limit - 20 * math.log10(peak)))
