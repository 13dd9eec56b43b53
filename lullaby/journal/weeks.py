"""Groups nights by week or month: median minutes to calm, and how many had a bedtime."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from lullaby.frozen import frozen
from lullaby.journal.entry import JournalEntry, Kind
from lullaby.journal.filling import kind_of_entry, night_of
from lullaby.journal.helps import FEWEST, middle, minutes_of

MONDAY = 1

WEEKS_AT_MOST = 26
"""More weeks than this are grouped by month."""


@frozen
class Stretch:
    """A week or a month.

    Minutes are None with fewer than four answered nights, and `inf` if the median night was "not
    this time"."""

    first: date
    days: int
    answered: int
    median: float | None = None
    low: float | None = None
    high: float | None = None
    bedtimes: int = 0
    """How many of `days` had a bedtime."""


def stretches(
    entries: Sequence[JournalEntry], until: date, first_weekday: int = MONDAY
) -> list[Stretch]:
    """Weeks from the first night to `until`, or months if there are many weeks.

    `first_weekday` is 1 for Monday to 7 for Sunday.
    """
    if not entries:
        return []
    first = min(night_of(entry.started_at) for entry in entries)
    starts = _starts(first, max(until, first), first_weekday)
    minutes: dict[date, list[float]] = defaultdict(list)
    bedtimes: dict[date, set[date]] = defaultdict(set)
    monthly = _by_month(first, max(until, first), first_weekday)
    for entry in entries:
        night = night_of(entry.started_at)
        start = night.replace(day=1) if monthly else _week_of(night, first_weekday)
        took = minutes_of(entry)
        if took is not None:
            minutes[start].append(took)
        if entry.routine and kind_of_entry(entry) is Kind.BEDTIME:
            bedtimes[start].add(night)
    ends = [*starts[1:], _next(starts[-1], monthly)]
    return [
        _stretch(start, (end - start).days, minutes[start], len(bedtimes[start]))
        for start, end in zip(starts, ends, strict=True)
    ]


def _stretch(start: date, days: int, minutes: Sequence[float], bedtimes: int) -> Stretch:
    if len(minutes) < FEWEST:
        return Stretch(start, days, len(minutes), bedtimes=bedtimes)
    low, median, high = middle(minutes)
    return Stretch(start, days, len(minutes), median, low, high, bedtimes)


def _starts(first: date, until: date, first_weekday: int) -> list[date]:
    monthly = _by_month(first, until, first_weekday)
    start = first.replace(day=1) if monthly else _week_of(first, first_weekday)
    found: list[date] = []
    while start <= until:
        found.append(start)
        start = _next(start, monthly)
    return found


def _by_month(first: date, until: date, first_weekday: int) -> bool:
    between = _week_of(until, first_weekday) - _week_of(first, first_weekday)
    return between.days // 7 >= WEEKS_AT_MOST


def _next(start: date, monthly: bool) -> date:
    return (start + timedelta(days=32)).replace(day=1) if monthly else start + timedelta(days=7)


def _week_of(day: date, first_weekday: int) -> date:
    """The first day of its week."""
    return day - timedelta(days=(day.isoweekday() - first_weekday) % 7)


def usual_bedtimes(weeks: Iterable[Stretch]) -> float | None:
    """The median number of bedtimes per week; None with fewer than two weeks."""
    counts = sorted(week.bedtimes * 7 / week.days for week in weeks)
    return middle(counts)[1] if len(counts) > 1 else None
