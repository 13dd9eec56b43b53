"""Another program writes to the same file: reads proceed at once, and errors say what is true."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lullaby.library.song_preferences import ChildId
from lullaby.library.track import TrackId
from lullaby.paths import assets
from lullaby.songbook.catalogue import catalogue
from lullaby.storage.transaction import StorageError, StorageProblem, reading, transaction
from lullaby.stores import Stores, open_stores
from lullaby.ui.text.storage_words import storage_words
from tests.fakes import A_NIGHT


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    stores = open_stores(tmp_path / "lullaby.sqlite3", A_NIGHT, catalogue(assets() / "songs"))
    stores.connection.execute("PRAGMA busy_timeout = 0")
    yield stores
    stores.connection.close()


@pytest.fixture
def elsewhere(stores: Stores, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of writing."""
    with closing(sqlite3.connect(tmp_path / "lullaby.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other
        other.execute("ROLLBACK")


def test_everything_can_be_read_while_another_program_writes(
    stores: Stores, elsewhere: sqlite3.Connection
) -> None:
    library, analyses, playlists = stores.library, stores.analyses, stores.playlists
    tracks = library.tracks()
    first = tracks[0].id
    assert library.track(first) == tracks[0]
    library.folders()
    library.by_path([tracks[0].path])
    library.hidden_count()
    for playlist in playlists.all():
        playlists.items(playlist.id)
        playlists.rules(playlist.id)
    playlists.counts()
    assert stores.routines.all()
    stores.scans.known()
    stores.scans.nameless()
    analyses.waiting(5)
    analyses.counts()
    analyses.analysis_of(first)
    analyses.word(first)
    stores.loudness.next(())
    stores.loudness.waiting()
    stores.song_preferences.children()
    stores.song_preferences.of(first, ChildId(0))
    stores.song_preferences.words_on("Speaker")
    journal = stores.journal
    journal.entries()
    journal.last()
    journal.tallies()
    journal.last_played()


def test_writing_meanwhile_reports_another_writer(
    stores: Stores, elsewhere: sqlite3.Connection
) -> None:
    with pytest.raises(StorageError) as raised:
        stores.library.set_hidden(TrackId(1), True)
    assert raised.value.problem is StorageProblem.BUSY


def test_a_full_disk_is_called_full(stores: Stores) -> None:
    pages = stores.connection.execute("PRAGMA page_count").fetchone()[0]
    stores.connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError) as raised:
        _write_much(stores.connection)
    assert raised.value.problem is StorageProblem.FULL


def test_a_file_that_may_not_be_written_is_called_so(stores: Stores) -> None:
    stores.connection.execute("PRAGMA query_only = 1")
    with pytest.raises(StorageError) as raised:
        stores.library.set_hidden(TrackId(1), True)
    assert raised.value.problem is StorageProblem.READ_ONLY


def test_a_damaged_file_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "damaged.sqlite3"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 4096)
    with (
        closing(sqlite3.connect(path, isolation_level=None)) as connection,
        pytest.raises(StorageError) as raised,
    ):
        _read_all(connection)
    assert raised.value.problem is StorageProblem.DAMAGED


def _read_all(connection: sqlite3.Connection) -> None:
    with reading(connection) as read:
        read.execute("SELECT * FROM sqlite_master").fetchall()


def _write_much(connection: sqlite3.Connection) -> None:
    with transaction(connection) as written:
        written.execute("CREATE TABLE more (x TEXT)")
        written.executemany("INSERT INTO more VALUES (?)", [("x" * 4096,)] * 50)


@pytest.mark.parametrize("problem", StorageProblem)
def test_each_problem_has_words_of_its_own(qapp: object, problem: StorageProblem) -> None:
    sentences = {storage_words(StorageError("", each))[0] for each in StorageProblem}
    assert len(sentences) == len(StorageProblem)
    assert "disk is full" in storage_words(StorageError("", StorageProblem.FULL))[0]
    assert (
        problem is StorageProblem.FULL
        or "disk is full" not in storage_words(StorageError("", problem))[0]
    )
