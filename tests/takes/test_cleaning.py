"""A take is cleaned and levelled, and stays where it is."""

import numpy as np
import pytest
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE
from lullaby.audio.loudness import Meter
from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.takes.cleaning import LOUDEST_CUT_DB, cleaned
from lullaby.takes.levelling import CEILING, LEVEL, MOST_DB, gain_to_level, levelled

Mono = NDArray[np.float32]
SECONDS = 4
TIMES = np.arange(SECONDS * RATE) / RATE


def tone(hertz: float, level: float = 0.1) -> Mono:
    return (level * np.sin(2 * np.pi * hertz * TIMES)).astype(np.float32)


def hiss(level: float) -> Mono:
    return np.random.default_rng(3).normal(0, level, len(TIMES)).astype(np.float32)


def phrases() -> Mono:
    """Four harmonics that sound for 0.7 s of every 1.5 s."""
    sung = sum(tone(220.0 * number, 0.2 / number) for number in range(1, 5))
    swell = np.clip(np.minimum(TIMES % 1.5 - 0.4, 1.1 - TIMES % 1.5) / 0.05, 0, 1)
    return (sung * swell).astype(np.float32)


def level_db(sound: Mono) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(sound.astype(np.float64) ** 2))))


PAUSES = (TIMES % 1.5 < 0.3) & (TIMES > 1) & (TIMES < SECONDS - 1)
SUNG = (TIMES % 1.5 > 0.5) & (TIMES % 1.5 < 1.0)


def test_noise_sinks_in_the_pauses_and_the_voice_stays() -> None:
    before = phrases() + hiss(0.004)
    after = cleaned(before)
    sunk = level_db(before[PAUSES]) - level_db(after[PAUSES])
    assert 7.0 < sunk <= LOUDEST_CUT_DB + 0.3
    assert level_db(after[SUNG]) == pytest.approx(level_db(before[SUNG]), abs=0.2)


def test_nothing_is_shifted() -> None:
    before = phrases() + hiss(0.002)
    part, around = before[RATE : 2 * RATE], cleaned(before)[RATE - 50 : 2 * RATE + 50]
    assert int(np.correlate(around, part, "valid").argmax()) == 50


@pytest.mark.parametrize(("hertz", "least", "most"), [(25, 30, 200), (50, 12, 60), (110, -1, 1)])
def test_rumble_goes_and_the_lowest_voice_stays(hertz: float, least: float, most: float) -> None:
    middle = slice(RATE, (SECONDS - 1) * RATE)
    before = np.where(TIMES % 1 < 0.7, tone(hertz), np.float32(0)).astype(np.float32)
    voice = before + phrases()
    after = cleaned(voice) - cleaned(phrases())
    sunk = level_db(before[middle]) - level_db(after[middle])
    assert least < sunk < most


@pytest.mark.parametrize("frames", [0, 1, 100, 5_000])
@pytest.mark.parametrize("level", [0.0, 0.1])
def test_short_and_silent_sound_keeps_its_length(frames: int, level: float) -> None:
    sound = np.full(frames, level, np.float32)
    assert len(cleaned(sound)) == frames
    assert np.isfinite(cleaned(sound)).all()
    assert sum(map(len, levelled(sound))) == frames


@pytest.mark.parametrize("level", [0.02, 1.0])
def test_a_take_is_as_loud_as_the_songs(level: float) -> None:
    sound = phrases() * np.float32(level)
    sound[2 * RATE] = 0.9 * level
    meter = Meter()
    blocks = list(levelled(sound))
    for block in blocks:
        meter.feed(block)
    reading = meter.reading()
    assert isinstance(reading, LoudnessReading)
    assert reading.integrated_lufs == pytest.approx(LEVEL, abs=0.3)
    assert reading.true_peak_db <= CEILING
    assert sum(map(len, blocks)) == len(sound)


def test_levelling_shifts_nothing() -> None:
    sound = np.zeros(3 * RATE, np.float32)
    sound[RATE : 2 * RATE] = tone(440)[:RATE]
    whole = np.concatenate(list(levelled(sound)))
    assert np.flatnonzero(whole[:, 0])[0] == np.flatnonzero(sound)[0]


def test_a_faint_recording_is_raised_only_so_far() -> None:
    assert gain_to_level(phrases() * np.float32(1e-2)) == MOST_DB
    assert gain_to_level(np.zeros(RATE, np.float32)) == 0.0
