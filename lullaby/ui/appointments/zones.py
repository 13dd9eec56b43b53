"""Places by the names of their time zones, and what time it is there."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from functools import cache

from PySide6.QtCore import QByteArray, QDateTime, QTimeZone

MOST_FOUND = 6
OTHER_NAMES = ("Etc", "SystemV", "US", "Canada", "Brazil", "Mexico", "Chile")
"""Areas of zones that have the name of a place elsewhere."""


def city(zone: str) -> str:
    """The place in the name of a zone: `Europe/Lisbon` gives Lisbon."""
    return zone.rpartition("/")[2].replace("_", " ")


def find_zones(typed: str) -> Sequence[str]:
    """Zones whose place, or any word of it, begins with what was typed; the best first."""
    wanted = " ".join(typed.casefold().split())
    if not wanted:
        return ()
    found = [zone for zone in _zones() if wanted in city(zone).casefold()]
    ranked = sorted(found, key=lambda zone: _rank(city(zone).casefold(), wanted))
    return ranked[:MOST_FOUND]


def time_there(moment: datetime, zone: str) -> datetime:
    """The same moment by the clocks of a zone; `moment` has a zone itself."""
    seconds = int(moment.timestamp())
    there = QTimeZone(QByteArray(zone.encode()))
    if not there.isValid():
        return moment
    offset = there.offsetFromUtc(QDateTime.fromSecsSinceEpoch(seconds, QTimeZone.utc()))
    return moment.astimezone(timezone(timedelta(seconds=offset)))


def minutes_ahead(moment: datetime, zone: str) -> int:
    """How many minutes the clocks there are ahead of those here, at that moment."""
    here = moment.utcoffset() or timedelta(0)
    there = time_there(moment, zone).utcoffset() or timedelta(0)
    return round((there - here).total_seconds() / 60)


def local(day: datetime) -> datetime:
    """A time of day without a zone, as a moment in the zone of this computer."""
    return day.astimezone()


@cache
def _zones() -> tuple[str, ...]:
    known = (bytes(each.data()).decode() for each in QTimeZone.availableTimeZoneIds())
    return tuple(sorted(each for each in known if _is_place(each)))


def _is_place(zone: str) -> bool:
    area, _, rest = zone.partition("/")
    return bool(rest) and area not in OTHER_NAMES


def _rank(place: str, wanted: str) -> tuple[int, str]:
    if place == wanted:
        return 0, place
    if place.startswith(wanted):
        return 1, place
    return (2 if f" {wanted}" in place else 3), place
