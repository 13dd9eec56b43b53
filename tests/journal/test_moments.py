"""Times in files: skipped and repeated hours, and what spreadsheets make of them."""

import os
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.journal.moments import Times, day_comes_first, moment
from lullaby.journal.reading import read_nights
from tests.journal.nights import ZONES

pytestmark = pytest.mark.skipif(
    not set(ZONES) <= available_timezones(), reason="this machine knows no zones"
)
DATA = Path(__file__).parents[1] / "data" / "journal"
MINUTES = timedelta(minutes=1)
WALLS = st.datetimes(
    datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2037-01-01")
).map(lambda m: m.replace(fold=0))


@pytest.fixture(params=ZONES)
def local(request: pytest.FixtureRequest) -> Iterator[ZoneInfo]:
    """The machine's time zone."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of this machine cannot be set")
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield ZoneInfo(request.param)
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


def in_utc(text: str, zone: str) -> datetime:
    found = moment(text, ZoneInfo(zone))
    assert found is not None
    return found.astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "text", "then"),
    [
        ("Europe/Berlin", "2024-03-31 02:30", datetime(2024, 3, 31, 1, 30, tzinfo=UTC)),
        ("America/New_York", "2024-03-10 02:30", datetime(2024, 3, 10, 7, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2024-10-06 02:15", datetime(2024, 10, 5, 15, 45, tzinfo=UTC)),
        ("Europe/Berlin", "2024-10-27 02:30", datetime(2024, 10, 27, 0, 30, tzinfo=UTC)),
        ("Australia/Lord_Howe", "2024-04-07 01:45", datetime(2024, 4, 6, 14, 45, tzinfo=UTC)),
        ("Asia/Kolkata", "2024-03-31 02:30", datetime(2024, 3, 30, 21, 0, tzinfo=UTC)),
    ],
)
def test_an_hour_skipped_or_repeated_by_the_clock_change(
    zone: str, text: str, then: datetime
) -> None:
    assert in_utc(text, zone) == then


def test_half_past_two_that_never_was_is_half_past_three() -> None:
    found = moment("2024-03-31 02:30", ZoneInfo("Europe/Berlin"))
    assert found is not None
    assert found.isoformat() == "2024-03-31T03:30:00+02:00"


def test_the_local_zone_is_read_like_any_other(local: ZoneInfo) -> None:
    changes = ("2024-03-09", "2024-03-30", "2024-04-06", "2024-10-05", "2024-10-26", "2024-11-02")
    for quarters in range(3 * 96 * len(changes)):
        day, quarter = divmod(quarters, 3 * 96)
        wall = datetime.fromisoformat(changes[day]) + timedelta(minutes=15 * quarter)
        here, there = moment(wall.isoformat(), None), moment(wall.isoformat(), local)
        assert here is not None
        assert there is not None
        assert here.isoformat() == there.isoformat()


@given(zone=st.sampled_from(ZONES), wall=WALLS)
def test_a_moment_shows_its_own_time_of_day_unless_that_never_was(
    zone: str, wall: datetime
) -> None:
    found = moment(wall.isoformat(), ZoneInfo(zone))
    assert found is not None
    again = found.astimezone(ZoneInfo(zone))
    assert again.replace(tzinfo=None, fold=0) == found.replace(tzinfo=None)
    left_out = found.replace(tzinfo=None) - wall
    assert left_out in (timedelta(0), 30 * MINUTES, 60 * MINUTES)
    later = Times(ZoneInfo(zone)).moment(wall.isoformat(), found + 1 * MINUTES)
    assert later is not None
    assert later - found in (timedelta(0), 30 * MINUTES, 60 * MINUTES)


@pytest.mark.parametrize("order", [1, -1])
def test_the_second_half_past_two_of_an_autumn_night_is_an_hour_later(order: int) -> None:
    head, *rows = (DATA / "the_second_half_past_two.csv").read_text().splitlines(keepends=True)
    early = rows[0].replace(" 02:", " 01:").replace("first 2:30", "at half past one")
    lines = [head, *[early, *rows][::order]]
    nights = read_nights("".join(lines).encode(), ZoneInfo("Europe/Berlin")).entries
    begun = sorted(each.started_at.astimezone(UTC) for each in nights)
    half_past_one = datetime(2024, 10, 26, 23, 30, tzinfo=UTC)
    assert [(each - half_past_one) // MINUTES for each in begun] == [0, 60, 120]
    assert all(each.ended_at == each.started_at + 15 * MINUTES for each in nights)


def test_a_sleep_across_the_change_lasts_as_long_as_it_did() -> None:
    text = "child_id,start,end,notes\n1,2024-10-27 02:50,2024-10-27 02:10,\n"
    text += "1,2024-10-27 22:00,2024-10-27 23:00,\n1,2024-03-31 01:30,2024-03-31 03:30,\n"
    nights = read_nights(text.encode(), ZoneInfo("Europe/Berlin")).entries
    slept = [(each.ended_at or each.started_at) - each.started_at for each in nights]
    assert [each // MINUTES for each in slept] == [20, 60, 60]


def test_two_children_in_the_hour_that_comes_twice_stay_together() -> None:
    text = "child_id,start,end,notes\n1,2024-10-27 02:30,2024-10-27 02:45,\n"
    text += "2,2024-10-27 02:30,2024-10-27 02:45,\n"
    one, other = read_nights(text.encode(), ZoneInfo("Europe/Berlin")).entries
    assert one.started_at == other.started_at


def test_a_table_that_a_spreadsheet_saved_is_read() -> None:
    found = read_nights((DATA / "times_of_spreadsheets.csv").read_bytes(), UTC)
    begun = datetime(2024, 6, 2, 23, 50, tzinfo=UTC)
    assert [each.started_at for each in found.entries] == [begun, begun]
    assert all(each.ended_at == begun + 30 * MINUTES for each in found.entries)
    assert found.passed_over == 0


@pytest.mark.parametrize(
    ("text", "day_first", "wanted"),
    [
        ("6/2/2024 11:50:00 PM", False, "2024-06-02T23:50:00"),
        ("6/2/24 12:05 a.m.", False, "2024-06-02T00:05:00"),
        ("02/06/2024 23:50", True, "2024-06-02T23:50:00"),
        ("02.06.2024 23:50", False, "2024-06-02T23:50:00"),
        ("2.6.24, 23.50", True, "2024-06-02T23:50:00"),
        ("2024/6/2 23:50", True, "2024-06-02T23:50:00"),
        ("2-6-2024 3:05", True, "2024-06-02T03:05:00"),
        ("45445.9930555556", True, "2024-06-02T23:50:00"),
        ("45445,9930555556", False, "2024-06-02T23:50:00"),
    ],
)
def test_what_spreadsheets_write(text: str, day_first: bool, wanted: str) -> None:
    found = Times(UTC, day_first).written(text)
    assert found is not None
    assert found.isoformat() == wanted


@pytest.mark.parametrize(
    "text", ["", "soon", "31/31/2024 1:00", "1/2/2024 13:00 PM", "1.2", "9" * 400, "1/2/3/4"]
)
def test_strings_that_are_no_moment(text: str) -> None:
    assert moment(text, UTC) is None


@pytest.mark.parametrize(
    ("spans", "first"),
    [
        ([("13/2/2024 1:00", "13/2/2024 2:00")], True),
        ([("2/13/2024 1:00", "2/13/2024 2:00")], False),
        ([("5/6/2024 23:50", "6/6/2024 0:20")], True),
        ([("5/6/2024 23:50", "5/7/2024 0:20")], False),
        ([("5/6/2024 1:00", "5/6/2024 2:00")], True),
        ([("5/6/2024 1:00 AM", "5/6/2024 2:00 AM")], False),
        ([], True),
        ([("12/13/2024 1:00", "12/13/2024 2:00")], False),
        ([("5/12/2024 1:00", "5/12/2024 2:00")], True),
        ([("5/6/2024 1:00", "5/7/2024 1:00")], False),
        ([("5/6/2024 1:00", "5/7/2024 1:01")], True),
        ([("5/6/2024 1:00", "6.5.2024 1:00")], False),
        ([("soon", "later"), ("2/13/2024 1:00", "2/13/2024 2:00")], False),
        ([("13.2.2024 1:00", "13.2.2024 2:00"), ("2/13/2024 1:00", "2/13/2024 2:00")], False),
        ([("2024/2/13 1:00", "2024/2/13 2:00"), ("2/13/2024 1:00", "2/13/2024 2:00")], False),
    ],
)
def test_day_or_month_first(spans: list[tuple[str, str]], first: bool) -> None:
    assert day_comes_first(spans) is first


def test_the_day_comes_first_unless_a_file_says_otherwise() -> None:
    found = Times(UTC).written("3/4/2024 1:00")
    assert found is not None
    assert (found.month, found.day) == (4, 3)


@given(st.text(max_size=30) | st.text("0123456789/.-: apm", max_size=24))
def test_no_text_is_too_strange(text: str) -> None:
    for zone in (None, UTC, timezone(timedelta(hours=-12)), ZoneInfo("Australia/Lord_Howe")):
        moment(text, zone)
