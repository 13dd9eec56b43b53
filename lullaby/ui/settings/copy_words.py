"""What is said of a copy."""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from lullaby.storage.backups import Backup, Holds


def _tr(text: str) -> str:
    return QCoreApplication.translate("copies", text)


def day(made: date, today: date) -> str:
    """today; yesterday; 28 October."""
    days = (today - made).days
    if days == 0:
        return _tr("today")
    if days == 1:
        return _tr("yesterday")
    return _written(made, today)


def name(backup: Backup, today: date) -> str:
    """Backup of today; set aside on 28 October."""
    text = _tr("Set aside {day}") if backup.set_aside else _tr("Backup of {day}")
    return text.format(day=day(backup.day, today))


def back(backup: Backup, today: date) -> str:
    """What is said when it was brought back."""
    if backup.set_aside:
        return _tr("Restored what you had before.")
    text = _tr("Restored the backup of {day}.")
    return text.format(day=day(backup.day, today))


def when_made(backup: Backup, now: datetime) -> str:
    """this morning; this afternoon; this evening; yesterday; 28 October."""
    if backup.day != now.date():
        return day(backup.day, now.date())
    try:
        hour = datetime.fromtimestamp(backup.path.stat().st_mtime, now.tzinfo).hour
    except OSError:
        return day(backup.day, now.date())
    if hour < 12:
        return _tr("this morning")
    return _tr("this afternoon") if hour < 18 else _tr("this evening")


def nights(count: int) -> str:
    return _tr("1 night") if count == 1 else _tr("{n} nights").format(n=count)


def replace_question(here: Holds | None, there: Holds, now: datetime) -> str:
    """What takes the place of what."""
    if here is None:
        return _tr("Replace what is here now with {backup}?").format(backup=holds(there, now))
    text = _tr("Replace what is here now ({here}) with this backup ({backup})?")
    return text.format(here=holds(here, now), backup=holds(there, now))


def holds(held: Holds | None, now: datetime) -> str:
    """26 nights until 2 November, 435 songs."""
    if held is None:
        return _tr("This one cannot be read here.")
    count = nights(held.nights)
    songs = _tr("1 song") if held.songs == 1 else _tr("{n} songs").format(n=held.songs)
    if held.newest is None:
        return f"{count}, {songs}"
    last = datetime.fromisoformat(held.newest).astimezone(now.tzinfo).date()
    until = _tr("until {day}").format(day=_written(last, now.date()))
    return f"{count} {until}, {songs}"


def _written(moment: date, today: date) -> str:
    pattern = "d MMMM" if moment.year == today.year else "d MMMM yyyy"
    return QLocale().toString(QDate(moment.year, moment.month, moment.day), pattern)
