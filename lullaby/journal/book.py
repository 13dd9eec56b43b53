"""Caches all nights in memory, so that filtering them is instant.

Reads everything on first use; after that only the nights that changed.
"""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime

from lullaby.frozen import frozen
from lullaby.journal.entry import EntryId, JournalEntry, Kind
from lullaby.journal.filling import kind_of_entry
from lullaby.journal.store import JournalStore


@frozen
class Wanted:
    """Filter for nights; None does not restrict."""

    since: datetime | None = None
    child: str | None = None
    kind: Kind | None = None


class Book:
    """The cached nights. Raises `StorageError` like the store it reads."""

    def __init__(self, store: JournalStore) -> None:
        self._store = store
        self._all: list[JournalEntry] | None = None
        """Newest first."""

    def nights(self, wanted: Wanted) -> list[JournalEntry]:
        """Closed entries, newest first."""
        if self._all is None and wanted.since is not None:
            found: Sequence[JournalEntry] = self._store.entries(wanted.since)
        else:
            found = _since(self._whole(), wanted.since)
        return [
            entry
            for entry in found
            if (wanted.child is None or not entry.children or wanted.child in entry.children)
            and (wanted.kind is None or kind_of_entry(entry) is wanted.kind)
        ]

    def _whole(self) -> list[JournalEntry]:
        if self._all is None:
            self._store.take_touched()
            self._all = self._store.entries()
            return self._all
        touched = self._store.take_touched()
        if touched:
            fresh = self._store.some(touched)
            kept = [entry for entry in self._all if entry.id not in touched]
            self._all = sorted([*kept, *fresh], key=_newest_first)
        return self._all


def _newest_first(entry: JournalEntry) -> tuple[float, EntryId]:
    return -entry.started_at.timestamp(), EntryId(-entry.id)


def _since(entries: list[JournalEntry], since: datetime | None) -> list[JournalEntry]:
    if since is None:
        return entries
    end = bisect_left(entries, -since.timestamp(), key=lambda each: -each.started_at.timestamp())
    while end < len(entries) and entries[end].started_at == since:
        end += 1
    return entries[:end]
