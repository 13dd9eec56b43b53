"""What the Journal says, decided without widgets."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from lullaby.journal.entry import JournalEntry, Outcome
from lullaby.journal.summary import Pattern
from lullaby.ui import names


def _tr(text: str) -> str:
    return QCoreApplication.translate("journal", text)


def when(entry: JournalEntry, now: datetime) -> str:
    """Last night, 3:07; Saturday, 19:40; 3 May, 2:15."""
    started = entry.started_at
    time = names.clock_time(started)
    days = (now.date() - started.date()).days
    if started.hour < 12 and days == 0:
        day = _tr("Last night") if started.hour < 7 else _tr("This morning")
    elif days == 0:
        day = _tr("Today")
    elif days == 1 and started.hour >= 19 and now - started < timedelta(hours=20):
        day = _tr("Last night")
    elif 0 < days < 7:
        day = QLocale().standaloneDayName(started.isoweekday())
    else:
        pattern = "d MMMM" if started.year == now.year else "d MMMM yyyy"
        day = QLocale().toString(QDate(started.year, started.month, started.day), pattern)
    return f"{day}, {time}"


def what(entry: JournalEntry) -> str:
    """12 min · Night waking, rain."""
    evening = names.evening(entry)
    if entry.outcome is Outcome.NOT_THIS_TIME:
        first = names.outcome_name(entry.outcome).lower()
    elif entry.outcome is None:
        first = names.ending_name(entry.ending) if entry.ending else _tr("by hand")
    elif entry.minutes_to_calm is not None:
        first = names.minutes_short(entry.minutes_to_calm)
    else:
        first = names.outcome_name(entry.outcome).lower()
    return "  ·  ".join(part for part in (first, evening) if part)


def spoken(entry: JournalEntry, now: datetime) -> str:
    """A row as one sentence for a screen reader."""
    parts = [names.outcome_name(entry.outcome), when(entry, now), what(entry), entry.note]
    return ", ".join(part.replace("  ·  ", ", ") for part in parts if part)


def quoted(note: str) -> str:
    return _tr("“{note}”").format(note=note) if note else ""


def sentence(pattern: Pattern | None) -> tuple[str, str]:
    """The one sentence on top and where it comes from."""
    if pattern is None:
        return _tr("A few more nights and a pattern may show."), ""
    text = _tr("Things have settled in about {n} minutes.").format(n=pattern.median_minutes)
    if pattern.bed is not None:
        text = _tr("Evenings with {bed} have settled in about {n} minutes.").format(
            bed=names.bed_in_sentence(pattern.bed), n=pattern.median_minutes
        )
    source = _tr("From {n} nights. Your pattern so far, not a promise.").format(n=pattern.nights)
    return text, source


def empty_sentence() -> str:
    return _tr("After a song, one tap here remembers how it went.")


def heard(entry: JournalEntry) -> str:
    """The songs of a night: Suo Gân (sung), Twinkle."""
    sung = _tr("{title} (sung)")
    songs = [sung.format(title=s.title) if s.sung else s.title for s in entry.songs]
    ending = names.ending_name(entry.ending) if entry.ending else ""
    return "  ·  ".join(part for part in (", ".join(dict.fromkeys(songs)), ending) if part)
