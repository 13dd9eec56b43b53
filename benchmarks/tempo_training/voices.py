"""Sings a tune with synthetic voices: syllables, glides, vibrato, breath, a room, no accompaniment.

One voice or several; the consonants, the ornaments and the room are what distinguishes real
singing from a held vowel, and each is drawn anew for every song.
"""

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RATE = 22_050
VOWELS = ((700, 1_200, 2_600), (400, 2_000, 2_600), (450, 850, 2_500), (320, 900, 2_300))
VOWELS += ((300, 2_200, 2_900), (600, 1_000, 2_500))
PARTIALS = 16
FRAME = 110
"""Samples between two looks at the slow curves (pitch, loudness, vowel)."""

Sound = NDArray[np.float64]
Notes = list[tuple[float, float, int]]


@dataclass(frozen=True, slots=True)
class Manner:
    """How somebody sings."""

    octave: int
    syllables: float
    """Share of the notes that begin with a consonant."""
    hiss: float
    """Loudness of the consonants, relative to vowels."""
    legato: float
    """Seconds in which a note swells and fades."""
    glide: float
    """Seconds from one pitch to the next."""
    vibrato: float
    """Semitones."""
    ornaments: float
    """Share of the notes that begin with a neighbouring one."""
    breath: float
    unsteady: float
    """Semitones by which the pitch wanders."""


def random_manner(dice: random.Random) -> Manner:
    return Manner(
        octave=dice.choice((-24, -12, -12, 0)),
        syllables=dice.choice((0.0, 0.3, 0.6, 0.9)),
        hiss=dice.uniform(0.05, 0.6),
        legato=dice.uniform(0.02, 0.12),
        glide=dice.uniform(0.02, 0.15),
        vibrato=dice.uniform(0.0, 0.6),
        ornaments=dice.choice((0.0, 0.0, 0.1, 0.3)),
        breath=10 ** -dice.uniform(1.2, 2.2),
        unsteady=dice.uniform(0.05, 0.35),
    )


def sing(notes: Notes, seconds: float, dice: random.Random, singers: int = 1) -> Sound:
    """`notes` are (start in s, end in s, MIDI pitch); several singers are nearly together."""
    manner = random_manner(dice)
    total = np.zeros(int(seconds * RATE))
    apart = dice.uniform(0.01, 0.05)
    for _ in range(singers):
        late = abs(dice.gauss(0, apart)) if singers > 1 else 0.0
        own = [
            (max(0.0, at + late + dice.gauss(0, apart / 2)), end + late, pitch)
            for at, end, pitch in notes
        ]
        total += _voice(own if singers > 1 else notes, seconds, manner, dice)
    total = in_a_room(total, dice.uniform(0.1, 1.6), dice.uniform(0.0, 0.5), dice)
    return total / (np.max(np.abs(total)) + 1e-9) * 0.6


def in_a_room(sound: Sound, decay_s: float, share: float, dice: random.Random) -> Sound:
    """`sound` with `share` of its loudness again as reverberation that decays by 60 dB."""
    rough = np.random.default_rng(dice.randrange(1 << 30))
    time = np.arange(int(decay_s * RATE)) / RATE
    tail = rough.normal(0, 1, len(time)) * np.exp(-6.9 * time / decay_s)
    tail /= np.linalg.norm(tail) + 1e-9
    size = 1 << (len(sound) + len(tail)).bit_length()
    wet = np.fft.irfft(np.fft.rfft(sound, size) * np.fft.rfft(tail, size), size)[: len(sound)]
    return sound * (1 - share) + wet * share


