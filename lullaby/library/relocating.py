"""A song gets another file, in the database, and keeps all that was kept of it.

Every function is to be called inside a transaction.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from lullaby.library.found import FoundFile, Moved, Named, Replacement
from lullaby.library.paths_as_text import path_of, text_of
from lullaby.library.track import Fault, TrackId

FILE = (
    "size, mtime_ns, words_mtime_ns, inode, ctime_ns, content, title, artist, album, genre,"
    " duration_ms, words, language, has_cover, gain_db, peak, gain_source, fault, fault_note"
)
"""What a track tells of its file."""

BARE = """
    origin = 'file' AND hidden = 0 AND pace = 1.0 AND semitones = 0.0 AND with_tune = 1
    AND verses = ''
    AND words_key IS NULL
    AND NOT EXISTS (SELECT 1 FROM playlist_item WHERE track_id = track.id)
    AND NOT EXISTS (SELECT 1 FROM entry_song WHERE track_id = track.id)
    AND NOT EXISTS (SELECT 1 FROM kin WHERE track_id = track.id)
    AND NOT EXISTS (SELECT 1 FROM calm_word WHERE track_id = track.id)
    AND NOT EXISTS (
        SELECT 1 FROM tempo WHERE track_id = track.id AND source IN ('tapped', 'said')
    )
"""
"""Nobody has kept anything of a song: another one of the same sound may take its place."""


def relocate(db: sqlite3.Connection, moves: Iterable[Moved]) -> None:
    """Songs under other paths; they may change places with each other.

    Where a path is another song's that stays, a song is displaced.
    """
    before: list[tuple[Moved, str]] = []
    for moved in moves:
        row = db.execute("SELECT path FROM track WHERE id = ?", (moved.track,)).fetchone()
        if row is not None:
            before.append((moved, row["path"]))
            db.execute("UPDATE track SET path = ? WHERE id = ?", (f"?{moved.track}", moved.track))
    for moved, old in before:
        new = text_of(moved.path)
        db.execute(f"DELETE FROM track WHERE path = ? AND {BARE}", (new,))
        db.execute(
            "UPDATE track SET words_key = coalesce(words_key, ?) WHERE id = ?", (old, moved.track)
        )
        if _is_taken(db, new):
            _put_below(db, moved.track, path_of(old))
            continue
        db.execute(
            "UPDATE track SET path = ?, fault = NULL, removed_at = NULL WHERE id = ?",
            (new, moved.track),
        )
        follow_in_playlists(db, moved.track, moved.path)


def displace(db: sqlite3.Connection, track: TrackId) -> None:
    """Another song's file stands at a song's path. Its own is nowhere; it gets a path below that
    file, where there can be none, until it is found."""
    row = db.execute("SELECT path FROM track WHERE id = ?", (track,)).fetchone()
    if row is not None:
        db.execute("UPDATE track SET words_key = coalesce(words_key, path) WHERE id = ?", (track,))
        _put_below(db, track, path_of(row["path"]))


def _put_below(db: sqlite3.Connection, track: TrackId, path: Path) -> None:
    while _is_taken(db, text_of(path)):
        path /= path.name
    db.execute(
        "UPDATE track SET path = ?, fault = ? WHERE id = ?",
        (text_of(path), Fault.MISSING.value, track),
    )
    follow_in_playlists(db, track, path)


def _is_taken(db: sqlite3.Connection, path: str) -> bool:
    return db.execute("SELECT 1 FROM track WHERE path = ?", (path,)).fetchone() is not None


def replace_lost(db: sqlite3.Connection, pair: Replacement) -> bool:
    """Let a lost song have the file of another one of the same sound; false if it may not.

    It may not where something is kept of the other one, and need not where nothing is of the song.
    """
    row = db.execute(f"SELECT path FROM track WHERE id = ? AND {BARE}", (pair.other,)).fetchone()
    bare = db.execute(f"SELECT 1 FROM track WHERE id = ? AND {BARE}", (pair.track,)).fetchone()
    if row is None or bare is not None:
        return False
    for table in ("loudness", "recording"):
        db.execute(
            f"DELETE FROM {table} WHERE track_id = ? AND (size, mtime_ns) <>"
            " (SELECT size, mtime_ns FROM track WHERE id = ?)",
            (pair.track, pair.track),
        )
        db.execute(
            f"UPDATE {table} SET (size, mtime_ns) = (SELECT size, mtime_ns FROM track WHERE id = ?)"
            " WHERE track_id = ?",
            (pair.other, pair.track),
        )
        db.execute(
            f"UPDATE OR IGNORE {table} SET track_id = ? WHERE track_id = ?",
            (pair.track, pair.other),
        )
    db.execute(
        f"UPDATE track SET ({FILE}) = (SELECT {FILE} FROM track WHERE id = ?) WHERE id = ?",
        (pair.other, pair.track),
    )
    db.execute(
        "UPDATE OR REPLACE tempo SET track_id = ? WHERE track_id = ? AND source IN ('tag', 'ear')",
        (pair.track, pair.other),
    )
    db.execute("DELETE FROM track WHERE id = ?", (pair.other,))
    relocate(db, [Moved(pair.track, path_of(row["path"]))])
    return True


def keep_measured(db: sqlite3.Connection, found: FoundFile) -> None:
    """What was measured of a song's file is true of the same sound with other tags or times."""
    db.execute(
        "UPDATE loudness SET size = ?, mtime_ns = ? FROM track WHERE track.id = track_id"
        " AND track.path = ? AND content = ? AND loudness.size = track.size"
        " AND loudness.mtime_ns = track.mtime_ns",
        (found.size, found.mtime_ns, text_of(found.path), found.content),
    )
    db.execute(
        "UPDATE recording SET size = ?, mtime_ns = ? FROM track WHERE track.id = track_id"
        " AND track.path = ? AND recording.content = ? AND track.content = ?",
        (found.size, found.mtime_ns, text_of(found.path), found.content, found.content),
    )


def name_sounds(db: sqlite3.Connection, sounds: Iterable[Named]) -> None:
    """What names the sounds of files, unless they have changed since."""
    db.executemany(
        "UPDATE track SET content = ? WHERE id = ? AND size = ? AND mtime_ns = ?",
        [(each.content, each.track, each.size, each.mtime_ns) for each in sounds],
    )


def follow_in_playlists(db: sqlite3.Connection, track: TrackId, path: Path) -> None:
    """Playlists keep the path of a song too; it moves with it."""
    db.execute("UPDATE playlist_item SET path = ? WHERE track_id = ?", (text_of(path), track))


def claim_in_playlists(db: sqlite3.Connection, track: TrackId, path: Path) -> None:
    """Places that playlists kept for a file by its path become the song's."""
    db.execute(
        "UPDATE playlist_item SET track_id = ? WHERE path = ? AND track_id IS NULL",
        (track, text_of(path)),
    )


def leave_words(db: sqlite3.Connection, track: TrackId) -> None:
    """Words that are kept under a song's path may be those of one that has moved from there."""
    db.execute(
        "UPDATE track SET words_key = path || '#' || id WHERE id = ? AND EXISTS"
        " (SELECT 1 FROM track AS other WHERE other.words_key = track.path AND other.id <> ?)",
        (track, track),
    )
