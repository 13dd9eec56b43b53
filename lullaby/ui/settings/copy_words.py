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
    """The copy of today; set aside on 28 October."""
    text = _tr("Set aside {day}") if backup.set_aside else _tr("The copy of {day}")
    return text.format(day=day(backup.day, today))


def back(backup: Backup, today: date) -> str:
    """What is said when it was brought back."""
    aside = _tr("What was set aside {day} is back.")
    text = aside if backup.set_aside else _tr("The copy of {day} is back.")
    return text.format(day=day(backup.day, today))


def holds(held: Holds | None, now: datetime) -> str:
    """26 nights until 2 November, 435 songs."""
    if held is None:
        return _tr("This one cannot be read here.")
    nights = _tr("1 night") if held.nights == 1 else _tr("{n} nights").format(n=held.nights)
    songs = _tr("1 song") if held.songs == 1 else _tr("{n} songs").format(n=held.songs)
    if held.newest is None:
        return f"{nights}, {songs}"
    last = datetime.fromisoformat(held.newest).astimezone(now.tzinfo).date()
    until = _tr("until {day}").format(day=_written(last, now.date()))
    return f"{nights} {until}, {songs}"


def _written(moment: date, today: date) -> str:
    pattern = "d MMMM" if moment.year == today.year else "d MMMM yyyy"
    return QLocale().toString(QDate(moment.year, moment.month, moment.day), pattern)
