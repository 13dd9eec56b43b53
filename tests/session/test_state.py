"""Where an evening stands, and what may be asked of it."""

from dataclasses import replace

import pytest

from lullaby.audio.port import PlayerStatus, Trouble
from lullaby.journal.entry import Ending, EntryId
from lullaby.session.finish import Finish
from lullaby.session.state import Programme, SessionState, Stage
from lullaby.units import Ms
from tests.session.evening import MINUTE, programme, track

SECOND_OF_THREE = SessionState(Stage.PLAYING, programme(3), index=1, repeat=True)
UNREADABLE = PlayerStatus(trouble=Trouble.UNREADABLE)


def test_before_the_first_press_nothing_plays_and_there_is_nothing_to_say() -> None:
    state = SessionState()
    assert (state.stage, state.programme, state.track, state.tracks) == (Stage.IDLE, None, None, ())
    assert (state.position_ms, state.elapsed_ms, state.fade_ms) == (0, 0, 0)
    assert (state.master, state.music_step) == (1.0, 8)
    for name in (
        *("fade_requested", "final_fade", "last_song", "planned", "at_limit", "repeat"),
        *("shuffled", "slept", "unwritten", "unsaved", "sounding", "changeable", "song_changeable"),
    ):
        assert getattr(state, name) is False, name


def test_a_programme_begins_with_its_first_song_with_the_recording_and_is_remembered() -> None:
    plain = Programme("nap", (track(1), track(2)), (), music_step=8, minutes=None)
    assert (plain.first, plain.at(0), plain.fade_minutes) == (0, 0, 8)
    assert (plain.remembered, plain.by_voice, plain.finish) == (True, False, Finish.FADE)


def test_only_the_song_that_an_evening_begins_with_begins_in_its_middle() -> None:
    later = replace(programme(3, first=1), first_at_ms=Ms(95_000))
    assert [later.at(index) for index in (0, 1, 2, None)] == [0, 95_000, 0, 0]


@pytest.mark.parametrize(
    ("stage", "sounding", "changeable"),
    [
        (Stage.IDLE, False, False),
        (Stage.PLAYING, True, True),
        (Stage.PAUSED, True, True),
        (Stage.ENDING, True, False),
        (Stage.ENDED, False, False),
    ],
)
def test_an_evening_takes_commands_while_it_plays_or_is_paused(
    stage: Stage, sounding: bool, changeable: bool
) -> None:
    state = replace(SECOND_OF_THREE, stage=stage)
    assert (state.sounding, state.changeable, state.song_changeable) == (
        sounding,
        changeable,
        changeable,
    )
    assert not replace(state, index=None).song_changeable


def test_the_song_of_a_state_is_the_one_at_its_index() -> None:
    assert SECOND_OF_THREE.track == track(2)
    assert SECOND_OF_THREE.tracks == programme(3).tracks
    assert replace(SECOND_OF_THREE, index=None).track is None


def test_a_song_that_cannot_be_played_is_passed_over_and_no_longer_repeats() -> None:
    before = replace(
        SECOND_OF_THREE, skipped=frozenset({track(3).id}), late=frozenset({track(3).id})
    )
    broken = before.passed_over(UNREADABLE)
    assert (broken.skipped, broken.late) == ({track(2).id, track(3).id}, {track(3).id})
    assert not broken.repeat
    slow = before.passed_over(PlayerStatus(trouble=Trouble.NOT_IN_TIME))
    assert slow.late == slow.skipped == {track(2).id, track(3).id}


def test_nothing_is_passed_over_without_a_song_or_a_reason() -> None:
    assert SECOND_OF_THREE.passed_over(PlayerStatus()) is SECOND_OF_THREE
    without = replace(SECOND_OF_THREE, index=None)
    assert without.passed_over(UNREADABLE) is without


def test_an_evening_can_be_taken_up_for_ten_minutes_after_its_end() -> None:
    playing = replace(SECOND_OF_THREE, remaining_ms=Ms(5_000), last_song=True)
    over = playing.ended(Ending.TIMER, Ms(1_000))
    assert (over.stage, over.ending, over.remaining_ms) == (Stage.ENDED, Ending.TIMER, 0)
    assert (over.master, over.last_song) == (0.0, False)
    until = Ms(1_000 + 10 * MINUTE)
    assert over.can_be_taken_up(until)
    assert not over.can_be_taken_up(Ms(until + 1))
    assert not replace(over, stage=Stage.PLAYING).can_be_taken_up(until)
    assert not replace(over, awake_until_ms=None).can_be_taken_up(until)
    assert replace(playing, remaining_ms=None).ended(Ending.STOPPED, Ms(0)).remaining_ms is None


def test_an_evening_that_is_taken_up_plays_under_its_row_and_has_no_song_yet() -> None:
    again = SECOND_OF_THREE.ended(Ending.TIMER, Ms(0)).resumed(EntryId(7))
    assert (again.stage, again.entry, again.ending) == (Stage.PLAYING, EntryId(7), None)
    assert (again.index, again.awake_until_ms) == (None, None)
