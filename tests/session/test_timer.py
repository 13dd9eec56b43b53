"""The sleep timer: time left, held and running, and the next choice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.session.timer import NO_END, SleepTimer, next_choice, started, stepped
from lullaby.units import Ms


@given(
    total=st.integers(0, 10_000_000), held=st.integers(0, 10_000_000), later=st.integers(0, 10**9)
)
def test_a_held_timer_loses_nothing(total: int, held: int, later: int) -> None:
    timer = started(total, Ms(0)).hold(Ms(held))
    left = timer.remaining(Ms(held + later))
    assert left == max(0, total - held)
    assert timer.run(Ms(held + later)).remaining(Ms(held + later)) == left


def test_no_end_stays_without_an_end() -> None:
    assert NO_END.remaining(Ms(10**9)) is None
    assert started(None, Ms(0)) is NO_END


@pytest.mark.parametrize(
    ("minutes", "direction", "following"),
    [
        (10, 1, 20),
        (45, 1, None),
        (None, 1, 10),
        (10, -1, None),
        (30, -1, 20),
        (25, 1, 30),
        (25, -1, 20),
        (5, 1, 10),
        (5, -1, None),
        (10, 2, 30),
        (60, 1, None),
        (60, -1, 45),
        (None, -1, 45),
    ],
)
def test_the_next_choice(minutes: int | None, direction: int, following: int | None) -> None:
    total = None if minutes is None else Ms(minutes * 60_000)
    assert next_choice(total, direction) == following


MINUTE = 60_000


def test_a_minute_begun_counts_as_the_choice_it_came_from() -> None:
    assert next_choice(Ms(10 * MINUTE + 59_999), 1) == 20


def test_a_running_timer_counts_down_to_nothing_and_no_further() -> None:
    timer = started(MINUTE, Ms(1_000))
    assert timer == SleepTimer(Ms(MINUTE), deadline_ms=Ms(61_000))
    assert [timer.remaining(Ms(now)) for now in (1_000, 60_999, 61_000, 99_000)] == [
        *(MINUTE, 1, 0, 0)
    ]


def test_held_it_has_no_deadline_and_running_again_it_has_one_only() -> None:
    held = started(MINUTE, Ms(0)).hold(Ms(20_000))
    assert held == SleepTimer(Ms(MINUTE), held_ms=Ms(40_000))
    assert held.run(Ms(500_000)) == SleepTimer(Ms(MINUTE), deadline_ms=Ms(540_000))
    assert held.run(Ms(0)).run(Ms(7)) == held.run(Ms(0)), "running is not begun anew"


def test_more_time_is_added_to_what_is_left() -> None:
    timer = started(10 * MINUTE, Ms(0))
    early = timer.extend(5 * MINUTE, Ms(MINUTE))
    assert early == SleepTimer(Ms(14 * MINUTE), deadline_ms=Ms(15 * MINUTE))
    late = timer.extend(5 * MINUTE, Ms(9 * MINUTE))
    assert late == SleepTimer(Ms(10 * MINUTE), deadline_ms=Ms(15 * MINUTE))
    over = timer.extend(5 * MINUTE, Ms(12 * MINUTE))
    assert over.remaining(Ms(12 * MINUTE)) == 5 * MINUTE


def test_more_time_in_a_pause_waits_with_the_rest() -> None:
    held = started(10 * MINUTE, Ms(0)).hold(Ms(MINUTE))
    assert held.extend(5 * MINUTE, Ms(3 * MINUTE)) == SleepTimer(
        Ms(14 * MINUTE), held_ms=Ms(14 * MINUTE)
    )


def test_extending_gives_no_end_to_an_endless_timer() -> None:
    assert NO_END.extend(MINUTE, Ms(0)) is NO_END
    assert NO_END.hold(Ms(5)).run(Ms(9)).remaining(Ms(9)) is None


@given(st.integers(0, 300 * 60_000), st.integers(-200 * 60_000, 0), st.booleans())
def test_shortened_it_never_ends_at_once_nor_becomes_longer(
    total: int, more: int, held: bool
) -> None:
    timer = started(total, Ms(0))
    shorter = (timer.hold(Ms(0)) if held else timer).extend(more, Ms(0))
    left = shorter.remaining(Ms(0))
    assert left is not None
    assert min(total, 60_000) <= left <= total
    assert left == max(total + more, min(total, 60_000))


@pytest.mark.parametrize(
    ("minutes", "steps", "after"),
    [(30, 1, 35), (30, -1, 25), (32, 1, 35), (32, -1, 30), (30, 3, 45), (5, -1, 5), (180, 1, 180)],
)
def test_steps_of_five_minutes(minutes: int, steps: int, after: int) -> None:
    assert stepped(minutes, steps) == after
