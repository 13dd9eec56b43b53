"""Stores takes in the database. Every method raises `StorageError` if the disk fails."""

import sqlite3
from datetime import datetime

from lullaby.library.song_preferences import ChildId
from lullaby.library.take import PlacedBy, Take, TakeFacts, TakeId, TakePlace
from lullaby.storage.transaction import reading, transaction
from lullaby.units import Ms


class TakeStore:
    """Used from one thread. The files are the matter of `KeptTakes`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, facts: TakeFacts, file: str, sha256: str) -> Take:
        place = facts.place
        with transaction(self._db):
            row = self._db.execute(
                "INSERT INTO take (song, title, singer, child_id, recorded_at, length_ms, first_ms,"
                " pace, semitones, how, doubt_ms, file, sha256)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (
                    *(facts.song, facts.title, facts.singer, facts.child),
                    *(facts.recorded_at.isoformat(), facts.length_ms, place.first_ms, place.pace),
                    *(place.semitones, place.by.value, place.doubt_ms, file, sha256),
                ),
            ).fetchone()
        return Take(TakeId(row["id"]), facts, file, sha256)

    def all(
        self, song: str | None = None, singer: str | None = None, child: ChildId | None = None
    ) -> list[Take]:
        """Takes that are not deleted, the oldest first; those of a song, a singer or a child."""
        with reading(self._db):
            rows = self._db.execute(
                "SELECT * FROM take WHERE deleted_at IS NULL AND (?1 IS NULL OR song = ?1)"
                " AND (?2 IS NULL OR singer = ?2) AND (?3 IS NULL OR child_id = ?3)"
                " ORDER BY recorded_at, id",
                (song, singer, child),
            ).fetchall()
        return [_take(row) for row in rows]

    def find(self, take: TakeId) -> Take | None:
        """The take, deleted or not."""
        with reading(self._db):
            row = self._db.execute("SELECT * FROM take WHERE id = ?", (take,)).fetchone()
        return None if row is None else _take(row)

    def mark_deleted(self, take: TakeId, at: datetime | None) -> None:
        """Delete a take, or bring it back with None."""
        with transaction(self._db):
            self._db.execute(
                "UPDATE take SET deleted_at = ? WHERE id = ?", (at and at.isoformat(), take)
            )

    def deleted(self) -> list[Take]:
        with reading(self._db):
            rows = self._db.execute(
                "SELECT * FROM take WHERE deleted_at IS NOT NULL ORDER BY id"
            ).fetchall()
        return [_take(row) for row in rows]

    def forget(self, take: TakeId) -> None:
        with transaction(self._db):
            self._db.execute("DELETE FROM take WHERE id = ?", (take,))


def _take(row: sqlite3.Row) -> Take:
    place = TakePlace(
        row["first_ms"], row["pace"], row["semitones"], row["doubt_ms"], PlacedBy(row["how"])
    )
    facts = TakeFacts(
        row["song"],
        row["title"],
        row["singer"],
        datetime.fromisoformat(row["recorded_at"]),
        Ms(row["length_ms"]),
        place,
        ChildId(row["child_id"]),
    )
    deleted = row["deleted_at"]
    return Take(
        TakeId(row["id"]),
        facts,
        row["file"],
        row["sha256"],
        datetime.fromisoformat(deleted) if deleted else None,
    )
