"""What the nights have in common, told only when enough of them agree. Medians, no averages."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from lullaby.journal.entry import JournalEntry, Outcome

FEWEST_NIGHTS = 8
"""Nothing is said of fewer nights."""

CALM = (Outcome.ASLEEP, Outcome.CALMER)


@dataclass(frozen=True, slots=True)
class Pattern:
    """`bed` None speaks of all nights."""

    median_minutes: int
    nights: int
    bed: str | None = None


def pattern(entries: Sequence[JournalEntry]) -> Pattern | None:
    """The minutes to calm that the nights have in common; None of too few.

    Where a background sound was there on enough nights and those settled sooner than all nights
    together, they are what is told.
    """
    calm = [
        entry for entry in entries if entry.outcome in CALM and entry.minutes_to_calm is not None
    ]
    if len(calm) < FEWEST_NIGHTS:
        return None
    whole = Pattern(_median(calm), len(calm))
    by_bed: dict[str, list[JournalEntry]] = defaultdict(list)
    for entry in calm:
        for bed in entry.beds:
            by_bed[bed].append(entry)
    told = [
        Pattern(_median(nights), len(nights), bed)
        for bed, nights in sorted(by_bed.items())
        if FEWEST_NIGHTS <= len(nights) < len(calm)
    ]
    best = min(told, key=lambda each: (each.median_minutes, -each.nights), default=None)
    return best if best and best.median_minutes < whole.median_minutes else whole


def _median(entries: Sequence[JournalEntry]) -> int:
    return round(median(entry.minutes_to_calm or 0 for entry in entries))
