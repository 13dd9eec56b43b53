"""Stores songs and folders in the database. Every method raises `StorageError` if the disk fails.

Paths are stored as text with undecodable bytes escaped (`os.fsdecode`), so that files of any name
are found again.
"""

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TypeVar

from lullaby.audio.port import SpeedPitch
from lullaby.frozen import frozen
from lullaby.library.analysis_store import WEIGHED
from lullaby.library.changes import ChangeFeed, Changes
from lullaby.library.forgetting import Forgotten, forget, record, remember, take_over
from lullaby.library.paths_as_text import path_of, text_of
from lullaby.library.relocating import follow_in_playlists
from lullaby.library.singing import Singing, as_text
from lullaby.library.songbook_rows import BundledSong, write_songs
from lullaby.library.take_store import singers_by_path
from lullaby.library.track import Fault, Track, TrackId
from lullaby.library.track_rows import LOST, TRACKS, Shared, in_place_of, track_of
from lullaby.storage.side_connections import SideConnections
from lullaby.storage.transaction import reading, transaction

T = TypeVar("T")

BATCH = 500
"""Songs read per batch, in a few ms."""


@frozen
class Folder:
    path: Path
    scanned_at: datetime | None = None


@frozen
class FolderCount:
    """Counts of one folder's songs."""

    path: Path
    songs: int
    tempo_known: int
    away: int = 0
    """Number of these songs that are not here now."""


IN_FOLDER = f"""
    SELECT count(*), count(coalesce(chosen.bpm, tapped.bpm, tag.bpm, hearing.bpm)),
    count(CASE WHEN fault = 'away' THEN 1 END)
    FROM track {WEIGHED} WHERE path >= ? AND path < ? AND removed_at IS NULL
    AND NOT (coalesce(fault, '') IN ('missing', 'away') AND track.content NOT IN ('', '-')
    AND EXISTS (
        SELECT 1 FROM track AS twin WHERE twin.content = track.content AND twin.content <> ''
        AND twin.fault IS NULL AND twin.removed_at IS NULL
    ))
"""
"""Counts what `tracks` lists: no songs that are away while another has the same sound."""


MOVABLE = (
    ("folder", "path"),
    ("track", "path"),
    ("track", "words_key"),
    ("playlist_item", "path"),
)
"""Tables and columns with paths of files."""


def _literal(text: str) -> str:
    """A text for LIKE with `!` as its escape."""
    return re.sub("([!%_])", r"!\1", text)


