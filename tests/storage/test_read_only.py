"""A file that cannot be written is still read, and a fresh database displaces no backup."""

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from lullaby.app import merge_memory_journal
from lullaby.cli.parser import parse
from lullaby.cli.run import run
from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.journal.store import JournalStore
from lullaby.storage import database as module
from lullaby.storage.backups import back_up_if_due, backups, folder_of, newest_with_nights
from lullaby.storage.database import TooNewError, open_database, read_into_memory
from lullaby.stores import open_stores, open_to_read
from tests.fakes import A_NIGHT, FakeClock


@pytest.fixture
def database(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder / "lullaby.sqlite3"


def nights(database: Path, count: int) -> None:
    with closing(open_database(database, A_NIGHT).connection) as db:
        for day in range(count):
            JournalStore(db).add(JournalEntry(EntryId(0), A_NIGHT - timedelta(days=day)))


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make the folder unwritable for this process; skips if that is impossible."""
    if not hasattr(os, "geteuid"):
        pytest.skip("rights of folders are others here")
    root = os.geteuid() == 0
    for each in (folder, *folder.iterdir()):
        each.chmod(0o555 if each.is_dir() else 0o444)
    above = [each for each in folder.parents if each.stat().st_mode & 0o055 != 0o055]
    modes = [(each, each.stat().st_mode) for each in above]
    if root:
        for each in above:
            each.chmod(each.stat().st_mode | 0o055)
        os.seteuid(65_534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)
        for each, mode in modes:
            each.chmod(mode)
        folder.chmod(0o755)
        for each in folder.iterdir():
            each.chmod(0o644)


def test_a_read_only_folder_shows_what_is_there(database: Path) -> None:
    nights(database, 3)
    with read_only(database.parent):
        stores = open_to_read(database, ())
        assert len(stores.journal.entries()) == 3
        stores.journal.add(JournalEntry(EntryId(0), A_NIGHT + timedelta(days=1)))
        assert len(stores.journal.entries()) == 4
        assert not merge_memory_journal(stores, database, FakeClock())
    assert merge_memory_journal(stores, database, FakeClock())
    stores.connection.close()
    with closing(open_database(database, A_NIGHT).connection) as db:
        assert len(JournalStore(db).entries()) == 4


@pytest.mark.parametrize("room", [True, False])
def test_what_is_still_in_the_log_is_read_too(
    database: Path, room: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_database(database, A_NIGHT).connection) as db:
        JournalStore(db).add(JournalEntry(EntryId(0), A_NIGHT))
        if not room:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

            def full(*_: object) -> None:
                raise OSError(28, "No space left on device")

            monkeypatch.setattr(module.shutil, "copyfile", full)
        memory = read_into_memory(database)
    assert memory is not None
    with closing(memory):
        assert len(JournalStore(memory).entries()) == 1


@pytest.mark.parametrize("content", [None, b"", b"not a database" * 300])
def test_nothing_to_read_is_an_empty_journal(database: Path, content: bytes | None) -> None:
    if content is not None:
        database.write_bytes(content)
    stores = open_to_read(database, ())
    assert stores.journal.entries() == []
    assert len(stores.routines.all()) == 4
    stores.connection.close()


def test_a_file_of_a_newer_lullaby_is_not_read(database: Path) -> None:
    nights(database, 1)
    with closing(sqlite3.connect(database)) as db:
        db.execute("PRAGMA user_version = 999")
    with pytest.raises(TooNewError):
        read_into_memory(database)


def test_a_file_that_is_locked_for_long_is_opened_all_the_same(database: Path) -> None:
    open_stores(database, A_NIGHT, ()).connection.close()
    with closing(sqlite3.connect(database)) as other:
        other.execute("BEGIN IMMEDIATE")
        stores = open_stores(database, A_NIGHT, ())
        assert len(stores.routines.all()) == 4
        stores.connection.close()


def test_a_fresh_database_after_damage_displaces_no_backup(database: Path) -> None:
    today = A_NIGHT.date()
    nights(database, 3)
    assert back_up_if_due(database, today) is not None
    database.unlink()
    nights(database, 0)
    for day in range(1, 40):
        assert back_up_if_due(database, today + timedelta(days=day)) is not None
    assert today in [each.day for each in backups(folder_of(database))]
    found = newest_with_nights(folder_of(database))
    assert found is not None
    assert found[1].nights == 3
    nights(database, 1)
    assert back_up_if_due(database, today + timedelta(days=40)) is not None


def test_the_terminal_exports_what_it_may_only_read(
    tmp_path: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nights(database, 2)
    out = tmp_path / "out"
    out.mkdir(mode=0o777)
    out.chmod(0o777)
    wanted = parse(["--data", str(database.parent), "journal", "export", str(out / "n.csv")])
    root = logging.getLogger("lullaby")
    before = list(root.handlers)
    try:
        with read_only(database.parent):
            assert run(wanted) == 0
    finally:
        root.handlers = before
    assert "2 nights written" in capsys.readouterr().out
