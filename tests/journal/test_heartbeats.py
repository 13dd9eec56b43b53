"""Heartbeats are written in the background; whatever happens to them, the night is complete."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lullaby.jobs import JobRunner
from lullaby.journal.entry import Ending, EntryId, EntrySong, JournalEntry
from lullaby.journal.heartbeats import Heartbeat, Heartbeats
from lullaby.journal.left_off import LeftOff, LeftOffStore
from lullaby.journal.store import JournalStore
from lullaby.journal.writer import NightWriter
from lullaby.storage.pending_writes import PendingWrites
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores, open_stores
from lullaby.units import Ms
from lullaby.workers import Workers
from tests.fakes import A_NIGHT, PatientExecutor, Postbox

NIGHT = JournalEntry(EntryId(0), A_NIGHT, routine="bedtime")


def songs(ms: int) -> list[EntrySong]:
    return [EntrySong(None, "Suo Gân", Ms(ms))]


class Evening:
    """A writer whose heartbeats are written when the test says so."""

    def __init__(self, stores: Stores) -> None:
        self.journal = stores.journal
        self.left_off = LeftOffStore(stores.connection)
        self.thread, self.post = PatientExecutor(), Postbox()
        self.jobs = JobRunner(self.thread, self.post)
        self.unwritten = PendingWrites()
        self.beats = Heartbeats(stores.beside, self.jobs)
        self.writer = NightWriter(stores.journal, self.unwritten, self.beats)
        self.number = self.writer.open_night(NIGHT)

    def beat(self, ms: int) -> None:
        self.writer.record_heartbeat(
            self.number, A_NIGHT + timedelta(milliseconds=ms), songs(ms), None
        )

    def close(self, ms: int) -> None:
        at = A_NIGHT + timedelta(milliseconds=ms)
        self.writer.close_night(self.number, at, Ending.STOPPED, songs(ms), None)

    def work(self) -> None:
        while self.thread.work():
            self.post.deliver()

    @property
    def played_ms(self) -> list[int]:
        found = self.journal.entry(self.number)
        return [] if found is None else [song.played_ms for song in found.songs]


@pytest.fixture
def evening(tmp_path: Path) -> Iterator[Evening]:
    stores = open_stores(tmp_path / "a.sqlite3", A_NIGHT, ())
    yield Evening(stores)
    stores.beside.close()
    stores.connection.close()


def refuse(*_: object) -> None:
    raise StorageError


def test_heartbeats_are_written_off_the_main_thread(evening: Evening) -> None:
    evening.beat(1_000)
    assert (evening.played_ms, len(evening.thread)) == ([], 1)
    evening.work()
    assert evening.played_ms == [1_000]


def test_where_an_evening_is_goes_with_its_heartbeat(evening: Evening) -> None:
    left = LeftOff((3, 1), 1, Ms(1_000), None, Ms(1_000), 9, (("rain", 8),), "fade", False)
    evening.writer.record_heartbeat(evening.number, A_NIGHT, songs(1_000), None, left)
    evening.work()
    assert evening.left_off.last() == (evening.number, left)
    evening.beat(2_000)
    evening.work()
    assert evening.left_off.last() == (evening.number, left), "kept until there is a newer one"


def test_after_a_refused_heartbeat_the_next_one_waiting_is_written(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    beats = [
        Heartbeat(evening.number, A_NIGHT, tuple(songs(second * 1_000)), 7) for second in (1, 2)
    ]
    refused: list[str] = []
    with monkeypatch.context() as full:
        full.setattr(JournalStore, "record_heartbeat", refuse)
        evening.beats.record(beats[0], lambda: refused.append("first"))
        evening.thread.work()
    evening.beats.record(beats[1], lambda: refused.append("second"))
    assert len(evening.thread) == 0, "one at a time"
    evening.post.deliver()
    evening.work()
    assert (refused, evening.played_ms) == (["first"], [2_000])
    night = evening.journal.entry(evening.number)
    assert night is not None
    assert night.minutes_to_calm == 7


def test_each_heartbeat_is_refused_once_the_thread_takes_no_more(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = Workers(1, "journal")
    ended.shutdown()
    monkeypatch.setattr(evening.thread, "submit", ended.submit)
    refused: list[int] = []
    for second in (1, 2):
        beat = Heartbeat(evening.number, A_NIGHT, tuple(songs(second * 1_000)))
        evening.beats.record(beat, lambda: refused.append(len(refused)))
    assert refused == [0, 1]


def test_a_slow_disk_gets_only_the_newest_heartbeat(evening: Evening) -> None:
    for second in range(1, 60):
        evening.beat(second * 1_000)
    assert len(evening.thread) == 1
    evening.thread.work()
    evening.post.deliver()
    assert len(evening.thread) == 1
    evening.work()
    assert evening.played_ms == [59_000]


def test_a_heartbeat_after_the_end_changes_nothing(evening: Evening) -> None:
    evening.beat(1_000)
    evening.close(1_900)
    evening.work()
    found = evening.journal.entry(evening.number)
    assert found is not None
    assert (found.ending, evening.played_ms) == (Ending.STOPPED, [1_900])


def test_a_heartbeat_of_a_deleted_night_restores_nothing(evening: Evening) -> None:
    evening.beat(1_000)
    evening.writer.delete(evening.number)
    evening.work()
    assert evening.journal.entry(evening.number) is None
    assert not evening.unwritten.waiting


def test_a_refused_heartbeat_waits_and_is_written_completely(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(JournalStore, "record_heartbeat", refuse)
        evening.beat(1_000)
        evening.work()
        assert evening.writer.waiting
        evening.beat(2_000)
    assert evening.unwritten.retry_now()
    assert evening.played_ms == [2_000]
    evening.beat(3_000)
    evening.work()
    assert evening.played_ms == [3_000]


def test_a_heartbeat_waits_behind_earlier_pending_writes(evening: Evening) -> None:
    evening.unwritten.keep("settings", refuse)
    evening.beat(1_000)
    assert (evening.writer.waiting, len(evening.thread)) == (True, 0)


def test_a_refusal_after_the_end_leaves_the_night_as_it_was_written(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr(JournalStore, "record_heartbeat", refuse)
        evening.beat(1_000)
        evening.close(1_900)
        evening.work()
    assert not evening.writer.waiting
    assert evening.played_ms == [1_900]


def test_nothing_is_lost_when_the_thread_takes_no_more(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening.beat(1_000)
    evening.work()
    ended = Workers(1, "journal")
    ended.shutdown()
    monkeypatch.setattr(evening.thread, "submit", ended.submit)
    evening.beat(2_000)
    assert evening.writer.waiting
    assert evening.unwritten.retry_now()
    assert evening.played_ms == [2_000]
    evening.close(2_500)
    assert evening.played_ms == [2_500]


def test_an_answer_during_a_heartbeat_is_kept(evening: Evening) -> None:
    evening.beat(1_000)
    night = evening.writer.entry(evening.number)
    assert night is not None
    evening.writer.tell(replace(night, minutes_to_calm=7, note="rain"))
    evening.work()
    found = evening.journal.entry(evening.number)
    assert found is not None
    assert (found.minutes_to_calm, found.note, evening.played_ms) == (7, "rain", [1_000])


def test_calm_taken_back_is_not_written_by_a_heartbeat_under_way(evening: Evening) -> None:
    at = A_NIGHT + timedelta(seconds=5)
    evening.writer.record_heartbeat(evening.number, at, songs(5_000), 12)
    evening.writer.take_calm_back(evening.number)
    evening.beat(6_000)
    evening.work()
    night = evening.journal.entry(evening.number)
    assert night is not None
    assert night.minutes_to_calm is None
    evening.writer.record_heartbeat(evening.number, at, songs(7_000), 12)
    evening.work()
    evening.writer.take_calm_back(evening.number)
    evening.close(8_000)
    evening.work()
    closed = evening.journal.entry(evening.number)
    assert closed is not None
    assert closed.minutes_to_calm is None
    assert closed.ending is Ending.STOPPED
