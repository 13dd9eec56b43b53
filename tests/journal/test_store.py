"""Nights in the database."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone

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
from lullaby.journal.store import JournalStore, TrackTally
from lullaby.storage.transaction import StorageError
from lullaby.units import Ms
from tests.fakes import A_NIGHT

MINUTES = timedelta(minutes=1)
SONGS = (EntrySong(None, "Suo Gân", Ms(60_000), True), EntrySong(None, "Fais dodo", Ms(9_000)))


@pytest.fixture
def store(memory: sqlite3.Connection) -> JournalStore:
    return JournalStore(memory)


def blank(at: datetime = A_NIGHT, **values: object) -> JournalEntry:
    return replace(JournalEntry(EntryId(0), at, routine="nap", ambient=("rain",)), **values)


def test_a_night_is_hidden_while_it_goes_on_and_listed_when_closed(store: JournalStore) -> None:
    entry = store.open_night(blank())
    assert store.entries() == []
    store.close_night(entry, A_NIGHT + 12 * MINUTES, Ending.TIMER, SONGS, 7)
    (night,) = store.entries()
    assert night.songs == SONGS
    assert night.ambient == ("rain",)
    assert night.minutes_to_calm == 7
    assert night.ending is Ending.TIMER


def test_a_closed_row_stays_as_it_was_closed(store: JournalStore) -> None:
    entry = store.open_night(blank())
    store.close_night(entry, A_NIGHT + MINUTES, Ending.STOPPED, SONGS, 1)
    store.close_night(entry, A_NIGHT + 9 * MINUTES, Ending.TIMER, (), 9)
    night = store.entries()[0]
    assert night.ending is Ending.STOPPED
    assert night.songs == SONGS


def test_minutes_answered_before_the_end_are_kept(store: JournalStore) -> None:
    entry = store.open_night(blank())
    store.answer(entry, Outcome.CALMER, 4)
    store.close_night(entry, A_NIGHT + 30 * MINUTES, Ending.TIMER, (), 25)
    night = store.entries()[0]
    assert (night.outcome, night.minutes_to_calm) == (Outcome.CALMER, 4)


def test_a_crash_is_closed_at_the_last_heartbeat(store: JournalStore) -> None:
    entry = store.open_night(blank())
    store.record_heartbeat(entry, A_NIGHT + 5 * MINUTES, SONGS)
    assert store.close_interrupted() == [entry]
    night = store.entries()[0]
    assert night.ending is Ending.INTERRUPTED
    assert night.ended_at == A_NIGHT + 5 * MINUTES
    assert night.songs == SONGS
    assert store.close_interrupted() == []


def test_a_night_added_by_hand_is_never_called_interrupted(store: JournalStore) -> None:
    store.add(blank(outcome=Outcome.ASLEEP, minutes_to_calm=9, note=" hummed "))
    assert store.close_interrupted() == []
    night = store.entries()[0]
    assert night.by_hand
    assert night.ending is None
    assert night.note == "hummed"


def test_delete_and_restore_bring_everything_back(store: JournalStore) -> None:
    entry = store.open_night(blank())
    store.close_night(entry, A_NIGHT + MINUTES, Ending.TIMER, SONGS, 1)
    store.answer(entry, Outcome.ASLEEP, 1)
    store.set_note(entry, "softly")
    before = store.entries()
    gone = store.delete(entry)
    assert store.entries() == []
    assert gone is not None
    store.restore(gone)
    assert store.entries() == before
    assert store.delete(EntryId(999)) is None


def test_change_replaces_everything(store: JournalStore) -> None:
    entry = store.add(blank())
    store.change(replace(store.entries()[0], outcome=Outcome.CALMER, ambient=("ocean",), note="x"))
    night = store.entry(entry)
    assert night is not None
    assert (night.outcome, night.ambient, night.note) == (Outcome.CALMER, ("ocean",), "x")


def test_newest_first_across_time_zones_and_since(store: JournalStore) -> None:
    tokyo = timezone(timedelta(hours=9))
    early = store.add(blank(A_NIGHT.astimezone(tokyo)))
    late = store.add(blank(A_NIGHT + MINUTES))
    assert [night.id for night in store.entries()] == [late, early]
    assert store.entries()[1].started_at.utcoffset() == timedelta(hours=9)
    assert [night.id for night in store.entries(A_NIGHT + 30 * timedelta(seconds=1))] == [late]
    last = store.last()
    assert last is not None
    assert last.id == late


def test_tallies_count_nights_not_plays(store: JournalStore, memory: sqlite3.Connection) -> None:
    memory.execute("INSERT INTO track (id, path, title) VALUES (7, '/a.ogg', 'A')")
    twice = (EntrySong(7, "A", Ms(1)), EntrySong(7, "A", Ms(1)))
    for outcome in (Outcome.ASLEEP, Outcome.NOT_THIS_TIME, None):
        entry = store.open_night(blank())
        store.close_night(entry, A_NIGHT, Ending.TIMER, twice, None)
        store.answer(entry, outcome, None)
    assert store.tallies() == {7: TrackTally(calmed=1, answered=2)}


def test_a_song_that_leaves_the_library_keeps_its_title(
    store: JournalStore, memory: sqlite3.Connection
) -> None:
    memory.execute("INSERT INTO track (id, path, title) VALUES (7, '/a.ogg', 'A')")
    entry = store.open_night(blank())
    store.close_night(entry, A_NIGHT, Ending.TIMER, (EntrySong(7, "A", Ms(5)),), None)
    memory.execute("DELETE FROM track")
    assert store.entries()[0].songs == (EntrySong(None, "A", Ms(5)),)


def test_any_disk_failure_is_one_error_type(
    store: JournalStore, memory: sqlite3.Connection
) -> None:
    memory.execute("PRAGMA query_only = ON")
    with pytest.raises(StorageError):
        store.add(blank())
    memory.execute("PRAGMA query_only = OFF")
    store.add(blank())
    assert len(store.entries()) == 1


FULL = replace(
    JournalEntry(EntryId(0), A_NIGHT, routine="nap"),
    kind=Kind.FUSSING,
    before=Mood.CRYING,
    after=Mood.DROWSY,
    helped=(Help.FEEDING, Help.ROCKING),
    who=("Ada", "Grandpa"),
    children=("Mila",),
    music_step=8,
    ambient=("ocean", "rain"),
    ambient_steps=(4, 12),
)


def test_everything_of_a_night_is_kept(store: JournalStore) -> None:
    number = store.add(FULL)
    assert store.entry(number) == replace(FULL, id=number, by_hand=True)
    store.change(replace(FULL, id=number, helped=(), who=("Ada",)))
    assert store.entry(number) == replace(FULL, id=number, helped=(), who=("Ada",))


def test_describing_a_night_changes_nothing_else(store: JournalStore) -> None:
    number = store.open_night(blank())
    store.close_night(number, A_NIGHT + MINUTES, Ending.TIMER, SONGS, 3)
    before = store.entries()[0]
    store.describe(replace(FULL, id=number))
    assert store.entries()[0] == replace(
        before,
        kind=FULL.kind,
        before=FULL.before,
        after=FULL.after,
        helped=FULL.helped,
        who=FULL.who,
        children=FULL.children,
    )


def test_nights_are_imported_once_however_often_they_come(
    store: JournalStore, memory: sqlite3.Connection
) -> None:
    memory.execute("INSERT INTO track (id, path, title) VALUES (7, '/a.ogg', 'Suo Gân')")
    memory.execute("INSERT INTO track (id, path, title) VALUES (8, '/b.ogg', 'Twice')")
    memory.execute("INSERT INTO track (id, path, title) VALUES (9, '/c.ogg', 'Twice')")
    songs = (EntrySong(55, "Suo Gân", Ms(1)), EntrySong(None, "Twice", Ms(1)))
    nights = [blank(songs=songs), blank(A_NIGHT + MINUTES, ending=Ending.TIMER)]
    added = store.take_in(nights)
    assert len(added) == 2
    assert store.close_interrupted() == []
    assert len(store.entries()) == 2
    assert store.take_in(nights) == []
    first = store.entry(added[0])
    assert first is not None
    assert [song.track_id for song in first.songs] == [7, None]
    store.forget(added)
    assert store.entries() == []


@pytest.mark.parametrize(
    "write",
    [
        lambda store, night: store.record_heartbeat(night, A_NIGHT, ()),
        lambda store, night: store.close_night(night, A_NIGHT, Ending.TIMER, (), None),
        lambda store, night: store.close_interrupted(),
        lambda store, night: store.reopen_night(night),
        lambda store, night: store.note_awake(night, Ms(1)),
        lambda store, night: store.answer(night, Outcome.CALMER, 4),
        lambda store, night: store.describe(replace(FULL, id=night)),
        lambda store, night: store.tell(replace(FULL, id=night)),
        lambda store, night: store.set_note(night, "softly"),
        lambda store, night: store.change(replace(FULL, id=night)),
        lambda store, night: store.put(FULL, night, A_NIGHT),
        lambda store, night: store.delete(night),
        lambda store, night: store.forget([night]),
    ],
)
def test_each_night_that_is_written_is_told_once(
    store: JournalStore, write: Callable[[JournalStore, EntryId], object]
) -> None:
    night = store.open_night(blank())
    assert store.take_touched() == {night}
    write(store, night)
    assert store.take_touched() == {night}
    assert store.take_touched() == set()


def minutes_to_calm(store: JournalStore, night: EntryId) -> int | None:
    found = store.entry(night)
    assert found is not None
    return found.minutes_to_calm


def test_noted_calm_stays_unless_it_is_taken_back(store: JournalStore) -> None:
    night = store.open_night(blank())
    store.record_heartbeat(night, A_NIGHT, (), 4)
    store.record_heartbeat(night, A_NIGHT, (), None)
    assert minutes_to_calm(store, night) == 4
    store.record_heartbeat(night, A_NIGHT, (), None, calm_taken_back=True)
    assert minutes_to_calm(store, night) is None
    store.record_heartbeat(night, A_NIGHT, (), 6)
    store.close_night(night, A_NIGHT, Ending.TIMER, (), None)
    assert minutes_to_calm(store, night) == 6
    store.reopen_night(night)
    store.close_night(night, A_NIGHT, Ending.TIMER, (), None, calm_taken_back=True)
    assert minutes_to_calm(store, night) is None


def test_a_whole_night_is_written_under_its_number_or_a_new_one(store: JournalStore) -> None:
    night = store.put(blank(), None, A_NIGHT + 5 * MINUTES)
    assert store.close_interrupted() == [night]
    assert store.entries()[0].ended_at == A_NIGHT + 5 * MINUTES
    early = replace(FULL, ending=Ending.TIMER, ended_at=A_NIGHT - MINUTES)
    assert store.put(early, night, A_NIGHT) == night
    assert store.entries() == [replace(early, id=night, ended_at=A_NIGHT)]


def test_a_child_is_still_awake_once_a_moment(store: JournalStore) -> None:
    night = store.open_night(blank())
    for after_ms in (9, 5, 9):
        store.note_awake(night, Ms(after_ms))
    found = store.entry(night)
    assert found is not None
    assert found.awake_ms == (5, 9)


def test_what_was_told_of_a_night_is_kept(store: JournalStore) -> None:
    night = store.add(blank())
    told = replace(FULL, id=night, outcome=Outcome.ASLEEP, minutes_to_calm=4, note="softly")
    store.tell(told)
    kept = store.entry(night)
    assert kept is not None
    for name in (
        *("outcome", "minutes_to_calm", "note"),
        *("kind", "before", "after", "helped", "who", "children"),
    ):
        assert getattr(kept, name) == getattr(told, name), name
    store.describe(replace(blank(), id=night))
    plain = store.entry(night)
    assert plain is not None
    assert (plain.kind, plain.before, plain.after, plain.who) == (None, None, None, ())


def test_an_imported_night_without_an_ending_was_entered_by_hand(store: JournalStore) -> None:
    nights = (blank(), blank(ending=Ending.TIMER), blank(ending=Ending.TIMER, by_hand=True))
    kept = [store.entry(number) for number in store.insert(nights)]
    assert [each and each.by_hand for each in kept] == [True, False, True]


def test_some_nights_and_the_last_are_closed_ones(store: JournalStore) -> None:
    assert store.last() is None
    assert store.entry(EntryId(1)) is None
    first, second, third = (store.add(blank(A_NIGHT + n * MINUTES)) for n in range(3))
    going_on = store.open_night(blank(A_NIGHT + 9 * MINUTES))
    assert [night.id for night in store.some([first, third, going_on])] == [third, first]
    assert store.some([]) == []
    last = store.last()
    assert last is not None
    assert last.id == third
    assert second in [night.id for night in store.entries()]


def test_when_a_song_was_last_heard_is_told_in_the_time_of_that_night(
    store: JournalStore, memory: sqlite3.Connection
) -> None:
    memory.execute("INSERT INTO track (id, path, title) VALUES (7, '/a.ogg', 'A')")
    later = (A_NIGHT + MINUTES).astimezone(timezone(timedelta(hours=9)))
    for at in (A_NIGHT, later):
        store.add(blank(at, songs=(EntrySong(7, "A", Ms(1)), EntrySong(None, "B", Ms(1)))))
    (heard,) = store.last_played().items()
    assert heard == (7, later)
    assert heard[1].utcoffset() == timedelta(hours=9)
