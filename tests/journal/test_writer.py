"""A night is written whole as soon as the disk takes it, whatever was done to it meanwhile."""

import sqlite3
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from lullaby.journal.entry import (
    Ending,
    EntryId,
    EntrySong,
    Help,
    JournalEntry,
    Kind,
    Mood,
    Outcome,
)
from lullaby.journal.store import JournalStore
from lullaby.journal.writer import NightWriter
from lullaby.storage.pending_writes import PendingWrites
from lullaby.storage.transaction import StorageError
from lullaby.units import Ms
from tests.fakes import A_NIGHT

NIGHT = JournalEntry(EntryId(0), A_NIGHT, routine="bedtime", timer_minutes=20)
SONGS = (EntrySong(None, "Suo Gân", Ms(60_000)),)
LATER = A_NIGHT + timedelta(minutes=5)
END = A_NIGHT + timedelta(minutes=20)
TOLD = replace(
    NIGHT,
    outcome=Outcome.ASLEEP,
    minutes_to_calm=7,
    note="slept at once",
    kind=Kind.NAP,
    before=Mood.FUSSY,
    after=Mood.ASLEEP,
    helped=(Help.ROCKING,),
    who=("Grandma",),
    children=("Ada",),
)


@dataclass
class Desk:
    writer: NightWriter
    store: JournalStore
    unwritten: PendingWrites
    connection: sqlite3.Connection

    def fill(self, full: bool = True) -> None:
        """Fill the disk, or make room."""
        self.connection.execute(f"PRAGMA query_only = {'ON' if full else 'OFF'}")

    def make_room(self) -> None:
        self.fill(False)
        assert self.unwritten.retry_now()

    def end(self, number: EntryId, minutes: int | None = None) -> None:
        self.writer.close_night(number, END, Ending.TIMER, SONGS, minutes)

    @property
    def night(self) -> JournalEntry:
        """The only night in the journal."""
        (row,) = self.connection.execute("SELECT id FROM entry").fetchall()
        found = self.store.entry(EntryId(row["id"]))
        assert found is not None
        return found


@pytest.fixture
def desk(memory: sqlite3.Connection) -> Desk:
    store, unwritten = JournalStore(memory), PendingWrites()
    return Desk(NightWriter(store, unwritten), store, unwritten, memory)


def test_a_night_has_its_own_number_at_once(desk: Desk) -> None:
    number = desk.writer.open_night(NIGHT)
    assert number > 0
    assert not desk.writer.waiting
    assert desk.writer.entry(number) == replace(NIGHT, id=number)


def test_refused_nights_have_numbers_of_their_own_until_they_are_written(desk: Desk) -> None:
    desk.fill()
    first, second = desk.writer.open_night(NIGHT), desk.writer.open_night(TOLD)
    assert (first, second) == (EntryId(-1), EntryId(-2))
    assert desk.writer.waiting
    assert desk.writer.entry(first) == replace(NIGHT, id=first)
    desk.make_room()
    assert not desk.writer.waiting
    for number, night in ((first, NIGHT), (second, TOLD)):
        desk.end(number)
        found = desk.writer.entry(number)
        assert found is not None
        assert found.id > 0
        assert found.note == night.note
    assert len(desk.store.entries()) == 2


@pytest.mark.parametrize("full", [False, True])
def test_a_heartbeat_keeps_songs_time_and_minutes(desk: Desk, full: bool) -> None:
    number = desk.writer.open_night(NIGHT)
    desk.fill(full)
    desk.writer.record_heartbeat(number, LATER, SONGS, 4)
    assert desk.writer.waiting is full
    desk.make_room()
    assert (desk.night.songs, desk.night.minutes_to_calm) == (SONGS, 4)
    desk.store.close_interrupted()
    assert desk.night.ended_at == LATER, "a crash now ends the night at its last heartbeat"


def test_the_first_mark_of_calm_stays(desk: Desk) -> None:
    desk.fill()
    number = desk.writer.open_night(NIGHT)
    desk.writer.record_heartbeat(number, LATER, SONGS, 4)
    desk.writer.record_heartbeat(number, LATER, SONGS, 9)
    desk.end(number, 11)
    desk.make_room()
    assert desk.night.minutes_to_calm == 4


