"""The database file: created, migrated, set aside, and killed while writing."""

import sqlite3
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from lullaby.helpers import Inline
from lullaby.jobs import Job
from lullaby.journal.entry import Ending
from lullaby.journal.store import JournalStore
from lullaby.library.scanner import ScanSummary, scan
from lullaby.library.track import Fault
from lullaby.storage import database
from lullaby.storage.database import (
    Migration,
    TooNewError,
    check_ahead,
    migrations,
    open_database,
)
from lullaby.storage.side_connections import SideConnections
from lullaby.stores import open_stores
from tests.fakes import A_NIGHT
from tests.library.songs import make

NOW: datetime = A_NIGHT
HALF = """CREATE TABLE half (x TEXT) STRICT;
INSERT INTO nowhere VALUES (1);
"""


def test_a_new_file_has_the_newest_schema_and_a_write_ahead_log(tmp_path: Path) -> None:
    opened = open_database(tmp_path / "deep" / "lullaby.sqlite3", NOW)
    assert opened.set_aside is None
    version = opened.connection.execute("PRAGMA user_version").fetchone()[0]
    assert version == migrations()[-1].number
    assert opened.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    opened.connection.close()


def test_no_connection_keeps_much_of_the_file_in_memory(tmp_path: Path) -> None:
    """The check at the start reads all of it, and so does a scan."""
    owner = open_database(tmp_path / "lullaby.sqlite3", NOW).connection
    beside = SideConnections(owner)
    for connection in (owner, beside.here()):
        (pages,) = connection.execute("PRAGMA cache_size").fetchone()
        assert -512 <= pages < 0, "in KiB"
    beside.close()
    owner.close()


def test_migrations_are_numbered_without_gaps() -> None:
    assert [step.number for step in migrations()] == list(range(1, migrations()[-1].number + 1))


def test_files_of_an_older_lullaby_are_read_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One migration adds the language, which only reading the files again can determine."""
    path, every = tmp_path / "lullaby.sqlite3", migrations()
    (rules,) = (step.number for step in every if step.name.endswith("_rules.sql"))
    before = tuple(step for step in every if step.number < rules)
    monkeypatch.setattr(database, "migrations", lambda: before)
    old = open_database(path, NOW).connection
    for place, origin in (("/m/own.ogg", "file"), ("/s/ours.opus", "songbook")):
        old.execute(
            "INSERT INTO track (path, origin, title, words_mtime_ns) VALUES (?, ?, 'x', 7)",
            (place, origin),
        )
    old.execute("INSERT INTO playlist (name, place) VALUES ('mine', 1)")
    old.close()
    monkeypatch.setattr(database, "migrations", lambda: every)
    new = open_database(path, NOW).connection
    rows = new.execute("SELECT origin, words_mtime_ns, language FROM track ORDER BY origin")
    assert [tuple(row) for row in rows] == [("file", -1, ""), ("songbook", 7, "")]
    assert new.execute("SELECT rules FROM playlist").fetchone()[0] is None
    new.close()


def test_files_that_could_not_be_read_are_tried_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers have learned more kinds of files and tags since."""
    path, every = tmp_path / "lullaby.sqlite3", migrations()
    (again,) = (step.number for step in every if step.name.endswith("_read_again.sql"))
    monkeypatch.setattr(database, "migrations", lambda: every[: again - 1])
    old = open_database(path, NOW).connection
    (tmp_path / "music").mkdir()
    song = make(tmp_path / "music" / "song.ogg")
    seen = song.stat()
    old.execute(
        "INSERT INTO track (path, title, size, mtime_ns, fault) VALUES (?, 'x', ?, ?, ?)",
        (str(song), seen.st_size, seen.st_mtime_ns, Fault.UNREADABLE.value),
    )
    old.close()
    monkeypatch.setattr(database, "migrations", lambda: every)
    stores = open_stores(path, NOW, ())
    folder = song.parent

    def look() -> ScanSummary:
        known = stores.scans.known()
        return scan([folder], known, Job(), stores.scans.apply, lambda _: None, 1, Inline())

    look()
    (found,) = stores.library.tracks()
    assert found.fault is None
    assert look().unchanged == 1
    stores.connection.close()


def test_a_backup_is_made_before_a_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lullaby.sqlite3"
    first = open_database(path, NOW).connection
    first.execute("INSERT INTO folder (path) VALUES ('/music')")
    first.close()
    more = Migration(migrations()[-1].number + 1, "later", "CREATE TABLE later (x TEXT) STRICT;")
    steps = (*migrations(), more)
    monkeypatch.setattr(database, "migrations", lambda: steps)
    second = open_database(path, NOW).connection
    assert second.execute("PRAGMA user_version").fetchone()[0] == more.number
    second.close()
    (backup,) = tmp_path.glob("lullaby.before-step-*.sqlite3")
    copy = sqlite3.connect(backup)
    assert copy.execute("SELECT path FROM folder").fetchall() == [("/music",)]
    assert copy.execute("PRAGMA user_version").fetchone()[0] == more.number - 1
    copy.close()


def test_a_failed_migration_leaves_the_file_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lullaby.sqlite3"
    open_database(path, NOW).connection.close()
    number = migrations()[-1].number + 1
    bad = Migration(
        number, "bad", "CREATE TABLE half (x TEXT) STRICT;\nINSERT INTO nowhere VALUES (1);"
    )
    with monkeypatch.context() as patch:
        steps = (*migrations(), bad)
        patch.setattr(database, "migrations", lambda: steps)
        with pytest.raises(sqlite3.OperationalError):
            open_database(path, NOW)
    again = open_database(path, NOW)
    assert again.set_aside is None
    assert again.connection.execute("PRAGMA user_version").fetchone()[0] == number - 1
    names = {row[0] for row in again.connection.execute("SELECT name FROM sqlite_master")}
    assert "half" not in names
    again.connection.close()


