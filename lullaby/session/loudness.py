"""How far a song is turned down so that none is louder than the night so far."""

import math

from lullaby.library.track import Loudness
from lullaby.units import Decibels

TARGET_BELOW_REPLAYGAIN = Decibels(-5.0)
"""ReplayGain aims at -18 LUFS; the night aims at -23 (evidence on sound safety, section 1.4)."""

UNMEASURED = Decibels(-6.0)
"""For songs that say nothing of their loudness: quieter, never as mastered."""


def cue_gain(loudness: Loudness | None) -> Decibels:
    """The gain in dB for one song; never above 0, so that nothing is made louder than it is."""
    if loudness is None or not math.isfinite(loudness.gain_db):
        return UNMEASURED
    return Decibels(min(0.0, loudness.gain_db + TARGET_BELOW_REPLAYGAIN))
