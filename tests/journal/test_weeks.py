"""Weeks and months, and what a night says by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import inf

import pytest

from lullaby.journal.entry import EntryId, JournalEntry, Kind, Mood, Outcome
from lullaby.journal.filling import after_of, kind_of, night_of
from lullaby.journal.weeks import WEEKS_AT_MOST, stretches, usual_bedtimes

MONDAY = datetime(2024, 10, 7, 19, 30, tzinfo=UTC)


def night(day: int, minutes: int | None = 10, routine: str = "bedtime") -> JournalEntry:
    return JournalEntry(
        EntryId(day + 1),
        MONDAY + timedelta(days=day),
        routine=routine,
        outcome=Outcome.NOT_THIS_TIME if minutes is None else Outcome.ASLEEP,
        minutes_to_calm=minutes,
    )


def test_a_week_of_three_nights_has_no_median() -> None:
    (week,) = stretches([night(day) for day in range(3)], MONDAY.date())
    assert (week.answered, week.median, week.bedtimes) == (3, None, 3)


def test_weeks_start_on_monday_and_none_is_skipped() -> None:
    nights = [night(day, 10 + day) for day in range(4)] + [night(22)]
    weeks = stretches(nights, date(2024, 10, 30))
    assert [week.first.day for week in weeks] == [7, 14, 21, 28]
    assert [week.answered for week in weeks] == [4, 0, 0, 1]
    assert (weeks[0].low, weeks[0].median, weeks[0].high) == (10.75, 11.5, 12.25)


@pytest.mark.parametrize(("first_weekday", "begins"), [(1, 7), (6, 5), (7, 6)])
def test_a_week_begins_where_the_family_begins_it(first_weekday: int, begins: int) -> None:
    (week,) = stretches([night(day) for day in range(4)], date(2024, 10, 10), first_weekday)
    assert (week.first.day, week.answered) == (begins, 4)


def test_a_night_after_midnight_belongs_to_the_evening_before() -> None:
    sunday_night = MONDAY - timedelta(hours=17)
    assert night_of(sunday_night) == date(2024, 10, 6)
    entry = JournalEntry(EntryId(1), sunday_night, routine="bedtime")
    assert stretches([entry], MONDAY.date())[0].first == date(2024, 9, 30)


def test_the_median_night_may_be_not_this_time() -> None:
    (week,) = stretches([night(0), *(night(day, None) for day in range(1, 5))], MONDAY.date())
    assert week.median == inf


def test_long_times_are_grouped_by_month() -> None:
    nights = [night(day) for day in range(0, WEEKS_AT_MOST * 7 + 7, 2)]
    months = stretches(nights, nights[-1].started_at.date())
    assert all(month.first.day == 1 for month in months)
    assert {month.days for month in months} <= {28, 29, 30, 31}
    assert sum(month.answered for month in months) == len(nights)


def test_bedtimes_count_nights_and_only_those_with_a_routine() -> None:
    nights = [night(0), night(0), night(1), night(2, routine=""), night(3, routine="nap")]
    (week,) = stretches(nights, MONDAY.date())
    assert week.bedtimes == 2
    assert usual_bedtimes([week]) is None
    assert usual_bedtimes([week, week]) == 2
    assert usual_bedtimes([replace(week, bedtimes=nights) for nights in (7, 1, 2)]) == 2
    assert stretches([], date(2026, 11, 1)) == []


@pytest.mark.parametrize(
    ("routine", "hour", "kind"),
    [
        ("bedtime", 19, Kind.BEDTIME),
        ("bedtime", 3, Kind.NIGHT_WAKING),
        ("nap", 13, Kind.NAP),
        ("nap", 2, Kind.NIGHT_WAKING),
        ("night_waking", 3, Kind.NIGHT_WAKING),
        ("night_waking", 15, Kind.FUSSING),
        ("just_sound", 10, Kind.NAP),
        ("just_sound", 20, Kind.BEDTIME),
        ("Ours", 1, Kind.NIGHT_WAKING),
    ],
)
def test_the_kind_is_filled_from_routine_and_hour(routine: str, hour: int, kind: Kind) -> None:
    assert kind_of(routine, hour) is kind


def test_the_mood_after_follows_the_answer_until_it_is_set() -> None:
    assert after_of(night(0)) is Mood.ASLEEP
    assert after_of(night(0, None)) is None
    entry = JournalEntry(EntryId(1), MONDAY, outcome=Outcome.ASLEEP, after=Mood.DROWSY)
    assert after_of(entry) is Mood.DROWSY
