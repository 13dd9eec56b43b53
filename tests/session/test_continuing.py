"""An evening that something cut off goes on where it was."""

from dataclasses import replace
from datetime import timedelta

import pytest

from lullaby.journal.entry import Ending, EntryId, EntrySong, JournalEntry
from lullaby.journal.left_off import LeftOff
from lullaby.library.routine import AmbientStep
from lullaby.library.track import Fault
from lullaby.session.continuing import LEAST_LEFT_MS, can_continue, continued, left_off
from lullaby.session.finish import Finish
from lullaby.session.state import Programme, Stage
from lullaby.session.wind_down import WindDown
from lullaby.units import Ms
from tests.fakes import A_NIGHT
from tests.session.evening import MINUTE, RAIN, Evening, programme, track

NIGHT = JournalEntry(
    EntryId(7),
    A_NIGHT,
    ended_at=A_NIGHT + timedelta(minutes=12),
    ending=Ending.INTERRUPTED,
    routine="nap",
    songs=(EntrySong(1, "Song 1", Ms(720_000)),),
)
LEFT = LeftOff(
    track_ids=(1, 2, 3),
    place=1,
    position_ms=Ms(95_000),
    remaining_ms=Ms(18 * MINUTE),
    elapsed_ms=Ms(12 * MINUTE),
    music_step=9,
    ambient=(("rain", 8),),
    finish="song",
    by_voice=False,
)
KNOWN = [track(number) for number in (1, 2, 3)]
SOON = A_NIGHT + timedelta(minutes=13)
LATER = A_NIGHT + timedelta(hours=3)


def again(left: LeftOff = LEFT, known=KNOWN, now=LATER) -> Programme:
    found = continued(NIGHT, left, known, now, 8)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("ending", "offered"),
    [
        (Ending.INTERRUPTED, True),
        (Ending.STOPPED, True),
        (Ending.TIMER, False),
        (Ending.END_OF_LIST, False),
        (None, False),
    ],
)
def test_only_an_evening_stopped_early_is_offered(ending: Ending | None, offered: bool) -> None:
    assert can_continue(replace(NIGHT, ending=ending), LEFT, LATER) is offered


def test_it_is_offered_for_twenty_hours() -> None:
    assert NIGHT.ended_at is not None
    within = NIGHT.ended_at + timedelta(hours=19, minutes=59)
    assert can_continue(NIGHT, LEFT, within)
    assert not can_continue(NIGHT, LEFT, within + timedelta(minutes=1))
    assert can_continue(NIGHT, LEFT, NIGHT.ended_at - timedelta(hours=1)), "the clock was set back"
    assert not can_continue(NIGHT, LEFT, NIGHT.ended_at - timedelta(days=400))


def test_an_evening_that_was_nearly_silent_is_over() -> None:
    nearly = replace(LEFT, remaining_ms=Ms(LEAST_LEFT_MS))
    assert not can_continue(NIGHT, nearly, SOON)
    assert can_continue(NIGHT, replace(LEFT, remaining_ms=None), SOON), "it had no end"


def test_everything_is_as_it_was() -> None:
    assert again() == Programme(
        routine="nap",
        tracks=tuple(KNOWN),
        ambient=(AmbientStep("rain", 8),),
        music_step=9,
        minutes=18,
        fade_minutes=8,
        first=1,
        finish=Finish.SONG,
        first_at_ms=Ms(95_000),
    )


def test_within_ten_minutes_it_is_the_same_night() -> None:
    assert (again(now=SOON).reopened, again(now=SOON).elapsed_ms) == (NIGHT.id, 12 * MINUTE)
    assert (again(now=LATER).reopened, again(now=LATER).elapsed_ms) == (None, None)


@pytest.mark.parametrize("gone", [(1,), (2,), (3,), (1, 2)])
def test_songs_that_are_gone_are_left_out(gone: tuple[int, ...]) -> None:
    found = again(known=[each for each in KNOWN if each.id not in gone])
    at = found.tracks[found.first]
    assert (int(at.id), found.first_at_ms) == ((3, 0) if 2 in gone else (2, 95_000))


def test_a_song_that_cannot_be_played_is_left_out() -> None:
    broken = replace(KNOWN[1], fault=next(iter(Fault)))
    assert [int(each.id) for each in again(known=[KNOWN[0], broken, KNOWN[2]]).tracks] == [1, 3]


