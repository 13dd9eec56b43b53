"""Texts about backups."""

from datetime import date, datetime

from lullaby.storage.backups import Backup, Holds
from lullaby.ui.text import names
from lullaby.ui.text.lists import listed, sentences
from lullaby.ui.text.locale import day_of, whole
from lullaby.ui.text.translate import translate


def day(made: date, today: date) -> str:
    """today; yesterday; 28 October."""
    days = (today - made).days
    if days == 0:
        return translate("backups", "today")
    if days == 1:
        return translate("backups", "yesterday")
    return day_of(made, today)


def name(backup: Backup, today: date) -> str:
    """Backup of today; set aside on 28 October."""
    text = (
        translate("backups", "Kept before restoring, {day}")
        if backup.set_aside
        else translate("backups", "Backup of {day}")
    )
    return text.format(day=day(backup.day, today))


def back(backup: Backup, today: date) -> str:
    """The message after it was restored."""
    if backup.set_aside:
        return translate("backups", "Restored what you had before.")
    text = translate("backups", "Restored the backup of {day}.")
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
        return translate("backups", "this morning")
    return (
        translate("backups", "this afternoon")
        if hour < 18
        else translate("backups", "this evening")
    )


def replace_question() -> str:
    return translate("backups", "Replace what you have now with this backup?")


def compared(here: Holds | None, there: Holds, now: datetime) -> list[tuple[str, str, str]]:
    """What, how much of it there is now, and how much after restoring."""
    return [
        (what, "–" if here is None else count(here), count(there))
        for what, count in (
            (translate("backups", "Nights"), lambda held: whole(held.nights)),
            (translate("backups", "Latest night"), lambda held: _last(held, now)),
            (translate("backups", "Your playlists"), lambda held: whole(held.playlists)),
            (translate("backups", "Songs with your settings"), lambda held: whole(held.adjusted)),
            (translate("backups", "Songs in the library"), lambda held: whole(held.songs)),
        )
    ]


def compared_heads() -> tuple[str, str, str]:
    return "", translate("backups", "Now"), translate("backups", "After restoring")


def compared_spoken(here: Holds | None, there: Holds, now: datetime) -> str:
    """The same for a screen reader: Nights: now 4, then 3."""
    text = translate("backups", "{what}: now {here}, after restoring {there}.")
    rows = compared(here, there, now)
    return sentences([text.format(what=a, here=b, there=c) for a, b, c in rows])


def _last(held: Holds, now: datetime) -> str:
    """2 November."""
    if held.newest is None:
        return "–"
    return day_of(datetime.fromisoformat(held.newest).astimezone(now.tzinfo).date(), now.date())


def holds(held: Holds | None, now: datetime) -> str:
    """26 nights until 2 November, 435 songs."""
    if held is None:
        return translate("backups", "This backup can’t be read.")
    nights, songs = names.nights(held.nights), names.songs(held.songs)
    if held.newest is None:
        return listed((nights, songs))
    until = translate("backups", "{nights} until {day}, {songs}")
    return until.format(nights=nights, day=_last(held, now), songs=songs)
