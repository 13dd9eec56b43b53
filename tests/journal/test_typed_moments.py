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
