"""Erases a child: its nights, its song preferences and the recordings made for it, and all of that
from the copies that Lullaby keeps as well; or a single recording, if that is asked for."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.frozen import frozen
from lullaby.journal.child_nights import bring_nights_back, erase_nights, nights_naming
from lullaby.journal.entry import JournalEntry
from lullaby.library.kept_takes import BIN, KeptTakes, files_of
from lullaby.library.song_preferences import ERASED, Child, SongPreferences
from lullaby.library.song_preferences_store import SongPreferencesStore
from lullaby.library.take import Take, TakeId
from lullaby.library.take_store import TakeStore
from lullaby.library.track import TrackId
from lullaby.paths import Paths
from lullaby.regular_file import sha256_of
from lullaby.storage.backups import copies_of, rewrite
from lullaby.storage.side_connections import SideConnections
from lullaby.storage.transaction import StorageError, overwriting, transaction

if TYPE_CHECKING:
    from sqlite3 import Connection


@frozen
class ChildTraces:
    """What there is of a child."""

    nights: int
    """Those that name no other child."""
    shared: int
    """Nights that name others, too; only the name goes."""
    songs: int
    """Songs with preferences of its own."""
    recordings: int


@frozen
class ErasedChild:
    """What `ChildEraser.bring_back` needs."""

    child: Child
    nights: tuple[JournalEntry, ...]
    preferences: tuple[tuple[TrackId, SongPreferences], ...]
    takes: tuple[Take, ...]


class ChildEraser:
    """For any thread but the window's. Methods raise `StorageError` and OSError."""

    def __init__(self, beside: SideConnections, paths: Paths, now: Callable[[], datetime]) -> None:
        self._beside = beside
        self._paths = paths
        self._now = now

    def traces(self, child: Child) -> ChildTraces:
        db = self._beside.here()
        nights = nights_naming(db, child.name)
        alone = sum(set(entry.children) == {child.name} for entry in nights)
        return ChildTraces(
            alone,
            len(nights) - alone,
            len(SongPreferencesStore(db).preferences_of(child.id)),
            len(TakeStore(db).all(child=child.id)),
        )

    def erase(self, child: Child) -> ErasedChild:
        """Erase a child from what is in use; its recordings go to the bin. All, or nothing."""
        db = self._beside.here()
        takes, preferences = TakeStore(db), SongPreferencesStore(db)
        found = takes.all(child=child.id)
        kept = self._kept(takes)
        binned: list[Take] = []
        try:
            for take in found:
                kept.delete(take)
                binned.append(take)
            with overwriting(db), transaction(db):
                erased = ErasedChild(
                    child,
                    tuple(erase_nights(db, child.name)),
                    tuple(preferences.preferences_of(child.id)),
                    tuple(found),
                )
                for take in takes.deleted():
                    if take.facts.child == child.id:
                        takes.rename(take.id, take.facts.singer, ERASED)
                preferences.forget_child(child.id)
        except BaseException:
            for take in binned:
                with suppress(StorageError, OSError):
                    kept.restore(take)
            raise
        return erased

    def bring_back(self, erased: ErasedChild) -> Child:
        """Bring everything back; the child may have another number then."""
        db = self._beside.here()
        takes, preferences = TakeStore(db), SongPreferencesStore(db)
        with transaction(db):
            child = preferences.restore_child(erased.child)
            bring_nights_back(db, erased.nights)
            for track, own in erased.preferences:
                preferences.keep(track, child.id, own)
            for take in erased.takes:
                takes.rename(take.id, take.facts.singer, child.id)
        for take in erased.takes:
            self._kept(takes).restore(take)
        return child

    def erase_from_copies(self, name: str) -> tuple[Path, ...]:
        """Erase the child of this name from all copies of the database and of recordings, and its
        recordings from the bin; returns the copies that cannot be read or written."""
        db = self._beside.here()
        takes = TakeStore(db)
        gone = [take for take in takes.deleted() if take.facts.child == ERASED]
        stubborn: list[Path] = []

        def change(copy: "Connection") -> bool:
            return _erase_in(copy, name, gone)

        for path in copies_of(self._paths.database):
            try:
                rewrite(path, change)
            except (StorageError, OSError):
                stubborn.append(path)
        _remove_files(self._paths, gone, takes)
        kept = self._kept(takes)
        with overwriting(db):
            for take in takes.deleted():
                if take.facts.child == ERASED:
                    kept.remove(take.id)
        return tuple(stubborn)

    def _kept(self, takes: TakeStore) -> KeptTakes:
        return KeptTakes(takes, self._paths.voices, self._now)


class TakeEraser:
    """Erases a single recording everywhere. For any thread but the window's."""

    def __init__(self, beside: SideConnections, paths: Paths, now: Callable[[], datetime]) -> None:
        self._beside = beside
        self._paths = paths
        self._now = now

    def erase(self, take: TakeId) -> tuple[Path, ...]:
        """Remove a deleted take for good, here and from all copies; one that was brought back
        stays. Returns the copies that cannot be read or written. Raises `StorageError`, OSError."""
        db = self._beside.here()
        takes = TakeStore(db)
        found = takes.find(take)
        if found is None or found.deleted_at is None:
            return ()
        stubborn: list[Path] = []

        def change(copy: "Connection") -> bool:
            there = TakeStore(copy)
            same = [
                each
                for each in (*there.all(), *there.deleted())
                if (each.file, each.sha256) == (found.file, found.sha256)
            ]
            for each in same:
                there.forget(each.id)
            return bool(same)

        for path in copies_of(self._paths.database):
            try:
                rewrite(path, change)
            except (StorageError, OSError):
                stubborn.append(path)
        _remove_files(self._paths, [found], takes)
        with overwriting(db):
            KeptTakes(takes, self._paths.voices, self._now).remove(take)
        return tuple(stubborn)


def _remove_files(paths: Paths, gone: list[Take], takes: TakeStore) -> None:
    """Remove recordings from the folder of voices, unless they are in use there, and from those
    that were set aside when a copy was brought back."""
    live = {take.file for take in takes.all()}
    voices = paths.voices
    aside = sorted(voices.parent.glob(f"{voices.name}.before-*"))
    for folder in (voices, *aside, *(each / BIN for each in aside)):
        for take in gone:
            file = folder / take.file
            in_use = folder == voices and take.file in live
            if not in_use and file.is_file() and sha256_of(file) == take.sha256:
                for each in files_of(file):
                    each.unlink(missing_ok=True)


def _erase_in(copy: "Connection", name: str, gone: list[Take]) -> bool:
    """Erase a child in a copy of the database, and add its recordings there to `gone`; returns
    whether there was anything."""
    takes, preferences = TakeStore(copy), SongPreferencesStore(copy)
    with transaction(copy):
        nights = erase_nights(copy, name)
        child = next((each for each in preferences.children() if each.name == name), None)
        numbers = {ERASED} if child is None else {ERASED, child.id}
        theirs = [take for take in (*takes.all(), *takes.deleted()) if take.facts.child in numbers]
        for take in theirs:
            takes.forget(take.id)
        if child is not None:
            preferences.forget_child(child.id)
    gone.extend(theirs)
    return bool(nights or theirs or child)
