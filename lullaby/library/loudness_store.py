"""Stores measured loudness, and finds the songs that are still to be measured.

A measurement wins over a tag, because it is made the same way for every song. Songs that will play
next are measured first, then those without a tag. Measuring decodes a song whole, so its
result also corrects the length stated in the header.
"""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from lullaby.audio.loudness_reading import LoudnessReading, Unmeasured
from lullaby.frozen import frozen
from lullaby.library.paths_as_text import path_of
from lullaby.library.track import REPLAYGAIN, Fault, GainSource, Loudness, TrackId
from lullaby.storage.transaction import reading, transaction
from lullaby.units import Decibels, Ms

MEASURED = (
    "LEFT JOIN loudness ON loudness.track_id = track.id"
    " AND loudness.size = track.size AND loudness.mtime_ns = track.mtime_ns"
)
"""Joins the measurement of the file in its current state."""

LENGTH = "coalesce(nullif(heard_ms, 0), played_ms, duration_ms)"
"""The length of a song in ms: as measured, else as it was played, else as its header states it."""

_SONG = "SELECT track.id, path, track.size, track.mtime_ns"
_WAITING = f"""
    FROM track {MEASURED}
    WHERE origin = 'file' AND fault IS NULL AND hidden = 0 AND track.mtime_ns <> 0
    AND removed_at IS NULL
"""
_UNMEASURED = "loudness.track_id IS NULL"
_UNTIMED = "loudness.lufs IS NOT NULL AND loudness.heard_ms IS NULL"
"""Measured before lengths were; `heard_ms` is 0 where that could not be made up for."""


PREFERRED = 300
"""How many preferred songs are looked at: more than a night plays."""


@frozen
class UnmeasuredTrack:
    """A song to measure, as its file was at the last scan."""

    track: TrackId
    path: Path
    size: int
    mtime_ns: int


class LoudnessStore:
    """Used from one thread. Every method raises `StorageError` if the disk fails."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._last: dict[str, int] = {}

    def next(self, first: Sequence[TrackId] = ()) -> UnmeasuredTrack | None:
        """The song to measure next, the first `PREFERRED` in `first` before all others; None if
        none is left.

        Last come those whose loudness is known, but not their length.
        """
        with reading(self._db):
            row = self._preferred(first) if first else None
            for which in ("gain_db IS NULL", "gain_db IS NOT NULL"):
                row = row or self._next_by_number(f"{_UNMEASURED} AND {which}")
            row = row or self._next_by_number(_UNTIMED)
        if row is None:
            return None
        return UnmeasuredTrack(
            TrackId(row["id"]), path_of(row["path"]), row["size"], row["mtime_ns"]
        )

    def _preferred(self, first: Sequence[TrackId]) -> sqlite3.Row | None:
        places: dict[int, int] = {}
        for place, track in enumerate(first[:PREFERRED]):
            places.setdefault(track, place)
        rows = self._db.execute(
            f"{_SONG} {_WAITING} AND {_UNMEASURED}"
            " AND track.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(places)),),
        ).fetchall()
        return min(rows, key=lambda row: places[row["id"]], default=None)

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
        """Number of songs still to be measured."""
        with reading(self._db):
            waiting = f"SELECT count(*) {_WAITING} AND ({_UNMEASURED} OR {_UNTIMED})"
            return int(self._db.execute(waiting).fetchone()[0])

    def write(self, song: UnmeasuredTrack, result: LoudnessReading | Unmeasured) -> None:
        """Store a result; a cancelled song stays in the queue.

        A song whose file is gone is marked as missing and waits for a scan to find it. Results of
        songs that have left the library are dropped. A failure replaces no measurement of the same
        file.
        """
        with transaction(self._db):
            if result is Unmeasured.CANCELLED:
                return
            if result is Unmeasured.MISSING:
                self._db.execute(
                    "UPDATE track SET fault = ? WHERE id = ?", (Fault.MISSING.value, song.track)
                )
                return
            if isinstance(result, Unmeasured) and self._keep(song):
                return
            self._db.execute(
                "INSERT OR REPLACE INTO loudness"
                " (track_id, size, mtime_ns, lufs, true_peak_db, range_lu, heard_ms, reason)"
                " SELECT id, ?, ?, ?, ?, ?, ?, ? FROM track WHERE id = ? AND removed_at IS NULL",
                (song.size, song.mtime_ns, *_values(result), song.track),
            )

    def _keep(self, song: UnmeasuredTrack) -> bool:
        """Whether the file was measured before, which holds though it cannot be measured again."""
        kept = self._db.execute(
            "UPDATE loudness SET heard_ms = coalesce(heard_ms, 0)"
            " WHERE track_id = ? AND size = ? AND mtime_ns = ? AND lufs IS NOT NULL",
            (song.track, song.size, song.mtime_ns),
        )
        return kept.rowcount > 0


def loudness_of_reading(reading: LoudnessReading) -> Loudness:
    gain = Decibels(REPLAYGAIN - reading.integrated_lufs)
    return Loudness(gain, 10 ** (reading.true_peak_db / 20), GainSource.MEASURED)


def loudness_in(row: sqlite3.Row) -> Loudness | None:
    """The loudness in a row with lufs, true_peak_db, range_lu, gain_db, peak and gain_source."""
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
) -> tuple[float | None, float | None, float | None, Ms | None, str]:
    if isinstance(result, Unmeasured):
        return None, None, None, None, result.value
    return result.integrated_lufs, result.true_peak_db, result.range_lu, result.heard_ms, ""
