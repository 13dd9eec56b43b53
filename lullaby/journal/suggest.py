"""At most one song that has often been there when it grew calm, for a single line on Tonight."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import inf

from lullaby.journal.entry import JournalEntry
from lullaby.journal.helps import FactorKind, FactorSummary, middle, minutes_of, what_helps

LOOKS_BACK = timedelta(days=91)
RESTS = timedelta(days=14)
"""After the line was put away."""
FEWEST_CALM = 5
LEAST_SHARE = 0.7
"""Of its nights that grew calm."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    row: FactorSummary
    usual: float
    """The middle night of all, minutes."""


def suggestion(entries: Sequence[JournalEntry]) -> Suggestion | None:
    """A song that was there on enough calm nights and for which less than the usual is reckoned.

    A song that mostly ends the evening, or that was there on every night, tells nothing.
    """
    took = [minutes for entry in entries if (minutes := minutes_of(entry)) is not None]
    if not took:
        return None
    usual = middle(took)[1]
    for row in what_helps(entries):
        if (
            row.kind is FactorKind.SONG
            and row.calm >= FEWEST_CALM
            and row.calm >= LEAST_SHARE * row.nights
            and row.median < inf
            and row.reckoned < usual
            and not (row.usually_last or row.always_there)
        ):
            return Suggestion(row, usual)
    return None
