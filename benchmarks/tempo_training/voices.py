"""Sings a tune with one synthetic voice: glides, vibrato, breath, vowels, no accompaniment."""

import random

import numpy as np
from numpy.typing import NDArray

RATE = 22_050
VOWELS = ((700, 1_200, 2_600), (400, 2_000, 2_600), (450, 850, 2_500), (320, 900, 2_300))
Sound = NDArray[np.float64]


def sing(notes: list[tuple[float, float, int]], seconds: float, dice: random.Random) -> Sound:
    """`notes` are (start in s, end in s, MIDI pitch)."""
    frames = int(seconds * RATE)
    pitch, loud = np.full(frames, np.nan), np.zeros(frames)
    octave = dice.choice((-24, -12, -12, 0))
    legato = dice.uniform(0.03, 0.12)
    for start, end, key in notes:
        first, last = int(start * RATE), min(frames, int(end * RATE))
        if last - first < 64:
            continue
        pitch[first:last] = key + octave
        length = last - first
        rise = min(length // 2, int(legato * RATE))
        shape = np.ones(length)
        shape[:rise] = np.linspace(0.35, 1, rise)
        shape[-rise:] *= np.linspace(1, 0.3, rise)
        loud[first:last] = np.maximum(loud[first:last], shape * dice.uniform(0.6, 1.0))
    known = np.flatnonzero(~np.isnan(pitch))
    if not len(known):
        return np.zeros(frames)
    pitch = np.interp(np.arange(frames), known, pitch[known])
    glide = int(dice.uniform(0.03, 0.12) * RATE)
    pitch = np.convolve(pitch, np.ones(glide) / glide, mode="same")
    rough = np.random.default_rng(dice.randrange(1 << 30))
    time = np.arange(frames) / RATE
    depth = dice.uniform(0.05, 0.5)
    pitch = pitch + depth * np.sin(2 * np.pi * dice.uniform(4.5, 6.5) * time)
    pitch = pitch + 0.15 * np.interp(time, np.arange(0, seconds + 1, 0.2), _walk(rough, seconds))
    hertz = 440 * 2 ** ((pitch - 69) / 12)
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    vowel = VOWELS[dice.randrange(len(VOWELS))]
    sound = np.zeros(frames)
    for partial in range(1, 16):
        at = hertz * partial
        weight = sum(np.exp(-(((at - f) / 220.0) ** 2)) / (n + 1) for n, f in enumerate(vowel))
        sound += (0.08 / partial + weight) * np.sin(partial * phase) * (at < 9_000)
    breath = rough.normal(0, 0.03, frames)
    sound = (sound + breath) * np.convolve(loud, np.ones(400) / 400, mode="same")
    echo = int(0.09 * RATE)
    sound[echo:] += 0.25 * sound[:-echo]
    return sound / (np.max(np.abs(sound)) + 1e-9) * 0.6


def _walk(rough: np.random.Generator, seconds: float) -> Sound:
    return rough.normal(0, 1, len(np.arange(0, seconds + 1, 0.2)))
