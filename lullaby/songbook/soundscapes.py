"""Synthesises the background sounds as seamless loops, identical on every machine.

Noise is shaped in the Fourier domain, events wrap around at the end, and every swell has whole
cycles, so that the loop's end joins its beginning.
"""

import numpy as np
from numpy.typing import NDArray

from lullaby.k_weighting import loudness
from lullaby.songbook.noise import Signal, frequencies, high_pass, low_pass, mix_in, shaped, swell

Wave = NDArray[np.float32]

NAMES = ("rain", "ocean", "heartbeat", "pink_noise", "brown_noise", "fan", "crickets")
SECONDS = {
    "rain": 40,
    "ocean": 64,
    "heartbeat": 32,
    "pink_noise": 30,
    "brown_noise": 40,
    "fan": 30,
    "crickets": 60,
}
LOUDNESS = -27.0
"""Loudness of every loop in LUFS; the level on screen does the rest."""

SEED = 1868
FAN_HZ = 46
"""Blade passing frequency in Hz."""

CRICKETS = (
    (2_350.0, 66, 4, 0.42, 0.30),
    (2_620.0, 58, 3, 0.30, 0.72),
    (2_180.0, 74, 5, 0.22, 0.52),
    (2_880.0, 49, 3, 0.16, 0.15),
    (2_510.0, 81, 4, 0.13, 0.88),
)
"""Pitch in Hz, chirps per loop, pulses per chirp, loudness, and pan from left to right."""

OVERTONES = ((1, 1.0), (2, 0.8), (3, 0.6), (4, 0.45), (5, 0.28), (6, 0.14))
"""Partials of the heart's tone and their weights; laptop speakers reproduce the third and up."""

HEARTS_PER_MINUTE = 60
"""The rate of a calm adult's heart; the loop holds whole beats."""


def soundscape(name: str, rate: int) -> Wave:
    """A loop of shape (frames, 2) at `rate` Hz, at -27 LUFS. Raises KeyError for other names."""
    frames = SECONDS[name] * rate
    dice = np.random.default_rng(SEED + NAMES.index(name))
    match name:
        case "rain":
            loop = _rain(dice, frames, rate)
        case "ocean":
            loop = _ocean(dice, frames, rate)
        case "heartbeat":
            loop = _heartbeat(dice, frames, rate)
        case "pink_noise":
            loop = _pink(dice, frames, rate)
        case "brown_noise":
            loop = _brown(dice, frames, rate)
        case "fan":
            loop = _fan(dice, frames, rate)
        case _:
            loop = _crickets(dice, frames, rate)
    return _levelled(loop, rate)


def _levelled(loop: Signal, rate: int) -> Wave:
    gain = 10 ** ((LOUDNESS - loudness(loop, rate)) / 20)
    return np.asarray(loop * gain, dtype=np.float32)


def _pink(dice: np.random.Generator, frames: int, rate: int) -> Signal:
    """Pink noise: equal energy per octave, softened at both ends of the audible range."""
    f = frequencies(frames, rate)
    shape = 1 / np.sqrt(np.maximum(f, 20.0))
    shape *= high_pass(f, 40) * low_pass(f, 6_000)
    return shaped(dice, frames, shape)


def _rain(dice: np.random.Generator, frames: int, rate: int) -> Signal:
    """Soft noise with single drops in front of it."""
    f = frequencies(frames, rate)
    veil_shape = high_pass(f, 400) * low_pass(f, 5_500) / np.maximum(f, 100.0) ** 0.35
    screen_blanker = shaped(dice, frames, veil_shape)
    screen_blanker *= 1 + 0.12 * swell(dice, frames, (2, 3, 5, 7))[:, None]
    drops = np.zeros((frames, 2))
    length = int(0.03 * rate)
    time = np.arange(length) / rate
    for start in dice.integers(0, frames, SECONDS["rain"] * 55):
        pitch = dice.uniform(900, 3_600)
        ring = np.sin(2 * np.pi * pitch * time) * np.exp(-time * dice.uniform(120, 320))
        attack = 1 - np.exp(-time * 2_500)
        pan = dice.uniform(0.15, 0.85)
        hit = (ring * attack * dice.uniform(0.1, 1.0) ** 2)[:, None] * np.array([1 - pan, pan])
        mix_in(drops, int(start), hit)
    return screen_blanker + 1.6 * drops


