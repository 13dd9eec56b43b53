"""Writing that is whole or not at all, and one error for whatever the disk does."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class StorageError(Exception):
    """The database could not be read or written: disk full, locked, or gone."""


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Commit what the block wrote, or nothing of it. Raises StorageError for sqlite's errors.

    A transaction inside another belongs to the outer one.
    """
    nested = connection.in_transaction
    try:
        if not nested:
            connection.execute("BEGIN IMMEDIATE")
        yield connection
        if not nested:
            connection.execute("COMMIT")
    except sqlite3.Error as problem:
        _roll_back(connection, nested)
        raise StorageError(str(problem)) from problem
    except BaseException:
        _roll_back(connection, nested)
        raise


def _roll_back(connection: sqlite3.Connection, nested: bool) -> None:
    if not nested and connection.in_transaction:
        connection.execute("ROLLBACK")
