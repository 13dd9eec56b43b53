"""Stores appointments in the database. Every method raises `StorageError` if the disk fails."""

import sqlite3
from datetime import UTC, datetime

from lullaby.library.appointment import Appointment, AppointmentId
from lullaby.library.track import TrackId
from lullaby.storage.transaction import reading, transaction


class AppointmentStore:
    """Used from one thread. One song has at most one appointment at one time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def keep(self, track: TrackId, at: datetime, beats: int, partner: str) -> tuple[int, bool]:
        """Its number, and whether it was not here before."""
        moment = _in_utc(at)
        with transaction(self._db):
            found = self._db.execute(
                "SELECT id FROM appointment WHERE track_id = ? AND moment = ?", (track, moment)
            ).fetchone()
            if found is not None:
                return found["id"], False
            row = self._db.execute(
                "INSERT INTO appointment (track_id, at, moment, beats, partner)"
                " VALUES (?, ?, ?, ?, ?) RETURNING id",
                (track, at.isoformat(), moment, beats, partner),
            ).fetchone()
        return row["id"], True

    def all(self) -> list[Appointment]:
        """The soonest first."""
        with reading(self._db):
            rows = self._db.execute("SELECT * FROM appointment ORDER BY moment, id").fetchall()
        return [
            Appointment(
                AppointmentId(row["id"]),
                TrackId(row["track_id"]),
                datetime.fromisoformat(row["at"]),
                row["beats"],
                row["partner"],
            )
            for row in rows
        ]

    def forget(self, appointment: int) -> None:
        with transaction(self._db):
            self._db.execute("DELETE FROM appointment WHERE id = ?", (appointment,))

    def forget_before(self, moment: datetime) -> None:
        """Forget those that were due before `moment`, which has a zone."""
        with transaction(self._db):
            self._db.execute("DELETE FROM appointment WHERE moment < ?", (_in_utc(moment),))


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
