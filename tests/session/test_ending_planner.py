"""How an evening is steered to its end: what a plan counts, and what each command does to it."""

from dataclasses import replace
from pathlib import Path

import pytest

from lullaby.audio.port import Phase, SpeedPitch, Trouble
from lullaby.session.finish import Finish
from lullaby.session.state import Programme, Stage
from lullaby.session.wind_down import WindDown
from lullaby.units import Lufs, Ms
from tests.session.evening import MINUTE, RAIN, Evening, programme


@pytest.fixture
def evening() -> Evening:
    return Evening()


def planned(evening: Evening, minutes: int, *lengths_s: int, first: int = 0) -> Programme:
    """A planned evening whose songs last as long as the library knows."""
    for number, length in enumerate(lengths_s, 1):
        evening.player.durations[Path(f"/songs/{number}.ogg")] = Ms(length * 1000)
    return programme(
        len(lengths_s), minutes, finish=Finish.PLANNED, lengths_s=lengths_s, first=first
    )


def coming(evening: Evening) -> list[int]:
    """The numbers of the song that plays and of those after it."""
    state = evening.state
    assert state.index is not None
    return [int(track.id) for track in state.tracks[state.index :]]


def left_s(evening: Evening) -> float:
    """Seconds until the evening is to be silent."""
    assert evening.state.silent_at is not None
    return (evening.state.silent_at - evening.clock.now()).total_seconds()


def test_a_plan_goes_on_in_order_and_round_again(evening: Evening) -> None:
    evening.session.start_session(planned(evening, 30, 300, 300, 300, 300, first=1))
    assert evening.session.tick().planned, "at once, so that no screen says otherwise first"
    evening.pass_time(1_000)
    assert evening.state.planned
    assert coming(evening) == [2, 3, 4, 1, 2, 3]
    assert left_s(evening) == pytest.approx(1_799)


def test_a_plan_leaves_out_what_cannot_be_played(evening: Evening) -> None:
    evening.player.troubles[Path("/songs/2.ogg")] = Trouble.UNREADABLE
    evening.session.start_session(planned(evening, 20, 300, 300, 300))
    evening.pass_time(1_000)
    assert coming(evening) == [1, 2, 3, 1]
    evening.session.next()
    evening.pass_time(1_000)
    assert coming(evening) == [3, 1, 3, 1]
    assert left_s(evening) == pytest.approx(1_200, abs=2)


def test_an_unplayable_song_that_still_stands_in_the_plan_adds_no_time(evening: Evening) -> None:
    evening.player.troubles[Path("/songs/1.ogg")] = Trouble.UNREADABLE
    evening.session.start_session(planned(evening, 10, 60, 300, 60, 300))
    evening.pass_time(1_000)
    assert coming(evening) == [2, 3, 4]
    assert left_s(evening) == pytest.approx(660, abs=2)


def test_a_plan_counts_crossfades_of_at_most_a_quarter_of_a_song(evening: Evening) -> None:
    evening.session.set_even_sound(10, Lufs(-18.0), 0.0)
    evening.session.start_session(planned(evening, 10, 300, 300, 20))
    evening.pass_time(200)
    assert coming(evening) == [1, 2, 3]
    assert left_s(evening) == pytest.approx(300 + 290 + 15 - 0.2, abs=0.001)


def test_a_plan_counts_songs_at_their_own_pace(evening: Evening) -> None:
    tonight = planned(evening, 10, 300, 240)
    slower = replace(tonight.tracks[1], speed_pitch=SpeedPitch(0.8))
    evening.session.start_session(replace(tonight, tracks=(tonight.tracks[0], slower)))
    evening.pass_time(200)
    assert coming(evening) == [1, 2]
    assert left_s(evening) == pytest.approx(600 - 0.2, abs=0.001)


def test_songs_that_cannot_be_planned_are_not_called_planned(evening: Evening) -> None:
    evening.session.start_session(planned(evening, 30, 1_400))
    for _ in range(3):
        evening.pass_time(400)
        assert not evening.state.planned
        assert not evening.state.last_song
    evening.session.start_session(planned(evening, 10, 3_600))
    assert not evening.pass_time(400).planned


