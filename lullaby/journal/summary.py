"""What the nights have in common, told only when enough of them agree. Medians, no averages."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from lullaby.journal.entry import JournalEntry
from lullaby.journal.helps import FactorKind, middle, minutes_of, what_helps

FEWEST_NIGHTS = 8
"""Nothing is said of fewer nights."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """`bed` None speaks of all nights."""

    median_minutes: int
    nights: int
    bed: str | None = None


def pattern(entries: Sequence[JournalEntry]) -> Pattern | None:
    """The minutes to calm that the nights have in common; None of too few.

    Nights of "not this time" count, after all others; where they are the most, nothing is told.
    Where a background sound was there on enough nights and less is reckoned for those than the
    middle of all nights, they are what is told.
    """
    took = [minutes for entry in entries if (minutes := minutes_of(entry)) is not None]
    if len(took) < FEWEST_NIGHTS:
        return None
    whole = middle(took)[1]
    for row in what_helps(entries, (FactorKind.SOUND,)):
        enough = row.nights >= FEWEST_NIGHTS and not row.always_there
        if enough and row.reckoned < whole and row.median < whole:
            return Pattern(round(row.median), row.nights, row.name)
    return None if whole == inf else Pattern(round(whole), len(took))
