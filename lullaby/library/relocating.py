"""Assigns another file to a song in the database, preserving everything stored for the song.

Call every function inside a transaction.
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
"""The columns that describe a track's file."""

BARE = """
    origin = 'file' AND hidden = 0 AND favourite = 0 AND pace = 1.0 AND semitones = 0.0
    AND with_tune = 1 AND verses = ''
    AND words_key IS NULL
    AND NOT EXISTS (SELECT 1 FROM playlist_item WHERE track_id = track.id)
    AND NOT EXISTS (SELECT 1 FROM entry_song WHERE track_id = track.id)
    AND NOT EXISTS (SELECT 1 FROM kin WHERE track_id = track.id)
    AND NOT EXISTS (SELECT 1 FROM calm_word WHERE track_id = track.id)
    AND NOT EXISTS (
        SELECT 1 FROM tempo WHERE track_id = track.id AND source IN ('tapped', 'said')
    )
"""
"""Matches songs for which the person stored nothing, so that another with the same sound may
replace them."""


def relocate(db: sqlite3.Connection, moves: Iterable[Moved]) -> None:
    """Give songs new paths, which they may also swap.

    A song at a path that another one takes over is displaced.
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
    """Move a song away from a path that now holds another song's file.

    Until its own file is found, it gets a path below that file, where nothing can exist."""
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
    """Give a lost song the file of another song with the same sound; return whether that was done.

    It is not done if the person stored something for the other song, or nothing for the lost one.
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
    """Keep measurements of a file whose sound is the same after tags or times changed."""
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
    """Store the identities of sounds, unless the files have changed since."""
    db.executemany(
        "UPDATE track SET content = ? WHERE id = ? AND size = ? AND mtime_ns = ?",
        [(each.content, each.track, each.size, each.mtime_ns) for each in sounds],
    )


def follow_in_playlists(db: sqlite3.Connection, track: TrackId, path: Path) -> None:
    """Update the path of a moved song in playlists."""
    db.execute("UPDATE playlist_item SET path = ? WHERE track_id = ?", (text_of(path), track))


def claim_in_playlists(db: sqlite3.Connection, track: TrackId, path: Path) -> None:
    """Link playlist items that hold only a file's path to the song."""
    db.execute(
        "UPDATE playlist_item SET track_id = ? WHERE path = ? AND track_id IS NULL",
        (track, text_of(path)),
    )


def leave_words(db: sqlite3.Connection, track: TrackId) -> None:
    """Give a song its own words key if another song, moved away, still uses its path as key."""
    db.execute(
        "UPDATE track SET words_key = path || '#' || id WHERE id = ? AND EXISTS"
        " (SELECT 1 FROM track AS other WHERE other.words_key = track.path AND other.id <> ?)",
        (track, track),
    )
