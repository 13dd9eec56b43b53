"""Writes the bundled songs to the database."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from lullaby.library.forgetting import forget, take_over
from lullaby.library.paths_as_text import text_of
from lullaby.library.relocating import claim_in_playlists, follow_in_playlists
from lullaby.library.scan_store import write_tempo
from lullaby.library.track import TrackId
from lullaby.lyrics.languages import code_of
from lullaby.tempo.answer import TempoSource
from lullaby.units import Bpm, Decibels, Ms


class BundledSong(Protocol):
    """What the library needs to know of a bundled song."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def origin(self) -> str: ...
    @property
    def bpm(self) -> float: ...
    @property
    def language(self) -> str: ...
    @property
    def duration_ms(self) -> Ms: ...
    @property
    def audio(self) -> Path: ...
    @property
    def gain_db(self) -> Decibels | None: ...
    @property
    def peak(self) -> float | None: ...


def write_songs(db: sqlite3.Connection, songs: Sequence[BundledSong]) -> None:
    """Update the bundled songs to `songs`, within the caller's transaction."""
    for song in songs:
        _write_song(db, song)
    marks = ",".join("?" * len(songs))
    db.execute(
        f"DELETE FROM track WHERE origin = 'songbook' AND songbook_id NOT IN ({marks})",
        [song.id for song in songs],
    )


def _write_song(db: sqlite3.Connection, song: BundledSong) -> None:
    _adopt(db, song)
    row = db.execute(
        "INSERT INTO track (path, origin, songbook_id, title, artist, duration_ms, words,"
        " language, gain_db, peak, gain_source)"
        " VALUES (?, 'songbook', ?, ?, ?, ?, 'syllables', ?, ?, ?, 'measured')"
        " ON CONFLICT (songbook_id) DO UPDATE SET path = excluded.path,"
        " title = excluded.title, artist = excluded.artist,"
        " duration_ms = excluded.duration_ms, gain_db = excluded.gain_db,"
        " language = excluded.language,"
        " peak = excluded.peak, gain_source = excluded.gain_source, fault = NULL RETURNING id",
        (
            text_of(song.audio),
            song.id,
            song.title,
            song.origin,
            song.duration_ms,
            code_of(song.language),
            song.gain_db,
            song.peak,
        ),
    ).fetchone()
    track = TrackId(row["id"])
    write_tempo(db, track, TempoSource.TAG, Bpm(song.bpm), "")
    follow_in_playlists(db, track, song.audio)
    claim_in_playlists(db, track, song.audio)


def _adopt(db: sqlite3.Connection, song: BundledSong) -> None:
    """Turn a recording that was scanned as the person's own file into the bundled song."""
    file = db.execute(
        "SELECT id FROM track WHERE path = ? AND origin = 'file'", (text_of(song.audio),)
    ).fetchone()
    if file is None:
        return
    own = db.execute("SELECT id FROM track WHERE songbook_id = ?", (song.id,)).fetchone()
    if own is None:
        db.execute(
            "UPDATE track SET origin = 'songbook', songbook_id = ? WHERE id = ?",
            (song.id, file["id"]),
        )
    else:
        take_over(db, TrackId(file["id"]), TrackId(own["id"]))
        forget(db, [TrackId(file["id"])])
