"""The figures of a one-page report about a child's nights, for another carer; `ui` words it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lullaby.journal.entry import Help, JournalEntry, Kind, Mood, Outcome
from lullaby.journal.filling import after_of, kind_of_entry, night_of
from lullaby.journal.helps import FEWEST, FactorSummary, middle, minutes_of, what_helps
from lullaby.journal.weeks import MONDAY, stretches, usual_bedtimes

NOTES = 6


@dataclass(frozen=True, slots=True)
class HandoverReport:
    """Minutes are None with fewer than four answered nights, and `inf` for "not this time"."""

    child: str | None
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
    moods = Counter((one, other) for one, other in pairs if one and other)
    noted = [(entry, entry.note) for entry in entries if entry.note]
    return HandoverReport(
        child,
        min(days),
        max(days),
        len(entries),
        len(set(days)),
        {outcome: sum(e.outcome is outcome for e in entries) for outcome in Outcome},
        {kind: sum(kind_of_entry(e) is kind for e in entries) for kind in Kind},
        _wakings(entries),
        usual_bedtimes(stretches(entries, max(days), first_weekday)),
        low,
        median,
        high,
        tuple(what_helps(entries)),
        dict(Counter(each for entry in entries for each in entry.helped).most_common()),
        dict(moods.most_common()),
        tuple(noted[:NOTES]),
    )


def _wakings(entries: Sequence[JournalEntry]) -> float | None:
    nights = {night_of(entry.started_at) for entry in entries}
    if len(nights) < FEWEST:
        return None
    counts = Counter(
        night_of(entry.started_at) for entry in entries if kind_of_entry(entry) is Kind.NIGHT_WAKING
    )
    return middle([counts[night] for night in nights])[1]
