"""Reads songs from the database's rows."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from lullaby.audio.port import SpeedPitch
from lullaby.library.analysis_store import WEIGHED, WORDS_ON_TEMPO, reasons_in, weighed_in
from lullaby.library.loudness_store import LENGTH, MEASURED, loudness_in
from lullaby.library.paths_as_text import path_of, unescaped
from lullaby.library.singing import Singing, from_text
from lullaby.library.track import NOT_THERE, Fault, Origin, Track, TrackId, Words

COLUMNS = (
    "id, path, origin, songbook_id, title, artist, album, genre,"
    f" {LENGTH} AS duration_ms, words, language,"
    " has_cover, gain_db, peak, gain_source, lufs, true_peak_db, range_lu, fault, fault_note,"
    " hidden, favourite, removed_at, words_key, track.pace, semitones, with_tune, verses, added,"
    " songs,"
    f" {WORDS_ON_TEMPO}"
)
TRACKS = f"SELECT {COLUMNS} FROM track {MEASURED} {WEIGHED}"

LOST = frozenset(fault.value for fault in NOT_THERE)


class Shared(dict[str, str]):
    """Interns equal texts of artists, albums and genres."""

    def __missing__(self, text: str) -> str:
        self[text] = text
        return text


def track_of(
    row: sqlite3.Row,
    shared: Shared | None = None,
    singers: Mapping[str, str] = MappingProxyType({}),
) -> Track:
    """The song of a row of `TRACKS`; `singers` tells who sings in which file."""
    weighed = weighed_in(row)
    same = Shared() if shared is None else shared
    return Track(
        id=TrackId(row["id"]),
        path=path_of(row["path"]),
        title=row["title"],
        artist=same[row["artist"]],
        album=same[row["album"]],
        genre=same[row["genre"]],
        duration_ms=row["duration_ms"],
        tempo=weighed.tempo,
        words=Words(row["words"]),
        language=same[row["language"]],
        loudness=loudness_in(row),
        has_cover=bool(row["has_cover"]),
        origin=Origin(row["origin"]),
        songbook_id=row["songbook_id"],
        fault=Fault(row["fault"]) if row["fault"] else None,
        fault_note=row["fault_note"],
        hidden=bool(row["hidden"]),
        favourite=bool(row["favourite"]),
        speed_pitch=SpeedPitch(row["pace"], row["semitones"]),
        singing=Singing(bool(row["with_tune"]), from_text(row["verses"])),
        felt=weighed.pace,
        calm=row["calm"],
        reasons=reasons_in(row["reasons"]),
        calms=weighed.calms,
        words_key="" if row["words_key"] is None else unescaped(row["words_key"]),
        sung_by=singers.get(row["path"], ""),
        added=row["added"],
        songs=row["songs"],
    )


def in_place_of(lost: Track, file: Path | None) -> Track:
    """A lost song, playable from another file with the same sound if there is one."""
    if file is None:
        return lost
    return replace(lost, path=file, fault=None, words_key=lost.words_key or str(lost.path))