@pytest.mark.parametrize("full", [False, True])
def test_a_mark_that_was_taken_back_stays_away(desk: Desk, full: bool) -> None:
    number = desk.writer.open_night(NIGHT)
    desk.writer.record_heartbeat(number, LATER, SONGS, 4)
    desk.fill(full)
    desk.writer.take_calm_back(number)
    desk.writer.record_heartbeat(number, LATER, SONGS)
    desk.end(number)
    desk.make_room()
    assert desk.night.minutes_to_calm is None


def test_an_answer_after_a_mark_was_taken_back_stays(desk: Desk) -> None:
    number = desk.writer.open_night(NIGHT)
    desk.writer.take_calm_back(number)
    desk.writer.tell(replace(TOLD, id=number))
    desk.end(number)
    assert desk.night.minutes_to_calm == TOLD.minutes_to_calm


def test_a_change_after_a_mark_was_taken_back_stays(desk: Desk) -> None:
    number = desk.writer.open_night(NIGHT)
    desk.writer.take_calm_back(number)
    desk.writer.change(replace(TOLD, id=number))
    desk.end(number)
    assert desk.night.minutes_to_calm == TOLD.minutes_to_calm


def test_a_mark_taken_back_in_one_night_says_nothing_of_its_second_half(desk: Desk) -> None:
    number = desk.writer.open_night(NIGHT)
    desk.writer.take_calm_back(number)
    desk.end(number)
    desk.writer.reopen_night(number, A_NIGHT)
    desk.store.answer(number, None, 15)
    desk.end(number)
    assert desk.night.minutes_to_calm == 15


@pytest.mark.parametrize("full", [False, True])
def test_the_end_is_written_with_all_of_it(desk: Desk, full: bool) -> None:
    number = desk.writer.open_night(NIGHT)
    desk.fill(full)
    desk.end(number, 12)
    assert desk.writer.waiting is full
    desk.make_room()
    night = desk.night
    assert (night.ended_at, night.ending, night.songs) == (END, Ending.TIMER, SONGS)
    assert (night.minutes_to_calm, night.timer_minutes) == (12, 20)


@pytest.mark.parametrize("full", [False, True])
def test_still_awake_is_noted(desk: Desk, full: bool) -> None:
    number = desk.writer.open_night(NIGHT)
    desk.fill(full)
    for after in (60_000, 90_000):
        desk.writer.note_awake(number, Ms(after))
    desk.make_room()
    assert desk.night.awake_ms == (60_000, 90_000)


@pytest.mark.parametrize("full", [False, True])
def test_the_card_tells_all_that_it_asks(desk: Desk, full: bool) -> None:
    number = desk.writer.open_night(NIGHT)
    desk.end(number)
    desk.fill(full)
    assert desk.writer.tell(replace(TOLD, id=number)) is not full
    shown = desk.writer.entry(number)
    assert shown is not None
    assert shown.outcome is Outcome.ASLEEP, "what was answered is shown, written or not"
    desk.make_room()
    assert desk.night == replace(TOLD, id=number, ended_at=END, ending=Ending.TIMER, songs=SONGS)


@pytest.mark.parametrize("full", [False, True])
def test_a_whole_night_is_replaced(desk: Desk, full: bool) -> None:
    number = desk.store.add(TOLD)
    changed = replace(TOLD, id=number, note="no, later", by_hand=True, ended_at=END)
    desk.fill(full)
    assert desk.writer.change(changed) is not full
    assert desk.writer.entry(number) == changed
    desk.make_room()
    assert desk.night == changed


@pytest.mark.parametrize("full", [False, True])
def test_a_night_goes_on_as_the_same(desk: Desk, full: bool) -> None:
    number = desk.writer.open_night(NIGHT)
    desk.end(number)
    desk.fill(full)
    assert desk.writer.reopen_night(number, A_NIGHT + timedelta(microseconds=300))
    desk.make_room()
    assert (desk.night.ended_at, desk.night.ending) == (None, None)
    assert desk.store.entries() == []
    desk.end(number)
    assert desk.night.ended_at == END


