"""The figures of a one-page report about a child's nights, for another carer; `ui` words it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from lullaby.frozen import frozen
from lullaby.journal.entry import Help, JournalEntry, Kind, Mood, Outcome
from lullaby.journal.filling import after_of, kind_of_entry, night_of
from lullaby.journal.helps import FEWEST, FactorSummary, middle, minutes_of, what_helps
from lullaby.journal.weeks import MONDAY, Stretch, stretches, usual_bedtimes

NOTES = 6
STRIP_NIGHTS = 28
"""The strip shows at most the last four weeks."""

Night = tuple[date, tuple[JournalEntry, ...]]
"""A night, noon to noon, and its entries in the order of their time."""


@frozen
class HandoverReport:
    """Minutes are None with fewer than four answered nights, and `inf` for "not this time"."""

    child: str | None
    """The chosen child, or the only one of whom these nights tell."""
    first: date
    last: date
    entries: int
    nights: int
    """Number of nights, noon to noon, with an entry."""
    outcomes: dict[Outcome, int]
    kinds: dict[Kind, int]
    wakings: float | None
    """Median number of night wakings per night."""
    bedtimes: float | None
    """Median number of nights per week with a bedtime routine."""
    low: float | None
    median: float | None
    high: float | None
    helps: tuple[FactorSummary, ...]
    helped: dict[Help, int]
    """Number of entries by what else helped."""
    moods: dict[tuple[Mood, Mood], int]
    """Number of entries by mood before and after, most frequent first."""
    notes: tuple[tuple[JournalEntry, str], ...]
    """The newest notes."""
    strip: tuple[Night, ...] = ()
    """The last nights, oldest first, those without an entry included."""
    weeks: tuple[Stretch, ...] = ()
    """All weeks or months, oldest first."""
    answered: tuple[JournalEntry, ...] = ()
    """The entries that tell minutes, or that it was not this time, oldest first."""


def handover_report(
    entries: Sequence[JournalEntry], child: str | None, first_weekday: int = MONDAY
) -> HandoverReport | None:
    """The report on these nights, given newest first; None without nights.

    Weeks begin on `first_weekday`, 1 for Monday to 7 for Sunday.
    """
    if not entries:
        return None
    days = [night_of(entry.started_at) for entry in entries]
    took = [minutes for entry in entries if (minutes := minutes_of(entry)) is not None]
    low, median, high = middle(took) if len(took) >= FEWEST else (None, None, None)
    pairs = [(entry.before, after_of(entry)) for entry in entries]
    weeks = stretches(entries, max(days), first_weekday)
    moods = Counter((one, other) for one, other in pairs if one and other)
    noted = [(entry, entry.note) for entry in entries if entry.note]
    return HandoverReport(
        child or _only_child(entries),
        min(days),
        max(days),
        len(entries),
        len(set(days)),
        {outcome: sum(e.outcome is outcome for e in entries) for outcome in Outcome},
        {kind: sum(kind_of_entry(e) is kind for e in entries) for kind in Kind},
        _wakings(entries),
        usual_bedtimes(weeks),
        low,
        median,
        high,
        tuple(what_helps(entries)),
        dict(Counter(each for entry in entries for each in entry.helped).most_common()),
        dict(moods.most_common()),
        tuple(noted[:NOTES]),
        _strip(entries),
        tuple(weeks),
        tuple(entry for entry in reversed(entries) if minutes_of(entry) is not None),
    )


def _only_child(entries: Sequence[JournalEntry]) -> str | None:
    children = {child for entry in entries for child in entry.children}
    return children.pop() if len(children) == 1 else None


def _strip(entries: Sequence[JournalEntry]) -> tuple[Night, ...]:
    found: dict[date, list[JournalEntry]] = {}
    for entry in sorted(entries, key=lambda each: each.started_at):
        found.setdefault(night_of(entry.started_at), []).append(entry)
    last = max(found)
    count = min(STRIP_NIGHTS, (last - min(found)).days + 1)
    days = [last - timedelta(days=ago) for ago in reversed(range(count))]
    return tuple((day, tuple(found.get(day, ()))) for day in days)


def _wakings(entries: Sequence[JournalEntry]) -> float | None:
    nights = {night_of(entry.started_at) for entry in entries}
    if len(nights) < FEWEST:
        return None
    counts = Counter(
        night_of(entry.started_at) for entry in entries if kind_of_entry(entry) is Kind.NIGHT_WAKING
    )
    return middle([counts[night] for night in nights])[1]
