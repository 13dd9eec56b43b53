"""How likely what was heard is, in each key and for each pitch class of a song."""

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
    sung = np.ones((12, len(KEYS)), np.float32)
    silent = 1.0
    pitched: Floats | None = None
    loudest = 0.0
    for frame in frames:
        likelihood = np.float32(1 - frame.voiced) * SUNG_UNVOICED
        if frame.first is not None and frame.voiced > 0:
            table = _table(frame.first, frame.second)
            sung *= (likelihood + frame.voiced * SUNG_VOICED * table) ** INDEPENDENT
            if frame.voiced >= loudest:
                pitched, loudest = table, frame.voiced
        else:
            sung *= likelihood**INDEPENDENT
        pause = frame.voiced * PAUSE_VOICED + (1 - frame.voiced) * PAUSE_UNVOICED
        silent *= pause**INDEPENDENT
    return Evidence(sung, silent, pitched, loudest)


def _table(first: Candidate, second: Candidate | None) -> Floats:
    """Likelihood of two candidates against any pitch, (pitch class, key)."""
    near = _nearness(first.pitch)
    if second is not None:
        weight = SECOND_WEIGHT * second.clarity
        near = (1 - weight) * near + weight * _nearness(second.pitch)
    return (ANY_PITCH + (1 - ANY_PITCH) * near)[_KEY_AND_PITCH].astype(np.float32)


def _nearness(pitch: float) -> Floats:
    """Density of a pitch around each half semitone of the octave, 1 if all were equally likely."""
    off = (pitch - 0.5 * np.array(KEYS) + 6) % 12 - 6
    return 12 * (FIRM * _normal(off, FIRM_ST) + (1 - FIRM) * _normal(off, LOOSE_ST))


def _normal(off: Floats, deviation: float) -> Floats:
    return np.exp(-((off / deviation) ** 2) / 2) / (deviation * np.sqrt(2 * np.pi))
