"""The library as the screens see it: asked on a thread of its own, changed in one place.

Between the screens and the stores. A change is written at once and told to every screen, which asks
for what it shows; only the songs that were changed are read again.
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
    """Read when somebody asks first, then kept; `refresh` looks at what was changed."""

    changed = Signal()

    def __init__(
        self,
        store: LibraryStore,
        feed: ChangeFeed,
        reader: LibraryReader,
        jobs: JobRunner,
        parent: QObject | None = None,
    ) -> None:
        """`jobs` is a serial runner on which `reader` is used."""
        super().__init__(parent)
        self._store = store
        self._feed = feed
        self._reader = reader
        self._jobs = jobs
        self._watched = False
        self._unread = EVERYTHING
        """What the reader has not been told of yet."""
        self._asked: dict[Hashable, Job] = {}

    @property
    def tracks(self) -> Sequence[Track]:
        """All songs that are not hidden, by title, as they were read last.

        Read here and now where nobody has asked for them before.
        """
        if self._reader.snapshot is None:
            self._reader.catch_up(self._take(), lambda: False)
        return self._reader.snapshot.tracks if self._reader.snapshot else ()

    def languages(self) -> list[str]:
        """The codes of all languages that songs are sung in."""
        return sorted({track.language for track in self.tracks if track.language})

    def ask(
        self, topic: Hashable, look: Callable[[LibraryReader], T], told: Callable[[T], None]
    ) -> None:
        """Look at the library as it is by then, away from the window, and be told of it.

        Of questions on one topic only the newest is answered.
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
                told(value)

        def failed(problem: Exception) -> None:
            log.warning("the library could not be read just now: %s", problem)
            self._unread |= changes

        self._jobs.submit(work, done, failed)

    def hide(self, track: Track) -> Callable[[], None]:
        """Take a song out of sight; the returned call brings it back."""
        self._store.set_hidden(track.id, True)
        self.refresh()

        def bring_back() -> None:
            self._store.set_hidden(track.id, False)
            self.refresh()

        return bring_back

    def refresh(self) -> None:
        """Songs were changed in the database, or nights."""
        self.changed.emit()

    def refresh_song(self, track: Track) -> None:
        """What is known of a song outside the database was changed."""
        self._unread |= Changes(frozenset((track.id,)))
        self.changed.emit()

    def read_anew(self) -> None:
        """The library is another one."""
        self._watched = False
        self._unread = EVERYTHING
        self.changed.emit()

    def _take(self) -> Changes:
        """What is to be read before the next answer."""
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
