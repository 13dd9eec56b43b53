"""Brings two computers of a family together, on another thread than the window's."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from lullaby.bundles.family_file import FamilyFile, read_in_helper
from lullaby.bundles.family_merging import FamilyMerger, MergedFamily, Together
from lullaby.bundles.manifest import BundleProblem
from lullaby.frozen import frozen
from lullaby.helpers import Helpers
from lullaby.journal.store import JournalStore
from lullaby.library.changes import Changes
from lullaby.library.playlist_store import PlaylistStore
from lullaby.library.provenance import provenance
from lullaby.library.routine_store import RoutineStore
from lullaby.library.smart_playlists import SmartPlaylistEvaluator
from lullaby.library.song_preferences_store import SongPreferencesStore
from lullaby.library.store import LibraryStore
from lullaby.stores import Stores


@frozen
class SideFamilyStores:
    """Over the connection of one thread."""

    library: LibraryStore
    playlists: PlaylistStore
    routines: RoutineStore
    journal: JournalStore
    song_preferences: SongPreferencesStore


class FamilyJob:
    """Its methods are called on threads of background work. They raise OSError, `StorageError` and
    NoHelperError."""

    def __init__(
        self,
        stores: Stores,
        helpers: Helpers,
        sounds: Sequence[str],
        now: Callable[[], datetime],
    ) -> None:
        """`sounds` are the background sounds that can be played."""
        self._stores = stores
        self._helpers = helpers
        self._sounds = sounds
        self._now = now

    def write(self, path: Path) -> None:
        self._merger()[0].write(path)

    def look(self, path: Path) -> tuple[FamilyFile, Together] | BundleProblem | OSError:
        """What a file would bring; nothing is kept."""
        found = read_in_helper(path, self._helpers)
        if not isinstance(found, FamilyFile):
            return found
        return found, self._merger()[0].look(found)

    def merge(self, file: FamilyFile) -> tuple[MergedFamily, Changes]:
        merger, library = self._merger()
        return library.noting(lambda: merger.merge(file))

    def take_back(self, merged: MergedFamily) -> Changes:
        merger, library = self._merger()
        return library.noting(lambda: merger.take_back(merged))[1]

    def _merger(self) -> tuple[FamilyMerger, LibraryStore]:
        connection = self._stores.beside.here()
        library, journal = LibraryStore(connection), JournalStore(connection)
        rules = SmartPlaylistEvaluator(
            library.tracks, journal, self._now, provenance(self._stores.songs)
        )
        playlists = PlaylistStore(connection, library, rules)
        stores = SideFamilyStores(
            library,
            playlists,
            RoutineStore(connection, playlists),
            journal,
            SongPreferencesStore(connection),
        )
        return FamilyMerger(stores, self._sounds), library
