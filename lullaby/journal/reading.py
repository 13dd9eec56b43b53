"""Nights out of a file: our own CSV and JSON, and the tables that Baby Buddy exports.

The content decides what a file is. Nothing here raises on a strange file: a row that tells no
moment is counted as passed over, and a value that is not known is left out.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import tzinfo
from enum import Enum
from typing import Any, TypeVar

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
from lullaby.journal.moments import moment
from lullaby.units import Ms

E = TypeVar("E", bound=Enum)
PART_ENDS = re.compile(r"\\.|;", re.DOTALL)
NUMBERS = ("music_level", "timer_minutes", "minutes_to_calm")
LISTS = ("sounds", "sound_levels", "still_awake_ms", "helped", "who", "children")


class Source(Enum):
    LULLABY = "Lullaby"
    BABY_BUDDY = "Baby Buddy"
    STRANGE = "strange"
    """Neither; nothing was read."""


@dataclass(frozen=True, slots=True)
class Read:
    """`passed_over` counts rows that told no moment."""

    source: Source
    entries: tuple[JournalEntry, ...] = ()
    passed_over: int = 0


def read_nights(content: bytes, zone: tzinfo | None) -> Read:
    """What a file holds; `zone` is where moments without an offset were, None for here."""
    text = content.decode("utf-8-sig", errors="replace")
    if text.lstrip().startswith(("{", "[")):
        return _read_json(text, zone)
    rows = _rows(text)
    if rows is None:
        return Read(Source.STRANGE)
    names = set(rows.fieldnames or ())
    if {"started", "outcome"} <= names:
        return _entries(Source.LULLABY, rows, lambda row: _of_cells(row, zone))
    if baby_buddy.knows(names):
        return _entries(Source.BABY_BUDDY, rows, lambda row: baby_buddy.entry(row, names, zone))
    return Read(Source.STRANGE)


def _rows(text: str) -> csv.DictReader | None:
    """Spreadsheets of some countries write semicolons between cells."""
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=between)
    try:
        return rows if rows.fieldnames else None
    except csv.Error:
        return None


def _entries(
    source: Source, rows: Iterable[Any], make: Callable[[Any], JournalEntry | None]
) -> Read:
    found: list[JournalEntry] = []
    passed_over = 0
    try:
        for row in rows:
            entry = make(row) if isinstance(row, dict) else None
            if entry is None:
                passed_over += 1
            else:
                found.append(entry)
    except csv.Error:
        passed_over += 1
    return Read(source, tuple(found), passed_over)


def _read_json(text: str, zone: tzinfo | None) -> Read:
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return Read(Source.STRANGE)
    rows = whole.get("entries") if isinstance(whole, dict) else None
    if not isinstance(rows, list) or "lullaby_journal" not in whole:
        return Read(Source.STRANGE)
    return _entries(Source.LULLABY, rows, lambda row: _entry(row, zone))


def _of_cells(row: dict[str, Any], zone: tzinfo | None) -> JournalEntry | None:
    cells = {name: _unplain(cell or "") for name, cell in row.items() if isinstance(name, str)}
    values: dict[str, Any] = {**cells, **{name: _number(cells.get(name)) for name in NUMBERS}}
    values |= {name: parts(cells.get(name, "")) for name in LISTS}
    values["by_hand"] = cells.get("by_hand") == "yes"
    played, sung = parts(cells.get("played_ms", "")), parts(cells.get("sung", ""))
    values["songs"] = [
        {
            "title": title,
            "played_ms": played[at] if at < len(played) else 0,
            "sung": at < len(sung) and sung[at] == "yes",
        }
        for at, title in enumerate(parts(cells.get("songs", "")))
    ]
    return _entry(values, zone)


def _entry(row: dict[str, Any], zone: tzinfo | None) -> JournalEntry | None:
    """Version 1 of our JSON had other names for some."""
    started = moment(row.get("started", row.get("started_at")), zone)
    if started is None:
        return None
    return JournalEntry(
        id=EntryId(0),
        started_at=started,
        ended_at=moment(row.get("ended", row.get("ended_at")), zone),
        ending=_one(Ending, row.get("ending")),
        routine=_text(row.get("routine")),
        beds=tuple(_texts(row.get("sounds", row.get("beds")))),
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
        bed_steps=tuple(_numbers(row.get("sound_levels"))),
    )


def _song(song: dict[str, Any]) -> EntrySong:
    played = _number(song.get("played_ms")) or 0
    return EntrySong(None, _text(song.get("title")), Ms(played), song.get("sung") is True)


def parts(cell: str) -> list[str]:
    """The texts of a cell that holds several."""
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
