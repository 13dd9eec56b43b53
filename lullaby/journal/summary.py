"""The usual minutes to calm, given enough nights. Uses medians, not means."""

from collections.abc import Sequence
from math import inf

from lullaby.frozen import frozen
from lullaby.journal.entry import JournalEntry
from lullaby.journal.helps import FactorKind, middle, minutes_of, what_helps

FEWEST_NIGHTS = 8
"""Fewer nights than this give no result."""


@frozen
class Pattern:
    """The usual minutes with background sound `sound`; None for all nights."""

    median_minutes: int
    nights: int
    sound: str | None = None


def pattern(entries: Sequence[JournalEntry]) -> Pattern | None:
    """The usual minutes to calm; None with too few nights.

    Nights of "not this time" count as longest; None if they are the majority. If a background sound
    has enough nights and a lower estimate than the median of all, its nights are reported instead.
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
