"""The library as the screens see it: read on a thread of its own, changed in one place.

It stands between the screens and the stores. It writes a change, one of many songs on that thread
too, and announces it to every screen, which asks for what it shows; only changed songs are read
again.
"""

import logging
from collections.abc import Callable, Hashable, Sequence
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from PySide6.QtCore import QObject, Signal

from lullaby.jobs import Job, JobRunner
from lullaby.library.changes import EVERYTHING, ChangeFeed, Changes
from lullaby.library.reader import LibraryReader
from lullaby.library.store import LibraryStore
from lullaby.library.track import Track, TrackId
from lullaby.storage.transaction import StorageError

if TYPE_CHECKING:
    from lullaby.ui.library.rule_forms import Offered

log = logging.getLogger(__name__)

T = TypeVar("T")

FEW = 500
"""Songs that are read or changed in about 15 ms, while the window waits."""


class Store(Protocol):
    def here(self) -> Self:
        """A store for the calling thread."""
        ...


S = TypeVar("S", bound=Store)


class LibraryModel(QObject):
    """Reads on the first request, then keeps the songs; `refresh` reads what has changed."""

    changed = Signal()
    trouble = Signal(object)
    """Something could not be written in the background; a StorageError."""
    unreadable = Signal(bool)
    """Something could not be read in the background (True), or all was read after all."""

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
        self._writing = 0
        self._failed: dict[Hashable, Callable[[], None]] = {}
        """What could not be read, by topic, and how to ask for it once more."""

    @property
    def tracks(self) -> Sequence[Track]:
        """All songs that are not hidden, by title, as last read.

        Reads them in this thread if nobody has asked before.
        """
        if self._reader.snapshot is None:
            self._reader.catch_up(self._take(), lambda: False)
        return self._reader.snapshot.tracks if self._reader.snapshot else ()

    @property
    def writing(self) -> bool:
        """Whether a change is still being written in the background."""
        return self._writing > 0

    def offered(self) -> "Offered":
        """What rules may ask for: the languages that songs are sung in, and who sings."""
        from lullaby.ui.library.rule_forms import Offered

        languages = sorted({track.language for track in self.tracks if track.language})
        return Offered(languages, sorted({each.sung_by for each in self.tracks if each.sung_by}))

    def ask(
        self, topic: Hashable, look: Callable[[LibraryReader], T], deliver: Callable[[T], None]
    ) -> None:
        """Call `look` with the current library outside the main thread, and `deliver` with its
        result.

        Of several requests on one topic only the newest is answered.
        """
        self._forget(topic)
        changes, mine = self._take(), Job()
        self._asked[topic] = mine

        def work(_: Job) -> T | None:
            self._reader.catch_up(changes, lambda: self._jobs.closed)
            return None if mine.cancelled else look(self._reader)

        def done(value: T | None) -> None:
            if self._asked.get(topic) is mine and value is not None:
                del self._asked[topic]
                self._succeed(topic)
                deliver(value)

        def failed(problem: Exception) -> None:
            log.warning("the library could not be read just now: %s", problem)
            self._unread |= changes
            if self._asked.get(topic) is mine:
                self._fail(topic, lambda: self.ask(topic, look, deliver))

        self._jobs.submit(work, done, failed)

    def answer(self, topic: Hashable, value: T, deliver: Callable[[T], None]) -> None:
        """Deliver what is known without asking, in place of what was asked before."""
        self._forget(topic)
        self._succeed(topic)
        deliver(value)

    def read(
        self,
        look: Callable[[LibraryReader], T],
        deliver: Callable[[T], None],
        failed: Callable[[], None] = lambda: None,
        finish: bool = True,
        current: bool = True,
    ) -> None:
        """The same for something that the person waits for: no other request takes its place.

        Calls `failed` if it cannot be read. `finish`: the application waits for it before it ends.
        Without `current`, songs that have changed are not read again before.
        """
        changes = self._take() if current else Changes()

        def work(_: Job) -> T:
            if current:
                self._reader.catch_up(changes, lambda: self._jobs.closed)
            return look(self._reader)

        def trouble(problem: Exception) -> None:
            log.warning("the library could not be read just now: %s", problem)
            self._unread |= changes
            self._fail(object(), lambda: self.read(look, deliver, failed, finish, current))
            failed()

        self._jobs.submit(work, deliver, trouble, finish=finish)

    def write(
        self, store: S, songs: int, work: Callable[[S], T], done: Callable[[T], None]
    ) -> None:
        """Call `work` with a store of its thread, and `done` with what it returns.

        A change of a few `songs` is written at once, one of many in the background; the order stays
        as asked.
        """
        if songs <= FEW and not self._writing:
            done(work(store))
            return
        self._writing += 1

        def write(_: Job) -> tuple[T, Changes]:
            return self._store.here().noting(lambda: work(store.here()))

        def written(value: tuple[T, Changes]) -> None:
            self._writing -= 1
            self._unread |= value[1]
            done(value[0])

        def failed(problem: Exception) -> None:
            self._writing -= 1
            self._report(problem)

        self._jobs.submit(write, written, failed, finish=True)

    def read_again(self) -> None:
        """Ask once more for all that could not be read."""
        again, self._failed = [*self._failed.values()], {}
        for ask in again:
            ask()

    def hide(self, tracks: Sequence[Track], done: Callable[[Callable[[], None]], None]) -> None:
        """Hide songs; `done` takes a function that shows them again."""

        def show_again() -> None:
            self._mark(tracks, lambda store, ids: store.set_several_hidden(ids, False))

        self._mark(
            tracks,
            lambda store, ids: store.set_several_hidden(ids, True),
            lambda: done(show_again),
        )

    def set_favourite(
        self, tracks: Sequence[Track], favourite: bool, done: Callable[[], None] = lambda: None
    ) -> None:
        """Mark songs with the heart, or take it from them."""
        self._mark(tracks, lambda store, ids: store.set_favourite(ids, favourite), done)

    def _mark(
        self,
        tracks: Sequence[Track],
        mark: Callable[[LibraryStore, list[TrackId]], None],
        done: Callable[[], None] = lambda: None,
    ) -> None:
        def marked(_: None) -> None:
            self.refresh()
            done()

        self.write(
            self._store,
            len(tracks),
            lambda store: mark(store, [track.id for track in tracks]),
            marked,
        )

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

    def _forget(self, topic: Hashable) -> None:
        before = self._asked.pop(topic, None)
        if before is not None:
            before.cancel()

    def _fail(self, topic: Hashable, ask: Callable[[], None]) -> None:
        self._failed[topic] = ask
        self.unreadable.emit(True)

    def _succeed(self, topic: Hashable) -> None:
        if self._failed.pop(topic, None) is not None and not self._failed:
            self.unreadable.emit(False)

    def _report(self, problem: Exception) -> None:
        if isinstance(problem, StorageError):
            self.trouble.emit(problem)

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
