"""One page about the nights of a child, for whoever takes over: its numbers; `ui` has words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lullaby.journal.entry import Help, JournalEntry, Kind, Mood, Outcome
from lullaby.journal.filling import after_of, kind_of_entry, night_of
from lullaby.journal.helps import FEWEST, FactorSummary, middle, minutes_of, what_helps
from lullaby.journal.weeks import stretches, usual_bedtimes

NOTES = 6


@dataclass(frozen=True, slots=True)
class HandoverReport:
    """Minutes are None of fewer than four answered nights, `inf` for "not this time"."""

    child: str | None
    first: date
    last: date
    entries: int
    nights: int
    """Days of the calendar, noon to noon, with an entry."""
    outcomes: dict[Outcome, int]
    kinds: dict[Kind, int]
    wakings: float | None
    """Entries of night waking in the middle night."""
    bedtimes: float | None
    """Nights with a bedtime routine in the middle week."""
    low: float | None
    median: float | None
    high: float | None
    helps: tuple[FactorSummary, ...]
    helped: dict[Help, int]
    """What else helped, on how many entries."""
    moods: dict[tuple[Mood, Mood], int]
    """Before and after, the most frequent first."""
    notes: tuple[tuple[JournalEntry, str], ...]
    """The newest notes."""


def handover_report(entries: Sequence[JournalEntry], child: str | None) -> HandoverReport | None:
    """The page of these nights, newest first; None of none."""
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
        usual_bedtimes(stretches(entries, max(days))),
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
