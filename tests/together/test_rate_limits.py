"""Token buckets: a burst, and then no more than the rate."""

from hypothesis import given
from hypothesis import strategies as st

from lullaby.together.rate_limits import TokenBucket, TokenBuckets
from lullaby.units import Ms
from tests.fakes import FakeClock


def test_a_bucket_gives_what_it_holds_and_then_what_it_gains() -> None:
    clock = FakeClock()
    bucket = TokenBucket(clock, 3, 1_000)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    clock.advance(999)
    assert not bucket.take()
    clock.advance(1)
    assert bucket.take()
    assert not bucket.full
    clock.advance(3_000)
    assert bucket.full


def test_what_is_not_there_takes_nothing() -> None:
    bucket = TokenBucket(FakeClock(), 10, 1_000)
    assert not bucket.take(11)
    assert bucket.tokens == 10


def test_each_key_has_a_bucket_of_its_own_until_it_is_full_again() -> None:
    clock = FakeClock()
    buckets = TokenBuckets(clock, 2, Ms(1_000))
    assert [buckets.of("a").take() for _ in range(3)] == [True, True, False]
    assert buckets.of("b").take()
    clock.advance(1_000)
    buckets.forget_full()
    assert len(buckets) == 1
    assert [buckets.of("a").take() for _ in range(2)] == [True, False]
    clock.advance(2_000)
    buckets.forget_full()
    assert len(buckets) == 0


@given(st.lists(st.integers(0, 5_000), max_size=60))
def test_never_more_than_burst_and_rate(pauses: list[int]) -> None:
    clock = FakeClock()
    bucket = TokenBucket(clock, 5, 1_000)
    taken = 0
    for pause in pauses:
        clock.advance(pause)
        taken += bucket.take()
    assert taken <= 5 + sum(pauses) / 1_000
