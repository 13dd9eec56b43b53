"""The journal as a file of the person's own: CSV for a spreadsheet, JSON for everything.

CSV: RFC 4180, UTF-8 with a byte order mark (spreadsheets then read accents rightly), one row per
evening. Columns: started, ended (ISO 8601 with offset), ending, routine, sounds, timer_minutes,
outcome, minutes_to_calm, songs (titles joined by "; "), sung (titles sung along), note.
A text that a spreadsheet would take for a formula is led by an apostrophe.
"""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from lullaby.journal.entry import JournalEntry
from lullaby.settings import write_atomically

COLUMNS = (
    "started",
    "ended",
    "ending",
    "routine",
    "sounds",
    "timer_minutes",
    "outcome",
    "minutes_to_calm",
    "songs",
    "sung",
    "note",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
JSON_VERSION = 1


def to_csv(entries: Iterable[JournalEntry]) -> str:
    """The rows as text, without the byte order mark, oldest first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entry in sorted(entries, key=lambda each: each.started_at):
        writer.writerow(
            (
                entry.started_at.isoformat(timespec="seconds"),
                entry.ended_at.isoformat(timespec="seconds") if entry.ended_at else "",
                entry.ending.value if entry.ending else "",
                _plain(entry.routine),
                "; ".join(entry.beds),
                "" if entry.timer_minutes is None else entry.timer_minutes,
                entry.outcome.value if entry.outcome else "",
                "" if entry.minutes_to_calm is None else entry.minutes_to_calm,
                _plain("; ".join(song.title for song in entry.songs)),
                _plain("; ".join(song.title for song in entry.songs if song.sung)),
                _plain(entry.note),
            )
        )
    return out.getvalue()


def to_json(entries: Iterable[JournalEntry]) -> str:
    """Everything the journal holds, oldest first."""
    rows = [asdict(entry) for entry in sorted(entries, key=lambda each: each.started_at)]
    whole = {"lullaby_journal": JSON_VERSION, "entries": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2, default=_as_json) + "\n"


def write(entries: Iterable[JournalEntry], path: Path) -> None:
    """Write `.json` as JSON and anything else as CSV, atomically. Raises OSError."""
    if path.suffix.lower() == ".json":
        write_atomically(path, to_json(entries))
    else:
        write_atomically(path, "\ufeff" + to_csv(entries))


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _as_json(value: object) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"no JSON for {type(value).__name__}")
