"""How far a song is turned so that none is louder than the night so far."""

import math

from lullaby.library.track import REPLAYGAIN, GainSource, Loudness
from lullaby.units import Decibels, Lufs

TARGET = Lufs(-23.0)
"""What the night aims at (EBU R 128; evidence on sound safety, section 1.4)."""

PEAK_LIMIT = Decibels(-1.0)
"""dBTP up to which a quiet song may be raised, so that the limiter has nothing to do."""

MOST_RAISED = Decibels(12.0)
"""What a quiet recording holds besides its music is not raised further than this."""


def cue_gain(
    loudness: Loudness | None, target: Lufs = TARGET, peak_limit: Decibels | None = None
) -> Decibels:
    """The gain in dB that brings one song to `target`, as far as it is known.

    Above 0 only with a `peak_limit` (dBTP) and for a song that was measured: so far that its peak
    stays below it, and by `MOST_RAISED` at most. A tag may lie, and only turns down; a song that
    says nothing is not turned. The player holds both to the target by what it hears ahead.
    """
    if loudness is None or not math.isfinite(loudness.gain_db):
        return Decibels(0.0)
    wanted = loudness.gain_db + target - REPLAYGAIN
    if not is_measured(loudness):
        return Decibels(min(0.0, wanted))
    return Decibels(min(wanted, _most(loudness.peak, peak_limit)))


def is_measured(loudness: Loudness | None) -> bool:
    """The whole file was measured, so that its gain can be believed."""
    return (
        loudness is not None
        and loudness.source is GainSource.MEASURED
        and math.isfinite(loudness.gain_db)
    )


def _most(peak: float | None, peak_limit: Decibels | None) -> float:
    """The highest gain that a peak (1 = full scale) allows; never below 0."""
    if peak_limit is None or peak is None or not math.isfinite(peak) or peak <= 0:
        return 0.0
    return max(0.0, min(MOST_RAISED, peak_limit - 20 * math.log10(peak)))
