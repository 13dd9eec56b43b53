"""Converts database rows to entries, fast enough for ten years of nights at once."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from itertools import groupby
from operator import itemgetter

from lullaby.collector import paused
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
from lullaby.units import Ms

COLUMNS = (
    "id, started_at, ended_at, ending, routine, timer_minutes, outcome, minutes_to_calm, note,"
    " by_hand, utc_offset_s, finish, kind, before, after, music_step"
)
CLOSED = "(ending IS NOT NULL OR by_hand)"

ENDINGS = {each.value: each for each in Ending}
OUTCOMES = {each.value: each for each in Outcome}
KINDS = {each.value: each for each in Kind}
MOODS = {each.value: each for each in Mood}
HELPS = {each.value: each for each in Help}
BY_ENTRY = itemgetter(0)
SONG = "track_id, title, played_ms, sung, sung_ms, singer"


@paused()
def read(db: sqlite3.Connection, where: str, values: tuple[object, ...]) -> list[JournalEntry]:
    """The entries that match the SQL condition `where`, newest first."""
    order = "ORDER BY started_at DESC, id DESC"
    rows = _rows(db, f"SELECT {COLUMNS} FROM entry WHERE {where} {order}", values)
    chosen = f"entry_id IN (SELECT id FROM entry WHERE {where})"

    def of_these(what: str, table: str, order: str) -> Iterable[tuple]:
        asked = f"SELECT entry_id, {what} FROM {table} WHERE {chosen} ORDER BY entry_id, {order}"
        return _rows(db, asked, values)

    songs = {
        entry: tuple(
            EntrySong(song[1], song[2], Ms(song[3]), bool(song[4]), Ms(song[5]), song[6])
            for song in group
        )
        for entry, group in groupby(of_these(SONG, "entry_song", "place"), BY_ENTRY)
    }
    ambient = {
        entry: tuple(group)
        for entry, group in groupby(of_these("name, step", "entry_bed", "name"), BY_ENTRY)
    }
    awake = {
        entry: tuple(Ms(row[1]) for row in group)
        for entry, group in groupby(of_these("after_ms", "entry_awake", "after_ms"), BY_ENTRY)
    }
    words: dict[tuple[int, str], list[str]] = {}
    for entry, which, word in of_these("list, word", "entry_word", "list, place"):
        words.setdefault((entry, which), []).append(word)
    return [
        _entry(
            row,
            songs.get(row[0], ()),
            ambient.get(row[0], ()),
            awake.get(row[0], ()),
            {which: words.get((row[0], which), ()) for which in LISTS} if words else NO_WORDS,
        )
        for row in rows
    ]


LISTS = ("helped", "who", "children")
NO_WORDS: dict[str, tuple[str, ...]] = dict.fromkeys(LISTS, ())


def _rows(db: sqlite3.Connection, asked: str, values: tuple[object, ...]) -> list[tuple]:
    """Query plain tuples, which take half the time of `sqlite3.Row`."""
    cursor = db.cursor()
    cursor.row_factory = None
    return cursor.execute(asked, values).fetchall()


def _entry(
    row: tuple,
    songs: tuple[EntrySong, ...],
    ambient: tuple[tuple, ...],
    awake: tuple[Ms, ...],
    words: dict,
) -> JournalEntry:
    place = place_of(row[10])
    steps = tuple(sound[2] for sound in ambient)
    return JournalEntry(
        id=EntryId(row[0]),
        started_at=datetime.fromisoformat(row[1]).astimezone(place),
        ended_at=datetime.fromisoformat(row[2]).astimezone(place) if row[2] else None,
        ending=ENDINGS.get(row[3]),
        routine=row[4],
        ambient=tuple(sound[1] for sound in ambient),
        timer_minutes=row[5],
        outcome=OUTCOMES.get(row[6]),
        minutes_to_calm=row[7],
        note=row[8],
        by_hand=bool(row[9]),
        songs=songs,
        finish=row[11],
        awake_ms=awake,
        kind=KINDS.get(row[12]),
        before=MOODS.get(row[13]),
        after=MOODS.get(row[14]),
        helped=tuple(HELPS[word] for word in words["helped"] if word in HELPS),
        who=tuple(words["who"]),
        children=tuple(words["children"]),
        music_step=row[15],
        ambient_steps=() if None in steps else steps,
    )


@cache
def place_of(offset_s: int) -> tzinfo:
    """A time zone by its offset from UTC in seconds."""
    return timezone(timedelta(seconds=offset_s))


def moment_at(text: str, offset_s: int) -> datetime:
    """A stored moment in the local time of its place."""
    return datetime.fromisoformat(text).astimezone(place_of(offset_s))


def stored(moment: datetime) -> str:
    """ISO 8601 in UTC, so that the text sorts by the instant."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def offset_of(moment: datetime) -> int:
    """The UTC offset of a moment in seconds."""
    offset = moment.utcoffset()
    return 0 if offset is None else round(offset.total_seconds())
