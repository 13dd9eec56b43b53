"""Nights that the disk refuses: kept in order, and written as soon as there is space."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lullaby.journal.entry import Ending, EntryId, JournalEntry, Outcome
from lullaby.journal.store import JournalStore
from lullaby.journal.writer import NightWriter
from lullaby.session.state import Stage
from lullaby.storage.database import open_database
from lullaby.storage.pending_writes import EVERY_MS, PendingWrites
from lullaby.storage.transaction import StorageError, transaction
from lullaby.units import Ms
from tests.fakes import A_NIGHT
from tests.session.evening import MINUTE, Evening, programme


def full(evening: Evening, is_full: bool = True) -> None:
    """From now on nothing can be written, as with a full disk or a locked file."""
    evening.connection.execute(f"PRAGMA query_only = {'ON' if is_full else 'OFF'}")


def test_a_night_begun_on_a_full_disk_is_written_when_there_is_room() -> None:
    evening = Evening()
    full(evening)
    evening.session.start_session(programme(songs=2))
    evening.pass_time(MINUTE)
    evening.session.mark_calm()
    state = evening.pass_time(MINUTE)
    assert state.unwritten
    assert state.entry is not None
    full(evening, False)
    assert not evening.pass_time(EVERY_MS + 200).unwritten
    evening.session.stop()
    evening.pass_time(3_000)
    (night,) = evening.journal.entries()
    assert (night.started_at, night.routine) == (A_NIGHT, "night_waking")
    assert night.minutes_to_calm == 1
    assert [song.title for song in night.songs] == ["Song 1"]
    assert night.ended_at is not None
    assert night.ended_at > A_NIGHT + timedelta(minutes=2)


def test_the_row_is_written_during_the_evening() -> None:
    """So that a crash afterwards loses nothing."""
    evening = Evening()
    full(evening)
    evening.session.start_session(programme())
    evening.pass_time(MINUTE)
    full(evening, False)
    evening.pass_time(EVERY_MS)
    assert len(evening.journal.close_interrupted()) == 1
    assert evening.journal.entries()[0].songs[0].played_ms >= MINUTE


def test_an_evening_that_ended_meanwhile_is_written_too() -> None:
    evening = Evening()
    full(evening)
    evening.session.start_session(programme(minutes=1))
    assert evening.pass_time(2 * MINUTE).stage is Stage.ENDED
    full(evening, False)
    assert not evening.pass_time(EVERY_MS).unwritten
    (night,) = evening.journal.entries()
    assert night.ending is Ending.TIMER
    assert night.ended_at == A_NIGHT + timedelta(minutes=1)


def test_three_evenings_on_a_full_disk_are_written_in_order() -> None:
    evening = Evening()
    full(evening)
    for _ in range(3):
        evening.session.start_session(programme(songs=1, minutes=1))
        evening.pass_time(2 * MINUTE)
    full(evening, False)
    evening.pass_time(EVERY_MS)
    nights = evening.journal.entries()
    assert len(nights) == 3
    assert [night.id for night in nights] == sorted((n.id for n in nights), reverse=True)


def test_a_disk_that_fills_during_the_evening_loses_nothing() -> None:
    evening = Evening()
    evening.session.start_session(programme(songs=2, minutes=1))
    evening.pass_time(5_000)
    full(evening)
    evening.pass_time(2 * MINUTE)
    evening.session.still_awake()
    evening.pass_time(MINUTE)
    full(evening, False)
    evening.session.stop()
    evening.pass_time(5_000)
    (night,) = evening.journal.entries()
    assert night.ending is Ending.STOPPED
    assert sum(song.played_ms for song in night.songs) >= 2 * MINUTE
    assert night.awake_ms


def test_it_is_not_retried_at_every_tick() -> None:
    evening = Evening()
    full(evening)
    evening.session.start_session(programme())
    tried: list[str] = []
    evening.connection.set_trace_callback(tried.append)
    evening.pass_time(MINUTE)
    assert 25 <= sum(each.startswith("BEGIN") for each in tried) <= 35


@contextmanager
def a_small_disk(folder: Path) -> Iterator[Path]:
    """A megabyte of memory as a disk; skips if this process may not mount one."""
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if done.returncode:
        pytest.skip("nothing can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(path: Path) -> None:
    """Use up all free space."""
    with path.open("wb", buffering=0) as out:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    out.write(bytes(size))
            except OSError:
                continue


def evening_in(folder: Path) -> Evening:
    evening = Evening(connection=open_database(folder / "lullaby.sqlite3", A_NIGHT).connection)
    evening.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return evening


@pytest.mark.skipif(sys.platform != "linux", reason="a small disk is made of Linux's memory")
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    with a_small_disk(tmp_path) as folder:
        evening = evening_in(folder)
        fill(folder / "film.mkv")
        evening.session.start_session(programme(songs=2, minutes=1))
        assert evening.pass_time(MINUTE // 2).unwritten
        assert evening.pass_time(MINUTE).stage is Stage.ENDED
        assert evening.state.unwritten
        (folder / "film.mkv").unlink()
        assert not evening.pass_time(2 * EVERY_MS).unwritten
        with closing(sqlite3.connect(folder / "lullaby.sqlite3")) as other:
            rows = other.execute("SELECT ending, ended_at > started_at FROM entry").fetchall()
        assert rows == [("timer", 1)]
        evening.connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_file_that_may_not_grow(tmp_path: Path) -> None:
    import resource

    evening = evening_in(tmp_path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, before[1]))
    try:
        evening.session.start_session(programme(songs=1, minutes=1))
        unwritten = evening.pass_time(5_000).unwritten
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert unwritten
    assert not evening.pass_time(2 * EVERY_MS).unwritten
    evening.pass_time(2 * MINUTE)
    assert [night.ending for night in evening.journal.entries()] == [Ending.TIMER]
    evening.connection.close()


def test_a_file_that_another_process_has_locked(tmp_path: Path) -> None:
    evening = evening_in(tmp_path)
    with closing(sqlite3.connect(tmp_path / "lullaby.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        evening.session.start_session(programme(songs=1, minutes=1))
        assert evening.pass_time(1_000).unwritten
        assert evening.connection.execute("PRAGMA busy_timeout").fetchone()[0] >= 3_000
        other.execute("ROLLBACK")
    assert not evening.pass_time(2 * EVERY_MS).unwritten
    assert len(evening.journal.close_interrupted()) == 1
    evening.connection.close()


def test_a_restored_journal_gets_the_running_night() -> None:
    """A backup was restored between an evening's end and its resumption."""
    evening = Evening()
    evening.session.start_session(programme(songs=1, minutes=1))
    evening.pass_time(2 * MINUTE)
    evening.connection.execute("DELETE FROM entry")
    stranger = evening.journal.add(JournalEntry(EntryId(0), A_NIGHT - timedelta(days=9)))
    evening.session.still_awake()
    evening.pass_time(MINUTE)
    evening.session.stop()
    evening.pass_time(3_000)
    ours, theirs = evening.journal.entries()
    assert (theirs.id, theirs.songs) == (stranger, ())
    assert ours.started_at == A_NIGHT