def _voice(notes: Notes, seconds: float, manner: Manner, dice: random.Random) -> Sound:
    rough = np.random.default_rng(dice.randrange(1 << 30))
    frames = int(seconds * RATE)
    slow = -(-frames // FRAME) + 1
    pitch, loud = np.full(slow, np.nan), np.zeros(slow)
    colour = np.zeros((slow, 3))
    colour[:] = vowel = np.array(VOWELS[dice.randrange(len(VOWELS))], float)
    noise = np.zeros(frames)
    per_second = RATE / FRAME
    for start, end, key in notes:
        first, last = int(start * per_second), min(slow, int(end * per_second))
        if last - first < 4:
            continue
        length = last - first
        if dice.random() < manner.syllables:
            vowel = np.array(VOWELS[dice.randrange(len(VOWELS))], float)
            _consonant(noise, start, manner, dice, rough)
        pitch[first:last] = key + manner.octave
        if dice.random() < manner.ornaments and length > 30:
            pitch[first : first + 16] += dice.choice((-2, 2, 1))
        rise = max(1, min(length // 2, int(manner.legato * per_second)))
        shape = np.ones(length)
        shape[:rise] = np.linspace(0.2, 1, rise)
        shape[-rise:] *= np.linspace(1, 0.25, rise)
        loud[first:last] = np.maximum(loud[first:last], shape * dice.uniform(0.55, 1.0))
        colour[first:] = vowel
    known = np.flatnonzero(~np.isnan(pitch))
    if not len(known):
        return np.zeros(frames)
    pitch = np.interp(np.arange(slow), known, pitch[known])
    pitch, colour = _slurred(pitch, manner.glide), _slurred(colour, 0.06)
    time = np.arange(slow) / per_second
    pitch += manner.vibrato * np.sin(2 * np.pi * dice.uniform(4.5, 6.5) * time)
    walk = rough.normal(0, 1, int(seconds / 0.2) + 2)
    pitch += manner.unsteady * np.interp(time, np.arange(len(walk)) * 0.2, walk)
    hertz = 440 * 2 ** ((pitch - 69) / 12)
    loud = _slurred(loud, 0.015)
    at = np.arange(frames) / FRAME
    steps = np.arange(slow)
    phase = (2 * np.pi / RATE) * np.cumsum(np.interp(at, steps, hertz))
    sound = np.zeros(frames)
    for partial in range(1, PARTIALS):
        high = hertz * partial
        if high.min() > 5_000:
            break
        weight = 0.08 / partial + sum(
            np.exp(-(((high - colour[:, n]) / 220.0) ** 2)) / (n + 1) for n in range(3)
        )
        sound += np.interp(at, steps, weight * loud * (high < 9_000)) * np.sin(partial * phase)
    breath = rough.normal(0, manner.breath, frames) * np.interp(at, steps, loud)
    return sound + breath + noise


def _consonant(
    noise: Sound, start: float, manner: Manner, dice: random.Random, rough: np.random.Generator
) -> None:
    """A burst of noise before the vowel: a short hard one, or a long soft one."""
    long = dice.random() < 0.5
    size = int(RATE * (dice.uniform(0.05, 0.14) if long else dice.uniform(0.008, 0.03)))
    at = int(start * RATE) - size
    if at < 0 or at + size > len(noise):
        return
    burst = rough.normal(0, 1, size)
    if dice.random() < 0.6:
        burst = np.diff(burst, prepend=0.0)
    shape = np.sin(np.linspace(0, np.pi, size)) if long else np.linspace(1, 0, size)
    noise[at : at + size] += burst * shape * manner.hiss * dice.uniform(0.3, 1.0)


def _slurred(curve: Sound, seconds: float) -> Sound:
    """`curve` smoothed over so many seconds; columns apart."""
    width = max(1, int(seconds * RATE / FRAME))
    kernel = np.ones(width) / width
    edge = [(width // 2, width - 1 - width // 2)] + [(0, 0)] * (curve.ndim - 1)
    padded = np.pad(curve, edge, mode="edge")
    if curve.ndim == 1:
        return np.convolve(padded, kernel, mode="valid")
    return np.stack([np.convolve(column, kernel, mode="valid") for column in padded.T], axis=1)
