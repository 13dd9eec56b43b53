"""Reads rows of Baby Buddy's CSV exports as nights.

Sleep: id, child_id, child_first_name, child_last_name, start, end, nap (older: napping), notes,
tags. Notes: id, child_id, child_first_name, child_last_name, note, time, tags. The columns are
those of the import and export resources in Baby Buddy's core/admin.py and of the tables in its
core/tests/import. Feedings, nappies, measurements and tummy time are not nights and are ignored.

Timestamps are in Django's format, 2020-02-17 00:14:09, with or without an offset, or in that of a
spreadsheet.

A sleep entry becomes the outcome "asleep"; the export does not say how long falling asleep took.
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
    """Whether these are the columns of a sleep or notes table."""
    names = set(columns)
    if not {"child_id", "child", "child_first_name"} & names:
        return False
    return (names >= SLEEP and not names & NOT_SLEEP) or names >= NOTE


def time_columns(columns: Collection[str]) -> tuple[str, str]:
    """The names of the start and end columns."""
    return ("start", "end") if set(columns) >= SLEEP else ("time", "time")


def entry(row: Mapping[str, str], columns: Collection[str], times: Times) -> JournalEntry | None:
    """Convert one row; None without a timestamp, or for an empty note."""
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
    flag = nap.strip().lower()
    if flag in YES:
        return Kind.NAP
    by_hour = kind_of("", hour)
    return Kind.BEDTIME if flag in NO and by_hour is Kind.NAP else by_hour
