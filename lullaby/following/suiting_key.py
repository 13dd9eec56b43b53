"""In which key a song suits a singer who was heard singing one.

Octaves do not matter: whoever sings an octave below a melody sings in its key.
"""

from collections.abc import Iterable

from lullaby.following.melody import MelodyNote
from lullaby.frozen import frozen

MOST = 6
"""Semitones that a song is moved at most, up or down; a recording is played no further."""

BELOW, ABOVE = 2.0, 3.0
"""Semitones that the lowest and the highest note may be outside what was sung so far."""

OUTSIDE_COST = 4.0
"""An outside note counts like so many semitones away from the middle."""

MOVED_COST = 0.1
"""Each semitone that a song is moved counts like so many away from the middle."""

LEAST_RANGE = 7.0
"""A voice is taken to reach at least a fifth."""


@frozen
class VoiceRange:
    """MIDI numbers; the middle is the median of the time sung."""

    low: float
    middle: float
    high: float

    def moved(self, semitones: float) -> "VoiceRange":
        low, middle, high = (each + semitones for each in (self.low, self.middle, self.high))
        return VoiceRange(low, middle, high)


def range_of(notes: Iterable[MelodyNote]) -> VoiceRange:
    """The range of a song. Raises ValueError without notes."""
    rows = sorted((note.pitch, note.ms) for note in notes)
    if not rows:
        raise ValueError("no notes")
    half, sung = sum(ms for _, ms in rows) / 2, 0.0
    middle = float(rows[-1][0])
    for pitch, ms in rows:
        sung += ms
        if sung >= half:
            middle = float(pitch)
            break
    return VoiceRange(float(rows[0][0]), middle, float(rows[-1][0]))


def voice_of(song: VoiceRange, semitones: float) -> VoiceRange:
    """The voice of somebody who sang this song so far above its stored key."""
    sung = song.moved(semitones)
    spare = max(0.0, LEAST_RANGE - (sung.high - sung.low)) / 2
    return VoiceRange(sung.low - spare, sung.middle, sung.high + spare)


def suiting_key(song: VoiceRange, voice: VoiceRange) -> int:
    """By how many semitones a song is moved to suit a voice, -MOST to MOST."""
    return min(range(-MOST, MOST + 1), key=lambda moved: (_cost(song, voice, moved), moved))


def _cost(song: VoiceRange, voice: VoiceRange, moved: int) -> float:
    octaves = round((voice.middle - song.middle - moved) / 12)
    sung = song.moved(moved + 12 * octaves)
    outside = (sung.low < voice.low - BELOW) + (sung.high > voice.high + ABOVE)
    away = abs(sung.middle - voice.middle)
    return away + OUTSIDE_COST * outside + MOVED_COST * abs(moved)
