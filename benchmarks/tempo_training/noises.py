"""Sounds without a steady beat: weather, water, machines, rooms, speech, and a static chord."""

import random
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lullaby.songbook.soundscapes import soundscape

RATE = 22_050
Sound = NDArray[np.float64]
SPOKEN = (
    (
        "Once upon a time there was a small house at the edge of a large wood, and in it lived a "
        "fox who could not sleep. Every evening he counted the lights on the hill. There were "
        "seven, and then six, and when the last one went out he was still awake. So he went to "
        "ask the owl. The owl said: I do not know, I have never tried. But the river never stops, "
        "and it never seems tired either. Perhaps you should ask the river. And so it began. "
    ),
    (
        "Die Nachrichten. Im Norden bleibt es heute wechselhaft mit einzelnen Schauern, im Süden "
        "scheint meist die Sonne. Die Temperaturen liegen zwischen vierzehn und zwanzig Grad. Der "
        "Wind weht schwach aus westlichen Richtungen, und in der Nacht klart es auf. "
    ),
    (
        "Il était une fois une petite fille qui habitait au bord de la mer. Chaque matin, elle "
        "ouvrait la fenêtre et regardait les bateaux partir. Un jour, l'un d'eux ne revint pas, "
        "et elle décida d'aller le chercher elle-même, avec son chien et une lanterne. "
    ),
)
VOICES = (("en-us", 0), ("en-gb", 0), ("de", 1), ("fr", 2))
KINDS = ("rain", "drops", "wind", "ocean", "stream", "white", "pink", "brown", "fan", "hum")
KINDS += ("speech", "speech", "babble", "fire", "applause", "birds", "traffic", "pad", "thunder")


def noise(kind: str, seed: int, seconds: float, folder: Path) -> Sound:
    """One of `KINDS`, of the given length; speech needs espeak-ng and a folder to work in."""
    dice = np.random.default_rng(seed)
    frames = int(seconds * RATE)
    if kind == "speech":
        sound = _speech(seed, frames, folder)
    elif kind == "babble":
        parts = [np.roll(_speech(seed + n, frames, folder), 31_337 * n) for n in range(4)]
        sound = np.sum(parts, axis=0)
    else:
        sound = MAKERS[kind](dice, frames)
    sound = np.asarray(sound, np.float64)
    return sound / np.percentile(np.abs(sound), 99) * 0.5


def _rain(dice: np.random.Generator, frames: int) -> Sound:
    sound = _coloured(dice, frames, dice.uniform(-0.5, 0.2), 300, 9_000)
    return sound + dice.uniform(0.2, 3) * _events(dice, frames, dice.uniform(8, 90), 900, 4_000)


def _drops(dice: np.random.Generator, frames: int) -> Sound:
    sound = 0.02 * _coloured(dice, frames, -0.5, 100, 8_000)
    return sound + _events(dice, frames, dice.uniform(1, 9), 500, 3_500)


def _wind(dice: np.random.Generator, frames: int) -> Sound:
    sound = _coloured(dice, frames, -1.2, 60, 2_500)
    return sound * np.exp(dice.uniform(0.4, 1.2) * _wander(dice, frames, 0.3))


def _ocean(dice: np.random.Generator, frames: int) -> Sound:
    sound = _coloured(dice, frames, -0.8, 50, 5_000)
    phase = 0.11 * np.arange(frames) / RATE + 0.4 * _wander(dice, frames, 0.11)
    return sound * (0.2 + (0.5 + 0.5 * np.sin(2 * np.pi * phase)) ** 2)


def _stream(dice: np.random.Generator, frames: int) -> Sound:
    sound = _coloured(dice, frames, -0.3, 200, 7_000)
    return sound + 2 * _events(dice, frames, 25, 300, 1_500)


def _fan(dice: np.random.Generator, frames: int) -> Sound:
    turn = dice.uniform(70, 180)
    hum = _partials(frames, [turn * part for part in range(1, 6)], 1.0)
    return _coloured(dice, frames, -0.6, 60, 5_000) + dice.uniform(0.2, 1.5) * hum


def _hum(dice: np.random.Generator, frames: int) -> Sound:
    hum = _partials(frames, [50.0 * part for part in range(1, 9)], 1.2)
    return hum + 0.05 * _coloured(dice, frames, -0.5, 50, 6_000)


def _fire(dice: np.random.Generator, frames: int) -> Sound:
    sound = _coloured(dice, frames, -0.9, 50, 4_000)
    return sound + 4 * _events(dice, frames, dice.uniform(3, 14), 1_000, 6_000, 600)


def _traffic(dice: np.random.Generator, frames: int) -> Sound:
    sound = _coloured(dice, frames, -0.9, 40, 3_000)
    return sound * (0.3 + np.exp(1.5 * _wander(dice, frames, 0.15)))


def _thunder(dice: np.random.Generator, frames: int) -> Sound:
    far = 2 * _coloured(dice, frames, -1.3, 25, 400) * np.exp(2 * _wander(dice, frames, 0.1))
    return 0.3 * _coloured(dice, frames, -0.3, 300, 8_000) + far