STEPS = st.lists(
    st.sampled_from(
        ["open", "alive", "awake", "close", "reopen", "asleep", "note", "full", "room", "retry"]
    ),
    max_size=30,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whenever_the_disk_was_full_the_journal_ends_up_the_same(
    memory: sqlite3.Connection, other_memory: sqlite3.Connection, steps: list[str]
) -> None:
    """One journal is full now and then, the other never; both end up with the same nights."""
    journals = []
    for connection in (memory, other_memory):
        connection.execute("DELETE FROM entry")
        journals.append(JournalStore(connection))
    kept = PendingWrites()
    writers = (NightWriter(journals[0], kept), NightWriter(journals[1], PendingWrites()))
    numbers: list[EntryId] = []
    at = begun = A_NIGHT
    for step in steps:
        at += timedelta(minutes=1)
        match step:
            case "full" | "room":
                memory.execute(f"PRAGMA query_only = {'ON' if step == 'full' else 'OFF'}")
            case "retry":
                kept.retry_now()
            case "open":
                numbers = [writer.open_night(JournalEntry(EntryId(0), at)) for writer in writers]
                begun = at
            case _ if numbers:
                for writer, number in zip(writers, numbers, strict=True):
                    take(writer, number, step, at, begun)
    memory.execute("PRAGMA query_only = OFF")
    assert kept.retry_now()
    assert saved(journals[0]) == saved(journals[1])


def take(writer: NightWriter, number: EntryId, step: str, at: datetime, begun: datetime) -> None:
    found = writer.entry(number)
    assert found is not None
    match step:
        case "alive":
            writer.record_heartbeat(number, at, ())
        case "awake":
            writer.note_awake(number, Ms((at - begun).seconds))
        case "close" if found.ending is None:
            writer.close_night(number, at, Ending.STOPPED, (), 3)
        case "reopen" if found.ending is not None:
            assert writer.reopen_night(number, begun)
        case "asleep":
            writer.tell(replace(found, id=number, outcome=Outcome.ASLEEP))
        case "note":
            writer.tell(replace(found, id=number, note=str(at)))
        case _:
            pass


def saved(journal: JournalStore) -> list[str]:
    nights = journal.entries()
    return [repr(replace(night, id=EntryId(0))) for night in nights]


def test_a_write_that_can_never_succeed_blocks_no_other(memory: sqlite3.Connection) -> None:
    unwritten = PendingWrites(memory)

    def wrong() -> None:
        with transaction(memory):
            memory.execute("INSERT INTO entry (id) VALUES (NULL)")

    assert unwritten.write("wrong", wrong)
    assert not unwritten.waiting

    def refused() -> None:
        raise StorageError("full")

    done: list[str] = []
    unwritten.write("full", refused)
    unwritten.write("later", lambda: done.append("old"))
    unwritten.write("later", lambda: done.append("new"))
    unwritten.keep("full", lambda: done.append("full"))
    assert unwritten.retry_now()
    assert done == ["new", "full"]


def test_an_answer_about_an_unreadable_night_is_written_later(
    memory: sqlite3.Connection,
) -> None:
    journal, kept = JournalStore(memory), PendingWrites()
    number = journal.add(JournalEntry(EntryId(0), A_NIGHT))
    memory.execute("ALTER TABLE entry RENAME TO entry_elsewhere")
    saved = JournalEntry(number, A_NIGHT, outcome=Outcome.CALMER, note="a bath")
    assert not NightWriter(journal, kept).tell(saved)
    memory.execute("ALTER TABLE entry_elsewhere RENAME TO entry")
    assert kept.retry_now()
    (night,) = journal.entries()
    assert (night.outcome, night.note) == (Outcome.CALMER, "a bath")
