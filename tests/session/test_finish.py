"""How an evening ends: at the deadline, with its song, or as planned."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.audio.port import Phase
from lullaby.journal.entry import Ending
from lullaby.session.finish import (
    EARLIEST,
    LATEST,
    Finish,
    ends_near,
    is_last,
    planned,
    waits_for_song,
)
from lullaby.session.state import Programme, Stage
from lullaby.units import Ms
from tests.session.evening import BEAT, MINUTE, RAIN, Evening, programme


@pytest.fixture
def evening() -> Evening:
    return Evening()


def lasting(evening: Evening, *seconds: int) -> None:
    for number, length in enumerate(seconds, 1):
        evening.player.durations[Path(f"/songs/{number}.ogg")] = Ms(length * 1000)


def planned_evening(minutes: int, *lengths_s: int) -> Programme:
    return programme(len(lengths_s), minutes, finish=Finish.PLANNED, lengths_s=lengths_s)


def test_a_song_plays_to_its_end_and_nothing_follows(evening: Evening) -> None:
    lasting(evening, 400, 400, 400)
    evening.session.start_session(programme(songs=3, minutes=10, finish=Finish.SONG))
    evening.pass_time(10 * MINUTE)
    state = evening.state
    assert state.stage is Stage.PLAYING
    assert (state.index, state.last_song, state.master) == (1, True, 1.0)
    assert state.silent_at is not None
    assert (state.silent_at - evening.clock.now()).total_seconds() == pytest.approx(200, abs=1)
    evening.pass_time(199_000)
    assert evening.state.master == 1.0
    evening.pass_time(2_000)
    assert (evening.state.stage, evening.state.ending) == (Stage.ENDED, Ending.TIMER)
    assert len(evening.player.cues) == 2, "not even the beginning of a third song"


def test_no_song_is_queued_after_the_last(evening: Evening) -> None:
    lasting(evening, 601, 400)
    evening.session.start_session(programme(songs=2, minutes=10, finish=Finish.SONG))
    evening.pass_time(10 * MINUTE - 25_000)
    evening.pass_time(30_000, beat=20)
    assert evening.state.stage is Stage.ENDED
    assert len(evening.player.cues) == 1


def test_background_sounds_fade_out_after_the_last_song(evening: Evening) -> None:
    lasting(evening, 660)
    evening.session.start_session(programme(songs=1, minutes=10, ambient=RAIN, finish=Finish.SONG))
    evening.pass_time(661_000)
    assert evening.state.final_fade
    levels = [evening.pass_time(1_000).master for _ in range(31)]
    assert levels == sorted(levels, reverse=True)
    assert evening.state.stage is Stage.ENDED
    assert evening.state.ending is Ending.TIMER


def test_background_sounds_alone_end_by_the_deadline(evening: Evening) -> None:
    evening.session.start_session(programme(songs=0, minutes=10, ambient=RAIN, finish=Finish.SONG))
    evening.pass_time(9 * MINUTE)
    assert evening.state.master < 0.2
    evening.pass_time(MINUTE + 400)
    assert evening.state.stage is Stage.ENDED


def test_an_hour_long_song_is_not_waited_for(evening: Evening) -> None:
    lasting(evening, 3600)
    evening.session.start_session(programme(songs=1, minutes=10, finish=Finish.SONG))
    evening.pass_time(9 * MINUTE)
    assert evening.state.master < 0.2
    evening.pass_time(MINUTE + 400)
    assert evening.state.stage is Stage.ENDED


def test_back_to_the_start_of_a_long_song_near_the_end_never_drops(evening: Evening) -> None:
    lasting(evening, 1400)
    evening.session.start_session(programme(songs=1, minutes=10, finish=Finish.SONG))
    evening.session.seek(Ms(700_000))
    evening.pass_time(10 * MINUTE + 60_000)
    assert evening.state.last_song
    evening.session.seek(Ms(0))
    levels = [evening.pass_time(200).master for _ in range(60 * 5)]
    assert evening.state.stage is Stage.PLAYING
    assert max(a - b for a, b in pairwise(levels)) < 0.02
    evening.pass_time(2_000)
    assert evening.state.stage is Stage.ENDED


def test_pause_waits_and_f_fades_over_a_minute_after_the_deadline(evening: Evening) -> None:
    lasting(evening, 900)
    evening.session.start_session(programme(songs=1, minutes=10, finish=Finish.SONG))
    evening.pass_time(11 * MINUTE)
    evening.session.pause()
    evening.pass_time(30 * MINUTE, beat=1_000)
    evening.session.resume()
    assert evening.pass_time(1_000).last_song
    evening.session.let_fade()
    evening.pass_time(30_000)
    assert 0.2 < evening.state.master < 0.5
    evening.pass_time(31_000)
    assert evening.state.ending is Ending.STOPPED


def test_this_song_is_the_last(evening: Evening) -> None:
    lasting(evening, 240, 240)
    evening.session.start_session(programme(songs=2, minutes=None))
    evening.pass_time(MINUTE)
    evening.session.end_after_song()
    assert evening.session.tick().last_song
    evening.pass_time(181_000)
    assert evening.state.stage is Stage.ENDED
    assert len(evening.player.cues) == 1


def test_a_planned_evening_ends_with_a_song_near_the_deadline(evening: Evening) -> None:
    lasting(evening, 200, 500, 170, 260, 330)
    evening.session.start_session(planned_evening(20, 200, 500, 170, 260, 330))
    evening.pass_time(1_000)
    state = evening.state
    assert state.planned
    assert state.silent_at is not None
    expected = (state.silent_at - evening.clock.now()).total_seconds() + 1
    assert 18 * 60 <= expected <= 23 * 60
    evening.pass_time(int(expected * 1000) - 3_000)
    assert (evening.state.stage, evening.state.master) == (Stage.PLAYING, 1.0)
    evening.pass_time(8_000)
    assert (evening.state.stage, evening.state.ending) == (Stage.ENDED, Ending.TIMER)


def test_a_skip_changes_the_plan(evening: Evening) -> None:
    lasting(evening, 300, 300, 300, 300)
    evening.session.start_session(planned_evening(15, 300, 300, 300, 300))
    evening.pass_time(1_000)
    for _ in range(3):
        evening.session.next()
        evening.pass_time(1_000)
        assert evening.state.planned
    evening.pass_time(20 * MINUTE)
    assert evening.state.stage is Stage.ENDED
    minutes = (evening.clock.monotonic_ms() - 1_000_000) // MINUTE
    assert minutes >= 15


def test_without_a_plan_the_evening_ends_with_its_song(evening: Evening) -> None:
    lasting(evening, 1_000)
    evening.session.start_session(planned_evening(10, 1_000))
    evening.pass_time(1_000)
    assert not evening.state.planned
    evening.pass_time(1_002_000)
    assert evening.state.stage is Stage.ENDED


@given(
    lengths=st.lists(st.one_of(st.none(), st.integers(1_000, 900_000)), max_size=12),
    wanted=st.integers(1_000, 3_600_000),
)
def test_a_plan_ends_inside_its_window(lengths: list[int | None], wanted: int) -> None:
    known = [None if length is None else Ms(length) for length in lengths]
    chosen = planned(known, wanted)
    if chosen is not None:
        total = sum(lengths[at] or 0 for at in chosen)
        slack = 1_000 * len(chosen)
        assert EARLIEST - slack <= total - wanted <= LATEST + slack
        assert all(lengths[at] is not None for at in chosen)
    elif any(lengths):
        lasting = sum(length or 0 for length in lengths)
        assert not EARLIEST <= lasting - wanted <= LATEST


def test_still_awake_takes_back_the_fade_and_is_recorded(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=10))
    evening.pass_time(9 * MINUTE)
    assert evening.state.master < 0.2
    evening.session.still_awake()
    assert evening.pass_time(5_200).master == 1.0
    assert evening.state.remaining_ms == pytest.approx(11 * MINUTE - 5_200, abs=400)
    evening.pass_time(11 * MINUTE)
    entry = evening.journal.last()
    assert entry is not None
    assert entry.awake_ms == (Ms(9 * MINUTE),)
    assert entry.finish == "fade"


def test_soon_after_the_end_the_evening_resumes_where_it_was(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=10, ambient=RAIN))
    evening.pass_time(10 * MINUTE + 400, beat=BEAT)
    assert evening.state.stage is Stage.ENDED
    row, place = evening.state.entry, evening.state.position_ms
    evening.pass_time(4 * MINUTE)
    evening.session.still_awake()
    state = evening.pass_time(400)
    assert (state.stage, state.entry) == (Stage.PLAYING, row)
    assert evening.player.cues[-1].start_ms == pytest.approx(place, abs=400)
    assert evening.player.status().phase is Phase.PLAYING
    assert evening.player.ambient
    evening.pass_time(11 * MINUTE, beat=BEAT)
    entry = evening.journal.last()
    assert entry is not None
    assert entry.id == row
    assert len(entry.awake_ms) == 1
    assert sum(song.played_ms for song in entry.songs) == pytest.approx(20 * MINUTE, abs=2_000)


def test_long_after_the_end_it_stays_quiet(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=10))
    evening.pass_time(21 * MINUTE)
    evening.session.still_awake()
    assert evening.pass_time(400).stage is Stage.ENDED


def test_extending_before_the_fade_is_not_recorded_as_still_awake(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=20))
    evening.pass_time(2 * MINUTE)
    evening.session.extend(15)
    assert evening.session.tick().remaining_ms == 33 * MINUTE
    evening.pass_time(34 * MINUTE, beat=1_000)
    entry = evening.journal.last()
    assert entry is not None
    assert entry.awake_ms == ()


def test_a_timer_extended_in_a_pause_returns_slowly(evening: Evening) -> None:
    evening.session.start_session(programme(songs=20, minutes=10))
    evening.pass_time(9 * MINUTE + 50_000)
    evening.session.pause()
    evening.session.still_awake()
    evening.pass_time(MINUTE)
    evening.session.resume()
    levels = [evening.pass_time(200).master for _ in range(5)]
    assert max(levels) < 0.1
    assert evening.pass_time(5_000).master == 1.0


@pytest.mark.parametrize("finish", [Finish.SONG, Finish.PLANNED])
@pytest.mark.parametrize(
    ("left", "song_left", "waits"),
    [
        (60_001, None, True),
        (60_000, None, False),
        (0, 15 * MINUTE, True),
        (0, 15 * MINUTE + 1, False),
        (5 * MINUTE, 20 * MINUTE, True),
        (5 * MINUTE, 0, True),
    ],
)
def test_how_long_the_deadline_waits_for_a_song(
    finish: Finish, left: int, song_left: int | None, waits: bool
) -> None:
    known = None if song_left is None else Ms(song_left)
    assert waits_for_song(finish, Ms(left), known, song_sounds=True) is waits
    assert not waits_for_song(finish, Ms(left), known, song_sounds=False)
    assert not waits_for_song(Finish.FADE, Ms(left), known, song_sounds=True)


def test_a_song_that_ends_a_moment_before_the_deadline_is_the_last() -> None:
    assert is_last(Ms(10_000), Ms(8_500))
    assert not is_last(Ms(10_000), Ms(8_499))
    assert not is_last(Ms(10_000), None)


def test_a_plan_may_end_two_minutes_early_and_three_late() -> None:
    window = {past: ends_near(600_000, 600_000 + past) for past in (-120_001, -120_000)}
    window |= {past: ends_near(600_000, 600_000 + past) for past in (180_000, 180_001)}
    assert window == {-120_001: False, -120_000: True, 180_000: True, 180_001: False}


def seconds(*lengths: int | None) -> list[Ms | None]:
    return [None if length is None else Ms(length * 1000) for length in lengths]


@pytest.mark.parametrize(
    ("lengths", "wanted_s", "plan"),
    [
        ((300, 300, 300, 300), 900, (0, 1, 2)),
        ((100,), 450, (0, 0, 0, 0)),
        ((None, 300, 0, 300), 600, (1, 3)),
        ((200, 700, 200), 400, (0, 2)),
        ((100, 500, 400, 290), 380, (1,)),
        ((120, 1_000, 300, 310), 400, (0, 2)),
        ((60, 150, 590), 600, (0, 2)),
        ((100, 100, 590), 600, (0, 2)),
        ((100, 900, 180), 400, (0, 2)),
        ((200, 900, 380), 400, (0, 2)),
        ((200, 900, 381), 400, (2,)),
        ((), 60, ()),
        ((), 600, None),
        ((None,), 600, None),
        ((5_000,), 600, None),
        ((1,), 3_600, None),
        ((1,), 420, (0,) * 300),
        ((1,), 421, None),
        ((*[60] * 39, 420), 2_500, (*range(37), 39)),
        ((*[1_000] * 8, 300), 400, (8,)),
        ((*[1_000] * 9, 300), 400, None),
    ],
)
def test_which_songs_fill_the_time(
    lengths: tuple[int | None, ...], wanted_s: int, plan: tuple[int, ...] | None
) -> None:
    assert planned(seconds(*lengths), wanted_s * 1000) == plan


@pytest.mark.parametrize(
    ("finish", "stored"),
    [(Finish.FADE, "fade"), (Finish.SONG, "song"), (Finish.PLANNED, "planned")],
)
def test_the_journal_stores_how_the_evening_was_to_end(
    evening: Evening, finish: Finish, stored: str
) -> None:
    evening.session.start_session(programme(finish=finish))
    evening.pass_time(1_000)
    assert evening.state.entry is not None
    entry = evening.journal.entry(evening.state.entry)
    assert entry is not None
    assert entry.finish == stored
