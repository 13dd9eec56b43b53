"""Which moment a typed time of day means."""

from datetime import datetime, time, timedelta

DAY = timedelta(days=1)


def last_at(at: time, latest: datetime) -> datetime:
    """The last moment at this time of day that is not after `latest`."""
    found = latest.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return found if found <= latest else found - DAY


def first_at(at: time, earliest: datetime) -> datetime:
    """The first moment at this time of day that is not before `earliest`, or in its minute."""
    found = earliest.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    if found.replace(second=59, microsecond=999_999) >= earliest:
        return max(found, earliest)
    return found + DAY
