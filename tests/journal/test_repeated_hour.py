"""Nights in the hour that comes twice, of files that do not say in which of the two."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.journal.moments import placed
from lullaby.journal.repeated_hour import place_repeated_hours

BERLIN = ZoneInfo("Europe/Berlin")
"""On 27 October 2024 the clocks there went back from three to two, at 01:00 UTC."""

Span = tuple[str, str | None]


def moment(time: str) -> datetime:
    return placed(datetime.fromisoformat(f"2024-10-27 {time}"), BERLIN)


def night(span: Span) -> JournalEntry:
    start, end = span
    return JournalEntry(EntryId(0), moment(start), None if end is None else moment(end))


def times(
    spans: Sequence[Span],
    children: str = "",
    without_zone: Sequence[int] | None = None,
    zone: ZoneInfo = BERLIN,
) -> list[tuple[str, str | None]]:
    """The spans in UTC, once they are placed."""
    found = place_repeated_hours(
        [night(span) for span in spans],
        children or len(spans) * "a",
        range(len(spans)) if without_zone is None else without_zone,
        zone,
    )
    return [
        (
            f"{each.started_at.astimezone(UTC):%H:%M}",
            each.ended_at and f"{each.ended_at.astimezone(UTC):%H:%M}",
        )
        for each in found
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_a_night_that_begins_before_the_last_has_ended_is_in_the_second_hour(order: int) -> None:
    spans = [("01:30", "01:40"), ("02:10", "02:50"), ("02:20", "02:40"), ("03:30", "04:00")]
    assert times(spans[::order])[::order] == [
        ("23:30", "23:40"),
        ("00:10", "00:50"),
        ("01:20", "01:40"),
        ("02:30", "03:00"),
    ]


def test_a_night_may_begin_when_the_last_ends() -> None:
    spans = [("02:10", "02:20"), ("02:20", "02:30"), ("02:25", "02:40")]
    assert times(spans) == [("00:10", "00:20"), ("00:20", "00:30"), ("01:25", "01:40")]


def test_a_short_night_within_a_long_one_does_not_end_it() -> None:
    spans = [("00:30", "02:40"), ("01:00", "01:10"), ("02:30", "02:35")]
    assert times(spans) == [("22:30", "00:40"), ("23:00", "23:10"), ("01:30", "01:35")]


def test_each_child_has_nights_of_its_own() -> None:
    spans = [("02:10", "02:50"), ("02:20", "02:40")]
    assert times(spans, children="ab") == [("00:10", "00:50"), ("00:20", "00:40")]


def test_what_has_no_end_or_a_zone_stays() -> None:
    open_end = [("02:10", "02:50"), ("02:20", None)]
    assert times(open_end)[1] == ("00:20", None)
    with_zone = [("02:10", "02:50"), ("02:20", "02:40")]
    assert times(with_zone, without_zone=[1])[1] == ("00:20", "00:40")
    assert times(with_zone, without_zone=[0])[1] == ("00:20", "00:40")


def test_where_no_hour_comes_twice_nights_stay_as_they_are_written() -> None:
    spans = [("04:10", "04:50"), ("04:20", "04:40")]
    assert times(spans) == [("03:10", "03:50"), ("03:20", "03:40")]


def test_a_night_that_would_end_before_it_begins_or_still_overlaps_stays() -> None:
    before_its_end = [("01:00", "02:30"), ("02:20", "03:10")]
    assert times(before_its_end)[1] == ("01:20", "02:10")
    overlapping = [("01:00", "03:30"), ("02:20", "02:40")]
    assert times(overlapping)[1] == ("00:20", "00:40")


def test_nights_of_one_beginning_keep_the_order_of_the_file() -> None:
    spans = [("02:10", "02:50"), ("02:10", "02:20")]
    assert times(spans) == [("00:10", "00:50"), ("01:10", "01:20")]


def test_nights_in_the_second_hour_follow_each_other_too() -> None:
    spans = [("02:10", "02:50"), ("02:20", "02:30"), ("02:30", "02:30")]
    assert times(spans) == [("00:10", "00:50"), ("01:20", "01:30"), ("01:30", "01:30")]


def test_at_the_beginning_of_the_calendar_nights_stay() -> None:
    first = datetime(1, 1, 1, tzinfo=UTC)
    nights = [JournalEntry(EntryId(n), first, first + timedelta(hours=2 - n)) for n in (0, 1)]
    assert place_repeated_hours(nights, "aa", range(2), BERLIN) == tuple(nights)
