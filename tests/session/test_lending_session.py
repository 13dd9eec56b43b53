"""An evening that is lent stands still, and returns as it was."""

import pytest

from lullaby.audio.port import Trouble
from lullaby.journal.entry import Ending
from lullaby.session.state import Programme, Stage
from lullaby.units import Ms
from tests.session.evening import MINUTE, RAIN, Evening, programme, track

ALONE = Programme("words", (track(9),), (), music_step=6, minutes=None, remembered=False)


@pytest.fixture
def evening() -> Evening:
    made = Evening()
    made.session.start_session(programme(minutes=30, ambient=RAIN))
    made.pass_time(2 * MINUTE)
    return made


def test_it_returns_to_its_place_with_its_sounds_levels_and_timer(evening: Evening) -> None:
    before = evening.state
    evening.session.borrow(ALONE, Ms(7_000))
    assert (evening.state.track, evening.state.position_ms) == (track(9), 7_000)
    assert evening.state.remaining_ms is None
    evening.pass_time(20 * MINUTE)
    assert evening.state.stage is Stage.PAUSED, "the lent song is over"
    evening.session.give_back()
    after = evening.state
    assert (after.stage, after.track, after.position_ms) == (
        Stage.PLAYING,
        before.track,
        before.position_ms,
    )
    assert (after.remaining_ms, after.elapsed_ms) == (before.remaining_ms, before.elapsed_ms)
    assert (after.music_step, after.ambient) == (before.music_step, before.ambient)
    assert after.entry == before.entry


def test_the_journal_hears_only_the_evening(evening: Evening) -> None:
    evening.session.borrow(ALONE)
    evening.pass_time(MINUTE)
    evening.session.give_back()
    evening.pass_time(30_000)
    evening.session.stop()
    evening.pass_time(3_000)
    (night,) = evening.journal.entries()
    assert {song.title for song in night.songs} == {"Song 1"}
    assert sum(song.played_ms for song in night.songs) == 150_000


def test_a_fade_stands_still_and_goes_on(evening: Evening) -> None:
    evening.session.let_fade()
    evening.pass_time(20_000)
    evening.session.borrow(ALONE)
    evening.pass_time(5_000)
    assert evening.player.status().master == 1.0, "the lent song is not faded"
    evening.session.give_back()
    assert (evening.state.remaining_ms, evening.state.fade_requested) == (40_000, True)
    evening.pass_time(41_000)
    assert evening.state.ending is Ending.STOPPED


def test_a_second_loan_keeps_the_first_evening(evening: Evening) -> None:
    before = evening.state
    evening.session.borrow(ALONE)
    evening.session.borrow(ALONE, Ms(5_000))
    evening.session.give_back()
    assert (evening.state.track, evening.state.position_ms) == (before.track, before.position_ms)
    evening.session.give_back()
    assert evening.state.track == before.track


def test_singing_without_music_is_given_back(evening: Evening) -> None:
    evening.session.switch_lead()
    evening.pass_time(5_000)
    evening.session.borrow(ALONE)
    assert not evening.state.vocal_mode.alone
    evening.session.give_back()
    assert evening.state.vocal_mode.alone


def test_another_evening_closes_the_one_that_was_lent(evening: Evening) -> None:
    evening.session.borrow(ALONE)
    evening.pass_time(5_000)
    evening.session.start_session(programme(songs=2))
    (night,) = evening.journal.entries()
    assert night.ending is Ending.STOPPED
    assert {song.title for song in night.songs} == {"Song 1"}
    evening.pass_time(MINUTE)
    assert evening.state.remaining_ms == 29 * MINUTE


def test_without_an_evening_there_is_nothing_to_give_back() -> None:
    evening = Evening()
    evening.session.borrow(ALONE)
    evening.pass_time(1_000)
    evening.session.give_back()
    assert evening.state.track == track(9)
    assert evening.journal.entries() == []


def test_a_lent_song_begins_at_its_start_and_plays(evening: Evening) -> None:
    evening.session.borrow(ALONE)
    assert (evening.state.position_ms, evening.state.planned) == (0, False)
    state = evening.pass_time(1_000)
    assert (state.stage, state.track, state.position_ms) == (Stage.PLAYING, track(9), 1_000)


def test_a_lent_song_that_cannot_be_played_waits(evening: Evening) -> None:
    evening.player.troubles[track(9).path] = Trouble.MISSING
    evening.session.borrow(ALONE)
    state = evening.pass_time(400)
    assert (state.stage, state.index) == (Stage.PAUSED, None)


def test_an_evening_that_slept_is_given_back_asleep(evening: Evening) -> None:
    evening.session.pause_for_sleep()
    evening.session.borrow(ALONE)
    assert not evening.state.slept
    evening.pass_time(1_000)
    evening.session.give_back()
    assert (evening.state.stage, evening.state.slept) == (Stage.PAUSED, True)


def test_the_moment_before_it_is_given_back_belongs_to_the_borrower(evening: Evening) -> None:
    before = evening.state.elapsed_ms
    evening.session.borrow(ALONE)
    evening.clock.advance(5_000)
    evening.session.give_back()
    assert evening.session.tick().elapsed_ms == before


def test_the_evening_goes_on_after_it_was_given_back(evening: Evening) -> None:
    evening.session.borrow(ALONE)
    evening.session.give_back()
    assert evening.pass_time(2 * MINUTE).track == track(2)


def test_to_let_it_fade_takes_the_evening_back(evening: Evening) -> None:
    evening.session.borrow(ALONE)
    evening.pass_time(1_000)
    evening.session.let_fade()
    state = evening.session.tick()
    assert (state.track, state.fade_requested, state.remaining_ms) == (track(1), True, MINUTE)


def test_an_evening_started_over_a_lent_one_is_recorded(evening: Evening) -> None:
    evening.session.borrow(ALONE)
    evening.session.start_session(programme(songs=2))
    evening.pass_time(50_000)
    evening.session.stop()
    evening.pass_time(3_000)
    latest = evening.journal.last()
    assert latest is not None
    assert [(song.title, song.played_ms) for song in latest.songs] == [("Song 1", 50_000)]
