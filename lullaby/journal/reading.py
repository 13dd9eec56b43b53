"""Imports nights from our own CSV and JSON and from Baby Buddy's CSV exports.

The content decides the format. Nothing here raises on a malformed file: a row without a timestamp
is counted as skipped, and an unknown value is ignored.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Hashable, Iterable
from datetime import tzinfo
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

from lullaby.frozen import frozen
from lullaby.journal import baby_buddy
from lullaby.journal.entry import (
    Ending,
    EntryId,
    EntrySong,
    Help,
    JournalEntry,
    Kind,
    Mood,
    Outcome,
)
from lullaby.journal.export import EMPTY, FORMULA
from lullaby.journal.moments import Times, day_comes_first
from lullaby.journal.repeated_hour import place_repeated_hours
from lullaby.regular_file import TooLargeError, read_regular
from lullaby.units import Ms

MOST_BYTES = 16 << 20
"""The largest file that is read: 80 years of nights are smaller, a film is not."""

E = TypeVar("E", bound=Enum)
PART_ENDS = re.compile(r"\\.|;", re.DOTALL)
NUMBERS = ("music_level", "timer_minutes", "minutes_to_calm")
LISTS = ("sounds", "sound_levels", "still_awake_ms", "helped", "who", "children")


class JournalFormat(Enum):
    LULLABY = "Lullaby"
    BABY_BUDDY = "Baby Buddy"
    STRANGE = "strange"
    """Neither format; nothing was read."""


@frozen
class ReadNights:
    """The result of reading a file. `passed_over` counts rows without a timestamp."""

    source: JournalFormat
    entries: tuple[JournalEntry, ...] = ()
    passed_over: int = 0
    without_zone: frozenset[int] = frozenset()
    """Indexes into `entries` of those whose start had no UTC offset."""


def content_of(path: Path) -> bytes | None:
    """The whole file; empty if it is too large to be a journal, None if it cannot be opened."""
    try:
        return read_regular(path, MOST_BYTES)
    except TooLargeError:
        return b""
    except OSError:
        return None


def read_nights(content: bytes, zone: tzinfo | None) -> ReadNights:
    """Parse a file; `zone` is the time zone of timestamps without an offset, None for here."""
    text = content.decode("utf-8-sig", errors="replace")
    if text.lstrip().startswith("{"):
        return _read_json(text, zone)
    found = _rows(text)
    if found is None:
        return ReadNights(JournalFormat.STRANGE)
    names, rows, broken = found
    if {"started", "outcome"} <= names:
        source, columns = JournalFormat.LULLABY, ("started", "ended")
    elif baby_buddy.knows(names):
        source, columns = JournalFormat.BABY_BUDDY, baby_buddy.time_columns(names)
        rows = _once(rows)
    else:
        return ReadNights(JournalFormat.STRANGE)
    spans = [(row.get(columns[0], ""), row.get(columns[1], "")) for row in rows]
    times = Times(zone, day_comes_first(spans))

    def make(row: dict[str, Any]) -> JournalEntry | None:
        if source is JournalFormat.LULLABY:
            return _of_cells(row, times)
        return baby_buddy.entry(row, names, times)

    return _entries(source, rows, make, times, columns[:1], int(broken))


def _rows(text: str) -> tuple[set[str], list[dict[str, Any]], bool] | None:
    """Columns, rows, and whether the table is truncated; None if it is no table.

    Spreadsheets in some countries separate cells with semicolons.
    """
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=between)
    rows: list[dict[str, Any]] = []
    try:
        names = set(table.fieldnames or ())
        if not names:
            return None
        for row in table:
            rows.append(row)  # noqa: PERF402
    except csv.Error:
        return (set(table.fieldnames or ()), rows, True) if rows else None
    return names, rows, False


def _once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Drop repeated rows with the same number, if they are equal in everything."""
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    for row in rows:
        whole = repr(row)
        if not row.get("id") or whole not in seen:
            found.append(row)
        seen.add(whole)
    return found


def _entries(
    source: JournalFormat,
    rows: Iterable[Any],
    make: Callable[[Any], JournalEntry | None],
    times: Times,
    begin: Iterable[str],
    passed_over: int = 0,
) -> ReadNights:
    """Convert rows to entries; `begin` names the columns that may hold the start."""
    found: list[JournalEntry] = []
    of_whom: list[Hashable] = []
    without_zone: set[int] = set()
    for row in rows:
        entry = make(row) if isinstance(row, dict) else None
        if entry is None:
            passed_over += 1
            continue
        begun = next((row[name] for name in begin if row.get(name)), None)
        written = times.written(begun)
        if written is not None and written.tzinfo is None:
            without_zone.add(len(found))
        found.append(entry)
        of_whom.append((entry.children, row.get("child_id"), row.get("child")))
    entries = place_repeated_hours(found, of_whom, without_zone, times.zone)
    return ReadNights(source, entries, passed_over, frozenset(without_zone))


