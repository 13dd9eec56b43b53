"""From the steps on screen to gains: what a step sounds like."""

from lullaby.library.routine import STEPS
from lullaby.units import SILENCE, Decibels, Gain, gain_from_db

DB_PER_STEP = Decibels(1.5)
"""A step that is just noticed and never startles; twenty span 28.5 dB above silence."""


def gain_of(step: int) -> Gain:
    """Linear gain for a step from 0 (silence) to 20 (as recorded)."""
    if step <= 0:
        return SILENCE
    return gain_from_db(Decibels(DB_PER_STEP * (min(step, STEPS) - STEPS)))
