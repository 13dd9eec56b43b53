"""Stores how late each microphone hears each loudspeaker. Methods raise `StorageError`."""

import sqlite3

from lullaby.storage.side_connections import SideConnections
from lullaby.storage.transaction import reading, transaction
from lullaby.takes.sound_delay import SoundDelay


class DelayStore:
    """Used from one thread."""

    def __init__(
        self, connection: sqlite3.Connection, beside: SideConnections | None = None
    ) -> None:
        self._db = connection
        self._beside = beside

    def here(self) -> "DelayStore":
        """A store for the calling thread."""
        return self if self._beside is None else DelayStore(self._beside.here())

    def keep(self, speaker: str, microphone: str, delay: SoundDelay) -> None:
        self._put(speaker, microphone, delay.ms, delay.spread_ms)

    def skip(self, speaker: str) -> None:
        """Note that the person does not want this loudspeaker measured."""
        self._put(speaker, "", None, None)

    def asked(self, speaker: str) -> bool:
        """Whether the person was asked about this loudspeaker."""
        with reading(self._db):
            found = self._db.execute("SELECT 1 FROM sound_delay WHERE speaker = ?", (speaker,))
            return found.fetchone() is not None

    def of(self, speaker: str, microphone: str) -> SoundDelay | None:
        """None if it was not measured."""
        with reading(self._db):
            row = self._db.execute(
                "SELECT delay_ms, spread_ms FROM sound_delay"
                " WHERE speaker = ? AND microphone = ? AND delay_ms IS NOT NULL",
                (speaker, microphone),
            ).fetchone()
        return None if row is None else SoundDelay(row["delay_ms"], row["spread_ms"])

    def _put(
        self, speaker: str, microphone: str, delay_ms: float | None, spread_ms: float | None
    ) -> None:
        with transaction(self._db):
            self._db.execute(
                "INSERT OR REPLACE INTO sound_delay VALUES (?, ?, ?, ?)",
                (speaker, microphone, delay_ms, spread_ms),
            )
