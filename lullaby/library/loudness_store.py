"""Which songs are still to be measured, and what measuring them came to.

A measured value is truer than a tag: it was made the same way for every song. What will be heard
next comes first, with a tag or without; of all others those without one.
"""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lullaby.audio.loudness_reading import LoudnessReading, Unmeasured
from lullaby.library.paths_as_text import path_of
from lullaby.library.track import REPLAYGAIN, Fault, GainSource, Loudness, TrackId
from lullaby.storage.transaction import reading, transaction
from lullaby.units import Decibels

MEASURED = (
    "LEFT JOIN loudness ON loudness.track_id = track.id"
    " AND loudness.size = track.size AND loudness.mtime_ns = track.mtime_ns"
)
"""Joins what was measured of the very file that the library knows."""

_SONG = "SELECT track.id, path, track.size, track.mtime_ns"
_WAITING = f"""
    FROM track {MEASURED}
    WHERE origin = 'file' AND fault IS NULL AND hidden = 0 AND track.mtime_ns <> 0
    AND removed_at IS NULL
    AND loudness.track_id IS NULL
"""


@dataclass(frozen=True, slots=True)
class UnmeasuredTrack:
    """A song that is to be measured, as its file was when it was last scanned."""

    track: TrackId
    path: Path
    size: int
    mtime_ns: int


class LoudnessStore:
    """Used from one thread. Every method raises `StorageError` when the disk does not serve."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._last: dict[str, int] = {}

    def next(self, first: Sequence[TrackId] = ()) -> UnmeasuredTrack | None:
        """The song to measure next, those of `first` in their order before all others.

        None when all are known.
        """
        with reading(self._db):
            row = self._preferred(first) if first else None
            row = row or self._next_by_number("gain_db IS NULL")
            row = row or self._next_by_number("gain_db IS NOT NULL")
        if row is None:
            return None
        return UnmeasuredTrack(
            TrackId(row["id"]), path_of(row["path"]), row["size"], row["mtime_ns"]
        )

    def _preferred(self, first: Sequence[TrackId]) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._db.execute(
            f"{_SONG} {_WAITING} AND track.id IN (SELECT value FROM json_each(?1)) ORDER BY"
            " (SELECT min(key) FROM json_each(?1) WHERE value = track.id) LIMIT 1",
            (json.dumps(list(first)),),
        ).fetchone()
        return row

    def _next_by_number(self, which: str) -> sqlite3.Row | None:
        """The next waiting song after the last one found, or from the start again.

        A search from the start each time would pass all songs measured so far.
        """
        for after in dict.fromkeys((self._last.get(which, 0), 0)):
            row: sqlite3.Row | None = self._db.execute(
                f"{_SONG} {_WAITING} AND {which} AND track.id > ? ORDER BY track.id LIMIT 1",
                (after,),
            ).fetchone()
            if row is not None:
                self._last[which] = row["id"] - 1
                return row
        return None

    def waiting(self) -> int:
        """How many songs are still to be measured."""
        with reading(self._db):
            return int(self._db.execute(f"SELECT count(*) {_WAITING}").fetchone()[0])

    def write(self, song: UnmeasuredTrack, result: LoudnessReading | Unmeasured) -> None:
        """Keep a result; a song that was cancelled stays in the queue.

        One whose file is gone is marked so, and waits for the scan that finds it again. Nothing
        is kept of a song that has left the library meanwhile.
        """
        with transaction(self._db):
            if result is Unmeasured.CANCELLED:
                return
            if result is Unmeasured.MISSING:
                self._db.execute(
                    "UPDATE track SET fault = ? WHERE id = ?", (Fault.MISSING.value, song.track)
                )
                return
            self._db.execute(
                "INSERT OR REPLACE INTO loudness"
                " (track_id, size, mtime_ns, lufs, true_peak_db, range_lu, reason)"
                " SELECT id, ?, ?, ?, ?, ?, ? FROM track WHERE id = ? AND removed_at IS NULL",
                (song.size, song.mtime_ns, *_values(result), song.track),
            )


def loudness_of_reading(reading: LoudnessReading) -> Loudness:
    gain = Decibels(REPLAYGAIN - reading.integrated_lufs)
    return Loudness(gain, 10 ** (reading.true_peak_db / 20), GainSource.MEASURED)


def loudness_in(row: sqlite3.Row) -> Loudness | None:
    """From a row with lufs, true_peak_db, range_lu, gain_db, peak and gain_source."""
    if row["lufs"] is not None:
        return loudness_of_reading(
            LoudnessReading(row["lufs"], row["true_peak_db"], row["range_lu"] or 0.0)
        )
    if row["gain_db"] is None:
        return None
    source = GainSource(row["gain_source"] or GainSource.TAG.value)
    return Loudness(Decibels(row["gain_db"]), row["peak"], source)


def _values(
    result: LoudnessReading | Unmeasured,
) -> tuple[float | None, float | None, float | None, str]:
    if isinstance(result, Unmeasured):
        return None, None, None, result.value
    return result.integrated_lufs, result.true_peak_db, result.range_lu, ""
