"""Reads the songs of a playlist that somebody waits for, in the background if it is long."""

from collections.abc import Callable, Sequence

from lullaby.library.playlist_store import PlaylistItem, PlaylistStore, item_of
from lullaby.library.reader import LibraryReader
from lullaby.library.routine import BuiltIn, PlaylistId, Routine
from lullaby.library.rules import Rules
from lullaby.library.track import Track
from lullaby.ui.library.library_model import FEW, LibraryModel
from lullaby.units import Ms

WITH_SONGS = (BuiltIn.NIGHT_WAKING, BuiltIn.BEDTIME, BuiltIn.NAP)

Deliver = Callable[[list[PlaylistItem]], None]
Items = Sequence[PlaylistItem]

Played = Callable[[PlaylistId, Items], list[PlaylistItem] | None]
"""What a playlist plays instead of these items, which it holds; None if it plays just these."""


class PlaylistReader:
    def __init__(
        self,
        playlists: PlaylistStore,
        library_model: LibraryModel,
        played: Played = lambda *_: None,
    ) -> None:
        """`played` is asked about short playlists only."""
        self._playlists = playlists
        self._library_model = library_model
        self._played = played

    def is_short(self, playlist: PlaylistId) -> bool:
        """Whether its songs, chosen one by one, are few. Not for smart playlists."""
        return self._playlists.count(playlist) <= FEW

    def items(self, playlist: PlaylistId) -> list[PlaylistItem]:
        """What a short playlist plays, with the songs that are missing."""
        items = self._playlists.items(playlist)
        return self._played(playlist, items) or items

    def other_items(self, playlist: PlaylistId) -> list[PlaylistItem] | None:
        """What a playlist plays, if that is not what it holds.

        Not for smart playlists.
        """
        if not self.is_short(playlist):
            return None
        return self._played(playlist, self._playlists.items(playlist))

    def counts(self) -> dict[PlaylistId, tuple[int, Ms]]:
        """How many songs each playlist plays, and their duration; without smart playlists."""
        counts = self._playlists.counts()
        for playlist in self._playlists.all():
            other = self.other_items(playlist.id) if playlist.built_in in WITH_SONGS else None
            if other is not None and playlist.rules is None:
                tracks = [item.track for item in other if item.track is not None]
                length = sum(track.duration_ms or 0 for track in tracks)
                counts[playlist.id] = len(tracks), Ms(length)
        return counts

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
            deliver(self.items(playlist))
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
