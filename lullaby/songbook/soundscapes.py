"""Background sounds out of numbers: endless by construction, the same on every machine.

Noise is shaped on the circle of a Fourier transform, events are laid on modulo the length, and
every swell has whole cycles, so that the end of the loop is its beginning.
"""

import numpy as np
from numpy.typing import NDArray

from lullaby.songbook.k_weighting import k_weight

Wave = NDArray[np.float32]
Signal = NDArray[np.float64]

NAMES = ("rain", "ocean", "heartbeat", "pink_noise")
SECONDS = {"rain": 40, "ocean": 64, "heartbeat": 32, "pink_noise": 30}
LOUDNESS = -27.0
"""LUFS of every loop; the level on screen does the rest."""

SEED = 1868
HEARTS_PER_MINUTE = 60
"""As fast as a calm adult's heart; whole beats fill the loop."""


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
        case _:
            loop = _pink(dice, frames, rate)
    return _levelled(loop, rate)


def _levelled(loop: Signal, rate: int) -> Wave:
    """Brought to `LOUDNESS` by ITU-R BS.1770, without gates: the loop is even."""
    weighted = k_weight(loop, rate)
    loudness = -0.691 + 10 * np.log10(np.sum(np.mean(weighted**2, axis=0)))
    return np.asarray(loop * 10 ** ((LOUDNESS - loudness) / 20), dtype=np.float32)


def _shaped(dice: np.random.Generator, frames: int, rate: int, shape: Signal) -> Signal:
    """Noise whose spectrum has the magnitude `shape` (frames // 2 + 1 values), two channels."""
    channels = []
    for _ in range(2):
        phase = dice.uniform(0, 2 * np.pi, shape.size)
        channels.append(np.fft.irfft(shape * np.exp(1j * phase), frames))
    noise = np.stack(channels, axis=1)
    return noise / np.sqrt(np.mean(noise**2))


def _frequencies(frames: int, rate: int) -> Signal:
    return np.asarray(np.fft.rfftfreq(frames, 1 / rate), dtype=np.float64)


def _pink(dice: np.random.Generator, frames: int, rate: int) -> Signal:
    """Equal energy in every octave, softened at both ends of hearing."""
    f = _frequencies(frames, rate)
    shape = 1 / np.sqrt(np.maximum(f, 20.0))
    shape *= _high_pass(f, 40) * _low_pass(f, 6_000)
    return _shaped(dice, frames, rate, shape)


def _rain(dice: np.random.Generator, frames: int, rate: int) -> Signal:
    """A soft veil with single drops in front of it."""
    f = _frequencies(frames, rate)
    veil_shape = _high_pass(f, 400) * _low_pass(f, 5_500) / np.maximum(f, 100.0) ** 0.35
    veil = _shaped(dice, frames, rate, veil_shape)
    veil *= 1 + 0.12 * _swell(dice, frames, (2, 3, 5, 7))[:, None]
    drops = np.zeros((frames, 2))
    length = int(0.03 * rate)
    time = np.arange(length) / rate
    for start in dice.integers(0, frames, SECONDS["rain"] * 55):
        pitch = dice.uniform(900, 3_600)
        ring = np.sin(2 * np.pi * pitch * time) * np.exp(-time * dice.uniform(120, 320))
        attack = 1 - np.exp(-time * 2_500)
        pan = dice.uniform(0.15, 0.85)
        hit = (ring * attack * dice.uniform(0.1, 1.0) ** 2)[:, None] * np.array([1 - pan, pan])
        place = (start + np.arange(length)) % frames
        drops[place] += hit
    return veil + 1.6 * drops


def _ocean(dice: np.random.Generator, frames: int, rate: int) -> Signal:
    """Slow waves: each swells, breaks brighter, and draws back."""
    f = _frequencies(frames, rate)
    deep = _shaped(
        dice, frames, rate, _high_pass(f, 45) * _low_pass(f, 350) / np.maximum(f, 40.0) ** 0.6
    )
    bright = _shaped(
        dice, frames, rate, _high_pass(f, 250) * _low_pass(f, 3_200) / np.maximum(f, 200.0) ** 0.5
    )
    turn = np.arange(frames) / frames
    slow, slower = 2 * np.pi * 7 * turn, 2 * np.pi * 3 * turn
    wave = 0.5 + 0.5 * np.sin(slow + 0.6 * np.sin(slower))
    breaking = np.clip(0.5 + 0.5 * np.sin(slow - 0.9 + 0.6 * np.sin(slower)), 0, 1) ** 2.2
    return deep * (0.45 + 0.55 * wave)[:, None] + 0.55 * bright * (0.12 + breaking)[:, None]


def _heartbeat(dice: np.random.Generator, frames: int, rate: int) -> Signal:
    """Lub and dub, with overtones that a laptop's loudspeaker can carry, over a dark hush."""
    beats = SECONDS["heartbeat"] * HEARTS_PER_MINUTE // 60
    pulse = np.zeros(frames)
    length = int(0.28 * rate)
    time = np.arange(length) / rate
    for beat in range(beats):
        begin = round(beat * frames / beats)
        for after, pitch, strength in ((0.0, 58.0, 1.0), (0.31, 72.0, 0.62)):
            envelope = (1 - np.exp(-time * 90)) * np.exp(-time * 17)
            body = sum(
                np.sin(2 * np.pi * pitch * part * time) * weight
                for part, weight in ((1, 1.0), (2, 0.55), (3, 0.28), (4, 0.12))
            )
            place = (begin + int(after * rate) + np.arange(length)) % frames
            pulse[place] += strength * envelope * body
    f = _frequencies(frames, rate)
    hush = _shaped(
        dice, frames, rate, _high_pass(f, 60) * _low_pass(f, 240) / np.maximum(f, 40.0) ** 0.5
    )
    return pulse[:, None] * np.array([0.97, 1.0]) + 0.035 * hush


def _swell(dice: np.random.Generator, frames: int, cycles: tuple[int, ...]) -> Signal:
    """A slow movement between about -1 and 1 with whole cycles."""
    turn = 2 * np.pi * np.arange(frames) / frames
    waves = [np.sin(count * turn + dice.uniform(0, 2 * np.pi)) for count in cycles]
    return np.sum(waves, axis=0) / len(cycles)


def _low_pass(f: Signal, corner: float) -> Signal:
    return 1 / np.sqrt(1 + (f / corner) ** 4)


def _high_pass(f: Signal, corner: float) -> Signal:
    return 1 / np.sqrt(1 + (corner / np.maximum(f, 1e-6)) ** 4)
