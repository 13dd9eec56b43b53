"""How likely what was heard is, in each key and for each pitch class of a song."""

import math
from collections.abc import Sequence

import numpy as np

from lullaby.following.cells import Floats
from lullaby.following.hearing import Heard
from lullaby.following.pitch_candidates import Candidate
from lullaby.frozen import frozen

KEYS = tuple(range(24))
"""Transpositions upwards in half semitones; octaves are the same."""

FIRM, FIRM_ST, LOOSE_ST = 0.75, 0.45, 1.0
"""Share of notes sung with the smaller standard deviation, and both deviations in semitones."""

ANY_PITCH = 0.28
"""The share of voiced frames that tell no pitch: consonants, scoops, other voices."""

SECOND_WEIGHT = 0.45
SUNG_VOICED, SUNG_UNVOICED = 0.8, 0.28
PAUSE_VOICED, PAUSE_UNVOICED = 0.12, 0.9
INDEPENDENT = 0.3
"""Frames resemble each other; each counts as this share of an independent one."""

_KEY_AND_PITCH = (2 * np.arange(12)[:, None] + np.array(KEYS)) % len(KEYS)
_HALF_SEMITONES = 0.5 * np.arange(len(KEYS))


@frozen
class Evidence:
    sung: Floats
    """Likelihood of a note, (pitch class, key)."""
    silent: float
    """Likelihood of a pause."""
    pitched: Floats | None
    """Likelihood of the pitch alone against any pitch, (pitch class, key); None if not voiced."""
    voiced: float


def evidence_of(frames: Sequence[Heard]) -> Evidence:
    """The evidence of the frames of a step."""
    sung = np.ones(len(KEYS))
    silent = 1.0
    pitched: Floats | None = None
    loudest = 0.0
    for frame in frames:
        unvoiced = (1 - frame.voiced) * SUNG_UNVOICED
        if frame.first is not None and frame.voiced > 0:
            near = ANY_PITCH + (1 - ANY_PITCH) * _near(frame.first, frame.second)
            sung *= (unvoiced + frame.voiced * SUNG_VOICED * near) ** INDEPENDENT
            if frame.voiced >= loudest:
                pitched, loudest = near, frame.voiced
        else:
            sung *= unvoiced**INDEPENDENT
        pause = frame.voiced * PAUSE_VOICED + (1 - frame.voiced) * PAUSE_UNVOICED
        silent *= pause**INDEPENDENT
    by_key = None if pitched is None else _by_key(pitched)
    return Evidence(_by_key(sung), silent, by_key, loudest)


def _by_key(likelihoods: Floats) -> Floats:
    """(pitch class, key), from the likelihood of each half semitone of the octave."""
    return likelihoods[_KEY_AND_PITCH].astype(np.float32)


def _near(first: Candidate, second: Candidate | None) -> Floats:
    """Density of two candidates around each half semitone, 1 if all were equally likely."""
    if second is None:
        return _density(np.array([first.pitch]))[0]
    weight = SECOND_WEIGHT * second.clarity
    return np.array([1 - weight, weight]) @ _density(np.array([first.pitch, second.pitch]))


def _density(pitches: Floats) -> Floats:
    """(pitches, half semitones of the octave)."""
    off = (pitches[:, None] - _HALF_SEMITONES + 6) % 12 - 6
    off *= off
    return 12 * (FIRM * _normal(off, FIRM_ST) + (1 - FIRM) * _normal(off, LOOSE_ST))


def _normal(squared: Floats, deviation: float) -> Floats:
    height = 1 / (deviation * math.sqrt(2 * math.pi))
    return height * np.exp(squared * (-0.5 / deviation**2))
