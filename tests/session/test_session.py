"""What an evening does, command by command."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from lullaby.audio.port import STOP_RAMP, Device, Phase, Trouble
from lullaby.journal.entry import Ending
from lullaby.library.routine import AmbientStep
from lullaby.session.finish import Finish
from lullaby.session.session import END_GRACE_MS
from lullaby.session.state import Stage
from lullaby.session.transitions import SOFT_START
from lullaby.session.volume import gain_of
from lullaby.units import Lufs, Ms
from tests.session.evening import MINUTE, Evening, programme, track

RAIN = (AmbientStep("rain", 6),)


@pytest.fixture
def evening() -> Evening:
    return Evening()


def test_the_timer_ends_the_evening_in_silence(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=30))
    evening.pass_time(29 * MINUTE, beat=1_000)
    evening.pass_time(59_800)
    assert evening.state.stage is Stage.PLAYING
    assert evening.state.master < 0.0005, "it has all but faded before it stops"
    evening.pass_time(200)
    assert evening.state.stage is Stage.ENDED
    assert evening.state.ending is Ending.TIMER
    night = evening.journal.entries()[0]
    assert night.ended_at is not None
    assert (night.ended_at - night.started_at).total_seconds() == 30 * 60


def test_the_end_of_the_list_is_not_faded(evening: Evening) -> None:
    evening.session.start_session(programme(songs=2, minutes=45))
    evening.pass_time(2 * 180_000 - 1_000)
    assert evening.state.master == 1.0
    evening.pass_time(2_000)
    assert evening.state.ending is Ending.END_OF_LIST


def test_background_sounds_continue_after_the_last_song(evening: Evening) -> None:
    evening.session.start_session(programme(songs=1, minutes=30, ambient=RAIN))
    evening.pass_time(5 * MINUTE)
    assert evening.state.stage is Stage.PLAYING
    assert evening.state.index is None
    evening.pass_time(26 * MINUTE)
    assert evening.state.ending is Ending.TIMER


def test_nothing_to_play_starts_nothing(evening: Evening) -> None:
    evening.session.start_session(programme(songs=0))
    evening.pass_time(1_000)
    assert evening.state.stage is Stage.IDLE
    assert evening.journal.entries() == []


def test_a_pause_stops_the_clock_and_resume_returns_to_the_same_level(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=10))
    evening.pass_time(7 * MINUTE)
    before = evening.state
    evening.session.pause()
    evening.pass_time(60 * MINUTE, beat=1_000)
    assert evening.state.remaining_ms == before.remaining_ms
    sunk = evening.state.master
    assert before.master - 0.01 < sunk <= before.master
    evening.session.resume()
    after = evening.pass_time(400)
    assert after.remaining_ms is not None
    assert before.remaining_ms is not None
    assert before.remaining_ms - after.remaining_ms == 400
    assert after.master <= before.master + 0.002, "no blip when it resumes"


def test_the_deadline_moves_by_the_pause(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=10))
    evening.pass_time(MINUTE)
    silent = evening.state.silent_at
    evening.session.toggle()
    evening.pass_time(5 * MINUTE)
    evening.session.toggle()
    assert silent is not None
    now = evening.pass_time(1_000).silent_at
    assert now is not None
    assert (now - silent).total_seconds() == pytest.approx(300, abs=0.5)


def test_sleep_of_the_laptop_waits_paused(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=30))
    evening.pass_time(MINUTE)
    left = evening.state.remaining_ms
    evening.clock.jump_wall(3 * 3600_000)
    state = evening.pass_time(200)
    assert state.stage is Stage.PAUSED
    assert state.slept
    assert state.remaining_ms == left
    evening.session.resume()
    assert not evening.pass_time(200).slept


def test_a_gap_of_the_monotonic_clock_counts_as_sleep(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=30))
    evening.pass_time(MINUTE)
    evening.clock.advance(2 * 3600_000)
    state = evening.session.tick()
    assert state.stage is Stage.PAUSED
    assert state.remaining_ms == 29 * MINUTE


def test_t_counts_a_new_timer_from_now(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=30))
    evening.pass_time(10 * MINUTE)
    evening.session.cycle_minutes(+1)
    assert evening.pass_time(200).remaining_ms == 45 * MINUTE - 200
    evening.session.cycle_minutes(+1)
    assert evening.pass_time(200).remaining_ms is None
    evening.session.cycle_minutes(+1)
    assert evening.pass_time(200).remaining_ms == 10 * MINUTE - 200
    evening.session.cycle_minutes(-1)
    assert evening.pass_time(200).remaining_ms is None


def test_a_new_timer_while_paused_waits_too(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=30))
    evening.pass_time(MINUTE)
    evening.session.pause()
    evening.session.set_minutes(20)
    evening.pass_time(5 * MINUTE)
    assert evening.state.remaining_ms == 20 * MINUTE


def test_a_longer_timer_in_the_middle_of_the_fade_rises_softly(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=10))
    evening.pass_time(9 * MINUTE)
    low = evening.state.master
    assert low < 0.2
    evening.session.set_minutes(45)
    levels = [evening.pass_time(200).master for _ in range(26)]
    assert max(b - a for a, b in zip([low, *levels], levels, strict=False)) < 0.1
    steps = [20 * math.log10(b / a) for a, b in zip([low, *levels], levels, strict=False)]
    assert max(steps) < 5, "half a dB in 20 ms"
    assert levels[-1] == 1.0


def test_f_twice_during_the_timers_fade_returns_to_it(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=10))
    evening.pass_time(7 * MINUTE)
    evening.session.let_fade()
    evening.pass_time(20_000)
    evening.session.keep_playing()
    state = evening.pass_time(6_000)
    assert state.remaining_ms is not None
    undisturbed = Evening()
    undisturbed.session.start_session(programme(songs=20, minutes=10))
    same = undisturbed.pass_time(7 * MINUTE + 26_000)
    assert state.remaining_ms == same.remaining_ms
    assert state.master == pytest.approx(same.master, abs=0.005)


def test_the_persons_fade_never_lasts_longer_than_the_timer(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=10))
    evening.pass_time(9 * MINUTE + 40_000)
    before = evening.state.master
    evening.session.let_fade()
    assert evening.pass_time(200).master <= before
    evening.pass_time(20_000)
    assert evening.state.stage is Stage.ENDED


def test_a_pause_in_the_fade_holds_it(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20))
    evening.pass_time(MINUTE)
    evening.session.let_fade()
    evening.pass_time(30_000)
    held = evening.state.master
    evening.session.pause()
    evening.pass_time(10 * MINUTE)
    assert held - 0.03 < evening.state.master <= held
    evening.session.resume()
    evening.pass_time(29_600)
    assert evening.state.master < 0.003
    evening.pass_time(600)
    assert evening.state.ending is Ending.STOPPED


def test_fade_counts_as_calm_and_the_first_mark_stays(evening: Evening) -> None:
    evening.session.start_session(programme())
    evening.pass_time(6 * MINUTE)
    evening.session.mark_calm()
    evening.pass_time(MINUTE)
    evening.session.let_fade()
    evening.pass_time(61_000)
    assert evening.journal.entries()[0].minutes_to_calm == 6


def test_next_and_previous(evening: Evening) -> None:
    evening.session.start_session(programme(songs=3))
    evening.pass_time(10_000)
    evening.session.next()
    assert evening.pass_time(1_000).index == 1
    assert evening.player.cues[-1].ramp_ms == SOFT_START
    evening.session.previous()
    assert evening.pass_time(5_000).index == 0
    evening.session.previous()
    state = evening.pass_time(200)
    assert state.index == 0
    assert state.position_ms <= 400, "it went back to the start of the song"


def test_next_after_the_last_song_needs_a_background_sound(evening: Evening) -> None:
    evening.session.start_session(programme(songs=1))
    evening.pass_time(1_000)
    evening.session.next()
    assert evening.pass_time(200).index == 0
    with_rain = Evening()
    with_rain.session.start_session(programme(songs=1, ambient=RAIN))
    with_rain.pass_time(1_000)
    with_rain.session.next()
    assert with_rain.pass_time(200).index is None
    with_rain.session.previous()
    assert with_rain.pass_time(200).index == 0


def test_next_resumes_from_a_pause(evening: Evening) -> None:
    evening.session.start_session(programme())
    evening.pass_time(1_000)
    evening.session.pause()
    evening.pass_time(3_000)
    evening.session.next()
    state = evening.pass_time(1_000)
    assert state.stage is Stage.PLAYING
    assert state.index == 1


@pytest.mark.parametrize("trouble", list(Trouble))
def test_unplayable_songs_are_skipped(evening: Evening, trouble: Trouble) -> None:
    evening.player.troubles[Path("/songs/1.ogg")] = trouble
    evening.player.troubles[Path("/songs/2.ogg")] = trouble
    evening.session.start_session(programme(songs=3))
    state = evening.pass_time(1_000)
    assert state.index == 2
    assert state.skipped == {track(1).id, track(2).id}
    evening.session.previous()
    assert evening.pass_time(400).index == 2, "there is nothing playable before it"


def test_songs_that_do_not_answer_in_time_are_distinguished(evening: Evening) -> None:
    evening.player.troubles[Path("/songs/1.ogg")] = Trouble.NOT_IN_TIME
    evening.player.troubles[Path("/songs/2.ogg")] = Trouble.UNREADABLE
    evening.session.start_session(programme(songs=3))
    state = evening.pass_time(1_000)
    assert state.index == 2
    assert (state.skipped, state.late) == ({track(1).id, track(2).id}, {track(1).id})
    evening.session.stop()
    evening.pass_time(3_000)
    evening.session.start_session(programme(songs=3))
    assert evening.state.late == frozenset()


def test_a_list_of_broken_songs_ends(evening: Evening) -> None:
    for number in (1, 2, 3):
        evening.player.troubles[Path(f"/songs/{number}.ogg")] = Trouble.UNREADABLE
    evening.session.start_session(programme(songs=3))
    evening.pass_time(2_000)
    assert evening.state.ending is Ending.END_OF_LIST


def test_seek(evening: Evening) -> None:
    evening.session.start_session(programme())
    evening.pass_time(1_000)
    evening.session.seek(90_000)  # type: ignore[arg-type]
    assert evening.pass_time(200).position_ms == pytest.approx(90_200, abs=250)


def test_no_song_begins_in_the_last_two_seconds(evening: Evening) -> None:
    evening.player.durations[Path("/songs/1.ogg")] = 10 * MINUTE - 1_500  # type: ignore[assignment]
    evening.session.start_session(programme(songs=2, minutes=10))
    evening.pass_time(10 * MINUTE - 400)
    assert evening.state.index == 0
    assert len(evening.player.cues) == 1


def test_a_second_press_closes_the_first_evening(evening: Evening) -> None:
    evening.session.start_session(programme())
    evening.pass_time(MINUTE)
    evening.session.start_session(replace(programme(), routine="nap"))
    evening.pass_time(MINUTE)
    evening.session.stop()
    evening.pass_time(3_000)
    rows = evening.journal.entries()
    assert [row.routine for row in rows] == ["nap", "night_waking"]
    assert {row.ending for row in rows} == {Ending.STOPPED}


def test_stop_fades_out_and_closes(evening: Evening) -> None:
    evening.session.start_session(programme(ambient=RAIN))
    evening.pass_time(MINUTE)
    evening.session.stop()
    assert evening.state.stage is Stage.ENDING
    evening.pass_time(2_600)
    assert evening.state.stage is Stage.ENDED
    assert evening.player.status().phase is Phase.IDLE


def test_a_lost_loudspeaker_holds_the_timer(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20))
    evening.pass_time(MINUTE)
    evening.player.unplug(Device.LOST)
    evening.pass_time(400)
    left = evening.state.remaining_ms
    evening.pass_time(10 * MINUTE)
    assert evening.state.remaining_ms == left
    evening.player.plug_in()
    evening.session.look_again()
    evening.pass_time(1_000)
    assert evening.state.remaining_ms is not None
    assert left is not None
    assert left - evening.state.remaining_ms == pytest.approx(1_000, abs=250)


def test_the_volume_stops_at_the_gentle_limit_and_says_so() -> None:
    evening = Evening(limit=11)
    evening.session.start_session(programme())
    evening.session.louder()
    assert not evening.session.tick().at_limit
    evening.session.louder()
    state = evening.session.tick()
    assert state.music_step == 11
    assert state.at_limit
    evening.session.set_limit(5)
    state = evening.session.tick()
    assert state.music_step == 5
    assert evening.player.ceiling == gain_of(5)
    evening.session.softer()
    assert not evening.session.tick().at_limit


def test_the_keys_move_the_background_sounds_when_they_are_alone(evening: Evening) -> None:
    evening.session.start_session(programme(songs=0, ambient=RAIN))
    evening.session.louder()
    assert evening.session.tick().ambient == (AmbientStep("rain", 7),)
    for _ in range(30):
        evening.session.softer()
    assert evening.session.tick().ambient == (AmbientStep("rain", 1),), (
        "the keys never end the rain"
    )


def test_songs_heard_and_sung_are_written_down(evening: Evening) -> None:
    evening.session.start_session(programme(songs=2))
    evening.pass_time(MINUTE)
    evening.session.next()
    evening.session.sung(True)
    evening.pass_time(MINUTE)
    evening.session.stop()
    evening.pass_time(3_000)
    first, second = evening.journal.entries()[0].songs
    assert (first.title, first.sung) == ("Song 1", False)
    assert (second.title, second.sung) == ("Song 2", True)
    assert first.played_ms == MINUTE


def test_how_loud_and_how_warm_a_song_is_reaches_the_player(evening: Evening) -> None:
    evening.session.start_session(programme())
    evening.session.set_louder(2)
    evening.session.set_even_sound(6, Lufs(-20.0), 0.4)
    evening.session.tick()
    assert (evening.player.volume, evening.player.warmth) == (gain_of(12), 0.4)


def test_calm_is_told_at_once_and_can_be_taken_back(evening: Evening) -> None:
    evening.session.start_session(programme())
    evening.pass_time(1_000)
    evening.session.mark_calm()
    assert evening.state.calm_after_ms == 1_000
    evening.session.mark_calm(False)
    assert evening.state.calm_after_ms is None
    evening.session.pause()
    evening.session.let_fade()
    assert (evening.state.stage, evening.state.calm_after_ms) == (Stage.PLAYING, 1_000)


def test_a_glance_returns_the_state_it_leaves(evening: Evening) -> None:
    evening.session.start_session(programme(minutes=None))
    for elapsed in range(200, 3_000, 200):
        evening.clock.advance(200)
        assert evening.session.glance() is evening.state
        assert evening.state.elapsed_ms == elapsed


def test_a_running_evening_may_end_in_another_way(evening: Evening) -> None:
    evening.session.start_session(programme(minutes=30))
    evening.session.set_finish(Finish.SONG)
    assert evening.session.tick().programme == programme(minutes=30, finish=Finish.SONG)


def test_a_stop_has_ended_once_the_player_is_silent_or_does_not_answer(evening: Evening) -> None:
    evening.session.start_session(programme())
    evening.session.stop()
    assert evening.pass_time(STOP_RAMP - 200).stage is Stage.ENDING
    assert evening.pass_time(400).stage is Stage.ENDED
    evening.session.start_session(programme())
    evening.session.stop()
    evening.player.unplug()
    assert evening.pass_time(END_GRACE_MS - 100).stage is Stage.ENDING
    assert evening.pass_time(100).stage is Stage.ENDED


def test_what_starts_and_ends_is_told_before_the_next_tick(evening: Evening) -> None:
    evening.session.start_session(programme(ambient=RAIN))
    assert (evening.state.index, evening.state.remaining_ms) == (0, 30 * MINUTE)
    evening.session.set_minutes(1)
    evening.pass_time(MINUTE, beat=30_000)
    assert (evening.state.stage, evening.state.position_ms) == (Stage.ENDED, MINUTE)
    evening.clock.advance(3_000)
    assert evening.player.status().phase is Phase.IDLE, "what has ended is silent"
    evening.session.still_awake()
    assert (evening.state.stage, evening.state.remaining_ms) == (Stage.PLAYING, 10 * MINUTE)
    assert [sound.name for sound in evening.player.ambient] == ["rain"]


def test_rain_fades_out_behind_a_song_that_was_to_be_the_last(evening: Evening) -> None:
    evening.player.usual_ms = Ms(5_000)
    evening.session.start_session(programme(songs=2, ambient=RAIN))
    evening.session.tick()
    evening.session.end_after_song()
    state = evening.pass_time(6_000)
    assert (state.index, state.final_fade, state.stage) == (None, True, Stage.PLAYING)


def test_a_full_disk_never_stops_the_sound() -> None:
    evening = Evening()
    evening.connection.execute("PRAGMA query_only = ON")
    evening.session.start_session(programme())
    state = evening.pass_time(3 * MINUTE)
    assert state.stage is Stage.PLAYING
    assert state.unwritten


def test_commands_before_the_first_press_change_nothing(evening: Evening) -> None:
    session = evening.session
    for command in (
        session.toggle,
        session.resume,
        session.next,
        session.previous,
        session.let_fade,
        session.keep_playing,
        session.mark_calm,
        session.stop,
        session.look_again,
    ):
        command()
    session.cycle_minutes(1)
    assert evening.pass_time(1_000).stage is Stage.IDLE
    assert evening.player.cues == []


def test_f_in_the_last_seconds_of_the_timers_fade_falls_no_faster_than_they_allow(
    evening: Evening,
) -> None:
    evening.session.start_session(programme(songs=20, minutes=10))
    evening.pass_time(10 * MINUTE - 10_000)
    before = evening.state.master
    evening.session.let_fade()
    levels = [evening.pass_time(200).master for _ in range(20)]
    steps = [20 * math.log10(a / b) for a, b in zip([before, *levels], levels, strict=False)]
    assert max(steps) < 1.5
    evening.pass_time(6_400)
    assert evening.state.stage is Stage.ENDED


def test_an_evening_sung_by_voice_plays_no_recording_and_the_next_one_does() -> None:
    evening = Evening()
    evening.session.start_session(replace(programme(), by_voice=True))
    assert evening.pass_time(1_000).vocal_mode.alone
    assert evening.player.cues == []
    evening.session.start_session(programme())
    assert not evening.pass_time(1_000).vocal_mode.alone
    assert len(evening.player.cues) == 1


def test_background_sounds_alone_end_the_previous_evenings_song() -> None:
    evening = Evening()
    evening.session.start_session(programme(2, 30, RAIN))
    evening.pass_time(10_000)
    evening.session.start_session(programme(0, 30, RAIN))
    evening.pass_time(3_000)
    assert evening.player.status().cue is None, "only the rain sounds"
