"""Rows of Baby Buddy's CSV exports as nights.

Sleep: id, child_id, child_first_name, child_last_name, start, end, nap (older: napping), notes,
tags. Notes: id, child_id, child_first_name, child_last_name, note, time, tags. The columns are
those of the import and export resources in Baby Buddy's core/admin.py and of the tables in its
core/tests/import. Feedings, nappies, measures and tummy time are not nights and are left alone.

Moments are as Django writes them, 2020-02-17 00:14:09, with or without an offset, or as a
spreadsheet writes them anew.

Sleep that began is told as "asleep"; how long it took to come is not told there.
"""

from collections.abc import Collection, Mapping

from lullaby.journal.entry import EntryId, JournalEntry, Kind, Outcome
from lullaby.journal.filling import kind_of
from lullaby.journal.moments import Times

SLEEP = {"start", "end"}
NOT_SLEEP = {"milestone", "type", "method", "amount"}
"""Columns of tummy time, feedings and pumping, which have a start and an end too."""
NOTE = {"note", "time"}
YES = {"1", "true", "yes"}
NO = {"0", "false", "no"}


def knows(columns: Collection[str]) -> bool:
    """Whether these are the columns of a table of sleep or of notes."""
    names = set(columns)
    if not {"child_id", "child", "child_first_name"} & names:
        return False
    return (names >= SLEEP and not names & NOT_SLEEP) or names >= NOTE


def time_columns(columns: Collection[str]) -> tuple[str, str]:
    """Where a row of these columns tells its beginning and its end."""
    return ("start", "end") if set(columns) >= SLEEP else ("time", "time")


def entry(row: Mapping[str, str], columns: Collection[str], times: Times) -> JournalEntry | None:
    """One row; None where it tells no moment, or is a note without words."""
    child = row.get("child_first_name") or ""
    children = (child.strip(),) if child.strip() else ()
    if set(columns) >= SLEEP:
        started = times.moment(row.get("start"))
        if started is None:
            return None
        ended = times.moment(row.get("end"), started)
        return JournalEntry(
            EntryId(0),
            started,
            ended if ended is not None and ended >= started else None,
            outcome=Outcome.ASLEEP,
            note=(row.get("notes") or "").strip(),
            by_hand=True,
            kind=_kind(row.get("nap") or row.get("napping") or "", started.hour),
            children=children,
        )
    started, note = times.moment(row.get("time")), (row.get("note") or "").strip()
    if started is None or not note:
        return None
    return JournalEntry(EntryId(0), started, note=note, by_hand=True, children=children)


def _kind(nap: str, hour: int) -> Kind:
    said = nap.strip().lower()
    if said in YES:
        return Kind.NAP
    by_hour = kind_of("", hour)
    return Kind.BEDTIME if said in NO and by_hour is Kind.NAP else by_hour
