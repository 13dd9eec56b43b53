"""Stores takes in the database. Every method raises `StorageError` if the disk fails."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from lullaby.library.paths_as_text import text_of
from lullaby.library.song_preferences import ChildId
from lullaby.library.take import PlacedBy, Take, TakeFacts, TakeId, TakeKind, TakePlace
from lullaby.storage.side_connections import SideConnections
from lullaby.storage.transaction import reading, transaction
from lullaby.units import Ms


class TakeStore:
    """Used from one thread. The files are the matter of `KeptTakes`."""

    def __init__(
        self, connection: sqlite3.Connection, beside: SideConnections | None = None
    ) -> None:
        self._db = connection
        self._beside = beside

    def here(self) -> "TakeStore":
        """A store for the calling thread."""
        return self if self._beside is None else TakeStore(self._beside.here())

    def add(self, facts: TakeFacts, file: str, sha256: str) -> Take:
        place = facts.place
        with transaction(self._db):
            row = self._db.execute(
                "INSERT INTO take (song, title, singer, child_id, recorded_at, length_ms, first_ms,"
                " pace, semitones, how, doubt_ms, file, sha256, kind, music_audible)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (
                    *(facts.song, facts.title, facts.singer, facts.child),
                    *(facts.recorded_at.isoformat(), facts.length_ms, place.first_ms, place.pace),
                    *(place.semitones, place.by.value, place.doubt_ms, file, sha256),
                    *(facts.kind.value, facts.music_audible),
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

    def at(self, path: Path, folder: Path) -> Take | None:
        """The take whose file is at `path` in the folder of voices, unless it is deleted."""
        if folder not in path.parents:
            return None
        with reading(self._db):
            row = self._db.execute(
                "SELECT * FROM take WHERE file = ? AND deleted_at IS NULL",
                (path.relative_to(folder).as_posix(),),
            ).fetchone()
        return None if row is None else _take(row)

    def find(self, take: TakeId) -> Take | None:
        """The take, deleted or not."""
        with reading(self._db):
            row = self._db.execute("SELECT * FROM take WHERE id = ?", (take,)).fetchone()
        return None if row is None else _take(row)

    def singers(self) -> list[str]:
        """Everybody who sings in a take that is not deleted, by name."""
        with reading(self._db):
            rows = self._db.execute(
                "SELECT DISTINCT singer FROM take WHERE deleted_at IS NULL ORDER BY singer"
            ).fetchall()
        return [row["singer"] for row in rows]

    def rename(self, take: TakeId, singer: str, child: ChildId) -> None:
        """Tell anew who sings, and for whom."""
        with transaction(self._db):
            self._db.execute(
                "UPDATE take SET singer = ?, child_id = ? WHERE id = ?", (singer, child, take)
            )

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

    def mark_copied(self, takes: Iterable[TakeId]) -> None:
        """Note that these are in a copy of everything."""
        with transaction(self._db):
            self._db.executemany(
                "UPDATE take SET copied = 1 WHERE id = ?", [(take,) for take in takes]
            )

    def uncopied(self) -> int:
        """How many takes that are not deleted are in no copy of everything."""
        with reading(self._db):
            row = self._db.execute(
                "SELECT count(*) AS many FROM take WHERE deleted_at IS NULL AND copied = 0"
            ).fetchone()
        return row["many"]

    def forget(self, take: TakeId) -> None:
        with transaction(self._db):
            self._db.execute("DELETE FROM take WHERE id = ?", (take,))


def singers_by_path(connection: sqlite3.Connection) -> dict[str, str]:
    """Who sings in each take, by the path of its file as the library stores paths.

    The takes lie in the folder `voices` beside the database. Raises sqlite3.Error.
    """
    rows = connection.execute("SELECT file, singer FROM take WHERE deleted_at IS NULL").fetchall()
    if not rows:
        return {}
    database = next(
        (row[2] for row in connection.execute("PRAGMA database_list") if row[1] == "main"), ""
    )
    folder = Path(database).parent / "voices"
    return {text_of(folder / row["file"]): row["singer"] for row in rows}


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
        TakeKind(row["kind"]),
        bool(row["music_audible"]),
    )
    deleted = row["deleted_at"]
    return Take(
        TakeId(row["id"]),
        facts,
        row["file"],
        row["sha256"],
        datetime.fromisoformat(deleted) if deleted else None,
    )
