"""Moments out of files."""

from datetime import datetime, tzinfo


def moment(value: object, zone: tzinfo | None) -> datetime | None:
    """ISO 8601 with a space or a T; None where it is none.

    Without an offset it was in `zone`, or by the clock of this machine where that is None, with
    its summer time of then.
    """
    try:
        found = datetime.fromisoformat(str(value).strip())
        if found.tzinfo is not None:
            return found
        return found.astimezone() if zone is None else found.replace(tzinfo=zone)
    except (ValueError, OverflowError, OSError):
        return None