def _ocean(dice: np.random.Generator, frames: int, rate: int) -> Signal:
    """Slow waves: each swells, breaks brighter, and draws back."""
    f = frequencies(frames, rate)
    deep = shaped(dice, frames, high_pass(f, 45) * low_pass(f, 350) / np.maximum(f, 40.0) ** 0.6)
    bright = shaped(
        dice, frames, high_pass(f, 250) * low_pass(f, 3_200) / np.maximum(f, 200.0) ** 0.5
    )
    turn = np.arange(frames) / frames
    slow, slower = 2 * np.pi * 7 * turn, 2 * np.pi * 3 * turn
    wave = 0.5 + 0.5 * np.sin(slow + 0.6 * np.sin(slower))
    breaking = np.clip(0.5 + 0.5 * np.sin(slow - 0.9 + 0.6 * np.sin(slower)), 0, 1) ** 2.2
    # A minute of sound takes 50 MB: it is changed in place.
    deep *= (0.45 + 0.55 * wave)[:, None]
    bright *= 0.55
    bright *= (0.12 + breaking)[:, None]
    deep += bright
    return deep


def _heartbeat(dice: np.random.Generator, frames: int, rate: int) -> Signal:
    """Double heartbeats with overtones for laptop speakers, over soft dark noise."""
    beats = SECONDS["heartbeat"] * HEARTS_PER_MINUTE // 60
    pulse = np.zeros(frames)
    length = int(0.28 * rate)
    time = np.arange(length) / rate
    for beat in range(beats):
        begin = round(beat * frames / beats)
        for after, pitch, strength in ((0.0, 58.0, 1.0), (0.31, 72.0, 0.62)):
            envelope = (1 - np.exp(-time * 90)) * np.exp(-time * 17)
            body = sum(
                np.sin(2 * np.pi * pitch * part * time) * weight for part, weight in OVERTONES
            )
            mix_in(pulse, begin + int(after * rate), strength * envelope * body)
    f = frequencies(frames, rate)
    hush = shaped(dice, frames, high_pass(f, 60) * low_pass(f, 240) / np.maximum(f, 40.0) ** 0.5)
    return pulse[:, None] * np.array([0.97, 1.0]) + 0.035 * hush


def _brown(dice: np.random.Generator, frames: int, rate: int) -> Signal:
    """Brown noise: 6 dB less per octave, without inaudible low frequencies."""
    f = frequencies(frames, rate)
    return shaped(dice, frames, high_pass(f, 45) * low_pass(f, 3_000) / np.maximum(f, 30.0))


def _fan(dice: np.random.Generator, frames: int, rate: int) -> Signal:
    """Moving air with blades and motor, slightly uneven as in a real fan."""
    f = frequencies(frames, rate)
    body = 1 / np.maximum(f, 80.0) ** 0.75 + 0.012 * np.exp(-(((f - 620) / 260) ** 2))
    air = shaped(dice, frames, high_pass(f, 70) * low_pass(f, 2_600) * body)
    air *= 1 + 0.05 * swell(dice, frames, (11, 17, 29))[:, None]
    turn = 2 * np.pi * np.arange(frames) / frames
    seconds = SECONDS["fan"]
    wander = 0.8 * np.sin(2 * turn) + 0.5 * np.sin(5 * turn + 1.0)
    hum = np.zeros(frames)
    for part, weight in ((1, 0.05), (2, 0.11), (3, 0.06), (4, 0.035), (6, 0.012)):
        cycles = part * FAN_HZ * seconds
        hum += weight * np.sin(cycles * turn + part * wander)
    return air + hum[:, None] * np.array([1.0, 0.92])


def _crickets(dice: np.random.Generator, frames: int, rate: int) -> Signal:
    """Still air and a few distant crickets, each with its own tempo and pan."""
    f = frequencies(frames, rate)
    night = shaped(dice, frames, high_pass(f, 70) * low_pass(f, 520) / np.maximum(f, 60.0) ** 0.6)
    night *= 1 + 0.15 * swell(dice, frames, (2, 3, 7))[:, None]
    field = np.zeros((frames, 2))
    pulse = np.arange(int(0.022 * rate)) / rate
    shape = np.sin(np.pi * pulse / 0.022) ** 2
    for pitch, chirps, pulses, near, pan in CRICKETS:
        tone = np.sin(2 * np.pi * pitch * pulse) * shape
        strengths = 1 + 0.35 * swell(dice, chirps, (1, 3))
        for chirp in range(chirps):
            begin = round((chirp + dice.uniform(-0.06, 0.06)) * frames / chirps) % frames
            for at in range(pulses):
                strength = near * strengths[chirp] * (0.6 + 0.4 * at / pulses)
                hit = strength * tone[:, None] * np.array([1 - pan, pan])
                mix_in(field, begin + round(at * 0.034 * rate), hit)
    return night + field
