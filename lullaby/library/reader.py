"""Reads the library on a background thread and follows its changes song by song."""

from collections.abc import Callable, Sequence
from datetime import datetime

from lullaby.collector import keep_all, paused
from lullaby.journal.store import JournalStore
from lullaby.library.changes import Changes
from lullaby.library.provenance import Provenance
from lullaby.library.rules import Found, Rules
from lullaby.library.smart_playlists import SmartPlaylistEvaluator
from lullaby.library.snapshot import LibrarySnapshot, snapshot_of
from lullaby.library.song_lists import SongLists, SongQuestion, SongsFound
from lullaby.library.song_order import Calmed
from lullaby.library.store import BATCH, LibraryStore
from lullaby.library.track import Track, TrackId
from lullaby.storage.side_connections import SideConnections

Complete = Callable[[Sequence[Track]], Sequence[Track]]


class LibraryReader:
    """Call all methods on one thread; any thread may read `snapshot`.

    Raises `StorageError`.
    """

    def __init__(
        self,
        beside: SideConnections,
        complete: Complete,
        origins: Provenance,
        now: Callable[[], datetime],
    ) -> None:
        """`complete` adds data about songs that is stored outside the database."""
        self._beside = beside
        self._complete = complete
        self._lists = SongLists(origins)
        self._origins = origins
        self._now = now
        self.snapshot: LibrarySnapshot | None = None
        """The songs as last read; None before the first read."""

    def catch_up(self, changes: Changes, cancelled: Callable[[], bool]) -> LibrarySnapshot:
        """Read changed songs, or all at first; cancelling leaves the previous snapshot."""
        store = LibraryStore(self._beside.here())
        if self.snapshot is None or changes.everything:
            with paused():
                tracks: list[Track] = []
                for batch in store.in_batches():
                    if cancelled():
                        return self.snapshot or LibrarySnapshot()
                    tracks.extend(batch)
                self.snapshot = snapshot_of(self._complete(tracks))
                keep_all()
        elif len(changes.ids) > BATCH:
            with paused():
                self._read_again(store, self.snapshot, changes.ids)
                keep_all()
        elif changes:
            self._read_again(store, self.snapshot, changes.ids)
        return self.snapshot

    def _read_again(
        self, store: LibraryStore, before: LibrarySnapshot, ids: frozenset[TrackId]
    ) -> None:
        self.snapshot = before.updated(self._complete(store.listed(ids)), ids)

    def songs(self, asked: SongQuestion) -> tuple[SongsFound, Calmed]:
        """The songs to list, and what their nights were like."""
        calmed = self.calmed()
        return self._lists.find(self.snapshot or LibrarySnapshot(), asked, calmed), calmed

    def calmed(self) -> Calmed:
        """Number of calm nights per song, and of all its answered nights."""
        found = JournalStore(self._beside.here()).tallies()
        return {TrackId(k): (v.calmed, v.answered) for k, v in found.items()}

    def fitting(self, several: Sequence[Rules]) -> list[Found]:
        """The songs that match the rules of smart playlists now."""
        return self._evaluator().find_each(several)

    def _evaluator(self) -> SmartPlaylistEvaluator:
        return SmartPlaylistEvaluator(
            lambda: self.snapshot.tracks if self.snapshot else (),
            JournalStore(self._beside.here()),
            self._now,
            self._origins,
        )
