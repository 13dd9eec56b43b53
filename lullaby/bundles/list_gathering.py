"""Looks up what of a playlist, a routine or a family's songbook can be given away."""

from lullaby.bundles.gathering import Gatherer
from lullaby.bundles.giving import Gift
from lullaby.bundles.manifest import BundleKind, GivenRoutine
from lullaby.library.playlist_store import PlaylistStore
from lullaby.library.routine import PlaylistId, Routine
from lullaby.library.store import LibraryStore
from lullaby.library.track import Origin, Track
from lullaby.songbook.score_names import is_score_name


def playlist_gift(
    gatherer: Gatherer, playlists: PlaylistStore, playlist: PlaylistId, name: str
) -> Gift:
    """A playlist under the name that it is shown with. Raises `StorageError`.

    Of a smart one, the songs that match now.
    """
    return gatherer.gift(BundleKind.PLAYLIST, name, _tracks(playlists, playlist))


def routine_gift(
    gatherer: Gatherer, playlists: PlaylistStore, routine: Routine, name: str, playlist: str
) -> Gift:
    """A routine and its songs, with the names that it and its playlist are shown with.

    Raises `StorageError`.
    """
    given = GivenRoutine(
        routine.minutes,
        routine.fade_minutes,
        routine.music_step,
        tuple(sound for sound in routine.ambient if sound.step),
        routine.icon,
        playlist,
    )
    tracks = [] if routine.playlist is None else _tracks(playlists, routine.playlist)
    return gatherer.gift(BundleKind.ROUTINE, name, tracks, given)


def songbook_gift(gatherer: Gatherer, library: LibraryStore, name: str) -> Gift:
    """All songs with a score that somebody added. Raises `StorageError`."""
    own = [
        track
        for track in library.tracks()
        if track.origin is Origin.FILE and is_score_name(track.path)
    ]
    return gatherer.gift(BundleKind.SONGBOOK, name, own)


def _tracks(playlists: PlaylistStore, playlist: PlaylistId) -> list[Track]:
    items = playlists.items(playlist)
    return [item.track for item in items if item.track is not None]
