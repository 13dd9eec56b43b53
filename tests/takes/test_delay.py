"""How late a microphone hears three tones."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lullaby.audio.microphone import RATE
from lullaby.helpers import Inline
from lullaby.takes.delay import delay_in, tones
from lullaby.takes.made_take import MadeTake
from lullaby.takes.raw_in_helper import RawOrder, make_in_helper
from lullaby.takes.raw_writer import RawWriter
from lullaby.takes.recorder import TakePart
from lullaby.takes.salience import Sound
from lullaby.takes.sound_delay import SoundDelay
from tests.takes.singer import performed


def heard(late_ms: float, begins_ms: float, noise: float, room: bool = False) -> Sound:
    """What a microphone records from `begins_ms` of the tones on."""
    sound = np.concatenate([np.zeros(2 * RATE, np.float32), tones(), np.zeros(RATE, np.float32)])
    if room:
        for wall, level in ((400, 0.6), (1_100, 0.5), (2_300, 0.4), (5_200, 0.3)):
            sound[wall:] += np.float32(level) * sound[:-wall]
    first = 2 * RATE + round((begins_ms - late_ms) * RATE / 1000)
    part = sound[max(0, first) :]
    return (0.2 * part + np.random.default_rng(1).normal(0, noise, len(part))).astype(np.float32)


@pytest.mark.parametrize(("late_ms", "begins_ms"), [(-20.0, 40.0), (7.3, -300.0), (480.0, 40.0)])
def test_the_delay_is_found_to_a_millisecond(late_ms: float, begins_ms: float) -> None:
    for noise in (0.0005, 0.02):
        found = delay_in(heard(late_ms, begins_ms, noise), begins_ms)
        assert found is not None
        assert found.ms == pytest.approx(late_ms, abs=0.5)
        assert found.steady


def test_a_room_does_not_hide_it() -> None:
    found = delay_in(heard(60.0, 0.0, 0.002, room=True), 0.0)
    assert found is not None
    assert found.ms == pytest.approx(60.0, abs=2.0)


def test_silence_noise_and_a_cut_recording_are_no_measurement() -> None:
    noise = np.random.default_rng(1).normal(0, 0.1, 7 * RATE).astype(np.float32)
    assert delay_in(noise, 0.0) is None
    assert delay_in(np.zeros(7 * RATE, np.float32), 0.0) is None
    assert delay_in(heard(50.0, 0.0, 0.001)[: 3 * RATE], 0.0) is None
    assert delay_in(np.zeros(0, np.float32), 0.0) is None


def test_a_sound_card_that_wavers_is_told() -> None:
    sound = heard(50.0, 0.0, 0.001)
    at = 3 * RATE
    found = delay_in(np.concatenate([sound[:at], np.zeros(2_000, np.float32), sound[at:]]), 0.0)
    assert found is not None
    assert found.spread_ms == pytest.approx(2_000 / 48, abs=1.0)
    assert not found.steady


def test_a_recording_without_a_tune_is_placed_by_the_clocks_less_the_delay(tmp_path: Path) -> None:
    path = tmp_path / "raw.flac"
    writer = RawWriter(path)
    noise = np.random.default_rng(3).integers(-900, 900, 3 * RATE).astype(np.int16)
    writer.write(noise.tobytes())
    writer.close()
    parts = (TakePart(0, 3 * RATE, 4_000.0),)
    order = RawOrder(path, parts, 0.9, performed("suo-gan"), False, tmp_path / "take.opus")
    plain = make_in_helper(order, Inline())
    measured = make_in_helper(replace(order, delay=SoundDelay(70.0, 6.0)), Inline())
    assert isinstance(plain, MadeTake)
    assert isinstance(measured, MadeTake)
    assert (plain.by_score, plain.first_ms, plain.doubt_ms) == (False, 4_000.0, 60.0)
    assert measured.first_ms == pytest.approx(4_000.0 - 0.9 * 70.0)
    assert measured.doubt_ms == 6.0