def _read_json(text: str, zone: tzinfo | None) -> ReadNights:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return ReadNights(JournalFormat.STRANGE)
    rows = whole.get("entries") if isinstance(whole, dict) else None
    if not isinstance(rows, list) or "lullaby_journal" not in whole:
        return ReadNights(JournalFormat.STRANGE)
    times, names = Times(zone), ("started", "started_at")
    return _entries(JournalFormat.LULLABY, rows, lambda row: _entry(row, times), times, names)


def _of_cells(row: dict[str, Any], times: Times) -> JournalEntry | None:
    cells = {name: _unplain(cell or "") for name, cell in row.items() if isinstance(name, str)}
    values: dict[str, Any] = {**cells, **{name: _number(cells.get(name)) for name in NUMBERS}}
    values |= {name: parts(cells.get(name, "")) for name in LISTS}
    values["by_hand"] = cells.get("by_hand") == "yes"
    played, sung = parts(cells.get("played_ms", "")), parts(cells.get("sung", ""))
    heard, singers = parts(cells.get("sung_ms", "")), parts(cells.get("singers", ""))
    values["songs"] = [
        {
            "title": title,
            "played_ms": played[at] if at < len(played) else 0,
            "sung": at < len(sung) and sung[at] == "yes",
            "sung_ms": heard[at] if at < len(heard) else 0,
            "singer": singers[at] if at < len(singers) else "",
        }
        for at, title in enumerate(parts(cells.get("songs", "")))
    ]
    return _entry(values, times)


def _entry(row: dict[str, Any], times: Times) -> JournalEntry | None:
    """Convert one row of ours; version 1 of our JSON used other names for some values."""
    started = times.moment(row.get("started", row.get("started_at")))
    if started is None:
        return None
    return JournalEntry(
        id=EntryId(0),
        started_at=started,
        ended_at=times.moment(row.get("ended", row.get("ended_at")), started),
        ending=_one(Ending, row.get("ending")),
        routine=_text(row.get("routine")),
        ambient=tuple(_texts(row.get("sounds", row.get("beds")))),
        timer_minutes=_number(row.get("timer_minutes")),
        outcome=_one(Outcome, row.get("outcome")),
        minutes_to_calm=_number(row.get("minutes_to_calm")),
        note=_text(row.get("note")),
        by_hand=row.get("by_hand") is True,
        songs=tuple(_song(song) for song in _list(row.get("songs")) if isinstance(song, dict)),
        finish=_text(row.get("finish")),
        awake_ms=tuple(Ms(n) for n in _numbers(row.get("still_awake_ms", row.get("awake_ms")))),
        kind=_one(Kind, row.get("kind")),
        before=_one(Mood, row.get("before")),
        after=_one(Mood, row.get("after")),
        helped=tuple(h for each in _list(row.get("helped")) if (h := _one(Help, each))),
        who=tuple(_texts(row.get("who"))),
        children=tuple(_texts(row.get("children"))),
        music_step=_step(row.get("music_level")),
        ambient_steps=tuple(_numbers(row.get("sound_levels"))),
    )


def _song(song: dict[str, Any]) -> EntrySong:
    played, heard = (Ms(_number(song.get(name)) or 0) for name in ("played_ms", "sung_ms"))
    sung, singer = song.get("sung") is True, _text(song.get("singer"))
    return EntrySong(None, _text(song.get("title")), played, sung, heard, singer)


def parts(cell: str) -> list[str]:
    """Split a cell that holds several texts."""
    if not cell:
        return []
    ends = [each.start() for each in PART_ENDS.finditer(cell) if each[0] == ";"]
    found = [
        cell[one:end] for one, end in zip([0, *(e + 1 for e in ends)], [*ends, None], strict=True)
    ]
    return [_unled(found[0]), *(_unled(each.removeprefix(" ")) for each in found[1:])]


def _unled(text: str) -> str:
    return "" if text == EMPTY else re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _unplain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def _one(kind: type[E], value: object) -> E | None:
    try:
        return kind(value)
    except ValueError:
        return None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _texts(value: object) -> list[str]:
    return [each for each in _list(value) if isinstance(each, str)]


def _numbers(value: object) -> list[int]:
    return [number for each in _list(value) if (number := _number(each)) is not None]


def _number(value: object) -> int | None:
    try:
        number = int(str(value))
    except ValueError:
        return None
    return number if 0 <= number < 1 << 53 else None


def _step(value: object) -> int | None:
    number = _number(value)
    return number if number is not None and number <= 20 else None
