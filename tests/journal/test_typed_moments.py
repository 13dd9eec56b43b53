"""Which moment a typed time of day means."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lullaby.journal.typed_moments import first_at, last_at

MOMENTS = st.datetimes(
    datetime(2000, 1, 2),  # noqa: DTZ001
    datetime(2100, 1, 2),  # noqa: DTZ001
    timezones=st.just(UTC),
)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@given(st.times(), MOMENTS)
def test_the_last_one_is_at_most_a_day_before(at: time, latest: datetime) -> None:
    found = last_at(at, latest)
    assert (found.hour, found.minute) == (at.hour, at.minute)
    assert latest - DAY < found <= latest


@given(st.times(), MOMENTS)
def test_the_first_one_is_at_most_a_day_after(at: time, earliest: datetime) -> None:
    found = first_at(at, earliest)
    assert (found.hour, found.minute) == (at.hour, at.minute)
    assert earliest <= found < earliest + DAY + MINUTE


def test_the_minute_of_the_start_itself_is_no_whole_day_later() -> None:
    started = datetime(2026, 5, 3, 1, 5, 40, tzinfo=UTC)
    assert first_at(time(1, 5), started) == started
    assert first_at(time(1, 4), started) == datetime(2026, 5, 4, 1, 4, tzinfo=UTC)
    almost_over = datetime(2026, 5, 3, 1, 5, 59, 999_999, tzinfo=UTC)
    assert first_at(time(1, 5), almost_over) == almost_over


def test_a_typed_moment_is_a_whole_minute() -> None:
    typed, now = time(23, 10), datetime(2026, 5, 3, 23, 10, tzinfo=UTC)
    assert last_at(typed, now) == now
    assert last_at(typed, now + timedelta(seconds=30, microseconds=5)) == now
    assert last_at(typed, now - timedelta(microseconds=1)) == now - DAY
    assert first_at(typed, now - timedelta(hours=2, microseconds=5)) == now
