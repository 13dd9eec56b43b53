"""Stores children, song preferences, chosen encodings, and the delay of loudspeakers.

Every method raises `StorageError` if the disk fails.
"""

import sqlite3
from collections.abc import Mapping

from lullaby.audio.port import SpeedPitch
from lullaby.library.singing import Singing, as_text, from_text
from lullaby.library.song_preferences import (
    EVERYBODY,
    NO_PREFERENCES,
    Child,
    ChildId,
    SongPreferences,
)
from lullaby.library.track import TrackId
from lullaby.storage.transaction import StorageError, reading, transaction
from lullaby.units import Ms

ROW = "SELECT pace, semitones, louder, earlier_ms, swapped, with_tune, verses, take_id FROM kin"


class SongPreferencesStore:
    """Used from one thread."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._encodings = self._read_encodings()

    def chosen_encodings(self) -> Mapping[str, str]:
        """How words files are read, as Python names it, by `encoding_choice.content_key`.

        May be called on any thread.
        """
        return self._encodings

    def choose_encoding(self, content: str, encoding: str) -> None:
        """From now on, words files with these bytes are read in this encoding."""
        with transaction(self._db):
            self._db.execute(
                "INSERT OR REPLACE INTO words_encoding (content, encoding) VALUES (?, ?)",
                (content, encoding),
            )
        self._encodings = {**self._encodings, content: encoding}

    def _read_encodings(self) -> Mapping[str, str]:
        try:
            with reading(self._db):
                rows = self._db.execute("SELECT content, encoding FROM words_encoding").fetchall()
        except StorageError:
            return {}
        return {row["content"]: row["encoding"] for row in rows}

    def children(self) -> list[Child]:
        """All named children, oldest row first."""
        with reading(self._db):
            rows = self._db.execute("SELECT id, name FROM child ORDER BY id").fetchall()
        return [Child(ChildId(row["id"]), row["name"]) for row in rows]

    def name_child(self, name: str) -> ChildId:
        """The child of this name, created if needed."""
        with transaction(self._db):
            self._db.execute("INSERT OR IGNORE INTO child (name) VALUES (?)", (name,))
            row = self._db.execute("SELECT id FROM child WHERE name = ?", (name,)).fetchone()
        return ChildId(row["id"])

    def rename_child(self, child: ChildId, name: str) -> None:
        """Rename a child; no change if another child has the name already."""
        with transaction(self._db):
            self._db.execute("UPDATE OR IGNORE child SET name = ? WHERE id = ?", (name, child))

    def forget_child(self, child: ChildId) -> None:
        """Delete a child with its song preferences; takes made for it become everybody's."""
        with transaction(self._db):
            self._db.execute("DELETE FROM kin WHERE child_id = ?", (child,))
            self._db.execute("UPDATE take SET child_id = 0 WHERE child_id = ?", (child,))
            self._db.execute("DELETE FROM child WHERE id = ?", (child,))

    def restore_child(self, child: Child) -> Child:
        """Bring back a forgotten child under its number, or under another if that is taken."""
        with transaction(self._db):
            taken = any(child.id == each.id for each in self.children())
            if taken or any(child.name == each.name for each in self.children()):
                return Child(self.name_child(child.name), child.name)
            self._db.execute("INSERT INTO child VALUES (?, ?)", (child.id, child.name))
        return child

    def preferences_of(self, child: ChildId) -> list[tuple[TrackId, SongPreferences]]:
        """Every song that has preferences with this child."""
        with reading(self._db):
            rows = self._db.execute(
                "SELECT track_id FROM kin WHERE child_id = ? ORDER BY track_id", (child,)
            ).fetchall()
            return [(row["track_id"], self.own(TrackId(row["track_id"]), child)) for row in rows]

    def own(self, track: TrackId, child: ChildId) -> SongPreferences:
        """The stored preferences of this child, or of everybody."""
        with reading(self._db):
            row = self._db.execute(
                f"{ROW} WHERE track_id = ? AND child_id = ?", (track, child)
            ).fetchone()
        if row is None:
            return NO_PREFERENCES
        speed_pitch = (
            None if row["pace"] is None else SpeedPitch(row["pace"], row["semitones"] or 0.0)
        )
        swapped = None if row["swapped"] is None else bool(row["swapped"])
        singing = None
        if row["with_tune"] is not None:
            singing = Singing(bool(row["with_tune"]), from_text(row["verses"] or ""))
        return SongPreferences(
            speed_pitch, row["louder"], row["earlier_ms"], swapped, singing, row["take_id"]
        )

    def of(self, track: TrackId, child: ChildId) -> SongPreferences:
        """The preferences for this child, falling back to everybody's.

        Everybody's tempo, key, tune and verses are stored with the track.
        """
        everybody = self.own(track, EVERYBODY)
        return everybody if child == EVERYBODY else self.own(track, child).over(everybody)

    def keep(self, track: TrackId, child: ChildId, song_preferences: SongPreferences) -> None:
        """Store preferences; everybody's tempo, key, tune and verses go to the track."""
        with transaction(self._db):
            speed_pitch, singing = song_preferences.speed_pitch, song_preferences.singing
            if child == EVERYBODY and singing is not None:
                self._db.execute(
                    "UPDATE track SET with_tune = ?, verses = ? WHERE id = ?",
                    (int(singing.with_tune), as_text(singing.verses), track),
                )
                singing = None
            if child == EVERYBODY and speed_pitch is not None:
                self._db.execute(
                    "UPDATE track SET pace = ?, semitones = ? WHERE id = ?",
                    (speed_pitch.pace, speed_pitch.semitones, track),
                )
                speed_pitch = None
            self._db.execute(
                "INSERT INTO kin (track_id, child_id, pace, semitones, louder, earlier_ms, swapped,"
                " with_tune, verses, take_id)"
                " SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM track WHERE id = ?"
                " ON CONFLICT DO UPDATE SET pace = excluded.pace, semitones = excluded.semitones,"
                " louder = excluded.louder, earlier_ms = excluded.earlier_ms,"
                " swapped = excluded.swapped, with_tune = excluded.with_tune,"
                " verses = excluded.verses, take_id = excluded.take_id",
                (
                    child,
                    speed_pitch and speed_pitch.pace,
                    speed_pitch and speed_pitch.semitones,
                    song_preferences.louder,
                    song_preferences.earlier_ms,
                    song_preferences.swapped,
                    singing and int(singing.with_tune),
                    singing and as_text(singing.verses),
                    song_preferences.recording,
                    track,
                ),
            )

    def clear(self, track: TrackId, child: ChildId) -> None:
        """Delete preferences, so that everybody's or the song's own apply."""
        with transaction(self._db):
            self._db.execute("DELETE FROM kin WHERE track_id = ? AND child_id = ?", (track, child))
            if child == EVERYBODY:
                self._db.execute(
                    "UPDATE track SET pace = 1.0, semitones = 0.0, with_tune = 1, verses = ''"
                    " WHERE id = ?",
                    (track,),
                )

    def words_on(self, speaker: str) -> Ms:
        """How much earlier words are shown on this loudspeaker, in ms."""
        with reading(self._db):
            row = self._db.execute(
                "SELECT earlier_ms FROM words_on_speaker WHERE speaker = ?", (speaker,)
            ).fetchone()
        return Ms(0) if row is None else Ms(row["earlier_ms"])

    def move_words_on(self, speaker: str, earlier_ms: Ms) -> None:
        with transaction(self._db):
            self._db.execute(
                "INSERT INTO words_on_speaker VALUES (?, ?)"
                " ON CONFLICT DO UPDATE SET earlier_ms = excluded.earlier_ms",
                (speaker, earlier_ms),
            )
