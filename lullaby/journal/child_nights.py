"""The nights of one child: found, erased and brought back. Functions raise `StorageError`."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from lullaby.journal.entry import JournalEntry
from lullaby.journal.rows import read
from lullaby.journal.store import JournalStore
from lullaby.storage.transaction import reading, transaction

NAMING = "id IN (SELECT entry_id FROM entry_word WHERE list = 'children' AND word = ?)"


def nights_naming(connection: sqlite3.Connection, child: str) -> list[JournalEntry]:
    """Every night, open or closed, that names this child."""
    with reading(connection):
        return read(connection, NAMING, (child,))


def erase_nights(connection: sqlite3.Connection, child: str) -> list[JournalEntry]:
    """Delete the nights of this child alone, and take its name out of those with others.

    Returns them as they were, for `bring_nights_back`.
    """
    store = JournalStore(connection)
    with transaction(connection):
        found = nights_naming(connection, child)
        for entry in found:
            others = tuple(each for each in entry.children if each != child)
            if others:
                store.change(replace(entry, children=others))
            else:
                store.delete(entry.id)
    return found


def rename_in_nights(connection: sqlite3.Connection, before: str, after: str) -> None:
    """Call a child by its new name in every night."""
    with transaction(connection):
        connection.execute(
            "UPDATE entry_word SET word = ? WHERE list = 'children' AND word = ?", (after, before)
        )


def bring_nights_back(connection: sqlite3.Connection, entries: Iterable[JournalEntry]) -> None:
    """Put nights back as they were; one whose id was taken by a new night gets another."""
    store = JournalStore(connection)
    with transaction(connection):
        for entry in entries:
            there = store.entry(entry.id)
            if there is not None and there.started_at != entry.started_at:
                store.put(entry, None, entry.ended_at or entry.started_at)
            else:
                store.change(entry)
