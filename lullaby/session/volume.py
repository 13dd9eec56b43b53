"""Converts volume steps on screen to gains."""

from lullaby.library.routine import STEPS
from lullaby.units import SILENCE, Decibels, Gain, gain_from_db

DB_PER_STEP = Decibels(1.5)
"""Just noticeable and never startling; steps 1 to 20 span 28.5 dB."""


def gain_of(step: int) -> Gain:
    """Linear gain for a step from 0 (silence) to 20 (as recorded)."""
    if step <= 0:
        return SILENCE
    return gain_from_db(Decibels(DB_PER_STEP * (min(step, STEPS) - STEPS)))