def test_a_file_of_a_newer_lullaby_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "lullaby.sqlite3"
    opened = open_database(path, NOW)
    opened.connection.execute("PRAGMA user_version = 999")
    opened.connection.close()
    before = path.read_bytes()
    with pytest.raises(TooNewError):
        open_database(path, NOW)
    assert path.read_bytes() == before


@pytest.mark.parametrize("damage", [b"not a database at all, just text" * 99, b""])
def test_a_damaged_file_is_set_aside_whole(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "lullaby.sqlite3"
    path.write_bytes(damage)
    opened = open_database(path, NOW)
    if damage:
        assert opened.set_aside is not None
        assert opened.set_aside.read_bytes() == damage
    opened.connection.execute("INSERT INTO folder (path) VALUES ('/music')")
    opened.connection.close()


def test_files_damaged_in_the_same_second_are_all_kept(tmp_path: Path) -> None:
    path = tmp_path / "lullaby.sqlite3"
    kept: list[Path | None] = []
    for damage in (b"first " * 99, b"second " * 99, b"third " * 99):
        path.write_bytes(damage)
        opened = open_database(path, NOW)
        opened.connection.close()
        kept.append(opened.set_aside)
        path.unlink()
    assert [file and file.read_bytes()[:5] for file in kept] == [b"first", b"secon", b"third"]


@pytest.mark.parametrize("sql", ["CREATE TABLE track (x)", "PRAGMA user_version = 1"])
def test_a_file_that_is_not_ours_is_set_aside(tmp_path: Path, sql: str) -> None:
    path = tmp_path / "lullaby.sqlite3"
    other = sqlite3.connect(path)
    other.execute(sql)
    other.commit()
    other.close()
    before = path.read_bytes()
    stores = open_stores(path, NOW, ())
    assert stores.set_aside is not None
    assert stores.set_aside.read_bytes()[100:] == before[100:]
    stores.connection.close()


def damaged_in_the_middle(folder: Path) -> Path:
    path = folder / "lullaby.sqlite3"
    opened = open_database(path, NOW)
    opened.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.connection.close()
    whole = bytearray(path.read_bytes())
    whole[4096 : 4096 * 6] = b"\xa5" * (4096 * 5)
    path.write_bytes(bytes(whole))
    return path


def test_a_damaged_page_in_the_middle_is_noticed(tmp_path: Path) -> None:
    path = damaged_in_the_middle(tmp_path)
    whole = path.read_bytes()
    again = open_database(path, NOW)
    assert again.set_aside is not None
    assert again.set_aside.read_bytes() == whole
    again.connection.close()


def test_a_check_ahead_tells_damage_and_makes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "lullaby.sqlite3"
    assert not check_ahead(path)()
    assert not path.exists()
    open_database(path, NOW).connection.close()
    assert check_ahead(path)()
    assert not check_ahead(damaged_in_the_middle(tmp_path))()


def test_a_file_that_a_check_ahead_found_damaged_is_set_aside(tmp_path: Path) -> None:
    path = damaged_in_the_middle(tmp_path)
    opened = open_database(path, NOW, check_ahead(path))
    assert opened.set_aside is not None
    opened.connection.close()


def test_a_file_found_undamaged_is_not_checked_again(tmp_path: Path) -> None:
    path = tmp_path / "lullaby.sqlite3"
    opened = open_database(path, NOW)
    opened.connection.executescript(
        "CREATE TABLE spare (x); INSERT INTO spare VALUES (randomblob(9000));"
    )
    (page,) = opened.connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'spare'"
    ).fetchone()
    opened.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.connection.close()
    whole = bytearray(path.read_bytes())
    whole[4096 * (page - 1) : 4096 * page] = b"\xa5" * 4096
    path.write_bytes(bytes(whole))
    trusting = open_database(path, NOW, lambda: True)
    assert trusting.set_aside is None
    trusting.connection.close()
    assert open_database(path, NOW).set_aside is not None


KILLED = """
import os, signal, sys
from datetime import timedelta
from pathlib import Path
from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.journal.store import JournalStore
from lullaby.storage.database import open_database
from tests.fakes import A_NIGHT

store = JournalStore(open_database(Path(sys.argv[1]), A_NIGHT).connection)
entry = store.open_night(JournalEntry(EntryId(0), A_NIGHT, routine="nap"))
for second in range(1, 90):
    store.record_heartbeat(entry, A_NIGHT + timedelta(seconds=second), ())
store._db.execute("BEGIN IMMEDIATE")
store._db.execute("DELETE FROM entry")
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_nothing_is_lost_to_a_kill_but_what_was_not_yet_committed(tmp_path: Path) -> None:
    path = tmp_path / "lullaby.sqlite3"
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, timeout=60)
    assert done.returncode == -9
    opened = open_database(path, NOW)
    assert opened.set_aside is None
    store = JournalStore(opened.connection)
    store.close_interrupted()
    (night,) = store.entries()
    assert night.ending is Ending.INTERRUPTED
    assert night.ended_at is not None
    assert (night.ended_at - night.started_at).total_seconds() == 89
    opened.connection.close()


def test_an_unwritable_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OSError, match="file"):
        open_stores(tmp_path / "file" / "lullaby.sqlite3", NOW, ())
