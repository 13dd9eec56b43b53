"""Small pieces of known tempo, made of numbers, as tempo analysis takes them: mono at 8 kHz."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from lullaby.tempo.spectrum import RATE

Sound = NDArray[np.float32]
Times = Sequence[float] | NDArray[np.float64]
SECONDS = 30.0
TRIAD = (220.0, 277.18, 329.63, 277.18)
TUNE = (440.0, 493.88, 523.25, 440.0, 587.33, 523.25, 493.88, 392.0)


def beats(bpm: float, seconds: float = SECONDS, per_beat: int = 1) -> NDArray[np.float64]:
    """Times in s, from 0.1 on."""
    return np.arange(0.1, seconds - 0.5, 60 / bpm / per_beat)


def clicks(bpm: float, seconds: float = SECONDS, rate: int = RATE) -> Sound:
    sound = np.zeros(round(seconds * rate), np.float32)
    tick = np.exp(-np.arange(rate // 40) / rate * 200) * np.sin(
        2 * np.pi * 1_000 * np.arange(rate // 40) / rate
    )
    _add_notes(sound, beats(bpm, seconds), lambda _: tick, rate)
    return sound


def plucks(times: Times, pitches: Sequence[float], seconds: float = SECONDS) -> Sound:
    """A harp-like note at each time."""
    sound = np.zeros(round(seconds * RATE), np.float32)
    _add_notes(sound, times, lambda at: _note(pitches[at % len(pitches)], 1.0, 0.004, 3.0))
    return sound


def pads(times: Times, seconds: float = SECONDS) -> Sound:
    """A chord that swells anew at each time, by turns a fourth apart."""
    sound = np.zeros(round(seconds * RATE), np.float32)
    long = float(np.median(np.diff(times)))
    for part in (1.0, 1.26, 1.5):
        pitches = (196.0 * part, 261.63 * part, 220.0 * part)
        _add_notes(sound, times, lambda at, p=pitches: _note(p[at % 3], long, long / 4, 1.0))
    return sound


def song(bpm: float, seconds: float = SECONDS, meter: int = 2) -> Sound:
    """A tune on the beats over broken chords, `meter` notes to a beat (3: a rocking 6/8)."""
    tune = plucks(beats(bpm, seconds), TUNE, seconds)
    under = plucks(beats(bpm, seconds, meter), TRIAD[:meter] if meter == 3 else TRIAD, seconds)
    return (0.6 * tune + 0.3 * under).astype(np.float32)


def singing(per_second: float, breath: float, seconds: float = 20.0) -> Sound:
    """A voice alone: so many notes a second, slurred, with vibrato, breath and no beat."""
    dice = np.random.default_rng(4)
    time = np.arange(round(seconds * RATE)) / RATE
    count = int(seconds * per_second) + 2
    lengths = dice.uniform(0.7, 1.3, count) / per_second
    starts = np.cumsum(lengths) - lengths[0]
    at = np.clip(np.searchsorted(starts, time, "right") - 1, 0, count - 1)
    pitch = np.array(TUNE)[dice.integers(0, len(TUNE), count)][at] / 2
    slur = RATE // 25
    edge = (slur // 2, slur - 1 - slur // 2)
    hertz = np.convolve(np.pad(pitch, edge, "edge"), np.ones(slur) / slur, "valid")
    steps = np.arange(0, seconds + 1, 0.2)
    drift = 0.15 * np.interp(time, steps, dice.normal(0, 1, len(steps)))
    hertz *= 2 ** ((0.5 * np.sin(2 * np.pi * 5.3 * time) + drift) / 12)
    phase = 2 * np.pi * np.cumsum(hertz) / RATE
    since = time - starts[at]
    left = lengths[at] - since
    loud = np.minimum(1, since / 0.06 + 0.15) * np.minimum(1, left / 0.08 + 0.2)
    sound = 0.2 * loud * np.sum([np.sin(n * phase) / n for n in range(1, 7)], axis=0)
    return (sound + breath * dice.normal(0, 1, len(sound))).astype(np.float32)


def drone(seconds: float = SECONDS, pitch: float = 110.0) -> Sound:
    time = np.arange(round(seconds * RATE)) / RATE
    waves = [np.sin(2 * np.pi * pitch * part * time) / part for part in range(1, 6)]
    return (0.2 * np.sum(waves, axis=0)).astype(np.float32)


def hiss(seed: int, slope: float, seconds: float = SECONDS) -> Sound:
    """Noise whose amplitude goes with frequency to the power `slope`, swelling like wind."""
    dice = np.random.default_rng(seed)
    frames = round(seconds * RATE)
    hertz = np.fft.rfftfreq(frames, 1 / RATE)
    turns = np.exp(2j * np.pi * dice.random(len(hertz)))
    noise = np.fft.irfft(np.maximum(hertz, 30.0) ** slope * turns, frames)
    swell = np.interp(np.arange(frames) / RATE, np.arange(31), dice.uniform(0.4, 1.0, 31))
    return (0.2 * noise / np.std(noise) * swell).astype(np.float32)


def drops(seed: int, per_second: float, seconds: float = SECONDS) -> Sound:
    """Rain on a window: single drops at random over a veil."""
    dice = np.random.default_rng(seed)
    sound = 0.05 * hiss(seed, -0.3, seconds)
    times = np.sort(dice.uniform(0, seconds - 0.5, round(per_second * seconds)))
    sizes = dice.uniform(0.05, 1.0, len(times)) ** 2
    pitches = dice.uniform(600, 3_000, len(times))
    _add_notes(sound, times, lambda at: sizes[at] * _note(pitches[at], 0.05, 0.001, 90.0))
    return sound


def syllables(seed: int, seconds: float = SECONDS) -> Sound:
    """Like speech: buzzes of changing pitch and vowel, about four a second, with pauses."""
    dice = np.random.default_rng(seed)
    sound = np.zeros(round(seconds * RATE), np.float32)
    at = 0.1
    while at < seconds - 1:
        length = dice.uniform(0.06, 0.3)
        time = np.arange(round(length * RATE)) / RATE
        pitch = np.cumsum(dice.uniform(90, 180) * (1 - dice.uniform(0, 0.3) * time / length))
        vowel = dice.uniform(300, 2_500, 2)
        buzz = np.zeros(len(time))
        for partial in range(1, 20):
            near = np.exp(-(((partial * 130 - vowel[:, None]) / 250) ** 2)).sum()
            buzz += (near + 0.05) * np.sin(2 * np.pi * partial * pitch / RATE)
        buzz += dice.uniform(0, 0.6) * dice.normal(0, 1, len(time)) * (dice.random() < 0.4)
        start = round(at * RATE)
        shape = np.hanning(len(time)) ** 0.5 * dice.uniform(0.2, 1.0)
        sound[start : start + len(time)] += (0.3 * buzz * shape).astype(np.float32)
        at += length + (dice.uniform(0.3, 0.9) if dice.random() < 0.15 else dice.uniform(0, 0.12))
    return sound


def _note(pitch: float, seconds: float, rise: float, fall: float) -> Sound:
    time = np.arange(round(seconds * RATE)) / RATE
    shape = np.minimum(time / rise, 1.0) * np.exp(-fall * time)
    shape *= np.minimum(1.0, (seconds - time) / 0.02)
    parts = [
        np.sin(2 * np.pi * pitch * part * time) / part**1.5
        for part in range(1, 6)
        if pitch * part < RATE / 2
    ]
    return (0.3 * shape * np.sum(parts, axis=0)).astype(np.float32)


def _add_notes(
    sound: Sound, times: Times, note: Callable[[int], NDArray[np.floating]], rate: int = RATE
) -> None:
    for number, time in enumerate(times):
        start = round(float(time) * rate)
        made = note(number)[: max(0, len(sound) - start)]
        sound[start : start + len(made)] += made.astype(np.float32)