def _pad(dice: np.random.Generator, frames: int) -> Sound:
    """A static chord with slow changes of level."""
    time = np.arange(frames) / RATE
    pitches = 110 * 2 ** (np.array([0, 7, 12, 16, 19]) / 12) * dice.uniform(0.8, 2)
    voices = [
        np.sin(2 * np.pi * pitch * time) * (1 + 0.5 * _wander(dice, frames, 0.1))
        for pitch in pitches
    ]
    return np.sum(voices, axis=0)


def _partials(frames: int, pitches: Sequence[float], falling: float) -> Sound:
    time = np.arange(frames) / RATE
    return np.sum(
        [np.sin(2 * np.pi * p * time) / (n + 1) ** falling for n, p in enumerate(pitches)], axis=0
    )


def own_soundscape(name: str) -> Sound:
    """One of the application's background sounds, except the heartbeat, which has a beat."""
    return np.asarray(soundscape(name, RATE).mean(axis=1), np.float64)


def _coloured(
    dice: np.random.Generator, frames: int, slope: float, low: float, high: float
) -> Sound:
    """Noise whose amplitude falls with frequency to the power `slope`."""
    hertz = np.fft.rfftfreq(frames, 1 / RATE)
    shape = np.maximum(hertz, 20.0) ** slope
    shape /= np.sqrt(1 + (low / np.maximum(hertz, 1)) ** 4) * np.sqrt(1 + (hertz / high) ** 4)
    made = np.fft.irfft(shape * np.exp(2j * np.pi * dice.random(hertz.size)), frames)
    return made / np.std(made)


def _wander(dice: np.random.Generator, frames: int, per_second: float) -> Sound:
    """A slow random walk around 0."""
    count = max(4, int(frames / RATE * per_second * 4))
    points = dice.normal(0, 1, count)
    return np.interp(np.linspace(0, count - 1, frames), np.arange(count), points)


def _events(
    dice: np.random.Generator, frames: int, rate: float, low: float, high: float, decay: float = 150
) -> Sound:
    """Short rings or cracks at random, `rate` a second."""
    sound = np.zeros(frames)
    length = int(0.05 * RATE)
    time = np.arange(length) / RATE
    for start in dice.integers(0, frames - length, dice.poisson(rate * frames / RATE)):
        pitch = np.exp(dice.uniform(np.log(low), np.log(high)))
        ring = np.sin(2 * np.pi * pitch * time) + 0.5 * dice.normal(0, 1, length)
        sound[start : start + length] += ring * np.exp(-time * decay) * dice.random() ** 2
    return sound / (np.std(sound) + 1e-9)


def _birds(dice: np.random.Generator, frames: int) -> Sound:
    sound = np.zeros(frames)
    at = 0.0
    while (at := at + dice.exponential(0.7)) < frames / RATE - 2:
        base, count = dice.uniform(1_500, 3_400), dice.integers(1, 7)
        for number in range(count):
            length = int(dice.uniform(0.04, 0.16) * RATE)
            start = int((at + number * dice.uniform(0.1, 0.2)) * RATE)
            if start + length >= frames:
                break
            time = np.arange(length) / RATE
            bend = dice.uniform(-4_000, 4_000)
            sound[start : start + length] += np.sin(
                2 * np.pi * (base * time + bend * time**2)
            ) * np.hanning(length)
    return sound / (np.std(sound) + 1e-9)


def _speech(seed: int, frames: int, folder: Path) -> Sound:
    """Read aloud by espeak-ng, at another pace and pitch for each seed."""
    if shutil.which("espeak-ng") is None:
        raise RuntimeError("espeak-ng is needed (Debian: espeak-ng)")
    dice = random.Random(seed)
    voice, text = dice.choice(VOICES)
    sentences = SPOKEN[text].split(". ")
    cut = dice.randrange(len(sentences))
    words = ". ".join(sentences[cut:] + sentences[:cut])
    target = folder / f"speech-{seed}.wav"
    variant = dice.choice(("", "+f2", "+f4", "+m3", "+m5"))
    pace, pitch = str(dice.randint(105, 190)), str(dice.randint(25, 75))
    command = ["espeak-ng", "-v", voice + variant, "-s", pace, "-p", pitch, "-w", str(target)]
    subprocess.run([*command, words * 3], check=True)
    raw = np.frombuffer(target.read_bytes()[44:], dtype="<i2").astype(np.float64)
    target.unlink()
    return np.resize(raw, frames) / 32_768


MAKERS: dict[str, Callable[[np.random.Generator, int], Sound]] = {
    "rain": _rain,
    "drops": _drops,
    "wind": _wind,
    "ocean": _ocean,
    "stream": _stream,
    "white": lambda dice, frames: _coloured(dice, frames, 0.0, 20, 10_500),
    "pink": lambda dice, frames: _coloured(dice, frames, -0.5, 20, 10_500),
    "brown": lambda dice, frames: _coloured(dice, frames, -1.0, 20, 10_500),
    "fan": _fan,
    "hum": _hum,
    "fire": _fire,
    "applause": lambda d, frames: _events(d, frames, d.uniform(60, 200), 700, 3_000, 250),
    "birds": lambda d, frames: 0.02 * _coloured(d, frames, -0.5, 200, 8_000) + _birds(d, frames),
    "traffic": _traffic,
    "thunder": _thunder,
    "pad": _pad,
}
