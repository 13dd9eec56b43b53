"""Automatic backups: how many, how complete, and how they are restored."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.journal.store import JournalStore
from lullaby.storage import backups as module
from lullaby.storage.backups import (
    DAYS,
    WEEKS,
    Holds,
    back_up_if_due,
    backups,
    folder_of,
    holds_now,
    kept,
    look_into,
    restore,
)
from lullaby.storage.database import migrations, open_database
from lullaby.storage.transaction import StorageError, StorageProblem
from tests.fakes import A_NIGHT

TODAY = date(2024, 11, 3)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "lullaby.sqlite3"


def nights(database: Path, count: int) -> None:
    with closing(open_database(database, A_NIGHT).connection) as db:
        for day in range(count):
            JournalStore(db).add(JournalEntry(EntryId(0), A_NIGHT - timedelta(days=day)))


def test_a_copy_is_made_once_a_day_while_the_file_is_open(database: Path) -> None:
    with closing(open_database(database, A_NIGHT).connection) as db:
        JournalStore(db).add(JournalEntry(EntryId(0), A_NIGHT))
        made = back_up_if_due(database, TODAY)
        assert made == folder_of(database) / "lullaby-2024-11-03.sqlite3"
        JournalStore(db).add(JournalEntry(EntryId(0), A_NIGHT + timedelta(hours=1)))
        assert back_up_if_due(database, TODAY) is None
    assert made is not None
    assert look_into(made) == Holds(1, 0, "2024-11-03T02:14:00.000+00:00")
    assert [each.day for each in backups(folder_of(database))] == [TODAY]


def test_without_a_database_there_is_nothing_to_copy(database: Path) -> None:
    assert back_up_if_due(database, TODAY) is None
    assert not folder_of(database).exists()


def test_a_year_of_days_leaves_seven_days_and_four_weeks(database: Path) -> None:
    nights(database, 1)
    for day in range(60):
        back_up_if_due(database, TODAY + timedelta(days=day))
    there = [each.day for each in backups(folder_of(database))]
    last = TODAY + timedelta(days=59)
    assert there[:DAYS] == [last - timedelta(days=n) for n in range(DAYS)]
    assert len({day.isocalendar()[:2] for day in there}) == WEEKS
    assert len(there) <= DAYS + WEEKS


@given(st.sets(st.dates(date(2020, 1, 1), date(2030, 1, 1)), max_size=40))
def test_the_newest_backups_always_stay(days: set[date]) -> None:
    stay = kept(days)
    assert stay <= days
    assert set(sorted(days)[-DAYS:]) <= stay
    assert len(stay) <= DAYS + WEEKS
    assert kept(stay) == stay


def test_a_full_disk_loses_nothing_and_leaves_no_half_copy(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights(database, 2)
    before = back_up_if_due(database, TODAY)

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(module, "_copy_open", full)
    assert back_up_if_due(database, TODAY + timedelta(days=1)) is None
    assert list(folder_of(database).iterdir()) == [before]


def test_an_unwritable_folder_is_no_problem(database: Path) -> None:
    nights(database, 1)
    folder_of(database).write_text("a file is in the way")
    assert back_up_if_due(database, TODAY) is None


def test_files_of_other_names_are_neither_listed_nor_removed(database: Path) -> None:
    nights(database, 1)
    folder_of(database).mkdir()
    mine = folder_of(database) / "lullaby-before-the-move.sqlite3"
    mine.write_text("mine")
    for day in range(30):
        back_up_if_due(database, TODAY + timedelta(days=day))
    assert mine.read_text() == "mine"
    assert mine not in [each.path for each in backups(folder_of(database))]


def test_restoring_replaces_the_data_and_keeps_the_previous_data(database: Path) -> None:
    nights(database, 3)
    backup = back_up_if_due(database, TODAY)
    assert backup is not None
    with closing(open_database(database, A_NIGHT).connection) as db:
        store = JournalStore(db)
        for entry in store.entries():
            store.delete(entry.id)
        store.add(JournalEntry(EntryId(0), A_NIGHT + timedelta(days=1), note="newer"))
        aside = restore(db, database, backup, A_NIGHT)
        assert len(store.entries()) == 3
        store.add(JournalEntry(EntryId(0), A_NIGHT + timedelta(days=2)))
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    held = look_into(aside)
    assert held is not None
    assert held.nights == 1
    with closing(open_database(database, A_NIGHT).connection) as again:
        assert len(JournalStore(again).entries()) == 4


def test_an_older_copy_is_brought_up_to_date(database: Path) -> None:
    backup = database.with_name("old.sqlite3")
    with closing(sqlite3.connect(backup)) as old:
        old.executescript(migrations()[0].sql)
        old.execute("INSERT INTO entry (started_at, by_hand) VALUES ('2024-01-01T00:00:00Z', 1)")
        old.execute("PRAGMA user_version = 1")
        old.commit()
    with closing(open_database(database, A_NIGHT).connection) as db:
        restore(db, database, backup, A_NIGHT)
        assert len(JournalStore(db).entries()) == 1


def test_playlists_and_songs_with_settings_are_counted_in_backups_of_any_version(
    tmp_path: Path,
) -> None:
    path, added = tmp_path / "old.sqlite3", "INSERT INTO track (path, title) VALUES (?, ?)"
    counts: list[tuple[int, int]] = []
    with closing(sqlite3.connect(path)) as old:
        for step in migrations():
            old.executescript(step.sql)
            if step.number == 1:
                old.executemany(added, [(each, each) for each in "abc"])
                old.execute("INSERT INTO playlist (name, place) VALUES ('Ours', 1)")
            if step.number == 3:
                old.execute("UPDATE track SET pace = 0.9 WHERE path = 'a'")
            if step.number == 8:
                old.execute("INSERT INTO kin (track_id, child_id, louder) VALUES (1, 0, 2)")
                old.execute("INSERT INTO kin (track_id, child_id, louder) VALUES (2, 0, 2)")
            old.execute(f"PRAGMA user_version = {step.number}")
            old.commit()
            held = look_into(path)
            assert held is not None
            counts.append((held.playlists, held.adjusted))
    assert counts == [(1, 0)] * 2 + [(1, 1)] * 5 + [(1, 2)] * (len(counts) - 7)


@pytest.mark.parametrize("how", ["not a database", "newer", "gone", "cut off"])
def test_what_cannot_be_restored_changes_nothing(database: Path, how: str) -> None:
    nights(database, 2)
    backup = back_up_if_due(database, TODAY)
    assert backup is not None
    match how:
        case "not a database":
            backup.write_bytes(b"hello" * 400)
        case "newer":
            with closing(sqlite3.connect(backup)) as newer:
                newer.execute("PRAGMA user_version = 9999")
        case "gone":
            backup.unlink()
        case _:
            backup.write_bytes(backup.read_bytes()[:6_000])
    with closing(open_database(database, A_NIGHT).connection) as db:
        with pytest.raises(StorageError):
            restore(db, database, backup, A_NIGHT)
        assert len(JournalStore(db).entries()) == 2
    assert look_into(backup) is None


def test_why_an_open_database_cannot_be_inspected(tmp_path: Path) -> None:
    path = tmp_path / "plain.sqlite3"
    with closing(sqlite3.connect(path)) as writer, closing(sqlite3.connect(path, 0)) as reader:
        writer.executescript("CREATE TABLE entry (id); BEGIN EXCLUSIVE;")
        with pytest.raises(StorageError) as busy:
            holds_now(reader)
    path.write_bytes(b"no database" * 400)
    with closing(sqlite3.connect(path)) as reader, pytest.raises(StorageError) as damaged:
        holds_now(reader)
    problems = [each.value.problem for each in (busy, damaged)]
    assert problems == [StorageProblem.BUSY, StorageProblem.DAMAGED]


def forget_nights(database: Path) -> None:
    with closing(open_database(database, A_NIGHT).connection) as db:
        for entry in JournalStore(db).entries():
            JournalStore(db).delete(entry.id)


def test_an_empty_journals_backup_displaces_no_backup_with_nights(
    database: Path,
) -> None:
    nights(database, 2)
    for day in range(40):
        back_up_if_due(database, TODAY + timedelta(days=day))
    full = [each.path for each in backups(folder_of(database))]
    forget_nights(database)
    for day in range(40, 100):
        assert back_up_if_due(database, TODAY + timedelta(days=day)) is not None
        assert set(full) <= {each.path for each in backups(folder_of(database))}
    assert len(backups(folder_of(database))) <= 2 * (DAYS + WEEKS)
    nights(database, 1)
    assert back_up_if_due(database, TODAY + timedelta(days=100)) is not None
    left = [held.nights for each in backups(folder_of(database)) if (held := look_into(each.path))]
    assert left.count(2) >= DAYS - 1
    assert left.count(1) == 1
    assert {each.suffix for each in folder_of(database).iterdir()} == {".sqlite3"}
