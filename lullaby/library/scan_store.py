"""Stores the results of scans. Every method raises `StorageError` if the disk fails."""

import sqlite3
from datetime import datetime
from pathlib import Path

from lullaby.library.found import FoundFile, KnownFile, Named, ScanBatch
from lullaby.library.matching import is_told
from lullaby.library.paths_as_text import path_of, text_of, unescaped
from lullaby.library.relocating import (
    claim_in_playlists,
    displace,
    keep_measured,
    leave_words,
    name_sounds,
    relocate,
    replace_lost,
)
from lullaby.library.track import Fault, TrackId
from lullaby.storage.side_connections import SideConnections
from lullaby.storage.transaction import reading, transaction
from lullaby.tempo.answer import TempoSource
from lullaby.units import Bpm, Ms


class ScanStore:
    """Owns the file columns of the track table; used from one thread."""

    def __init__(
        self, connection: sqlite3.Connection, beside: SideConnections | None = None
    ) -> None:
        self._db = connection
        self._beside = beside

    def here(self) -> "ScanStore":
        """A read-only store for the calling thread."""
        return self if self._beside is None else ScanStore(self._beside.here())

    def empty(self) -> bool:
        """Whether the library holds none of the person's own files."""
        with reading(self._db):
            found = self._db.execute(
                "SELECT 1 FROM track WHERE origin = 'file' AND removed_at IS NULL LIMIT 1"
            ).fetchone()
        return found is None

    def known(self) -> dict[str, KnownFile]:
        """Every file as the last scan saw it, by its path as text."""
        with reading(self._db):
            cursor = self._db.cursor()
            cursor.row_factory = None  # plain tuples convert directly
            rows = cursor.execute(
                "SELECT path, fault, id, size, mtime_ns, words_mtime_ns, NULL,"
                " origin = 'songbook', inode, ctime_ns, content, duration_ms,"
                " removed_at IS NOT NULL, title || char(10) || artist || char(10) || album"
                " FROM track"
            )
            known: dict[str, KnownFile] = {}
            for row in rows:  # row by row, because a full list would double the memory
                fault = Fault(row[1]) if row[1] else None
                known[unescaped(row[0])] = KnownFile._make((*row[2:6], fault, *row[7:]))
        return known

    def nameless(self) -> list[tuple[Path, Named]]:
        """Songs whose sound is not identified yet, with an empty `content`."""
        with reading(self._db):
            rows = self._db.execute(
                "SELECT path, id, size, mtime_ns FROM track WHERE content = '' AND fault IS NULL"
                " AND origin = 'file' AND removed_at IS NULL AND mtime_ns <> 0 ORDER BY id"
            ).fetchall()
        return [
            (path_of(path), Named(TrackId(track), size, mtime, ""))
            for path, track, size, mtime in rows
        ]

    def apply(self, batch: ScanBatch, scanned_at: datetime | None = None) -> None:
        """Store a batch in one transaction; its new songs were added when the scan began.

        So are those that return to a folder that was removed.
        """
        added = 0 if scanned_at is None else _stamp(scanned_at)
        with transaction(self._db):
            for track in batch.displaced:
                displace(self._db, track)
            relocate(self._db, batch.moved)
            for found in batch.found:
                self._write_file(found, added)
            name_sounds(self._db, batch.named)
            for pair in batch.replacements:
                if not replace_lost(self._db, pair):
                    self._lose((pair.track,), pair.fault)
            self._lose(batch.missing, Fault.MISSING)
            self._lose(batch.away, Fault.AWAY)
            self._db.executemany(
                "UPDATE track SET fault = NULL, removed_at = NULL,"
                " added = CASE WHEN removed_at IS NULL THEN added ELSE ? END WHERE id = ?",
                [(added, track) for track in batch.back],
            )
            self._db.executemany(
                "UPDATE track SET inode = ?, ctime_ns = ? WHERE path = ?",
                [(file.inode, file.ctime_ns, text_of(file.path)) for file in batch.noted],
            )

    def added_at(self, scanned_at: datetime) -> int:
        """Number of usable songs that a scan added which began then."""
        with reading(self._db):
            return int(
                self._db.execute(
                    "SELECT count(*) FROM track WHERE added = ? AND fault IS NULL"
                    " AND removed_at IS NULL AND hidden = 0",
                    (_stamp(scanned_at),),
                ).fetchone()[0]
            )

    def collections_added_at(self, scanned_at: datetime) -> list[TrackId]:
        """Songs that a scan added which began then, whose files hold more songs."""
        with reading(self._db):
            rows = self._db.execute(
                "SELECT id FROM track WHERE added = ? AND songs > 1 AND fault IS NULL"
                " AND removed_at IS NULL AND hidden = 0 ORDER BY id",
                (_stamp(scanned_at),),
            ).fetchall()
        return [TrackId(row["id"]) for row in rows]

    def keep_played(self, track: TrackId, played_ms: Ms) -> None:
        """Keep how long a song was when it was played to its end."""
        with transaction(self._db):
            self._db.execute(
                "UPDATE track SET played_ms = ? WHERE id = ? AND origin = 'file'",
                (played_ms, track),
            )

    def scanned(self, folder: Path, at: datetime) -> None:
        """Record that a folder was scanned completely."""
        with transaction(self._db):
            self._db.execute(
                "UPDATE folder SET scanned_at = ? WHERE path = ?", (at.isoformat(), text_of(folder))
            )

    def _lose(self, tracks: tuple[TrackId, ...], fault: Fault) -> None:
        """Mark songs as missing or away; unusable ones are read again when they return."""
        self._db.executemany(
            "UPDATE track SET mtime_ns = CASE WHEN fault IS NULL OR fault IN ('missing', 'away')"
            " THEN mtime_ns ELSE 0 END, fault = ? WHERE id = ?",
            [(fault.value, track) for track in tracks],
        )

    def _write_file(self, found: FoundFile, added: int) -> None:
        """Write a file; a changed, readable one that was not identified loses its old identity."""
        if found.fault is not None and self._write_fault(found, added):
            return
        tags = found.tags
        if is_told(found.content):
            keep_measured(self._db, found)
        row = self._db.execute(
            "INSERT INTO track (path, size, mtime_ns, words_mtime_ns, title, artist, album, genre,"
            " duration_ms, words, language, has_cover, gain_db, peak, gain_source, fault,"
            " fault_note, inode, ctime_ns, content, added, songs)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (path) DO UPDATE SET size = excluded.size,"
            " mtime_ns = excluded.mtime_ns, words_mtime_ns = excluded.words_mtime_ns,"
            " title = excluded.title, artist = excluded.artist, album = excluded.album,"
            " genre = excluded.genre, duration_ms = excluded.duration_ms, words = excluded.words,"
            " language = excluded.language, songs = excluded.songs,"
            " played_ms = CASE WHEN (track.size, track.mtime_ns)"
            " = (excluded.size, excluded.mtime_ns) THEN track.played_ms END,"
            " has_cover = excluded.has_cover, gain_db = excluded.gain_db, peak = excluded.peak,"
            " gain_source = excluded.gain_source, fault = excluded.fault,"
            " fault_note = excluded.fault_note, inode = excluded.inode,"
            " ctime_ns = excluded.ctime_ns, removed_at = NULL,"
            " added = CASE WHEN track.removed_at IS NULL THEN track.added ELSE excluded.added END,"
            " content = CASE WHEN length(excluded.content) > 1 OR length(track.content) < 2"
            " OR (excluded.fault IS NULL"
            " AND (track.size, track.mtime_ns) <> (excluded.size, excluded.mtime_ns))"
            " THEN excluded.content ELSE track.content END RETURNING id, words_key",
            (
                text_of(found.path),
                found.size,
                found.mtime_ns,
                found.words_mtime_ns,
                tags.title,
                tags.artist,
                tags.album,
                tags.genre,
                tags.duration_ms,
                tags.words.value,
                tags.language,
                int(tags.has_cover),
                tags.loudness and tags.loudness.gain_db,
                tags.loudness and tags.loudness.peak,
                tags.loudness.source.value if tags.loudness else "",
                found.fault and found.fault.value,
                found.fault_note,
                found.inode,
                found.ctime_ns,
                found.content,
                added,
                tags.songs,
            ),
        ).fetchone()
        track = TrackId(row["id"])
        if row["words_key"] is None:
            leave_words(self._db, track)
        write_tempo(self._db, track, TempoSource.TAG, tags.bpm, tags.bpm_text)
        claim_in_playlists(self._db, track, found.path)

    def _write_fault(self, found: FoundFile, added: int) -> bool:
        """Write why the file of a known song cannot be used now, and keep what is known of it.

        Return whether there was such a song.
        """
        row = self._db.execute(
            "UPDATE track SET size = ?, mtime_ns = ?, words_mtime_ns = ?, inode = ?, ctime_ns = ?,"
            " fault = ?, fault_note = ?,"
            " added = CASE WHEN removed_at IS NULL THEN added ELSE ? END, removed_at = NULL"
            " WHERE path = ? AND duration_ms IS NOT NULL RETURNING id",
            (
                found.size,
                found.mtime_ns,
                found.words_mtime_ns,
                found.inode,
                found.ctime_ns,
                found.fault and found.fault.value,
                found.fault_note,
                added,
                text_of(found.path),
            ),
        ).fetchone()
        if row is not None:
            claim_in_playlists(self._db, TrackId(row["id"]), found.path)
        return row is not None


def _stamp(moment: datetime) -> int:
    """Seconds since 1970 (UTC)."""
    return int(moment.timestamp())


def write_tempo(
    db: sqlite3.Connection, track: TrackId, source: TempoSource, bpm: Bpm | None, raw: str
) -> None:
    """Store the tempo of one source; None removes it."""
    if bpm is None and not raw:
        db.execute("DELETE FROM tempo WHERE track_id = ? AND source = ?", (track, source.value))
        return
    db.execute(
        "INSERT OR REPLACE INTO tempo (track_id, source, bpm, raw) VALUES (?, ?, ?, ?)",
        (track, source.value, bpm, raw),
    )
