"""Suggests at most one song that often played on calm nights, for one line on Tonight."""

from collections.abc import Sequence
from datetime import timedelta

from lullaby.frozen import frozen
from lullaby.journal.entry import JournalEntry
from lullaby.journal.helps import FactorKind, FactorSummary, middle, minutes_of, what_helps

LOOKS_BACK = timedelta(days=91)
RESTS = timedelta(days=14)
"""How long no suggestion is shown after one was dismissed."""
FEWEST_CALM = 5
LEAST_SHARE = 0.7
"""Share of a song's nights that became calm, from which it is suggested; its median is calm too."""


@frozen
class Suggestion:
    row: FactorSummary
    usual: float
    """Median of all nights, in minutes."""


def suggestion(entries: Sequence[JournalEntry]) -> Suggestion | None:
    """A song with enough calm nights and an estimate below the usual; None if there is none.

    Songs that usually end the evening, or that played every night, are excluded.
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
            and row.reckoned < usual
            and not (row.usually_last or row.always_there)
        ):
            return Suggestion(row, usual)
    return None
