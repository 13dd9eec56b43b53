"""The library as the screens see it: songs in memory, changed in one place.

Between the screens and the stores. A change is written at once and told to every screen; where
it takes something away it can be undone.
"""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from lullaby.journal.store import JournalStore
from lullaby.library.search import SearchIndex, sorted_by_title
from lullaby.library.store import LibraryStore
from lullaby.library.track import Track, TrackId
from lullaby.ui.library.songs_model import Tally


class LibraryModel(QObject):
    """Read once, then kept; `refresh` reads again after a scan."""

    changed = Signal()

    def __init__(
        self,
        store: LibraryStore,
        journal: JournalStore,
        complete: Callable[[Sequence[Track]], Sequence[Track]] = lambda tracks: tracks,
        parent: QObject | None = None,
    ) -> None:
        """`complete` adds what is known of tracks outside the library."""
        super().__init__(parent)
        self._complete = complete
        self._store = store
        self._journal = journal
        self._tracks: Sequence[Track] = ()
        self._index = SearchIndex(())
        self._read = False

    @property
    def tracks(self) -> Sequence[Track]:
        """All songs that are not hidden, by title."""
        self._ensure()
        return self._tracks

    def find(self, query: str) -> Sequence[Track]:
        self._ensure()
        return self._index.find(query)

    def track(self, track: TrackId) -> Track | None:
        return next((each for each in self.tracks if each.id == track), None)

    def languages(self) -> list[str]:
        """The codes of all languages that songs are sung in."""
        return sorted({track.language for track in self.tracks if track.language})

    def tallies(self) -> Mapping[TrackId, Tally]:
        found = self._journal.tallies()
        return {TrackId(k): Tally(v.calmed, v.answered) for k, v in found.items()}

    def hide(self, track: Track) -> Callable[[], None]:
        """Take a song out of sight; the returned call brings it back."""
        self._store.set_hidden(track.id, True)
        self.refresh()

        def bring_back() -> None:
            self._store.set_hidden(track.id, False)
            self.refresh()

        return bring_back

    def refresh(self) -> None:
        self._read = False
        self.changed.emit()

    def _ensure(self) -> None:
        if not self._read:
            self._read = True
            self._tracks = sorted_by_title(self._complete(self._store.tracks()))
            self._index = SearchIndex(self._tracks)
