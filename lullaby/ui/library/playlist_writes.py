"""Writes playlists, at once or in the background, and offers to undo it."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from lullaby.library import exchange
from lullaby.library.playlist_source import PlaylistSource
from lullaby.library.playlist_store import PlaylistStore, item_of
from lullaby.library.routine import PlaylistId
from lullaby.library.track import Track
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.playlist_reader import Items, PlaylistReader
from lullaby.ui.shell.undo import UndoController

T = TypeVar("T")


class PlaylistWrites:
    """A change of many songs is written in the background; Undo follows once that is done."""

    def __init__(
        self,
        playlists: PlaylistStore,
        library_model: LibraryModel,
        undo: UndoController,
        announce: Callable[[], None],
        reader: PlaylistReader,
    ) -> None:
        """`announce` tells that playlists have changed.

        A playlist that plays other songs than it holds is changed as `reader` shows it.
        """
        self._reader = reader
        self._playlists = playlists
        self._library_model = library_model
        self._undo = undo
        self._announce = announce

    def create(
        self,
        songs: int,
        create: Callable[[PlaylistStore], PlaylistId],
        text: str,
        deliver: Callable[[PlaylistId], None],
    ) -> None:
        """Create a playlist of so many songs, and pass its id to `deliver`."""

        def created(made: PlaylistId) -> None:
            self.offer(songs, text, lambda store: store.delete(made))
            deliver(made)

        self._library_model.write(self._playlists, songs, create, created)

    def rearrange(self, playlist: PlaylistId, change: Callable[[Items], Items], text: str) -> None:
        """Replace the items of a playlist by what `change` makes of them."""
        shown = self._reader.other_items(playlist)

        def put(store: PlaylistStore) -> Items:
            before = store.items(playlist)
            store.set_items(playlist, change(before if shown is None else shown))
            return before

        self.change(
            self._playlists.count(playlist),
            put,
            lambda store, before: store.set_items(playlist, before),
            text,
        )

    def add(self, playlist: PlaylistId, tracks: Sequence[Track], text: str) -> None:
        """Add songs at the end."""
        if self._reader.other_items(playlist) is not None:
            added = [item_of(track) for track in tracks]
            self.rearrange(playlist, lambda items: [*items, *added], text)
            return
        self.change(
            len(tracks),
            lambda store: store.add(playlist, tracks),
            lambda store, first: store.remove_from(playlist, first),
            text,
        )

    def take_out(self, playlist: PlaylistId, place: int, text: str) -> None:
        """Take a song out; comments of other players above it stay in the list."""
        shown = self._reader.other_items(playlist)

        def put(store: PlaylistStore, state: tuple[Items, PlaylistSource | None]) -> None:
            items, source = state
            store.set_items(playlist, items)
            if source is not None:
                store.set_source(playlist, source)

        def take(store: PlaylistStore) -> tuple[Items, PlaylistSource | None]:
            before = store.items(playlist), store.source(playlist)
            items = before[0] if shown is None else shown
            put(store, exchange.taken_out(items, place, before[1]))
            return before

        self.change(self._playlists.count(playlist), take, put, text)

    def change(
        self,
        songs: int,
        change: Callable[[PlaylistStore], T],
        take_back: Callable[[PlaylistStore, T], object],
        text: str,
    ) -> None:
        """Change so many songs of playlists; `take_back` takes what `change` returned."""

        def changed(before: T) -> None:
            self.offer(songs, text, lambda store: take_back(store, before))

        self._library_model.write(self._playlists, songs, change, changed)

    def offer(self, songs: int, text: str, take_back: Callable[[PlaylistStore], object]) -> None:
        """Announce a change of so many songs, and offer to write it back."""

        def undo() -> None:
            self._library_model.write(self._playlists, songs, take_back, lambda _: self._announce())

        self._announce()
        self._undo.offer(text, undo)

    def offer_at_once(self, text: str, take_back: Callable[[], object]) -> None:
        """Announce a change of few rows, and offer to take it back at once."""

        def undo() -> None:
            take_back()
            self._announce()

        self._announce()
        self._undo.offer(text, undo)
