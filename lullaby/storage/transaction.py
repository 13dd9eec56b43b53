"""Atomic writes, reads that wait for no writer, and one error type for both."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto


class StorageProblem(Enum):
    """Why a database operation failed."""

    BUSY = auto()
    """Another process holds the lock."""
    FULL = auto()
    """The disk is full."""
    READ_ONLY = auto()
    """The file, its folder or the disk is read-only."""
    DAMAGED = auto()
    """The file is not a valid database."""
    OTHER = auto()


PRIMARY = 0xFF
"""Mask for the primary code in the lowest byte of an extended SQLite result code."""
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
"""How long a statement waits for a file locked by another process, in ms."""
BRIEF_MS = 250
"""The same, in ms, for a write that will be retried anyway."""


class StorageError(Exception):
    """The database could not be read or written; `problem` says why."""

    def __init__(self, text: str = "", problem: StorageProblem = StorageProblem.OTHER) -> None:
        super().__init__(text)
        self.problem = problem


def storage_error(problem: sqlite3.Error) -> StorageError:
    """Convert an SQLite error to a `StorageError`."""
    code = getattr(problem, "sqlite_errorcode", None)
    known = None if code is None else PROBLEMS.get(code & PRIMARY)
    return StorageError(str(problem), known or StorageProblem.OTHER)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Commit everything the block wrote, or nothing. Raises StorageError for SQLite errors.

    Waits for another writer up to the connection's busy timeout. A nested transaction joins the
    outer one.
    """
    with _within(connection, "BEGIN IMMEDIATE"):
        yield connection


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Read one consistent snapshot in the block. Raises StorageError for SQLite errors.

    In write-ahead logging mode this waits for no writer. The block must not write.
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
def overwriting(connection: sqlite3.Connection) -> Iterator[None]:
    """Overwrite what is deleted in the block with zeros in the file, as SQLite does not usually."""
    try:
        connection.execute("PRAGMA secure_delete = ON")
        yield
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
    except sqlite3.Error as problem:
        raise storage_error(problem) from problem
    finally:
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA secure_delete = OFF")


@contextmanager
def impatient(connection: sqlite3.Connection | None) -> Iterator[None]:
    """Wait no longer than `BRIEF_MS` for a locked file within the block."""
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
    """Roll back, unless SQLite already did so by itself, as on a full disk."""
    if not nested and connection.in_transaction:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
