"""Parses timestamps in imported files."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from lullaby.frozen import frozen

WRITTEN_BY_SPREADSHEETS = re.compile(
    r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})"
    r"(?:,?\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?(?:\s*([ap])\.?m\.?)?)?",
    re.IGNORECASE | re.ASCII,
)
DAYS_OF_A_SPREADSHEET = re.compile(r"[3-7]\d{4}(?:[.,]\d{1,15})?", re.ASCII)
"""A time in a cell without a format for times, in days; these are of 1982 to 2118."""
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001
"""Day 0 of spreadsheets (ECMA-376, 18.17.4.1)."""
LONGEST = timedelta(days=1)
"""No sleep lasts longer; a date format that makes it longer is the wrong one."""


@frozen
class Times:
    """How to read the timestamps of one file."""

    zone: tzinfo | None
    """Time zone of timestamps without an offset; None for this machine's."""
    day_first: bool = True
    """Whether 3/4/2024 is in April."""

    def written(self, value: object) -> datetime | None:
        """The timestamp as written, aware only if it has an offset; None if it is no timestamp.

        Accepts ISO 8601 with a space or a T, and spreadsheet formats.
        """
        text = str(value).strip()
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return _of_a_spreadsheet(text, self.day_first)

    def moment(self, value: object, not_before: datetime | None = None) -> datetime | None:
        """The moment, with the UTC offset of its place at that time; None if it is no timestamp.

        Of the two moments with the same local time in autumn, the first not before `not_before`.
        """
        found = self.written(value)
        if found is None:
            return None
        try:
            if found.tzinfo is not None:
                return found
            first = placed(found, self.zone)
            if not_before is not None and first < not_before:
                return max(first, placed(found, self.zone, second=True))
        except (ValueError, OverflowError, OSError):
            return None
        return first


def moment(value: object, zone: tzinfo | None) -> datetime | None:
    """Parse ISO 8601 with a space or a T; None if it is no timestamp.

    Without an offset it is in `zone` (None: this machine's), with the daylight saving time of that
    date.
    """
    return Times(zone).moment(value)


def placed(wall: datetime, zone: tzinfo | None, second: bool = False) -> datetime:
    """The moment at which clocks in `zone` (None: here) showed `wall`, with their offset then.

    A time that occurs twice in autumn is the first or the `second` of the two. A time skipped in
    spring uses the offset from before the change (PEP 495): half past two becomes half past three.
    The offset is fixed, so that moments compare and subtract as instants. Raises ValueError,
    OverflowError or OSError at the limits of the calendar.
    """
    ways = [_instant(wall.replace(fold=fold), zone) for fold in (0, 1)]
    true = [each for each in ways if each.replace(tzinfo=None) == wall.replace(fold=0)]
    if not true:
        return max(ways)
    return max(true) if second else min(true)


def day_comes_first(spans: Iterable[tuple[object, object]]) -> bool:
    """Whether the day comes before the month in these start and end times of one file.

    A number over 12 decides; else the order in which more ends follow their starts within a day;
    else am and pm, which go with month-first dates.
    """
    found = [(str(start).strip(), str(end).strip()) for start, end in spans]
    halves = False
    for text in (each for span in found for each in span):
        parts = WRITTEN_BY_SPREADSHEETS.fullmatch(text)
        if parts is None or parts[2] == "." or len(parts[1]) > 2:
            continue
        if int(parts[1]) > 12 or int(parts[3]) > 12:
            return int(parts[1]) > 12
        halves = halves or parts[8] is not None
    day, month = (_likely(found, Times(None, first)) for first in (True, False))
    return day > month if day != month else not halves


def _likely(spans: Iterable[tuple[str, str]], times: Times) -> int:
    """The number of ends that follow their starts within a day."""
    count = 0
    for start, end in spans:
        one, other = times.written(start), times.written(end)
        if one is not None and other is not None and (one.tzinfo is None) == (other.tzinfo is None):
            count += timedelta(0) <= other - one <= LONGEST
    return count


def _instant(wall: datetime, zone: tzinfo | None) -> datetime:
    aware = wall.astimezone() if zone is None else wall.replace(tzinfo=zone)
    instant = aware.astimezone(UTC)
    offset = instant.astimezone(zone).utcoffset()
    return instant.astimezone(timezone(offset or timedelta(0)))


def _of_a_spreadsheet(text: str, day_first: bool) -> datetime | None:
    if DAYS_OF_A_SPREADSHEET.fullmatch(text):
        seconds = round(float(text.replace(",", ".")) * 86_400)
        return FIRST_DAY + timedelta(seconds=seconds)
    parts = WRITTEN_BY_SPREADSHEETS.fullmatch(text)
    if parts is None:
        return None
    one, two, three = int(parts[1]), int(parts[3]), int(parts[4])
    if len(parts[1]) > 2:
        year, month, day = one, two, three
    elif day_first or parts[2] == ".":
        year, month, day = three, two, one
    else:
        year, month, day = three, one, two
    hour, minute, second = (int(parts[n] or 0) for n in (5, 6, 7))
    if parts[8] is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if parts[8].lower() == "p" else 0)
    try:
        return datetime(year + (2000 if year < 100 else 0), month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return None
