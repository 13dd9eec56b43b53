"""The library as the screens see it: read on a thread of its own, changed in one place.

It stands between the screens and the stores. It writes a change at once and announces it to every
screen, which asks for what it shows; only changed songs are read again.
"""

import logging
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from lullaby.jobs import Job, JobRunner
from lullaby.library.changes import EVERYTHING, ChangeFeed, Changes
from lullaby.library.reader import LibraryReader
from lullaby.library.store import LibraryStore
from lullaby.library.track import Track
from lullaby.storage.transaction import StorageError

log = logging.getLogger(__name__)

T = TypeVar("T")


class LibraryModel(QObject):
    """Reads on the first request, then keeps the songs; `refresh` reads what has changed."""

    changed = Signal()

    def __init__(
        self,
        store: LibraryStore,
        feed: ChangeFeed,
        reader: LibraryReader,
        jobs: JobRunner,
        parent: QObject | None = None,
    ) -> None:
        """`jobs` is the serial runner that uses `reader`."""
        super().__init__(parent)
        self._store = store
        self._feed = feed
        self._reader = reader
        self._jobs = jobs
        self._watched = False
        self._unread = EVERYTHING
        """Changes that the reader does not know yet."""
        self._asked: dict[Hashable, Job] = {}

    @property
    def tracks(self) -> Sequence[Track]:
        """All songs that are not hidden, by title, as last read.

        Reads them in this thread if nobody has asked before.
        """
        if self._reader.snapshot is None:
            self._reader.catch_up(self._take(), lambda: False)
        return self._reader.snapshot.tracks if self._reader.snapshot else ()

    def languages(self) -> list[str]:
        """The codes of all languages that songs are sung in."""
        return sorted({track.language for track in self.tracks if track.language})

    def ask(
        self, topic: Hashable, look: Callable[[LibraryReader], T], deliver: Callable[[T], None]
    ) -> None:
        """Call `look` with the current library outside the main thread, and `deliver` with its
        result.

        Of several requests on one topic only the newest is answered.
        """
        before = self._asked.pop(topic, None)
        if before is not None:
            before.cancel()
        changes, mine = self._take(), Job()
        self._asked[topic] = mine

        def work(_: Job) -> T | None:
            self._reader.catch_up(changes, lambda: self._jobs.closed)
            return None if mine.cancelled else look(self._reader)

        def done(value: T | None) -> None:
            if self._asked.get(topic) is mine and value is not None:
                del self._asked[topic]
                deliver(value)

        def failed(problem: Exception) -> None:
            log.warning("the library could not be read just now: %s", problem)
            self._unread |= changes

        self._jobs.submit(work, done, failed)

    def hide(self, tracks: Sequence[Track]) -> Callable[[], None]:
        """Hide songs; the returned function shows them again."""
        ids = [track.id for track in tracks]
        self._store.set_several_hidden(ids, True)
        self.refresh()

        def show_again() -> None:
            self._store.set_several_hidden(ids, False)
            self.refresh()

        return show_again

    def set_favourite(self, tracks: Sequence[Track], favourite: bool) -> None:
        """Mark songs with the heart, or take it from them."""
        self._store.set_favourite([track.id for track in tracks], favourite)
        self.refresh()

    def refresh(self) -> None:
        """Read again the songs or nights that changed in the database."""
        self.changed.emit()

    def refresh_song(self, track: Track) -> None:
        """Update a song of which something outside the database changed."""
        self._unread |= Changes(frozenset((track.id,)))
        self.changed.emit()

    def reload(self) -> None:
        """Read everything again, because the database was replaced."""
        self._watched = False
        self._unread = EVERYTHING
        self.changed.emit()

    def _take(self) -> Changes:
        """Take the changes to read before the next answer."""
        unread, self._unread = self._unread, Changes()
        try:
            if not self._watched:
                self._feed.watch()
                self._watched = True
                return unread | EVERYTHING
            return unread | self._feed.take()
        except StorageError:
            log.warning("nobody knows what was changed: all is read again", exc_info=True)
            return EVERYTHING
