"""Units of measure, as distinct types so that a checker keeps them apart."""

from typing import NewType

Ms = NewType("Ms", int)
"""A duration or a position on a time line, in milliseconds."""

Bpm = NewType("Bpm", float)
"""Beats of the felt pulse per minute."""

Decibels = NewType("Decibels", float)
"""A level difference in dB."""

Gain = NewType("Gain", float)
"""A linear amplitude factor; 0 is silence, 1 leaves the sound as it is."""

Lufs = NewType("Lufs", float)
"""Integrated loudness, ITU-R BS.1770."""

Semitones = NewType("Semitones", int)
"""An interval in equal-tempered semitones."""

FULL_SCALE = 32_767
"""The greatest sample of signed 16-bit sound, which stands for 1.0."""

SILENCE = Gain(0.0)
UNITY = Gain(1.0)


def gain_from_db(level: Decibels) -> Gain:
    """Linear amplitude factor for a level in dB."""
    return Gain(10.0 ** (level / 20.0))
