"""Evenings kept in the database. Every method raises `StorageError` when the disk does not serve.

Times are stored as ISO 8601 in UTC, so that their text sorts by the instant, with the offset of
the place beside them, so that a night keeps its own time of day.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone

from lullaby.journal.entry import (
    Ending,
    EntryId,
    EntrySong,
    JournalEntry,
    Outcome,
)
from lullaby.storage.transaction import transaction
from lullaby.units import Ms

COLUMNS = (
    "id, started_at, ended_at, ending, routine, timer_minutes, outcome, minutes_to_calm, note,"
    " by_hand, utc_offset_s, finish"
)


@dataclass(frozen=True, slots=True)
class TrackTally:
    """In how many answered nights a track was heard, and how many of them grew calm."""

    calmed: int
    answered: int


class JournalStore:
    """Owns the entry tables; used from one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def open(self, entry: JournalEntry) -> EntryId:
        """Begin a row (its id is ignored); it stays open until `close`."""
        with transaction(self._db):
            return self._insert(entry, None)

    def alive(self, entry: EntryId, at: datetime, songs: Sequence[EntrySong]) -> None:
        """The evening still goes on; what has been heard so far is kept."""
        with transaction(self._db):
            self._db.execute("UPDATE entry SET alive_at = ? WHERE id = ?", (_stored(at), entry))
            self._replace_songs(entry, songs)

    def close(
        self,
        entry: EntryId,
        at: datetime,
        ending: Ending,
        songs: Sequence[EntrySong],
        minutes_to_calm: int | None,
    ) -> None:
        """End an open row; a closed one is left as it is."""
        with transaction(self._db):
            changed = self._db.execute(
                "UPDATE entry SET ended_at = ?, ending = ?, alive_at = ?, minutes_to_calm ="
                " coalesce(minutes_to_calm, ?) WHERE id = ? AND ending IS NULL",
                (_stored(at), ending.value, _stored(at), minutes_to_calm, entry),
            ).rowcount
            if changed:
                self._replace_songs(entry, songs)

    def reopen(self, entry: EntryId) -> None:
        """A closed row goes on."""
        with transaction(self._db):
            self._db.execute(
                "UPDATE entry SET ended_at = NULL, ending = NULL WHERE id = ?", (entry,)
            )

    def note_awake(self, entry: EntryId, after_ms: Ms) -> None:
        """They were still awake so long after the start."""
        with transaction(self._db):
            self._note_awake(entry, after_ms)

    def close_interrupted(self) -> list[EntryId]:
        """Close what a crash or power cut left open, at its last sign of life."""
        with transaction(self._db):
            rows = self._db.execute(
                "UPDATE entry SET ended_at = coalesce(alive_at, started_at), ending = ?"
                " WHERE ending IS NULL AND by_hand = 0 RETURNING id",
                (Ending.INTERRUPTED.value,),
            ).fetchall()
        return [EntryId(row["id"]) for row in rows]

    def answer(self, entry: EntryId, outcome: Outcome | None, minutes: int | None) -> None:
        """How it went, and the minutes until calm."""
        with transaction(self._db):
            self._db.execute(
                "UPDATE entry SET outcome = ?, minutes_to_calm = ? WHERE id = ?",
                (outcome and outcome.value, minutes, entry),
            )

    def set_note(self, entry: EntryId, note: str) -> None:
        with transaction(self._db):
            self._db.execute("UPDATE entry SET note = ? WHERE id = ?", (note.strip(), entry))

    def add(self, entry: JournalEntry) -> EntryId:
        """Write down a night by hand; its id is ignored."""
        with transaction(self._db):
            return self._insert(replace(entry, by_hand=True), None)

    def change(self, entry: JournalEntry) -> None:
        """Replace everything of an entry."""
        with transaction(self._db):
            self._db.execute("DELETE FROM entry WHERE id = ?", (entry.id,))
            self._insert(entry, entry.id)

    def delete(self, entry: EntryId) -> JournalEntry | None:
        """Remove an entry and hand it back, for `restore`."""
        with transaction(self._db):
            found = self.entry(entry)
            self._db.execute("DELETE FROM entry WHERE id = ?", (entry,))
        return found

    def restore(self, entry: JournalEntry) -> None:
        """Put a deleted entry back under its own id."""
        with transaction(self._db):
            self._insert(entry, entry.id)

    def entry(self, entry: EntryId) -> JournalEntry | None:
        return next(iter(self._read("WHERE id = ?", (entry,))), None)

    def entries(self, since: datetime | None = None) -> list[JournalEntry]:
        """Closed entries, newest first, from `since` on."""
        if since is None:
            return self._read("WHERE ending IS NOT NULL OR by_hand", ())
        return self._read(
            "WHERE (ending IS NOT NULL OR by_hand) AND started_at >= ?", (_stored(since),)
        )

    def last(self) -> JournalEntry | None:
        """The newest closed entry."""
        found = self._read("WHERE ending IS NOT NULL OR by_hand", (), "LIMIT 1")
        return found[0] if found else None

    def tallies(self) -> dict[int, TrackTally]:
        """For every track heard in an answered night, by track id."""
        with transaction(self._db):
            rows = self._db.execute(
                "SELECT track_id, count(*) AS answered,"
                " sum(outcome IN ('asleep', 'calmer')) AS calmed FROM"
                " (SELECT DISTINCT track_id, entry_id, outcome FROM entry_song"
                "  JOIN entry ON entry.id = entry_id"
                "  WHERE track_id IS NOT NULL AND outcome IS NOT NULL)"
                " GROUP BY track_id"
            ).fetchall()
        return {row["track_id"]: TrackTally(row["calmed"], row["answered"]) for row in rows}

    def last_heard(self) -> dict[int, datetime]:
        """When the newest evening began in which a track sounded, by track id."""
        with transaction(self._db):
            rows = self._db.execute(
                "SELECT track_id, max(started_at) AS at, utc_offset_s FROM entry_song"
                " JOIN entry ON entry.id = entry_id WHERE track_id IS NOT NULL GROUP BY track_id"
            ).fetchall()
        return {row["track_id"]: _moment(row["at"], row["utc_offset_s"]) for row in rows}

    def _insert(self, entry: JournalEntry, number: EntryId | None) -> EntryId:
        cursor = self._db.execute(
            f"INSERT INTO entry ({COLUMNS}, alive_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                _stored(entry.started_at),
                entry.ended_at and _stored(entry.ended_at),
                entry.ending and entry.ending.value,
                entry.routine,
                entry.timer_minutes,
                entry.outcome and entry.outcome.value,
                entry.minutes_to_calm,
                entry.note.strip(),
                int(entry.by_hand),
                _offset(entry.started_at),
                entry.finish,
                _stored(entry.ended_at or entry.started_at),
            ),
        )
        assert cursor.lastrowid is not None
        new = EntryId(cursor.lastrowid)
        self._db.executemany(
            "INSERT OR IGNORE INTO entry_bed (entry_id, name) VALUES (?, ?)",
            [(new, name) for name in entry.beds],
        )
        for after_ms in entry.awake_ms:
            self._note_awake(new, after_ms)
        self._replace_songs(new, entry.songs)
        return new

    def _note_awake(self, entry: EntryId, after_ms: Ms) -> None:
        self._db.execute(
            "INSERT OR IGNORE INTO entry_awake (entry_id, after_ms) VALUES (?, ?)",
            (entry, after_ms),
        )

    def _replace_songs(self, entry: EntryId, songs: Iterable[EntrySong]) -> None:
        self._db.execute("DELETE FROM entry_song WHERE entry_id = ?", (entry,))
        self._db.executemany(
            "INSERT INTO entry_song (entry_id, place, track_id, title, played_ms, sung)"
            " VALUES (?, ?, (SELECT id FROM track WHERE id = ?), ?, ?, ?)",
            [
                (entry, place, song.track_id, song.title, song.played_ms, int(song.sung))
                for place, song in enumerate(songs)
            ],
        )

    def _read(self, where: str, values: tuple[object, ...], tail: str = "") -> list[JournalEntry]:
        chosen = f"SELECT id FROM entry {where} ORDER BY started_at DESC, id DESC {tail}"
        with transaction(self._db):
            rows = self._db.execute(
                f"SELECT {COLUMNS} FROM entry WHERE id IN ({chosen})"
                " ORDER BY started_at DESC, id DESC",
                values,
            ).fetchall()
            beds = self._db.execute(
                f"SELECT entry_id, name FROM entry_bed WHERE entry_id IN ({chosen})", values
            ).fetchall()
            songs = self._db.execute(
                "SELECT entry_id, track_id, title, played_ms, sung FROM entry_song"
                f" WHERE entry_id IN ({chosen}) ORDER BY entry_id, place",
                values,
            ).fetchall()
            awake = self._db.execute(
                f"SELECT entry_id, after_ms FROM entry_awake WHERE entry_id IN ({chosen})"
                " ORDER BY after_ms",
                values,
            ).fetchall()
        awake_of: dict[int, list[Ms]] = {}
        for row in awake:
            awake_of.setdefault(row["entry_id"], []).append(Ms(row["after_ms"]))
        beds_of: dict[int, list[str]] = {}
        for row in beds:
            beds_of.setdefault(row["entry_id"], []).append(row["name"])
        songs_of: dict[int, list[EntrySong]] = {}
        for row in songs:
            song = EntrySong(row["track_id"], row["title"], Ms(row["played_ms"]), bool(row["sung"]))
            songs_of.setdefault(row["entry_id"], []).append(song)
        return [
            replace(
                _entry(row),
                beds=tuple(beds_of.get(row["id"], ())),
                songs=tuple(songs_of.get(row["id"], ())),
                awake_ms=tuple(awake_of.get(row["id"], ())),
            )
            for row in rows
        ]


def _entry(row: sqlite3.Row) -> JournalEntry:
    offset = row["utc_offset_s"]
    return JournalEntry(
        id=EntryId(row["id"]),
        started_at=_moment(row["started_at"], offset),
        ended_at=_moment(row["ended_at"], offset) if row["ended_at"] else None,
        ending=Ending(row["ending"]) if row["ending"] else None,
        routine=row["routine"],
        timer_minutes=row["timer_minutes"],
        outcome=Outcome(row["outcome"]) if row["outcome"] else None,
        minutes_to_calm=row["minutes_to_calm"],
        note=row["note"],
        by_hand=bool(row["by_hand"]),
        finish=row["finish"],
    )


def _stored(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def _offset(moment: datetime) -> int:
    offset = moment.utcoffset()
    return 0 if offset is None else round(offset.total_seconds())


def _moment(text: str, offset_s: int) -> datetime:
    return datetime.fromisoformat(text).astimezone(timezone(timedelta(seconds=offset_s)))
