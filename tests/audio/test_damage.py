"""Damaged places are muted softly; the song around them and valid floats are unchanged."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.damage import BEYOND, DamageRepairer, without_damage
from lullaby.audio.decoder import RATE, Decoder
from tests.audio.sounds import Sound, tone
from tests.audio.test_engine import steepest


def float_wav(path: Path, sound: Sound, rate: int = RATE) -> Path:
    """A WAV of 32-bit floats, with any values."""
    data = np.ascontiguousarray(sound, "<f4").tobytes()
    head = b"RIFF" + (36 + len(data)).to_bytes(4, "little") + b"WAVEfmt "
    head += (16).to_bytes(4, "little") + (3).to_bytes(2, "little") + (2).to_bytes(2, "little")
    head += rate.to_bytes(4, "little") + (rate * 8).to_bytes(4, "little")
    head += (8).to_bytes(2, "little") + (32).to_bytes(2, "little")
    path.write_bytes(head + b"data" + len(data).to_bytes(4, "little") + data)
    return path


def random_bytes(frames: int, seed: int = 1) -> Sound:
    random = np.random.default_rng(seed)
    return random.integers(0, 256, (frames, 8), dtype=np.uint8).view("<f4")


def repaired(sound: Sound, cuts: list[int] | None = None) -> Sound:
    repairer = DamageRepairer(RATE)
    parts = [repairer.repair(part) for part in np.split(sound, cuts or [])]
    return np.concatenate([*parts, repairer.flush()])


def decoded(path: Path) -> Sound:
    decoder = Decoder(path)
    blocks = [np.zeros((0, 2), np.float32)]
    while (block := decoder.read()) is not None:
        blocks.append(block)
    decoder.close()
    return np.concatenate(blocks)


def test_undamaged_sound_is_unchanged() -> None:
    sound = tone(3.0, 1.2)
    assert np.array_equal(repaired(sound, [100, 101, 50_000, 90_000]), sound)
    assert without_damage(sound) is sound


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 3e38, 7_806.0, -BEYOND * 1.01])
def test_a_damaged_sample_and_its_surroundings_are_muted(value: float) -> None:
    sound = tone(3.0, 0.5)
    sound[2 * RATE, 1] = value
    out = repaired(sound)
    assert len(out) == len(sound)
    assert not out[2 * RATE - 200 : 2 * RATE + 200].any()
    assert steepest(out) < 0.06
    around = np.r_[0 : 2 * RATE - 800, 2 * RATE + 800 : len(sound)]
    assert np.array_equal(out[around], sound[around])


def test_random_bytes_between_floats_are_muted_and_the_song_continues(tmp_path: Path) -> None:
    sound = tone(8.0, 0.2)
    sound[4 * RATE : 4 * RATE + RATE * 3 // 10] = random_bytes(RATE * 3 // 10)
    out = decoded(float_wav(tmp_path / "song.wav", sound))
    assert len(out) == len(sound)
    assert np.abs(out).max() <= 0.2 + 1e-6
    assert np.array_equal(out[: 3 * RATE], sound[: 3 * RATE])
    assert np.array_equal(out[5 * RATE :], sound[5 * RATE :])


def test_damage_at_another_sample_rate_stays_muted_through_the_resampler(tmp_path: Path) -> None:
    sound = tone(4.0, 0.2, rate=44_100)
    sound[2 * 44_100 : 2 * 44_100 + 500] = random_bytes(500)
    assert np.abs(decoded(float_wav(tmp_path / "song.wav", sound, 44_100))).max() <= 0.21


@pytest.mark.parametrize("level", [4.0, 20.0, 3_000.0])
def test_a_recording_that_is_too_loud_throughout_is_not_damaged(level: float) -> None:
    sound = tone(3.0, level)
    assert np.array_equal(repaired(sound), sound)


def test_a_completely_damaged_file_is_silent() -> None:
    assert np.abs(repaired(random_bytes(3 * RATE))).max() <= BEYOND


@given(
    st.lists(st.integers(0, 3 * RATE), max_size=6),
    st.lists(st.tuples(st.integers(0, 3 * RATE - 1), st.integers(1, 3_000)), max_size=4),
)
def test_blocks_of_any_length_are_repaired_alike(
    cuts: list[int], places: list[tuple[int, int]]
) -> None:
    sound = tone(3.0, 0.3)
    for at, length in places:
        sound[at : at + length] = np.nan
    cut, whole = repaired(sound, sorted(cuts)), repaired(sound)
    assert np.array_equal(cut, whole)
    assert np.isfinite(whole).all()
