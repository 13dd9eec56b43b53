"""Connections to the open database for threads other than its owner, one per thread.

In write-ahead logging mode they read the last commit, and no writer waits for them.
"""

import sqlite3
import threading
from contextlib import suppress
from itertools import count
from pathlib import Path

from lullaby.storage.transaction import PATIENT_MS

CACHE_KB = 512
"""Most memory for pages of one connection, in KiB; SQLite's usual 2,000 are no faster, because the
system keeps the file in memory too."""

_numbers = count()


class SideConnections:
    """Created on the owner's thread; `here` may be called on any.

    An in-memory database without a name cannot be opened twice: its own connection is returned,
    for work that runs on the owner's thread.
    """

    def __init__(self, owner: sqlite3.Connection) -> None:
        self._owner = owner
        self._uri = _uri_of(owner)
        self._each = threading.local()
        self._lock = threading.Lock()
        self._open: list[sqlite3.Connection] = []

    def here(self) -> sqlite3.Connection:
        """The connection of the calling thread. Raises sqlite3.Error if it cannot be opened."""
        if self._uri is None:
            return self._owner
        made: sqlite3.Connection | None = getattr(self._each, "connection", None)
        if made is None:
            made = self._each.connection = self._connect(self._uri)
            with self._lock:
                self._open.append(made)
        return made

    def close(self) -> None:
        """Close all connections; call this once no thread uses one any more."""
        with self._lock:
            opened, self._open = self._open, []
        self._each = threading.local()
        for each in opened:
            with suppress(sqlite3.Error):
                each.close()

    def _connect(self, uri: str) -> sqlite3.Connection:
        made = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        made.row_factory = sqlite3.Row
        made.execute("PRAGMA foreign_keys = ON")
        made.execute("PRAGMA synchronous = NORMAL")
        made.execute("PRAGMA read_uncommitted = ON")  # matters only for an in-memory database
        made.execute(f"PRAGMA busy_timeout = {PATIENT_MS}")
        made.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        return made


class NamedMemory(sqlite3.Connection):
    """An in-memory database that other threads can open by its `uri`."""

    uri: str


def open_named_memory() -> NamedMemory:
    """Open an empty one, which lasts until its last connection is closed."""
    name = f"file:lullaby-{next(_numbers)}-{threading.get_ident()}?mode=memory&cache=shared"
    made = sqlite3.connect(
        name, uri=True, isolation_level=None, check_same_thread=False, factory=NamedMemory
    )
    made.uri = name
    return made


def _uri_of(connection: sqlite3.Connection) -> str | None:
    if isinstance(connection, NamedMemory):
        return connection.uri
    for _, name, file in connection.execute("PRAGMA database_list"):
        if name == "main" and file:
            return f"{Path(file).as_uri()}?mode=rw"
    return None
