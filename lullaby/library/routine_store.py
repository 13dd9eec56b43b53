"""Stores routines in the database. Every method raises `StorageError` if the disk fails."""

import sqlite3
from collections.abc import Sequence

from lullaby.library.built_in_songs import built_in_songs
from lullaby.library.playlist_store import PlaylistStore
from lullaby.library.routine import (
    AmbientStep,
    BuiltIn,
    DeletedRoutine,
    PlaylistId,
    Routine,
    RoutineIcon,
    RoutineId,
)
from lullaby.library.track import Origin, Track
from lullaby.storage.transaction import reading, transaction

MUSIC_STEP = 8


class RoutineStore:
    """Owns routines and their background sounds; used from one thread."""

    def __init__(self, connection: sqlite3.Connection, playlists: PlaylistStore) -> None:
        self._db = connection
        self._playlists = playlists

    def all(self) -> list[Routine]:
        with reading(self._db):
            rows = self._db.execute(
                "SELECT id, name, built_in, playlist_id, minutes, music_step, icon, fade_minutes"
                " FROM routine ORDER BY place, id"
            ).fetchall()
            ambient = self._db.execute(
                "SELECT routine_id, name, step FROM routine_bed ORDER BY routine_id, name"
            ).fetchall()
        return [
            Routine(
                id=RoutineId(row["id"]),
                name=row["name"],
                built_in=BuiltIn(row["built_in"]) if row["built_in"] else None,
                playlist=None if row["playlist_id"] is None else PlaylistId(row["playlist_id"]),
                minutes=row["minutes"],
                ambient=tuple(
                    AmbientStep(sound["name"], sound["step"])
                    for sound in ambient
                    if sound["routine_id"] == row["id"]
                ),
                music_step=row["music_step"],
                icon=_icon(row["icon"]),
                fade_minutes=row["fade_minutes"],
            )
            for row in rows
        ]

    def tracks(self, routine: Routine) -> list[Track]:
        """The songs of a routine that are in the library."""
        if routine.playlist is None:
            return []
        items = self._playlists.items(routine.playlist)
        return [item.track for item in items if item.track is not None]

    def is_smart(self, routine: Routine) -> bool:
        """Whether its songs follow rules, and so change with every night."""
        playlist = routine.playlist
        return playlist is not None and self._playlists.rules(playlist) is not None

    def save(self, routine: Routine) -> None:
        """Update a routine completely; one that was deleted stays so.

        Here and in `add` and `restore`, a playlist that is gone leaves the routine without songs.
        """
        with transaction(self._db):
            found = self._db.execute(
                "UPDATE routine SET name = ?, built_in = ?,"
                " playlist_id = (SELECT id FROM playlist WHERE id = ?), minutes = ?,"
                " music_step = ?, icon = ?, fade_minutes = ? WHERE id = ?",
                (*_values(routine), routine.id),
            )
            if found.rowcount:
                self._write_ambient(routine.id, routine.ambient)

    def add(self, routine: Routine) -> RoutineId:
        """Store a new routine at the end of the list; it gets an id of its own."""
        with transaction(self._db):
            (place,) = self._db.execute(
                "SELECT coalesce(max(place), 0) + 1 FROM routine"
            ).fetchone()
            return self._insert(None, routine, place)

    def delete(self, routine: RoutineId) -> DeletedRoutine | None:
        """Delete a routine; the result can restore it."""
        with transaction(self._db):
            row = self._db.execute("SELECT place FROM routine WHERE id = ?", (routine,)).fetchone()
            found = next((each for each in self.all() if each.id == routine), None)
            if row is None or found is None:
                return None
            self._db.execute("DELETE FROM routine WHERE id = ?", (routine,))
        return DeletedRoutine(found, row["place"])

    def restore(self, deleted: DeletedRoutine) -> None:
        with transaction(self._db):
            self._insert(deleted.routine.id, deleted.routine, deleted.place)

    def seeded(self) -> bool:
        """Whether the built-in routines were created before."""
        with reading(self._db):
            return self._db.execute("SELECT 1 FROM routine LIMIT 1").fetchone() is not None

    def seed(self, tracks: Sequence[Track]) -> None:
        """Create the four built-in routines, once, from the bundled songs."""
        with transaction(self._db):
            if self._db.execute("SELECT 1 FROM routine LIMIT 1").fetchone() is not None:
                return
            songs = [track for track in tracks if track.origin is Origin.SONGBOOK]
            lists = built_in_songs(songs, lambda track: track.tempo.bpm or 0)
            self._seed(
                BuiltIn.NIGHT_WAKING, lists[BuiltIn.NIGHT_WAKING], 30, (AmbientStep("rain", 8),)
            )
            self._seed(BuiltIn.BEDTIME, lists[BuiltIn.BEDTIME], 45, (AmbientStep("ocean", 8),))
            self._seed(BuiltIn.NAP, lists[BuiltIn.NAP], 20, (AmbientStep("heartbeat", 8),))
            self._add_built_in(BuiltIn.JUST_SOUND, None, 45, (AmbientStep("rain", 10),))

    def _seed(
        self,
        built_in: BuiltIn,
        tracks: Sequence[Track],
        minutes: int,
        ambient: tuple[AmbientStep, ...],
    ) -> None:
        playlist = self._playlists.create("", built_in)
        self._playlists.add(playlist, tracks)
        self._add_built_in(built_in, playlist, minutes, ambient)

    def _add_built_in(
        self,
        built_in: BuiltIn,
        playlist: PlaylistId | None,
        minutes: int,
        ambient: tuple[AmbientStep, ...],
    ) -> None:
        self.add(Routine(RoutineId(0), "", built_in, playlist, minutes, ambient, MUSIC_STEP))

    def _insert(self, wanted: RoutineId | None, routine: Routine, place: int) -> RoutineId:
        cursor = self._db.execute(
            "INSERT INTO routine (name, built_in, playlist_id, minutes, music_step, icon,"
            " fade_minutes, id, place)"
            " VALUES (?, ?, (SELECT id FROM playlist WHERE id = ?), ?, ?, ?, ?, ?, ?)",
            (*_values(routine), wanted, place),
        )
        assert cursor.lastrowid is not None
        made = RoutineId(cursor.lastrowid)
        self._write_ambient(made, routine.ambient)
        return made

    def _write_ambient(self, routine: RoutineId, ambient: tuple[AmbientStep, ...]) -> None:
        self._db.execute("DELETE FROM routine_bed WHERE routine_id = ?", (routine,))
        self._db.executemany(
            "INSERT INTO routine_bed (routine_id, name, step) VALUES (?, ?, ?)",
            [(routine, sound.name, sound.step) for sound in ambient],
        )


def _values(routine: Routine) -> tuple[object, ...]:
    """The columns of a routine, from its name to its fade."""
    return (
        routine.name,
        routine.built_in and routine.built_in.value,
        routine.playlist,
        routine.minutes,
        routine.music_step,
        routine.icon and routine.icon.value,
        routine.fade_minutes,
    )


def _icon(stored: str | None) -> RoutineIcon | None:
    """The picture of a routine; a heart if an unknown one is stored."""
    if stored is None:
        return None
    return next((icon for icon in RoutineIcon if icon.value == stored), RoutineIcon.HEART)
