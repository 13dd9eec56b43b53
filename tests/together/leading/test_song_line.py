"""A follower begins, pauses and moves with the leader, the wait later, and never in between."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.together.leading.song_line import (
    NOTHING,
    FollowerPhase,
    FollowerStep,
    LineOfLooks,
    SongLine,
    StepKind,
    moved_to,
    next_step,
)

IDLE, PLAYING, PAUSED = FollowerPhase.IDLE, FollowerPhase.PLAYING, FollowerPhase.PAUSED
WAIT = 600.0


def test_looks_that_shake_make_a_steady_line() -> None:
    looks = LineOfLooks()
    for number in range(100):
        moment = 50.0 * number
        shaken = 0.9 * moment + (4.0 if number % 2 else -4.0)
        looks.look(moment, shaken, 1, 0.9, True)
    line = looks.line
    assert line is not None
    assert line.place_at(10_000.0) == pytest.approx(9_000.0, abs=4.5)


def test_a_jump_a_pause_and_another_pace_begin_a_new_line() -> None:
    looks = LineOfLooks()
    for number in range(10):
        looks.look(50.0 * number, 50.0 * number, 1, 1.0, True)
    assert looks.look(500.0, 9_000.0, 1, 1.0, True).place_at(500.0) == 9_000.0
    assert looks.look(550.0, 9_040.0, 1, 1.0, False).place_at(99_999.0) == 9_040.0
    assert looks.look(600.0, 9_040.0, 1, 0.5, True).place_at(800.0) == 9_140.0
    assert looks.look(650.0, 0.0, 2, 0.5, True).number == 2


def test_the_song_begins_here_the_wait_later() -> None:
    leader = SongLine(1, at=1_000.0, place=0.0)
    assert next_step(leader, 1_599.0, WAIT, IDLE, 0.0) == NOTHING
    assert next_step(leader, 1_600.0, WAIT, IDLE, 0.0) == FollowerStep(StepKind.START, 0.0)


def test_who_comes_later_begins_in_the_middle() -> None:
    leader = SongLine(1, at=1_000.0, place=0.0, pace=0.5)
    assert next_step(leader, 21_600.0, WAIT, IDLE, 0.0) == FollowerStep(StepKind.START, 10_000.0)


def test_a_small_lag_is_left_alone_and_a_leap_is_followed() -> None:
    leader = SongLine(1, at=0.0, place=0.0)
    assert next_step(leader, 10_000.0, WAIT, PLAYING, 9_050.0) == NOTHING
    leapt = SongLine(1, at=9_000.0, place=60_000.0)
    step = next_step(leapt, 10_000.0, WAIT, PLAYING, 9_400.0)
    assert step == FollowerStep(StepKind.MOVE, 60_400.0)


def test_a_pause_is_at_the_same_place_and_so_is_going_on() -> None:
    paused = SongLine(1, at=5_000.0, place=5_000.0, moving=False)
    assert next_step(paused, 5_100.0, WAIT, PLAYING, 4_500.0) == NOTHING
    assert next_step(paused, 5_700.0, WAIT, PLAYING, 5_000.0).kind is StepKind.PAUSE
    going_on = SongLine(1, at=20_000.0, place=5_000.0)
    assert next_step(going_on, 20_500.0, WAIT, PAUSED, 5_000.0) == NOTHING
    assert next_step(going_on, 20_600.0, WAIT, PAUSED, 5_000.0).kind is StepKind.RESUME


def test_who_went_on_elsewhere_after_a_pause_is_followed_there() -> None:
    elsewhere = SongLine(1, at=20_000.0, place=60_000.0)
    step = next_step(elsewhere, 21_000.0, WAIT, PAUSED, 5_000.0)
    assert step == FollowerStep(StepKind.MOVE, 60_400.0)


def test_a_line_can_be_told_from_another_moment() -> None:
    line = SongLine(1, at=0.0, place=100.0, pace=0.5)
    assert moved_to(line, 1_000.0) == SongLine(1, at=1_000.0, place=600.0, pace=0.5)


@given(
    st.builds(
        SongLine,
        st.just(1),
        st.floats(0, 1e6),
        st.floats(0, 3e5),
        st.sampled_from((0.5, 1.0, 1.25)),
        st.booleans(),
    ),
    st.floats(0, 2e6),
    st.floats(400, 1_500),
    st.sampled_from(FollowerPhase),
    st.floats(0, 3e5),
)
def test_no_step_begins_before_the_song_or_corrects_a_small_lag(
    leader: SongLine, now: float, wait: float, phase: FollowerPhase, place: float
) -> None:
    step = next_step(leader, now, wait, phase, place)
    assert step.place >= 0.0
    if step.kind is StepKind.MOVE:
        assert phase is not IDLE
        assert abs(step.place - place) > 100.0 or step.place == 0.0
    if not leader.moving:
        assert step.kind in (StepKind.NOTHING, StepKind.PAUSE)
