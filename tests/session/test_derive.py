"""What an evening says of itself at a tick."""

from datetime import timedelta
from pathlib import Path

import pytest

from lullaby.audio.port import Device
from lullaby.session.finish import Finish
from lullaby.session.state import Stage
from lullaby.units import Ms
from tests.session.evening import MINUTE, RAIN, Evening, programme


@pytest.fixture
def evening() -> Evening:
    evening = Evening()
    evening.player.durations[Path("/songs/1.ogg")] = Ms(MINUTE)
    return evening


def test_before_the_first_press_only_the_loudspeaker_and_levels_are_told(evening: Evening) -> None:
    evening.player.unplug(Device.NONE)
    evening.player.name_speaker("Kitchen")
    evening.session.louder()
    state = evening.pass_time(1_000)
    assert (state.stage, state.device, state.speaker) == (Stage.IDLE, Device.NONE, "Kitchen")
    assert (state.music_step, state.elapsed_ms, state.total_ms) == (9, 0, None)


def test_after_the_last_song_there_is_neither_place_nor_length(evening: Evening) -> None:
    evening.session.start_session(programme(1, ambient=RAIN))
    state = evening.pass_time(50_000)
    assert (state.position_ms, state.duration_ms) == (50_000, MINUTE)
    state = evening.pass_time(20_000)
    assert (state.index, state.position_ms, state.duration_ms) == (None, 0, None)


def test_the_timer_has_a_length_and_a_rest(evening: Evening) -> None:
    evening.session.start_session(programme(20, minutes=10))
    state = evening.pass_time(MINUTE)
    assert (state.total_ms, state.remaining_ms) == (10 * MINUTE, 9 * MINUTE)
    evening.session.set_minutes(None)
    state = evening.session.tick()
    assert (state.total_ms, state.remaining_ms) == (None, None)
    evening.session.let_fade()
    state = evening.session.tick()
    assert (state.total_ms, state.remaining_ms) == (None, MINUTE)


def test_a_timer_is_never_shorter_than_what_is_left(evening: Evening) -> None:
    """A fade may last longer than the last seconds of the song that it replaces."""
    evening.session.start_session(programme(1, minutes=None))
    evening.pass_time(50_000)
    evening.session.end_after_song()
    assert evening.pass_time(200).total_ms == 10_000
    evening.session.let_fade()
    state = evening.pass_time(200)
    assert state.total_ms == state.remaining_ms == 59_800


def test_silence_comes_with_the_last_song_or_with_a_fade_that_is_asked_for(
    evening: Evening,
) -> None:
    evening.player.durations[Path("/songs/1.ogg")] = Ms(12 * MINUTE)
    evening.session.start_session(programme(1, minutes=10, finish=Finish.SONG))
    state = evening.pass_time(9 * MINUTE)
    assert state.silent_at == evening.clock.now() + timedelta(minutes=3)
    evening.session.let_fade()
    state = evening.pass_time(1_000)
    assert state.silent_at == evening.clock.now() + timedelta(seconds=59)