def test_a_night_that_ended_on_a_full_disk_goes_on(desk: Desk) -> None:
    desk.fill()
    number = desk.writer.open_night(NIGHT)
    desk.end(number)
    assert desk.writer.reopen_night(number, A_NIGHT)
    desk.make_room()
    assert (desk.night.ended_at, desk.night.ending, desk.night.songs) == (None, None, SONGS)


@pytest.mark.parametrize("by", [timedelta(milliseconds=1), timedelta(days=-1)])
def test_another_night_under_the_same_number_does_not_go_on(desk: Desk, by: timedelta) -> None:
    number = desk.writer.open_night(NIGHT)
    desk.end(number)
    assert desk.writer.reopen_night(number, A_NIGHT + by) is False
    assert desk.writer.reopen_night(EntryId(99), A_NIGHT) is False
    assert desk.night.ended_at == END


def test_a_night_whose_answer_waits_is_deleted_with_it(desk: Desk) -> None:
    number = desk.store.add(TOLD)
    desk.unwritten.keep(("night", number), lambda: pytest.fail("of a night that is gone"))
    gone = desk.writer.delete(number)
    assert gone is not None
    assert gone.note == TOLD.note
    assert desk.unwritten.retry_now()
    assert desk.writer.entry(number) is None


def test_what_is_deleted_is_as_it_was_last_told(desk: Desk) -> None:
    number = desk.store.add(TOLD)
    desk.fill()
    desk.writer.tell(replace(TOLD, id=number, note="better"))
    desk.fill(False)
    gone = desk.writer.delete(number)
    assert gone is not None
    assert gone.note == "better"
    assert not desk.unwritten.waiting


def test_nothing_brings_a_deleted_night_back(desk: Desk) -> None:
    number = desk.writer.open_night(NIGHT)
    desk.end(number)
    desk.writer.delete(number)
    desk.fill()
    desk.writer.note_awake(number, Ms(60_000))
    desk.make_room()
    assert desk.store.entry(number) is None


def test_a_night_that_the_journal_can_never_hold_stops_nothing(desk: Desk) -> None:
    desk.connection.execute(
        "CREATE TRIGGER never BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'never'); END"
    )
    number = desk.writer.open_night(NIGHT)
    assert number < 0
    desk.end(number)
    assert not desk.writer.waiting


def test_a_night_that_cannot_be_deleted_stays(desk: Desk) -> None:
    number = desk.store.add(TOLD)
    desk.fill()
    with pytest.raises(StorageError):
        desk.writer.delete(number)
    desk.fill(False)
    assert desk.night.id == number


def test_after_a_restore_nothing_of_the_former_journal_is_written(desk: Desk) -> None:
    desk.fill()
    number = desk.writer.open_night(NIGHT)
    desk.end(number)
    desk.writer.start_over()
    desk.make_room()
    assert not desk.writer.waiting
    assert desk.connection.execute("SELECT count(*) FROM entry").fetchone()[0] == 0
    assert desk.writer.entry(number) is None


def test_what_concerns_a_night_that_is_gone_does_nothing(desk: Desk) -> None:
    nobody = EntryId(99)
    desk.writer.record_heartbeat(nobody, LATER, SONGS)
    desk.writer.take_calm_back(nobody)
    desk.writer.note_awake(nobody, Ms(1))
    desk.end(nobody)
    assert not desk.writer.waiting
    assert desk.connection.execute("SELECT count(*) FROM entry").fetchone()[0] == 0


def test_written_nights_are_forgotten_when_the_next_one_begins(desk: Desk) -> None:
    number = desk.writer.open_night(NIGHT)
    desk.end(number)
    desk.store.set_note(number, "changed elsewhere")
    second = desk.writer.open_night(replace(NIGHT, started_at=A_NIGHT + timedelta(days=1)))
    desk.fill()
    desk.writer.note_awake(number, Ms(60_000))
    desk.make_room()
    found = desk.store.entry(number)
    assert found is not None
    assert (found.note, found.awake_ms) == ("changed elsewhere", (60_000,))
    assert second != number