def test_a_fade_is_no_plan(evening: Evening) -> None:
    evening.session.start_session(planned(evening, 15, 300, 300, 300))
    assert evening.pass_time(400).planned
    evening.session.let_fade()
    state = evening.pass_time(400)
    assert (state.planned, state.last_song) == (False, False)
    evening.session.keep_playing()
    assert evening.pass_time(400).planned


def test_the_last_song_of_a_plan_is_the_last_even_if_it_ends_early(evening: Evening) -> None:
    evening.session.start_session(planned(evening, 10, 300, 200))
    assert not evening.pass_time(299_000).last_song
    assert evening.pass_time(2_000).last_song
    assert evening.pass_time(200_000).stage is Stage.ENDED


def test_what_is_left_of_a_song_is_counted_at_the_pace_of_the_wind_down(evening: Evening) -> None:
    evening.session.set_wind_down(WindDown(first_pace=0.9, last_pace=0.9))
    evening.player.durations[Path("/songs/1.ogg")] = Ms(360_000)
    evening.session.start_session(programme(1, minutes=None))
    evening.session.end_after_song()
    assert evening.session.tick().remaining_ms == 400_000


def test_a_song_that_was_queued_does_not_follow_the_last(evening: Evening) -> None:
    evening.player.durations[Path("/songs/1.ogg")] = Ms(60_000)
    evening.session.start_session(programme(songs=2, minutes=None))
    evening.pass_time(50_000)
    evening.session.end_after_song()
    evening.pass_time(15_000)
    assert evening.state.stage is Stage.ENDED
    assert len(evening.player.cues) == 1


def test_the_timer_can_be_restarted(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=10))
    evening.pass_time(5 * MINUTE)
    evening.session.set_minutes(20)
    assert evening.session.tick().remaining_ms == 20 * MINUTE


def test_a_new_evening_plays_though_the_last_one_was_paused(evening: Evening) -> None:
    evening.session.start_session(programme())
    evening.pass_time(1_000)
    evening.session.pause()
    evening.pass_time(1_000)
    evening.session.start_session(programme(songs=2, ambient=RAIN))
    evening.pass_time(1_000)
    assert evening.player.status().phase is Phase.PLAYING
    assert evening.player.status().position_ms > 0


def test_after_a_fade_a_new_evening_begins_softly(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=10))
    evening.pass_time(9 * MINUTE + 50_000)
    assert evening.state.master < 0.1
    evening.session.start_session(programme(songs=20, minutes=10))
    levels = [evening.pass_time(500).master for _ in range(12)]
    assert levels == sorted(levels)
    assert levels[2] < 0.5
    assert levels[-1] == 1.0


def test_without_a_fade_before_it_an_evening_is_not_held_back(evening: Evening) -> None:
    evening.session.start_session(programme())
    assert evening.pass_time(200).master == 1.0


def test_a_song_comes_back_at_the_singers_pace_whatever_the_wind_down(evening: Evening) -> None:
    evening.session.set_wind_down(WindDown(first_pace=1.0, last_pace=0.8))
    evening.session.start_session(programme(songs=20, minutes=30))
    evening.pass_time(15 * MINUTE, beat=1_000)
    evening.session.switch_lead()
    evening.session.sing_along.pace(-2)
    evening.pass_time(1_000)
    evening.session.switch_lead()
    assert evening.player.cues[-1].speed_pitch.pace == pytest.approx(0.8, abs=0.01)
    assert evening.pass_time(200).speed_pitch.pace == pytest.approx(0.8 / 0.9, abs=0.01)


def test_background_sounds_fade_over_half_a_minute_after_the_last_song(evening: Evening) -> None:
    evening.player.durations[Path("/songs/1.ogg")] = Ms(60_000)
    evening.session.start_session(programme(songs=1, minutes=None, ambient=RAIN))
    evening.pass_time(5_000)
    evening.session.end_after_song()
    evening.pass_time(55_000)
    assert evening.state.master == 1.0
    levels = [evening.pass_time(500).master for _ in range(4)]
    assert levels[-1] < levels[-2] < 1.0, "it falls from the end of the song on"
    assert evening.state.stage is Stage.PLAYING
    assert evening.pass_time(27_000).stage is Stage.PLAYING
    assert evening.state.master < 0.2
    assert evening.pass_time(4_000).stage is Stage.ENDED
