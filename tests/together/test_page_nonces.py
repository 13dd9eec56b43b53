"""Nonces that go out with the page."""

import random

import pytest

from lullaby.together.page_nonces import LASTS_MS, MOST, PageNonces
from tests.fakes import FakeClock

HOME, OTHER = "10.0.0.2", "10.0.0.3"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def nonces(clock: FakeClock) -> PageNonces:
    return PageNonces(clock, random.Random(1).randbytes)


def test_each_opens_once(nonces: PageNonces) -> None:
    first, second = nonces.issue(HOME), nonces.issue(HOME)
    assert first != second
    assert nonces.take(first, HOME)
    assert not nonces.take(first, HOME)
    assert nonces.take(second, HOME)


def test_somebody_elses_opens_nothing_and_is_not_used_up(nonces: PageNonces) -> None:
    nonce = nonces.issue(HOME)
    assert not nonces.take(nonce, OTHER)
    assert not nonces.take("", "")
    assert nonces.take(nonce, HOME)


def test_after_ten_seconds_it_opens_no_more(nonces: PageNonces, clock: FakeClock) -> None:
    late, in_time = nonces.issue(HOME), nonces.issue(HOME)
    clock.advance(LASTS_MS - 1)
    assert nonces.take(in_time, HOME)
    clock.advance(1)
    assert not nonces.take(late, HOME)


def test_of_too_many_the_oldest_are_forgotten(nonces: PageNonces) -> None:
    issued = [nonces.issue(HOME) for _ in range(MOST + 2)]
    assert len(nonces) == MOST
    assert [nonces.take(each, HOME) for each in issued] == [False, False] + [True] * MOST


def test_the_end_of_a_sharing_forgets_all(nonces: PageNonces) -> None:
    nonce = nonces.issue(HOME)
    nonces.clear()
    assert not nonces.take(nonce, HOME)
