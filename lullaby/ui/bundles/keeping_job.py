"""Keeps the songs of a bundle, on another thread than the window's: files are moved and read."""

import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from lullaby.bundles.keeping import Accepted, BundleKeeper, KeptBundle
from lullaby.bundles.manifest import BundleProblem
from lullaby.bundles.reading import Unpacked, new_folder, unpack_in_helper
from lullaby.frozen import frozen
from lullaby.helpers import Helpers
from lullaby.library.changes import Changes
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.score_catalogue import ScoreCatalogue
from lullaby.library.song_preferences_store import SongPreferencesStore
from lullaby.library.store import LibraryStore
from lullaby.library.take_store import TakeStore
from lullaby.lyrics.draft_store import DraftStore
from lullaby.stores import Stores


@frozen
class SideStores:
    """Over the connection of one thread."""

    library: LibraryStore
    song_preferences: SongPreferencesStore
    takes: TakeStore


@frozen
class PlacedBundle:
    """An unpacked bundle, and the scores of it that the library is to read."""

    unpacked: Unpacked
    files: Sequence[Path]
    changes: Changes


@frozen
class KeepingFolders:
    songs: Path
    """The person's scores."""
    voices: Path
    data: Path


class KeepingJob:
    """Its methods are called on threads of background work, one after the other.

    They raise OSError and `StorageError`; what was kept by then stays.
    """

    def __init__(
        self,
        stores: Stores,
        helpers: Helpers,
        drafts: DraftStore,
        folders: KeepingFolders,
        now: Callable[[], datetime],
    ) -> None:
        self._stores = stores
        self._helpers = helpers
        self._drafts = drafts
        self._folders = folders
        self._now = now
        self._scores = ScoreCatalogue(stores.songs)

    def place(self, path: Path) -> PlacedBundle | BundleProblem | OSError:
        """Unpack a bundle, and put its new scores into the folder of scores."""
        folder = new_folder(self._folders.data)
        found = unpack_in_helper(path, folder, self._helpers)
        if not isinstance(found, Unpacked):
            shutil.rmtree(folder, ignore_errors=True)
            return found
        stores = self._here()
        try:
            files, changes = stores.library.noting(lambda: self._keeper(stores).place_scores(found))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return PlacedBundle(found, files, changes)

    def keep(self, placed: PlacedBundle, accepted: Accepted) -> tuple[KeptBundle, Changes]:
        """Keep all songs, after the library has read the placed scores; remove the rest."""
        stores = self._here()
        try:
            return stores.library.noting(
                lambda: self._keeper(stores).keep(placed.unpacked, placed.files, accepted)
            )
        finally:
            shutil.rmtree(placed.unpacked.folder, ignore_errors=True)

    def _here(self) -> SideStores:
        connection = self._stores.beside.here()
        return SideStores(
            LibraryStore(connection), SongPreferencesStore(connection), TakeStore(connection)
        )

    def _keeper(self, stores: SideStores) -> BundleKeeper:
        takes = KeptTakes(stores.takes, self._folders.voices, self._now)
        return BundleKeeper(stores, self._scores, takes, self._drafts, self._folders.songs)
