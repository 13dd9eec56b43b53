"""Removes songs from the library and restores them completely.

Playlists and the journal keep a removed song by title; restoring links them to the song again.
"""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from lullaby.frozen import frozen
from lullaby.library.paths_as_text import text_of
from lullaby.library.track import TrackId

Row = tuple[object, ...]


@frozen
class Forgotten:
    """The deleted rows, each starting with its song's id, and the `folder` removed with them."""

    folder: Path | None
    tracks: tuple[Row, ...] = ()
    tempos: tuple[Row, ...] = ()
    items: tuple[Row, ...] = ()
    nights: tuple[Row, ...] = ()
    recordings: tuple[Row, ...] = ()
    calm_words: tuple[Row, ...] = ()
    song_preferences: tuple[Row, ...] = ()
    removed: tuple[TrackId, ...] = ()
    """Songs that are marked as removed, not deleted."""

    @property
    def ids(self) -> tuple[TrackId, ...]:
        """The ids of all songs concerned."""
        return (*self.removed, *(TrackId(row[0]) for row in self.tracks if isinstance(row[0], int)))


def record(db: sqlite3.Connection, tracks: Sequence[TrackId], folder: Path | None) -> Forgotten:
    """Record everything that `remember` needs; call it before `forget`."""
    ids = json.dumps(list(tracks))

    def rows(sql: str) -> tuple[Row, ...]:
        found = db.execute(f"{sql} IN (SELECT value FROM json_each(?))", (ids,))
        return tuple(tuple(row) for row in found.fetchall())

    return Forgotten(
        folder,
        rows("SELECT * FROM track WHERE id"),
        rows("SELECT * FROM tempo WHERE track_id"),
        rows("SELECT track_id, path, playlist_id, place FROM playlist_item WHERE track_id"),
        rows("SELECT track_id, entry_id, place FROM entry_song WHERE track_id"),
        rows("SELECT * FROM recording WHERE track_id"),
        rows("SELECT * FROM calm_word WHERE track_id"),
        rows("SELECT * FROM kin WHERE track_id"),
    )


def forget(db: sqlite3.Connection, tracks: Sequence[TrackId]) -> None:
    """Delete songs. Call it inside a transaction."""
    db.executemany("DELETE FROM track WHERE id = ?", [(track,) for track in tracks])


def remember(db: sqlite3.Connection, forgotten: Forgotten) -> None:
    """Restore songs. Call it inside a transaction.

    A song that a scan has meanwhile found again stays unchanged.
    """
    if forgotten.folder is not None:
        db.execute("INSERT OR IGNORE INTO folder (path) VALUES (?)", (text_of(forgotten.folder),))
    db.executemany(
        "UPDATE track SET removed_at = NULL WHERE id = ?", [(each,) for each in forgotten.removed]
    )
    back: set[object] = set()
    for row in forgotten.tracks:
        marks = ",".join("?" * len(row))
        if db.execute(f"INSERT OR IGNORE INTO track VALUES ({marks})", row).rowcount:
            back.add(row[0])

    def of_those(rows: tuple[Row, ...]) -> list[Row]:
        return [row for row in rows if row[0] in back]

    db.executemany("INSERT INTO tempo VALUES (?, ?, ?, ?)", of_those(forgotten.tempos))
    db.executemany("INSERT INTO recording VALUES (?, ?, ?, ?)", of_those(forgotten.recordings))
    db.executemany("INSERT INTO calm_word VALUES (?, ?)", of_those(forgotten.calm_words))
    db.executemany(
        f"INSERT INTO kin VALUES ({','.join('?' * 10)})", of_those(forgotten.song_preferences)
    )
    db.executemany(
        "UPDATE playlist_item SET track_id = ?, path = ? WHERE playlist_id = ? AND place = ?",
        of_those(forgotten.items),
    )
    db.executemany(
        "UPDATE entry_song SET track_id = ? WHERE entry_id = ? AND place = ?",
        of_those(forgotten.nights),
    )


def take_over(db: sqlite3.Connection, old: TrackId, new: TrackId) -> None:
    """Replace `old` by `new` everywhere. Call it inside a transaction."""
    db.execute(
        "UPDATE playlist_item SET track_id = ?, path = (SELECT path FROM track WHERE id = ?)"
        " WHERE track_id = ?",
        (new, new, old),
    )
    db.execute("UPDATE entry_song SET track_id = ? WHERE track_id = ?", (new, old))
    db.execute(
        "UPDATE track SET favourite = 1"
        " WHERE id = ? AND (SELECT favourite FROM track WHERE id = ?)",
        (new, old),
    )
    db.execute(
        "INSERT OR IGNORE INTO tempo (track_id, source, bpm, raw)"
        " SELECT ?, source, bpm, raw FROM tempo WHERE track_id = ?",
        (new, old),
    )
    db.execute(
        "INSERT OR IGNORE INTO calm_word (track_id, calms)"
        " SELECT ?, calms FROM calm_word WHERE track_id = ?",
        (new, old),
    )
    db.execute(
        "INSERT OR IGNORE INTO kin SELECT ?, child_id, pace, semitones, louder, earlier_ms,"
        " swapped, with_tune, verses, take_id FROM kin WHERE track_id = ?",
        (new, old),
    )
