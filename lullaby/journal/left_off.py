"""Where an evening was, kept in case something cuts it off.

Only the newest evening is kept. Every method of the store raises `StorageError` if the database
fails.
"""

import json
import sqlite3

from lullaby.frozen import frozen
from lullaby.journal.entry import EntryId
from lullaby.storage.transaction import reading, transaction
from lullaby.units import Ms


@frozen
class LeftOff:
    """What it takes to continue an evening."""

    track_ids: tuple[int, ...]
    place: int | None
    """Index of the current song in `track_ids`; None if only background sounds were left."""
    position_ms: Ms
    remaining_ms: Ms | None
    """Milliseconds until silence; None for no end."""
    elapsed_ms: Ms
    """Milliseconds of playback since the start."""
    music_step: int
    ambient: tuple[tuple[str, int], ...]
    """Name and volume step, 0 to 20, of each background sound."""
    finish: str
    """How it was to end (`session.finish.Finish`)."""
    by_voice: bool
    """Whether the person sang without the recording."""


class LeftOffStore:
    """Owns the tables of the evening that was left off; used from one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def keep(self, entry: EntryId, left_off: LeftOff) -> None:
        """Replace what is kept, unless this night has ended. Songs are written only if changed."""
        with transaction(self._db):
            running = "SELECT 1 FROM entry WHERE id = ? AND ending IS NULL"
            if self._db.execute(running, (entry,)).fetchone() is None:
                return
            self._db.execute(
                "INSERT OR REPLACE INTO left_off (id, entry_id, place, position_ms, remaining_ms,"
                " elapsed_ms, music_step, ambient, finish, by_voice)"
                " VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    entry,
                    left_off.place,
                    left_off.position_ms,
                    left_off.remaining_ms,
                    left_off.elapsed_ms,
                    left_off.music_step,
                    json.dumps(left_off.ambient),
                    left_off.finish,
                    int(left_off.by_voice),
                ),
            )
            self._db.execute(
                "INSERT INTO left_off_songs (id, track_ids) VALUES (1, ?) ON CONFLICT (id)"
                " DO UPDATE SET track_ids = excluded.track_ids"
                " WHERE track_ids <> excluded.track_ids",
                (json.dumps(left_off.track_ids),),
            )

    def last(self) -> tuple[EntryId, LeftOff] | None:
        """What is kept, with the night it belongs to."""
        with reading(self._db):
            row = self._db.execute(
                "SELECT * FROM left_off JOIN left_off_songs USING (id)"
            ).fetchone()
        if row is None:
            return None
        return EntryId(row["entry_id"]), LeftOff(
            track_ids=tuple(json.loads(row["track_ids"])),
            place=row["place"],
            position_ms=Ms(row["position_ms"]),
            remaining_ms=None if row["remaining_ms"] is None else Ms(row["remaining_ms"]),
            elapsed_ms=Ms(row["elapsed_ms"]),
            music_step=row["music_step"],
            ambient=tuple((name, step) for name, step in json.loads(row["ambient"])),
            finish=row["finish"],
            by_voice=bool(row["by_voice"]),
        )
