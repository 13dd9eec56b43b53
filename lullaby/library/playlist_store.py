"""Stores playlists in the database. Every method raises `StorageError` if the disk fails."""

import sqlite3
from collections.abc import Sequence
from dataclasses import field
from pathlib import Path

from lullaby.frozen import frozen
from lullaby.library.loudness_store import LENGTH, MEASURED
from lullaby.library.paths_as_text import path_of, text_of
from lullaby.library.playlist_source import (
    EntrySource,
    PlaylistSource,
    entry_from_json,
    entry_json,
    source_from_json,
    source_json,
)
from lullaby.library.routine import BuiltIn, Playlist, PlaylistId, RoutineId
from lullaby.library.rules import Rules
from lullaby.library.rules_json import from_json, to_json
from lullaby.library.smart_playlists import SmartPlaylistEvaluator
from lullaby.library.store import LibraryStore
from lullaby.library.track import Track, TrackId
from lullaby.storage.side_connections import SideConnections
from lullaby.storage.transaction import reading, transaction
from lullaby.units import Ms

COLUMNS = "id, name, built_in, rules"


@frozen
class PlaylistItem:
    """An item of a playlist; without a track its file is not in the library."""

    track: Track | None
    path: Path
    title: str
    source: EntrySource | None = field(default=None, compare=False)
    """Its piece of the playlist file that it comes from."""


@frozen
class DeletedPlaylist:
    """Everything needed to restore a playlist."""

    playlist: Playlist
    place: int
    items: tuple[PlaylistItem, ...]
    routines: tuple[RoutineId, ...]
    source: PlaylistSource | None = None


def item_of(track: Track) -> PlaylistItem:
    return PlaylistItem(track, track.path, track.title)


