"""Reports which songs any store has changed over a connection, using temporary triggers.

The triggers exist only as long as the connection and record ids; a rollback removes them again.
"""

import sqlite3
from collections.abc import Callable, Iterable
from typing import TypeVar

from lullaby.frozen import frozen
from lullaby.library.track import TrackId
from lullaby.storage.transaction import transaction

T = TypeVar("T")

_ALIKE = "SELECT id FROM track WHERE content <> '' AND content <> '-' AND content IN ({old}, {new})"
"""A song that is away is listed only while no other song has the same sound."""
_NOTE = "INSERT OR IGNORE INTO changed_track {ids}"


def _trigger(name: str, event: str, table: str, *statements: str) -> str:
    body = " ".join(f"{each};" for each in statements)
    return (
        f"CREATE TEMP TRIGGER IF NOT EXISTS changed_{name}"
        f" AFTER {event} ON {table} BEGIN {body} END"
    )


def _note(ids: str) -> str:
    return _NOTE.format(ids=ids)


_TRIGGERS = (
    _trigger("track_in", "INSERT", "track", _note("VALUES (NEW.id)")),
    _trigger("track_out", "DELETE", "track", _note("VALUES (OLD.id)")),
    _trigger("track", "UPDATE", "track", _note("VALUES (NEW.id)")),
    _trigger(
        "sound",
        "UPDATE OF path, fault, removed_at, content, hidden",
        "track",
        _note(_ALIKE.format(old="OLD.content", new="NEW.content")),
    ),
    _trigger(
        "sound_in",
        "INSERT",
        "track",
        _note(_ALIKE.format(old="NEW.content", new="NEW.content")),
    ),
    _trigger(
        "sound_out",
        "DELETE",
        "track",
        _note(_ALIKE.format(old="OLD.content", new="OLD.content")),
    ),
    *(
        _trigger(f"{table}_{event.lower()}", event, table, _note(f"VALUES ({row}.track_id)"))
        for table in ("tempo", "calm_word", "recording", "loudness")
        for event, row in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD"))
    ),
    *(
        _trigger(
            f"hearing_{event.lower()}",
            event,
            "hearing",
            _note(_ALIKE.format(old="NEW.content", new="NEW.content")),
        )
        for event in ("INSERT", "UPDATE")
    ),
)


@frozen
class Changes:
    """Songs to read again, or `everything` if unknown."""

    ids: frozenset[TrackId] = frozenset()
    everything: bool = False

    def __or__(self, other: "Changes") -> "Changes":
        return Changes(self.ids | other.ids, self.everything or other.everything)

    def __bool__(self) -> bool:
        return self.everything or bool(self.ids)


EVERYTHING = Changes(everything=True)


class ChangeFeed:
    """Used on the thread of the connection. Raises `StorageError`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._elsewhere: set[TrackId] = set()

    def add(self, ids: Iterable[TrackId]) -> None:
        """Add songs that were changed over another connection."""
        self._elsewhere.update(ids)

    def watch(self) -> None:
        """Start recording changes, and discard those recorded before.

        Call it again after the database was replaced.
        """
        with transaction(self._db):
            self._record()
            self._db.execute("DELETE FROM changed_track")

    def take(self) -> Changes:
        """The songs changed since the last call."""
        ids, self._elsewhere = self._elsewhere, set()
        if self._db.execute("SELECT 1 FROM changed_track LIMIT 1").fetchone() is not None:
            with transaction(self._db):
                rows = self._db.execute("DELETE FROM changed_track RETURNING id").fetchall()
            ids.update(TrackId(row[0]) for row in rows)
        return Changes(frozenset(ids))

    def during(self, write: Callable[[], T]) -> tuple[T, Changes]:
        """What `write` returns, and the songs that it changed over this connection.

        For a connection of background work, which nobody watches.
        """
        with transaction(self._db):
            self._record()
        value = write()
        return value, self.take()

    def _record(self) -> None:
        """Record changes from now on."""
        self._db.execute("CREATE TEMP TABLE IF NOT EXISTS changed_track (id INTEGER PRIMARY KEY)")
        for trigger in _TRIGGERS:
            self._db.execute(trigger)
