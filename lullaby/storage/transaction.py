"""Writing that is whole or not at all, reading that waits for nobody, and one error for both."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto


class StorageProblem(Enum):
    """Why the database did not serve."""

    BUSY = auto()
    """Somebody else is writing."""
    FULL = auto()
    """The disk holds no more."""
    READ_ONLY = auto()
    """The file, its folder or the disk may not be written."""
    DAMAGED = auto()
    """What is in the file is not a sound database."""
    OTHER = auto()


PRIMARY = 0xFF
"""Of an extended result code of sqlite the lowest byte is the plain one."""
PROBLEMS = {
    sqlite3.SQLITE_BUSY: StorageProblem.BUSY,
    sqlite3.SQLITE_LOCKED: StorageProblem.BUSY,
    sqlite3.SQLITE_FULL: StorageProblem.FULL,
    sqlite3.SQLITE_READONLY: StorageProblem.READ_ONLY,
    sqlite3.SQLITE_PERM: StorageProblem.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: StorageProblem.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: StorageProblem.DAMAGED,
    sqlite3.SQLITE_NOTADB: StorageProblem.DAMAGED,
}

PATIENT_MS = 3_000
"""How long a statement waits for a file that another process has locked."""
BRIEF_MS = 250
"""The same where it is tried again anyway."""


class StorageError(Exception):
    """The database could not be read or written; `problem` says why."""

    def __init__(self, text: str = "", problem: StorageProblem = StorageProblem.OTHER) -> None:
        super().__init__(text)
        self.problem = problem


def storage_error(problem: sqlite3.Error) -> StorageError:
    """What an error of sqlite means for those who keep something."""
    code = getattr(problem, "sqlite_errorcode", None)
    known = None if code is None else PROBLEMS.get(code & PRIMARY)
    return StorageError(str(problem), known or StorageProblem.OTHER)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Commit what the block wrote, or nothing of it. Raises StorageError for sqlite's errors.

    It waits for another writer as long as the connection's busy timeout says. A transaction inside
    another belongs to the outer one.
    """
    with _within(connection, "BEGIN IMMEDIATE"):
        yield connection


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """What the block reads is of one moment. Raises StorageError for sqlite's errors.

    With a write-ahead log no writer is waited for. Nothing may be written in it.
    """
    with _within(connection, "BEGIN"):
        yield connection


@contextmanager
def _within(connection: sqlite3.Connection, begin: str) -> Iterator[None]:
    nested = connection.in_transaction
    try:
        if not nested:
            connection.execute(begin)
        yield
        if not nested:
            connection.execute("COMMIT")
    except sqlite3.Error as problem:
        _roll_back(connection, nested)
        raise storage_error(problem) from problem
    except BaseException:
        _roll_back(connection, nested)
        raise


@contextmanager
def impatient(connection: sqlite3.Connection | None) -> Iterator[None]:
    """Within it a locked file is waited for no longer than `BRIEF_MS`."""
    if connection is None:
        yield
        return
    with suppress(sqlite3.Error):
        connection.execute(f"PRAGMA busy_timeout = {BRIEF_MS}")
    try:
        yield
    finally:
        with suppress(sqlite3.Error):
            connection.execute(f"PRAGMA busy_timeout = {PATIENT_MS}")


def _roll_back(connection: sqlite3.Connection, nested: bool) -> None:
    """Where the disk is full, sqlite may have rolled back by itself."""
    if not nested and connection.in_transaction:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
