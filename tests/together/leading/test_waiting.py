"""The wait is as long as nearly every frame needs, and clocks are compared by the best answer."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.together.leading.waiting import (
    ENOUGH_AGES,
    EXCHANGES,
    FIRST_WAIT_MS,
    LEAST_WAIT_MS,
    MOST_WAIT_MS,
    Ages,
    ClockOffset,
    TimeExchange,
    choose_wait,
)


def test_a_quick_network_gets_the_least_wait_and_a_hopeless_one_the_most() -> None:
    assert choose_wait([20.0] * 1_000) == LEAST_WAIT_MS
    assert choose_wait([9_000.0] * 1_000) == MOST_WAIT_MS
    assert choose_wait([20.0] * 1_000, output_ms=200.0) == LEAST_WAIT_MS + 200.0


def test_one_frame_in_a_thousand_may_be_late() -> None:
    ages = [float(age) for age in range(10_000)]
    assert choose_wait([age / 10 for age in ages]) == pytest.approx(999 + 100, abs=0.1)
    assert choose_wait([50.0] * 9_999 + [1_300.0]) == LEAST_WAIT_MS


def test_little_knowledge_is_no_reason_to_hurry() -> None:
    assert choose_wait([5.0] * (ENOUGH_AGES - 1)) == FIRST_WAIT_MS


@given(st.lists(st.floats(-1e6, 1e6), max_size=200))
def test_the_wait_stays_in_its_bounds(ages: list[float]) -> None:
    known = Ages()
    for age in ages:
        known.add(age)
    assert LEAST_WAIT_MS <= known.wait() <= MOST_WAIT_MS


def test_the_answer_with_the_shortest_way_counts() -> None:
    clock = ClockOffset()
    assert not clock.known
    assert clock.at(0.0) == 0.0
    chance = random.Random(4)
    for number in range(30):
        asked = 60.0 * number
        there, back = chance.uniform(5, 200), chance.uniform(5, 200)
        if number == 17:
            there = back = 4.0
        came = asked + there + 1_000.0
        clock.add(TimeExchange(asked, came, came + 2.0, asked + there + 2.0 + back))
    assert clock.known
    assert clock.at(1_900.0) == pytest.approx(1_000.0)


def test_an_old_answer_gives_way_to_a_slower_fresh_one() -> None:
    clock = ClockOffset()
    clock.add(TimeExchange(0.0, 101.0, 101.0, 2.0))
    clock.add(TimeExchange(1e6, 1e6 + 130.0, 1e6 + 130.0, 1e6 + 20.0))
    assert clock.at(1e6 + 20.0) == pytest.approx(120.0)
    assert clock.at(20.0) == pytest.approx(100.0)


def test_impossible_answers_are_left_out() -> None:
    clock = ClockOffset()
    clock.add(TimeExchange(10.0, 0.0, 0.0, 5.0))
    clock.add(TimeExchange(0.0, 0.0, 50.0, 5.0))
    assert not clock.known


def test_only_the_latest_answers_are_kept() -> None:
    clock = ClockOffset()
    clock.add(TimeExchange(0.0, 500.0, 500.0, 0.0))
    for number in range(EXCHANGES):
        clock.add(TimeExchange(float(number), number + 11.0, number + 11.0, number + 2.0))
    assert clock.at(0.0) == pytest.approx(10.0)