def test_nothing_is_offered_when_nothing_of_it_can_play() -> None:
    assert continued(NIGHT, replace(LEFT, ambient=()), [], LATER, 8) is None
    assert continued(NIGHT, replace(LEFT, ambient=(("rain", 0),)), KNOWN[:1], LATER, 8) is None
    only_rain = again(known=[])
    assert (only_rain.tracks, only_rain.first) == ((), 0)


def test_after_the_songs_only_the_background_sounds_go_on() -> None:
    evening = Evening()
    evening.session.start_session(again(replace(LEFT, place=None, position_ms=Ms(0))))
    assert (evening.state.index, evening.state.ambient) == (None, RAIN)


def test_a_finish_of_a_newer_lullaby_is_a_fade() -> None:
    assert again(replace(LEFT, finish="with a bell")).finish is Finish.FADE


def test_it_starts_in_the_middle_of_the_song_and_rises_over_four_seconds() -> None:
    evening = Evening()
    evening.session.start_session(again())
    assert evening.player.cues[-1].path == KNOWN[1].path
    assert evening.player.cues[-1].ramp_ms == 4_000
    assert (evening.state.index, evening.state.position_ms) == (1, 95_000)
    assert evening.state.remaining_ms == 18 * MINUTE
    assert evening.state.music_step == 9


def test_another_song_in_its_place_starts_at_its_beginning() -> None:
    evening = Evening()
    evening.session.start_session(replace(again(), first=2, first_at_ms=Ms(0)))
    assert (evening.state.index, evening.state.position_ms) == (2, 0)


def test_what_is_left_off_is_what_goes_on() -> None:
    before, after = Evening(), Evening()
    before.session.start_session(programme(3, 30, RAIN))
    before.pass_time(4 * MINUTE)
    state = before.state
    kept = left_off(state, tuple(int(each.id) for each in state.tracks))
    after.session.start_session(again(kept))
    for name in ("index", "position_ms", "remaining_ms", "music_step", "ambient", "tracks"):
        assert getattr(after.state, name) == getattr(state, name), name


def test_the_same_night_keeps_its_row_and_its_songs() -> None:
    evening = Evening()
    evening.session.start_session(programme(3, 30))
    evening.pass_time(MINUTE)
    (number,) = evening.journal.close_interrupted()
    fresh = Evening(clock=evening.clock, connection=evening.connection)
    night = evening.journal.entry(number)
    assert night is not None
    fresh.session.start_session(
        replace(programme(3, 29, first=1), reopened=number, elapsed_ms=Ms(MINUTE))
    )
    fresh.pass_time(MINUTE)
    assert fresh.state.elapsed_ms == 2 * MINUTE
    fresh.session.let_fade()
    fresh.pass_time(2 * MINUTE)
    assert fresh.state.stage is Stage.ENDED
    (found,) = fresh.journal.entries()
    assert (found.id, found.started_at) == (number, night.started_at)
    assert [song.title for song in found.songs] == ["Song 1", "Song 2"]


def test_calm_that_was_noted_stays_noted() -> None:
    evening = Evening()
    evening.session.start_session(programme(3, 30))
    evening.pass_time(2 * MINUTE)
    evening.session.mark_calm()
    evening.pass_time(MINUTE)
    (number,) = evening.journal.close_interrupted()
    fresh = Evening(clock=evening.clock, connection=evening.connection)
    fresh.session.start_session(replace(programme(3, 27), reopened=number, elapsed_ms=3 * MINUTE))
    assert fresh.state.calm_after_ms == 2 * MINUTE


def test_a_night_deleted_meanwhile_becomes_a_new_one() -> None:
    evening = Evening()
    evening.session.start_session(replace(programme(3, 29), reopened=EntryId(99)))
    evening.pass_time(2_000)
    assert evening.journal.close_interrupted() == [evening.state.entry]
    assert evening.state.entry != EntryId(99)


def test_the_wind_down_goes_on_where_it_was() -> None:
    evening = Evening()
    evening.session.set_wind_down(WindDown(first_pace=1.0, last_pace=0.8))
    evening.session.start_session(
        replace(programme(3, 15), reopened=EntryId(1), elapsed_ms=Ms(15 * MINUTE))
    )
    assert evening.player.cues[-1].speed_pitch.pace == 0.9, "half the way down"
