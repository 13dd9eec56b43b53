"""Exports the journal: CSV for spreadsheets, JSON for programs.

Both contain everything except this library's song ids, and `reading` imports both without loss.
docs/journal-files.md describes the format. A text that a spreadsheet would take for a formula gets
a leading apostrophe.
"""

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lullaby.journal.entry import JournalEntry
from lullaby.settings import write_atomically

COLUMNS = (
    "started",
    "ended",
    "ending",
    "kind",
    "routine",
    "sounds",
    "sound_levels",
    "music_level",
    "timer_minutes",
    "finish",
    "still_awake_ms",
    "before",
    "after",
    "outcome",
    "minutes_to_calm",
    "helped",
    "who",
    "children",
    "songs",
    "played_ms",
    "sung",
    "sung_ms",
    "singers",
    "by_hand",
    "note",
)
FORMULA = re.compile(r"'*[=+\-@\t\r]")
EMPTY = "\\0"
JSON_VERSION = 2


def to_csv(entries: Iterable[JournalEntry]) -> str:
    """The rows as text, without the byte order mark, oldest first."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for entry in _oldest_first(entries):
        row = as_values(entry)
        songs = row["songs"]
        row["songs"] = [song["title"] for song in songs]
        row["played_ms"] = [song["played_ms"] for song in songs]
        row["sung_ms"] = [song["sung_ms"] for song in songs]
        row["singers"] = [song["singer"] for song in songs]
        row["sung"] = ["yes" if song["sung"] else "no" for song in songs]
        writer.writerow([_cell(row[column]) for column in COLUMNS])
    return out.getvalue()


def to_json(entries: Iterable[JournalEntry]) -> str:
    """The whole journal as JSON, oldest first."""
    rows = [as_values(entry) for entry in _oldest_first(entries)]
    whole = {"lullaby_journal": JSON_VERSION, "entries": rows}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _oldest_first(entries: Iterable[JournalEntry]) -> list[JournalEntry]:
    """Sort by start; ties keep the order of writing, so that a reexport gives the same file."""
    return sorted(entries, key=lambda each: (each.started_at, each.id))


def write(entries: Iterable[JournalEntry], path: Path) -> None:
    """Write `.json` as JSON and anything else as CSV, atomically. Raises OSError."""
    if path.suffix.lower() == ".json":
        write_atomically(path, to_json(entries))
    else:
        write_atomically(path, "\ufeff" + to_csv(entries))


def as_values(entry: JournalEntry) -> dict[str, Any]:
    """An entry as plain values by column name."""
    return {
        "started": entry.started_at.isoformat(),
        "ended": entry.ended_at.isoformat() if entry.ended_at else None,
        "ending": entry.ending.value if entry.ending else None,
        "kind": entry.kind.value if entry.kind else None,
        "routine": entry.routine,
        "sounds": list(entry.ambient),
        "sound_levels": list(entry.ambient_steps),
        "music_level": entry.music_step,
        "timer_minutes": entry.timer_minutes,
        "finish": entry.finish,
        "still_awake_ms": list(entry.awake_ms),
        "before": entry.before.value if entry.before else None,
        "after": entry.after.value if entry.after else None,
        "outcome": entry.outcome.value if entry.outcome else None,
        "minutes_to_calm": entry.minutes_to_calm,
        "helped": [each.value for each in entry.helped],
        "who": list(entry.who),
        "children": list(entry.children),
        "songs": [
            {
                "title": song.title,
                "played_ms": song.played_ms,
                "sung": song.sung,
                "sung_ms": song.sung_ms,
                "singer": song.singer,
            }
            for song in entry.songs
        ],
        "by_hand": entry.by_hand,
        "note": entry.note,
    }


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return _plain("; ".join(_part(str(each)) for each in value))
        case _:
            return _plain(str(value))


def _part(text: str) -> str:
    """One of several texts in a cell, with its semicolons and backslashes escaped by a backslash.

    An empty text becomes `EMPTY`.
    """
    return text.replace("\\", "\\\\").replace(";", "\\;") if text else EMPTY


def _plain(text: str) -> str:
    return f"'{text}" if FORMULA.match(text) else text
