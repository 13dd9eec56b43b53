"""Our own instruments: correct in level, key, timing and tempo, reproducible, and fast."""

import itertools
import time

import numpy as np
import pytest
from numpy.typing import NDArray

from lullaby.audio.decoder import RATE
from lullaby.audio.loudness import Meter
from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.paths import assets
from lullaby.songbook.abc_reader import read_abc
from lullaby.songbook.arrangement import Instrument
from lullaby.songbook.notes import Score
from lullaby.songbook.renderer import prepare, render
from lullaby.songbook.reverb import BLOCK, Reverb
from lullaby.songbook.setting import Setting
from lullaby.songbook.timeline import TAIL_MS, timeline
from lullaby.songbook.tones import ToneBank, hertz

SETTINGS = [
    Setting(),
    Setting(key=-5, pace=0.8, verses=(0,)),
    Setting(key=6, with_tune=False, verses=(0,)),
]
TIMES_REAL = 8

long = pytest.mark.long


def read(name: str) -> Score:
    return read_abc((assets() / "songs" / f"{name}.abc").read_text(encoding="utf-8"))


def sound(score: Score, setting: Setting) -> NDArray[np.float32]:
    return np.concatenate(list(render(score, setting)))


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("name", ["fais-dodo", pytest.param("edo-komoriuta", marks=long)])
def test_as_loud_as_a_recording(name: str, setting: Setting) -> None:
    meter = Meter()
    for block in render(read(name), setting):
        assert np.isfinite(block).all()
        meter.feed(block)
    reading = meter.reading()
    assert isinstance(reading, LoudnessReading)
    assert reading.integrated_lufs == pytest.approx(-23, abs=0.2)
    assert reading.true_peak_db < -6


def test_as_long_as_its_timeline_and_silent_at_the_end() -> None:
    score, setting = read("fais-dodo"), Setting(pace=1.2)
    rendering = prepare(score, setting)
    played = np.concatenate(list(rendering.blocks()))
    assert len(played) == rendering.frames
    wanted = timeline(score, setting).end_ms + TAIL_MS
    assert rendering.duration_ms == pytest.approx(wanted, abs=1)
    assert np.abs(played[-100:]).max() < 1e-4


def test_the_same_every_time() -> None:
    rendering = prepare(read("fais-dodo"), Setting(key=-2))
    first, second = (np.concatenate(list(rendering.blocks())) for _ in range(2))
    assert np.array_equal(first, second)


def test_many_times_faster_than_it_lasts() -> None:
    """In processor time of one core: required 8 times, usual about 50."""
    rendering = prepare(read("rozhinkes"), Setting(key=-3, pace=0.9))
    before = time.process_time()
    frames = sum(len(block) for block in rendering.blocks())
    assert frames / RATE > TIMES_REAL * (time.process_time() - before)


@pytest.mark.parametrize("key", [pytest.param(-7, marks=long), pytest.param(0, marks=long), 4])
def test_the_tune_is_in_the_key_that_was_asked_for(key: int) -> None:
    """The strongest partial near each long note of the melody is that note's."""
    score = read("twinkle")
    setting = Setting(key=key, verses=(0,))
    performed = timeline(score, setting)
    full = sound(score, setting)
    played = full - sound_without_tune(full, score, setting)
    for note in performed.notes[:14]:
        start = round((note.start_ms + 40) * RATE / 1000)
        part = played[start : start + RATE // 2].sum(axis=1) * np.hanning(RATE // 2)
        spectrum = np.abs(np.fft.rfft(part, 4 * RATE))
        strongest = float(np.argmax(spectrum)) / 4
        assert strongest == pytest.approx(hertz(note.pitch), rel=0.01)


def sound_without_tune(
    full: NDArray[np.float32], score: Score, setting: Setting
) -> NDArray[np.float32]:
    """Scaled to its level below the melody, by the sound before the melody starts."""
    below = sound(score, Setting(setting.key, setting.pace, setting.verses, with_tune=False))
    intro = slice(0, round(timeline(score, setting).notes[0].start_ms * RATE / 1000) - RATE // 10)
    return below * np.float32(np.sqrt(np.sum(full[intro] ** 2) / np.sum(below[intro] ** 2)))


@pytest.mark.parametrize("instrument", [Instrument.CELESTA, Instrument.HARP])
def test_a_plucked_tone_sounds_at_once_and_ends_softly(instrument: Instrument) -> None:
    tone = ToneBank().tone(instrument, 67, 60, RATE)
    level = np.abs(tone.wave)
    assert level[: RATE // 200].max() > 0.5 * level.max()
    assert level[-50:].max() < 0.01 * level.max()
    assert np.abs(np.diff(tone.wave)).max() < 0.2


def test_reverb_does_not_depend_on_block_sizes() -> None:
    dice = np.random.default_rng(3)
    click = (dice.standard_normal((2 * BLOCK, 2)) * 0.1).astype(np.float32)
    one, other = Reverb(), Reverb()
    whole = np.concatenate([one.process(click[:BLOCK]), one.process(click[BLOCK:])])
    cut = [0, 1_000, BLOCK // 2, BLOCK, BLOCK + 7, 2 * BLOCK]
    pieces = [other.process(click[a:b]) for a, b in itertools.pairwise(cut)]
    assert np.abs(np.concatenate(pieces) - whole).max() < 1e-5
