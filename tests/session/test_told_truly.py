"""The journal records what was heard and for how long, whatever the wall clock does."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lullaby.audio.port import SpeedPitch, Trouble
from lullaby.journal.entry import Ending
from lullaby.library.rendition import OwnFiles, Rendition
from lullaby.library.singing import Singing
from lullaby.library.track import Track
from lullaby.session.session_recorder import SessionRecorder
from lullaby.units import Ms
from tests.fakes import A_NIGHT, THREE_MINUTES
from tests.session.evening import MINUTE, Evening, programme, track

HOUR = 60 * MINUTE


class Elsewhere(OwnFiles):
    """Renders every song into a file of its own."""

    def exact(self, track: Track, speed_pitch: SpeedPitch, singing: Singing) -> Rendition | None:
        found = super().exact(track, speed_pitch, singing)
        return found and replace(found, path=Path("/rendered.ogg"))


@pytest.fixture
def evening() -> Evening:
    return Evening()


@pytest.mark.parametrize("jump", [-HOUR, -24 * HOUR, -90_000])
def test_a_clock_that_is_set_back_does_not_move_the_end(evening: Evening, jump: int) -> None:
    evening.session.start_session(programme(minutes=2))
    evening.pass_time(MINUTE)
    evening.clock.jump_wall(jump)
    evening.pass_time(2 * MINUTE)
    (night,) = evening.journal.entries()
    assert night.ending is Ending.TIMER
    assert night.ended_at == night.started_at + timedelta(minutes=2)


def test_a_crash_after_the_clock_was_set_back_ends_where_it_was_last_heard(
    evening: Evening,
) -> None:
    evening.session.start_session(programme())
    evening.pass_time(MINUTE)
    evening.clock.jump_wall(-HOUR)
    evening.pass_time(MINUTE)
    evening.journal.close_interrupted()
    (night,) = evening.journal.entries()
    assert night.ended_at is not None
    lasted = night.ended_at - night.started_at
    assert timedelta(minutes=1, seconds=59) <= lasted <= timedelta(minutes=2)


def test_pauses_and_sleep_count_as_part_of_the_night(evening: Evening) -> None:
    evening.session.start_session(programme())
    evening.pass_time(MINUTE)
    evening.session.pause()
    evening.pass_time(MINUTE)
    evening.clock.jump_wall(HOUR)
    evening.pass_time(MINUTE)
    evening.session.resume()
    evening.pass_time(MINUTE)
    evening.session.stop()
    evening.pass_time(3_000)
    (night,) = evening.journal.entries()
    assert night.ended_at is not None
    assert timedelta(minutes=64) <= night.ended_at - A_NIGHT <= timedelta(minutes=64, seconds=3)


def test_a_resumed_night_keeps_its_start(evening: Evening) -> None:
    evening.session.start_session(programme(minutes=1))
    evening.pass_time(2 * MINUTE)
    evening.clock.jump_wall(-HOUR)
    evening.session.still_awake()
    evening.pass_time(MINUTE)
    evening.session.stop()
    evening.pass_time(3_000)
    (night,) = evening.journal.entries()
    assert night.ended_at is not None
    assert timedelta(minutes=3) <= night.ended_at - A_NIGHT <= timedelta(minutes=3, seconds=3)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 3 * MINUTE), st.integers(-9 * HOUR, HOUR)), max_size=6))
def test_no_night_ends_before_it_began(moves: list[tuple[int, int]]) -> None:
    evening = Evening()
    evening.session.start_session(programme(minutes=None))
    for passed, jump in moves:
        evening.pass_time(passed, beat=5_000)
        evening.clock.jump_wall(jump)
        evening.session.resume()
    evening.pass_time(400)
    evening.session.stop()
    evening.pass_time(3_000)
    (night,) = evening.journal.entries()
    assert night.ended_at is not None
    assert night.ended_at >= night.started_at
    assert sum(song.played_ms for song in night.songs) <= (
        night.ended_at - night.started_at
    ) / timedelta(milliseconds=1)


@pytest.mark.parametrize("trouble", list(Trouble))
def test_an_unplayable_song_is_not_recorded(evening: Evening, trouble: Trouble) -> None:
    evening.player.troubles[Path("/songs/1.ogg")] = trouble
    evening.session.start_session(programme(songs=2))
    evening.pass_time(MINUTE)
    evening.session.stop()
    evening.pass_time(3_000)
    (night,) = evening.journal.entries()
    assert [song.title for song in night.songs] == ["Song 2"]


def test_a_calm_mark_survives_a_crash(evening: Evening) -> None:
    evening.session.start_session(programme())
    evening.pass_time(3 * MINUTE)
    evening.session.mark_calm()
    evening.pass_time(200)
    evening.journal.close_interrupted()
    assert evening.journal.entries()[0].minutes_to_calm == 3


def test_a_song_that_never_started_is_not_recorded(evening: Evening) -> None:
    """The player may find out only after a while, as with a share that hangs."""
    recorder = SessionRecorder(evening.journal)
    recorder.open_night(programme(songs=2), A_NIGHT)
    for number in range(25):
        recorder.record_playback(
            0, track(1), 200, False, A_NIGHT + timedelta(milliseconds=200 * number)
        )
    recorder.discard_playback()
    recorder.record_playback(1, track(2), 2_000, False, A_NIGHT + timedelta(seconds=7))
    recorder.close_night(A_NIGHT + timedelta(seconds=7), Ending.STOPPED, None)
    (night,) = evening.journal.entries()
    assert [(song.title, song.played_ms) for song in night.songs] == [("Song 2", 2_000)]


def test_the_length_of_a_song_is_told_once_its_end_was_read(evening: Evening) -> None:
    evening.player.durations[track(1).path] = Ms(60_000)
    evening.session.start_session(programme(lengths_s=(300, 300, 300)))
    assert evening.pass_time(30_000).heard_ms is None
    assert evening.pass_time(29_000).heard_ms == 60_000
    state = evening.pass_time(10_000)
    assert (state.index, state.heard_ms) == (1, None)


def test_a_song_that_the_person_sings_alone_tells_no_length(evening: Evening) -> None:
    evening.player.durations[track(1).path] = Ms(60_000)
    evening.session.start_session(programme())
    evening.pass_time(20_000)
    evening.session.switch_lead()
    assert evening.pass_time(39_000).heard_ms is None


def test_another_rendition_tells_nothing_of_the_length_of_the_file() -> None:
    evening = Evening(renditions=Elsewhere())
    evening.session.start_session(programme())
    evening.pass_time(THREE_MINUTES - 1_000)
    assert evening.state.index == 0
    assert evening.state.heard_ms is None
