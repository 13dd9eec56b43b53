"""Reads the songs of a playlist that somebody waits for, in the background if it is long."""

from collections.abc import Callable, Sequence

from lullaby.library.playlist_store import PlaylistItem, PlaylistStore, item_of
from lullaby.library.reader import LibraryReader
from lullaby.library.routine import PlaylistId, Routine
from lullaby.library.rules import Rules
from lullaby.library.track import Track
from lullaby.ui.library.library_model import FEW, LibraryModel

Deliver = Callable[[list[PlaylistItem]], None]


class PlaylistReader:
    def __init__(self, playlists: PlaylistStore, library_model: LibraryModel) -> None:
        self._playlists = playlists
        self._library_model = library_model

    def is_short(self, playlist: PlaylistId) -> bool:
        """Whether its songs, chosen one by one, are few. Not for smart playlists."""
        return self._playlists.count(playlist) <= FEW

    def read(
        self,
        playlist: PlaylistId,
        rules: Rules | None,
        deliver: Deliver,
        failed: Callable[[], None] = lambda: None,
        finish: bool = True,
    ) -> None:
        """Pass the current songs to `deliver`: those of a long or a smart playlist later.

        `rules` are those of a smart playlist. `finish`: the application waits for it before it
        ends.
        """
        if rules is None and self.is_short(playlist):
            deliver(self._playlists.items(playlist))
            return

        def look(reader: LibraryReader) -> list[PlaylistItem]:
            if rules is None:
                return self._playlists.here().items(playlist)
            return [item_of(track) for track in reader.fitting([rules])[0].tracks]

        self._library_model.read(look, deliver, failed, finish, current=rules is not None)


class LongRoutines:
    """The routines whose songs are read in the background."""

    def __init__(self, playlists: PlaylistStore, library_model: LibraryModel) -> None:
        self._playlists = playlists
        self._reader = PlaylistReader(playlists, library_model)

    def holds(self, routine: Routine) -> bool:
        """Whether it plays very many songs, or those of a smart playlist."""
        playlist = routine.playlist
        if playlist is None:
            return False
        return self._playlists.rules(playlist) is not None or not self._reader.is_short(playlist)

    def listed(self, routine: Routine) -> int | None:
        """How many songs it lists; None for a smart playlist, which is not counted before it is
        read."""
        playlist = routine.playlist
        if playlist is None or self._playlists.rules(playlist) is not None:
            return None
        return self._playlists.count(playlist)

    def read(
        self,
        routine: Routine,
        deliver: Callable[[Sequence[Track]], None],
        failed: Callable[[], None],
    ) -> None:
        """Pass the songs that are in the library to `deliver`, or call `failed`."""
        playlist = routine.playlist
        if playlist is None:
            deliver(())
            return

        def found(items: list[PlaylistItem]) -> None:
            deliver([item.track for item in items if item.track is not None])

        rules = self._playlists.rules(playlist)
        self._reader.read(playlist, rules, found, failed, finish=False)