class LibraryStore:
    """Owns folders, tracks and tempos; used from one thread."""

    def __init__(
        self, connection: sqlite3.Connection, beside: SideConnections | None = None
    ) -> None:
        self._db = connection
        self._beside = beside

    def here(self) -> "LibraryStore":
        """A store for the calling thread."""
        return self if self._beside is None else LibraryStore(self._beside.here())

    def noting(self, write: Callable[[], T]) -> tuple[T, Changes]:
        """What `write` returns, and the songs that it changed over the connection of this store.

        For a store from `here`, whose connection nobody watches.
        """
        return ChangeFeed(self._db).during(write)

    def folders(self) -> list[Folder]:
        with reading(self._db):
            rows = self._db.execute("SELECT path, scanned_at FROM folder ORDER BY id").fetchall()
        return [
            Folder(
                path_of(row["path"]),
                datetime.fromisoformat(row["scanned_at"]) if row["scanned_at"] else None,
            )
            for row in rows
        ]

    def add_folder(self, path: Path) -> None:
        with transaction(self._db):
            self._db.execute("INSERT OR IGNORE INTO folder (path) VALUES (?)", (text_of(path),))

    def move_under(self, old: Path, new: Path) -> None:
        """Note that all files below a folder, of any system, are now below another."""
        before = re.split(r"[/\\]", text_of(old).rstrip("/\\"))
        with transaction(self._db):
            for table, column in MOVABLE:
                rows = self._db.execute(
                    f"SELECT DISTINCT {column} AS path FROM {table}"
                    f" WHERE {column} LIKE ? || '%' ESCAPE '!'",
                    (_literal(text_of(old)),),
                ).fetchall()
                for row in rows:
                    parts = re.split(r"[/\\]", row["path"])
                    if parts[: len(before)] == before:
                        self._db.execute(
                            f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?",
                            (text_of(new.joinpath(*parts[len(before) :])), row["path"]),
                        )

    def remove_folder(self, path: Path) -> Forgotten:
        """Remove a folder and its songs, except those inside another folder.

        The songs are no longer listed; playlists keep them by path and title. Their data stays:
        `restore` brings everything back, and so does a scan that finds them again.
        """
        with transaction(self._db):
            self._db.execute("DELETE FROM folder WHERE path = ?", (text_of(path),))
            others = [_inside(folder.path) for folder in self.folders()]
            held = "".join(" AND NOT (path >= ? AND path < ?)" for _ in others)
            gone = self._db.execute(
                "UPDATE track SET removed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"
                " WHERE origin = 'file' AND removed_at IS NULL AND path >= ? AND path < ?"
                f"{held} RETURNING id",
                (*_inside(path), *chain.from_iterable(others)),
            ).fetchall()
        return Forgotten(path, removed=tuple(TrackId(row["id"]) for row in gone))

    def restore(self, forgotten: Forgotten) -> None:
        """Restore removed songs, with their places in playlists and journal."""
        with transaction(self._db):
            remember(self._db, forgotten)

    def tracks(self, include_hidden: bool = False) -> list[Track]:
        """All songs, bundled ones first.

        Leaves out songs that are away while another with the same sound is present.
        """
        where = "" if include_hidden else "AND hidden = 0"
        with reading(self._db):
            rows = self._db.execute(
                f"{TRACKS} WHERE removed_at IS NULL {where} ORDER BY origin = 'file', id"
            ).fetchall()
            lost = [row["id"] for row in rows if row["fault"] in LOST]
            twins = self._twins(lost) if lost else {}
            singers = singers_by_path(self._db)
        return [track_of(row, None, singers) for row in rows if row["id"] not in twins]

    def in_batches(self, size: int = BATCH) -> Iterator[list[Track]]:
        """The songs of `tracks`, unordered, in batches, from one consistent read."""
        with reading(self._db):
            lost = self._db.execute(
                "SELECT id FROM track WHERE fault IN ('missing', 'away') AND removed_at IS NULL"
            ).fetchall()
            twins = self._twins([row["id"] for row in lost]) if lost else {}
            rows = self._db.execute(f"{TRACKS} WHERE removed_at IS NULL AND hidden = 0")
            shared, singers = Shared(), singers_by_path(self._db)
            while batch := rows.fetchmany(size):
                yield [track_of(row, shared, singers) for row in batch if row["id"] not in twins]

    def listed(self, ids: Iterable[TrackId]) -> list[Track]:
        """Those of these songs that `tracks` lists."""
        with reading(self._db):
            rows = self._db.execute(
                f"{TRACKS} WHERE id IN (SELECT value FROM json_each(?))"
                " AND removed_at IS NULL AND hidden = 0",
                (json.dumps(list(ids)),),
            ).fetchall()
            lost = [row["id"] for row in rows if row["fault"] in LOST]
            twins = self._twins(lost) if lost else {}
            singers = singers_by_path(self._db)
        return [track_of(row, None, singers) for row in rows if row["id"] not in twins]

    def songbook(self) -> list[Track]:
        """The bundled songs, hidden or not."""
        with reading(self._db):
            rows = self._db.execute(
                f"{TRACKS} WHERE songbook_id IS NOT NULL AND origin = 'songbook'"
                " AND removed_at IS NULL ORDER BY id"
            ).fetchall()
        return [track_of(row) for row in rows]

    def songbook_count(self) -> int:
        """Number of listed bundled songs."""
        with reading(self._db):
            return int(
                self._db.execute(
                    "SELECT count(*) FROM track WHERE songbook_id IS NOT NULL"
                    " AND origin = 'songbook' AND removed_at IS NULL AND hidden = 0"
                ).fetchone()[0]
            )

    def folder_counts(self) -> list[FolderCount]:
        """All folders with their counts, including hidden songs."""
        with reading(self._db):
            return [
                FolderCount(
                    folder.path, *self._db.execute(IN_FOLDER, _inside(folder.path)).fetchone()
                )
                for folder in self.folders()
            ]

    def hidden_count(self) -> int:
        """Number of hidden songs."""
        with reading(self._db):
            return int(
                self._db.execute(
                    "SELECT count(*) FROM track WHERE hidden AND removed_at IS NULL"
                ).fetchone()[0]
            )

    def track(self, track: TrackId) -> Track | None:
        return next(iter(self.some([track])), None)

    def some(self, ids: Sequence[TrackId]) -> list[Track]:
        """The existing songs with these ids, in the order given."""
        with reading(self._db):
            rows = self._db.execute(
                f"{TRACKS} WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(list(ids)),),
            ).fetchall()
            lost = [row["id"] for row in rows if row["fault"] in LOST or row["removed_at"]]
            twins = self._twins(lost) if lost else {}
            singers = singers_by_path(self._db)
        found = {
            row["id"]: in_place_of(track_of(row, None, singers), twins.get(row["id"]))
            for row in rows
            if not row["removed_at"] or row["id"] in twins
        }
        return [found[each] for each in ids if each in found]

    def _twins(self, lost: Sequence[int]) -> dict[int, Path]:
        """Present files with the sound of lost songs, by the ids of the lost songs."""
        rows = self._db.execute(
            "SELECT lost.id, twin.path FROM track AS lost"
            " JOIN track AS twin ON twin.content = lost.content AND twin.content <> ''"
            " WHERE lost.id IN (SELECT value FROM json_each(?)) AND lost.content NOT IN ('', '-')"
            " AND twin.fault IS NULL AND twin.removed_at IS NULL ORDER BY twin.id DESC",
            (json.dumps(list(lost)),),
        ).fetchall()
        return {row["id"]: path_of(row["path"]) for row in rows}

    def by_path(self, paths: Iterable[Path]) -> dict[Path, TrackId]:
        """The songs of those files that are in the library."""
        asked = {text_of(path): path for path in paths}
        with reading(self._db):
            rows = self._db.execute(
                "SELECT id, path FROM track WHERE removed_at IS NULL"
                " AND path IN (SELECT value FROM json_each(?))",
                (json.dumps(list(asked)),),
            ).fetchall()
        return {asked[row["path"]]: TrackId(row["id"]) for row in rows}

    def sound_of(self, track: TrackId) -> str:
        """What its recording sounds like, as `audio.content` tells; empty if not known."""
        with reading(self._db):
            row = self._db.execute("SELECT content FROM track WHERE id = ?", (track,)).fetchone()
        return "" if row is None or row["content"] == "-" else str(row["content"])

    def with_sound(self, content: str) -> list[TrackId]:
        """The songs that sound so, the one that was added first at first."""
        with reading(self._db):
            rows = self._db.execute(
                "SELECT id FROM track WHERE content = ? AND content NOT IN ('', '-')"
                " AND removed_at IS NULL ORDER BY id",
                (content,),
            ).fetchall()
        return [TrackId(row["id"]) for row in rows]

    def set_hidden(self, track: TrackId, hidden: bool) -> None:
        self.set_several_hidden([track], hidden)

    def set_several_hidden(self, tracks: Iterable[TrackId], hidden: bool) -> None:
        _set_mark(self._db, "hidden", tracks, hidden)

    def set_favourite(self, tracks: Iterable[TrackId], favourite: bool) -> None:
        """Mark songs with the heart, or take it from them."""
        _set_mark(self._db, "favourite", tracks, favourite)

    def show_hidden(self) -> None:
        """Show every hidden song again."""
        with transaction(self._db):
            self._db.execute("UPDATE track SET hidden = 0 WHERE hidden AND removed_at IS NULL")

    def set_path(self, track: TrackId, path: Path) -> Forgotten | None:
        """Assign a moved file that the person located.

        If the library already has a song at `path`, that song takes over playlists and nights of
        the lost one, which is returned as it was.
        """
        with transaction(self._db):
            other = self._db.execute(
                "SELECT id FROM track WHERE path = ? AND id <> ?", (text_of(path), track)
            ).fetchone()
            if other is not None:
                forgotten = record(self._db, [track], None)
                take_over(self._db, track, TrackId(other["id"]))
                self._db.execute("UPDATE track SET removed_at = NULL WHERE id = ?", (other["id"],))
                forget(self._db, [track])
                return forgotten
            self._db.execute(
                "UPDATE track SET words_key = coalesce(words_key, path), path = ?, fault = NULL,"
                " mtime_ns = 0, content = '', removed_at = NULL WHERE id = ?",
                (text_of(path), track),
            )
            follow_in_playlists(self._db, track, path)
        return None

    def set_speed_pitch(self, track: TrackId, speed_pitch: SpeedPitch) -> None:
        """Store a song's tempo and key."""
        with transaction(self._db):
            self._db.execute(
                "UPDATE track SET pace = ?, semitones = ? WHERE id = ?",
                (speed_pitch.pace, speed_pitch.semitones, track),
            )

    def set_singing(self, track: TrackId, singing: Singing) -> None:
        """Store a song's singing options."""
        with transaction(self._db):
            self._db.execute(
                "UPDATE track SET with_tune = ?, verses = ? WHERE id = ?",
                (int(singing.with_tune), as_text(singing.verses), track),
            )

    def mark(self, track: TrackId, fault: Fault | None) -> None:
        """Store or clear a fault that playing a song revealed."""
        with transaction(self._db):
            value = fault and fault.value
            self._db.execute("UPDATE track SET fault = ? WHERE id = ?", (value, track))

    def mark_played(self, track: TrackId, path: Path, fault: Fault) -> None:
        """The same for the file a song played from, which may belong to another song."""
        self.mark(self.by_path([path]).get(path, track), fault)

    def sync_songbook(self, songs: Sequence[BundledSong]) -> None:
        """Update the bundled songs to what is installed now.

        If none are (a damaged installation), known ones stay for the sake of playlists.
        """
        if not songs:
            return
        with transaction(self._db):
            write_songs(self._db, songs)


def _set_mark(db: sqlite3.Connection, column: str, tracks: Iterable[TrackId], value: bool) -> None:
    with transaction(db):
        db.execute(
            f"UPDATE track SET {column} = ? WHERE id IN (SELECT value FROM json_each(?))",
            (int(value), json.dumps(list(tracks))),
        )


def _inside(folder: Path) -> tuple[str, str]:
    """The paths below a folder as a half-open range of texts."""
    start = text_of(folder).removesuffix(os.sep) + os.sep
    return start, start[:-1] + chr(ord(os.sep) + 1)
