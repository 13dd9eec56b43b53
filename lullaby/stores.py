"""Opens all stores over one database, for the window and the command line."""

import logging
import sqlite3
from datetime import datetime
from pathlib import Path

from lullaby.clock import Clock, SystemClock
from lullaby.frozen import frozen
from lullaby.journal.child_nights import rename_in_nights
from lullaby.journal.left_off import LeftOffStore
from lullaby.journal.store import JournalStore
from lullaby.library.analysis_store import AnalysisStore
from lullaby.library.appointment_store import AppointmentStore
from lullaby.library.changes import ChangeFeed
from lullaby.library.delay_store import DelayStore
from lullaby.library.loudness_store import LoudnessStore
from lullaby.library.playlist_store import PlaylistStore
from lullaby.library.provenance import provenance
from lullaby.library.routine_store import RoutineStore
from lullaby.library.scan_store import ScanStore
from lullaby.library.smart_playlists import SmartPlaylistEvaluator
from lullaby.library.song_preferences import ChildId
from lullaby.library.song_preferences_store import SongPreferencesStore
from lullaby.library.store import LibraryStore
from lullaby.library.take_store import TakeStore
from lullaby.songbook.catalogue import SongEntry
from lullaby.storage.database import Checked, open_database, open_in_memory, read_into_memory
from lullaby.storage.side_connections import SideConnections
from lullaby.storage.transaction import StorageError, storage_error, transaction

log = logging.getLogger(__name__)


@frozen
class Stores:
    connection: sqlite3.Connection
    library: LibraryStore
    scans: ScanStore
    loudness: LoudnessStore
    analyses: AnalysisStore
    smart_playlists: SmartPlaylistEvaluator
    playlists: PlaylistStore
    routines: RoutineStore
    journal: JournalStore
    left_off: LeftOffStore
    song_preferences: SongPreferencesStore
    takes: TakeStore
    delays: DelayStore
    appointments: AppointmentStore
    beside: SideConnections
    """Connections to the same database for other threads."""
    changes: ChangeFeed
    """Reports which songs were changed."""
    set_aside: Path | None = None
    """Where a damaged database was moved, if a fresh one replaced it."""
    songs: tuple[SongEntry, ...] = ()
    """The songs that come with the app."""


def open_stores(
    path: Path,
    now: datetime,
    songs: tuple[SongEntry, ...],
    clock: Clock | None = None,
    undamaged: Checked = lambda: False,
) -> Stores:
    """Open the database and sync the bundled songs and routines into it.

    It is not checked again if `undamaged`, the answer of `check_ahead`.
    Raises `TooNewError`, `StorageError` and OSError.
    """
    try:
        opened = open_database(path, now, undamaged)
    except sqlite3.Error as problem:
        raise storage_error(problem) from problem
    return over(opened.connection, songs, opened.set_aside, clock)


def open_to_read(path: Path, songs: tuple[SongEntry, ...], clock: Clock | None = None) -> Stores:
    """Load a database that cannot be written into memory, where it stays until the app exits.

    Empty if nothing can be read. Raises `TooNewError`.
    """
    found = read_into_memory(path)
    return over(found or open_in_memory(), songs, clock=clock)


def over(
    connection: sqlite3.Connection,
    songs: tuple[SongEntry, ...],
    set_aside: Path | None = None,
    clock: Clock | None = None,
) -> Stores:
    """Build the stores over an open database; rules take the time from `clock`."""
    beside = SideConnections(connection)
    library, journal = LibraryStore(connection, beside), JournalStore(connection)
    now = (clock or SystemClock()).now
    smart_playlists = SmartPlaylistEvaluator(library.tracks, journal, now, provenance(songs))
    playlists = PlaylistStore(connection, library, smart_playlists, beside)
    routines = RoutineStore(connection, playlists)
    stores = Stores(
        connection,
        library,
        ScanStore(connection, beside),
        LoudnessStore(connection),
        AnalysisStore(connection, beside),
        smart_playlists,
        playlists,
        routines,
        journal,
        LeftOffStore(connection),
        SongPreferencesStore(connection),
        TakeStore(connection, beside),
        DelayStore(connection, beside),
        AppointmentStore(connection),
        beside,
        ChangeFeed(connection),
        set_aside,
        songs,
    )
    try:
        bring_in_line(stores)
    except StorageError:
        if not routines.all():
            raise
        log.warning("the songs that come with the app are brought in line next time", exc_info=True)
    return stores


def bring_in_line(stores: Stores) -> None:
    """Sync the bundled songs and the built-in routines into the database."""
    stores.library.sync_songbook(stores.songs)
    if stores.routines.seeded():
        return
    of_a_season = {song.id for song in stores.songs if song.season is not None}
    songs = stores.library.songbook()
    stores.routines.seed([s for s in songs if not s.hidden and s.songbook_id not in of_a_season])


def rename_child(stores: Stores, child: ChildId, name: str) -> None:
    """Rename a child, also in the journal; no change if another child has the name already.

    Raises `StorageError`.
    """
    with transaction(stores.connection):
        named = stores.song_preferences.children()
        before = next((each.name for each in named if each.id == child), None)
        if before is not None and all(each.name != name for each in named):
            stores.song_preferences.rename_child(child, name)
            rename_in_nights(stores.connection, before, name)


def name_of_child(stores: Stores, number: int) -> tuple[str, ...]:
    """The child's name, for the journal; empty for everybody or an unknown number."""
    try:
        named = stores.song_preferences.children()
    except StorageError:
        return ()
    return tuple(each.name for each in named if each.id == number)