class PlaylistStore:
    """Owns playlists and their items; used from one thread."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        library: LibraryStore,
        smart_playlists: SmartPlaylistEvaluator,
        beside: SideConnections | None = None,
    ) -> None:
        """`smart_playlists` finds the songs of smart playlists, on the owner's thread."""
        self._db = connection
        self._library = library
        self._smart_playlists = smart_playlists
        self._beside = beside

    def here(self) -> "PlaylistStore":
        """A store for the calling thread."""
        if self._beside is None:
            return self
        return PlaylistStore(self._beside.here(), self._library.here(), self._smart_playlists)

    def all(self) -> list[Playlist]:
        with reading(self._db):
            rows = self._db.execute(f"SELECT {COLUMNS} FROM playlist ORDER BY place, id")
            return [_playlist(row) for row in rows.fetchall()]

    def rules(self, playlist: PlaylistId) -> Rules | None:
        """The rules of a smart playlist; None if its songs are chosen one by one."""
        with reading(self._db):
            row = self._db.execute("SELECT rules FROM playlist WHERE id = ?", (playlist,))
            found = row.fetchone()
        return None if found is None or found["rules"] is None else from_json(found["rules"])

    def set_rules(self, playlist: PlaylistId, rules: Rules) -> None:
        """Make it a smart playlist; songs chosen before stay stored, but are not shown."""
        with transaction(self._db):
            self._db.execute(
                "UPDATE playlist SET rules = ? WHERE id = ?", (to_json(rules), playlist)
            )

    def items(self, playlist: PlaylistId) -> list[PlaylistItem]:
        """The songs in order, including missing ones; for a smart playlist those that match now."""
        rules = self.rules(playlist)
        if rules is not None:
            return [item_of(track) for track in self._smart_playlists.find(rules).tracks]
        return self._chosen(playlist)

    def _chosen(self, playlist: PlaylistId) -> list[PlaylistItem]:
        with reading(self._db):
            rows = self._db.execute(
                "SELECT track_id, path, title, source FROM playlist_item WHERE playlist_id = ?"
                " ORDER BY place",
                (playlist,),
            ).fetchall()
            ids = [TrackId(row["track_id"]) for row in rows if row["track_id"] is not None]
            found = {track.id: track for track in self._library.some(ids)}
        return [
            PlaylistItem(
                found.get(row["track_id"]),
                path_of(row["path"]),
                row["title"],
                entry_from_json(row["source"]),
            )
            for row in rows
        ]

    def count(self, playlist: PlaylistId) -> int:
        """How many songs were chosen one by one."""
        with reading(self._db):
            row = self._db.execute(
                "SELECT count(*) FROM playlist_item WHERE playlist_id = ?", (playlist,)
            ).fetchone()
        return int(row[0])

    def counts(self) -> dict[PlaylistId, tuple[int, Ms]]:
        """Number of songs and total known duration of each playlist, except smart ones."""
        with reading(self._db):
            rows = self._db.execute(
                "SELECT playlist_id, count(*) AS songs,"
                f" total({LENGTH}) AS length FROM playlist_item"
                f" LEFT JOIN track ON track.id = playlist_item.track_id {MEASURED}"
                " GROUP BY playlist_id"
            ).fetchall()
        return {PlaylistId(r["playlist_id"]): (r["songs"], Ms(round(r["length"]))) for r in rows}

    def create(
        self, name: str, built_in: BuiltIn | None = None, rules: Rules | None = None
    ) -> PlaylistId:
        with transaction(self._db):
            cursor = self._db.execute(
                "INSERT INTO playlist (name, built_in, rules, place)"
                " VALUES (?, ?, ?, (SELECT coalesce(max(place), 0) + 1 FROM playlist))",
                (name, built_in and built_in.value, rules and to_json(rules)),
            )
        assert cursor.lastrowid is not None
        return PlaylistId(cursor.lastrowid)

    def create_from(
        self, name: str, items: Sequence[PlaylistItem], source: PlaylistSource | None
    ) -> PlaylistId:
        """Create a playlist as it comes from another player's file."""
        with transaction(self._db):
            made = self.create(name)
            self.set_items(made, items)
            self.set_source(made, source)
        return made

    def rename(self, playlist: Playlist) -> None:
        """Store its name, or that it has a built-in one."""
        with transaction(self._db):
            self._db.execute(
                "UPDATE playlist SET name = ?, built_in = ? WHERE id = ?",
                (playlist.name, playlist.built_in and playlist.built_in.value, playlist.id),
            )

    def duplicate(self, playlist: PlaylistId, name: str) -> PlaylistId:
        """Copy a playlist, with its rules if it is smart."""
        with transaction(self._db):
            copy = self.create(name, rules=self.rules(playlist))
            self._db.execute(
                "INSERT INTO playlist_item (playlist_id, place, track_id, path, title, source)"
                " SELECT ?, place, track_id, path, title, source FROM playlist_item"
                " WHERE playlist_id = ?",
                (copy, playlist),
            )
            self.set_source(copy, self.source(playlist))
        return copy

    def delete(self, playlist: PlaylistId) -> DeletedPlaylist | None:
        """Delete a playlist; the result can restore it."""
        with transaction(self._db):
            row = self._db.execute(
                f"SELECT {COLUMNS}, place FROM playlist WHERE id = ?", (playlist,)
            ).fetchone()
            if row is None:
                return None
            routines = self._db.execute(
                "SELECT id FROM routine WHERE playlist_id = ?", (playlist,)
            ).fetchall()
            deleted = DeletedPlaylist(
                _playlist(row),
                row["place"],
                tuple(self._chosen(playlist)),
                tuple(RoutineId(each["id"]) for each in routines),
                self.source(playlist),
            )
            self._db.execute("DELETE FROM playlist WHERE id = ?", (playlist,))
        return deleted

    def restore(self, deleted: DeletedPlaylist) -> None:
        playlist = deleted.playlist
        with transaction(self._db):
            self._db.execute(
                "INSERT INTO playlist (id, name, built_in, rules, place) VALUES (?, ?, ?, ?, ?)",
                (
                    playlist.id,
                    playlist.name,
                    playlist.built_in and playlist.built_in.value,
                    playlist.rules and to_json(playlist.rules),
                    deleted.place,
                ),
            )
            self.set_items(playlist.id, deleted.items)
            self.set_source(playlist.id, deleted.source)
            self._db.executemany(
                "UPDATE routine SET playlist_id = ? WHERE id = ?",
                [(playlist.id, routine) for routine in deleted.routines],
            )

    def set_items(self, playlist: PlaylistId, items: Sequence[PlaylistItem]) -> None:
        """Replace all items."""
        with transaction(self._db):
            self._db.execute("DELETE FROM playlist_item WHERE playlist_id = ?", (playlist,))
            self._append(playlist, items, 0)

    def _append(self, playlist: PlaylistId, items: Sequence[PlaylistItem], first: int) -> None:
        """Write items from the place `first` on."""
        self._db.executemany(
            "INSERT INTO playlist_item (playlist_id, place, track_id, path, title, source)"
            " VALUES (?, ?, coalesce((SELECT id FROM track WHERE id = ?),"
            " (SELECT id FROM track WHERE path = ?)), ?, ?, ?)",
            [
                (
                    playlist,
                    place,
                    item.track and item.track.id,
                    path,
                    path,
                    item.title,
                    item.source and entry_json(item.source),
                )
                for place, item in enumerate(items, first)
                if (path := text_of(item.path))
            ],
        )

    def source(self, playlist: PlaylistId) -> PlaylistSource | None:
        """What stood around the songs in the file that it was imported from."""
        with reading(self._db):
            row = self._db.execute(
                "SELECT source FROM playlist WHERE id = ?", (playlist,)
            ).fetchone()
        return None if row is None else source_from_json(row["source"])

    def set_source(self, playlist: PlaylistId, source: PlaylistSource | None) -> None:
        with transaction(self._db):
            self._db.execute(
                "UPDATE playlist SET source = ? WHERE id = ?",
                (source and source_json(source), playlist),
            )

    def add(self, playlist: PlaylistId, tracks: Sequence[Track]) -> int:
        """Append songs; returns the place of the first, for `remove_from`."""
        with transaction(self._db):
            (first,) = self._db.execute(
                "SELECT coalesce(max(place), -1) + 1 FROM playlist_item WHERE playlist_id = ?",
                (playlist,),
            ).fetchone()
            self._append(playlist, [item_of(track) for track in tracks], first)
        return int(first)

    def remove_from(self, playlist: PlaylistId, first: int) -> None:
        """Remove the songs from the place `first` on."""
        with transaction(self._db):
            self._db.execute(
                "DELETE FROM playlist_item WHERE playlist_id = ? AND place >= ?", (playlist, first)
            )


def _playlist(row: sqlite3.Row) -> Playlist:
    built_in = BuiltIn(row["built_in"]) if row["built_in"] else None
    rules = None if row["rules"] is None else from_json(row["rules"])
    return Playlist(PlaylistId(row["id"]), row["name"], built_in, rules)
