"""A night is identified by all its facts: twins keep theirs, and nothing is imported twice."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lullaby.journal.entry import Ending, EntryId, EntrySong, JournalEntry, Kind, Outcome
from lullaby.journal.export import to_csv, to_json
from lullaby.journal.merging import as_kept
from lullaby.journal.reading import read_nights
from lullaby.journal.store import JournalStore
from lullaby.storage.backups import restore
from lullaby.storage.database import open_database
from lullaby.units import Ms
from tests.fakes import A_NIGHT
from tests.journal.nights import crowded, entries

DATA = Path(__file__).parents[1] / "data" / "journal"
FORMS = pytest.mark.parametrize("form", [to_csv, to_json])
Form = Callable[[list[JournalEntry]], str]
ANY = st.lists(entries(), max_size=4) | crowded()


QUICK = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


def empty(connection: sqlite3.Connection) -> JournalStore:
    connection.execute("DELETE FROM entry")
    return JournalStore(connection)


@pytest.fixture
def store(memory: sqlite3.Connection) -> JournalStore:
    return JournalStore(memory)


def contents(store: JournalStore) -> list[str]:
    """Every night in full, with its time zone but without its id."""
    return sorted(repr(replace(night, id=EntryId(0))) for night in store.entries())


def night(**values: object) -> JournalEntry:
    return replace(JournalEntry(EntryId(0), A_NIGHT, by_hand=True), **values)


def import_nights(store: JournalStore, content: bytes) -> list[EntryId]:
    found = read_nights(content, UTC)
    return store.take_in(found.entries, found.without_zone)


@FORMS
@QUICK
@given(nights=ANY)
def test_an_export_brought_into_an_empty_journal_is_the_journal(
    form: Form,
    memory: sqlite3.Connection,
    other_memory: sqlite3.Connection,
    nights: list[JournalEntry],
) -> None:
    first, second = empty(memory), empty(other_memory)
    first.insert(nights)
    content = form(first.entries()).encode("utf-8")
    assert len(import_nights(second, content)) == len(nights)
    assert contents(second) == contents(first)
    assert form(second.entries()).encode("utf-8") == content
    assert import_nights(second, content) == []
    assert import_nights(first, content) == []
    assert contents(second) == contents(first)


@QUICK
@given(nights=ANY)
def test_stored_values_of_a_night_are_known_before_storing(
    memory: sqlite3.Connection, nights: list[JournalEntry]
) -> None:
    store = empty(memory)
    for each in nights:
        (number,) = store.insert([each])
        kept = store.entry(number)
        assert kept is not None
        assert repr(replace(kept, id=EntryId(0))) == repr(as_kept(each))


@QUICK
@given(nights=crowded(), half=st.integers(0, 8))
def test_half_a_file_and_then_the_whole_is_the_whole(
    memory: sqlite3.Connection,
    other_memory: sqlite3.Connection,
    nights: list[JournalEntry],
    half: int,
) -> None:
    """Whatever was known, everything in a file ends up here or is named as different."""
    whole, parts = empty(memory), empty(other_memory)
    whole.insert(nights)
    parts.insert(nights[:half])
    compared = parts.compare(nights)
    assert compared.known + len(compared.new) + len(compared.differing) == len(nights)
    parts.insert((*compared.new, *compared.differing))
    assert contents(parts) == contents(whole)


@pytest.mark.parametrize("name", ["twins.csv", "twins.json"])
def test_two_children_who_fall_asleep_together_keep_both_nights(
    store: JournalStore, name: str
) -> None:
    content = (DATA / name).read_bytes()
    assert len(import_nights(store, content)) == 2
    assert {each.children for each in store.entries()} == {("Ada",), ("Ben",)}
    assert import_nights(store, content) == []


def test_the_second_childs_night_is_imported_beside_the_first(store: JournalStore) -> None:
    first, second = (DATA / "twins.csv").read_text().splitlines(keepends=True)[1:]
    head = (DATA / "twins.csv").read_text().splitlines(keepends=True)[0]
    import_nights(store, (head + first).encode())
    assert len(import_nights(store, (head + second).encode())) == 1
    assert len(store.entries()) == 2


def test_twins_survive_a_restored_backup(tmp_path: Path) -> None:
    path = tmp_path / "lullaby.sqlite3"
    with closing(open_database(path, A_NIGHT).connection) as db:
        store = JournalStore(db)
        import_nights(store, (DATA / "twins.csv").read_bytes())
        before = store.entries()
        copy = tmp_path / "copy.sqlite3"
        with closing(sqlite3.connect(copy)) as target:
            db.backup(target)
        store.forget([each.id for each in before])
        restore(db, path, copy, A_NIGHT)
        assert store.entries() == before


def test_a_note_and_a_sleep_of_one_minute_are_two(store: JournalStore) -> None:
    import_nights(store, (DATA / "twins.csv").read_bytes())
    note = "child_id,child_first_name,note,time\n1,Ada,Hummed,2024-05-31 20:30:00\n"
    found = read_nights(note.encode(), UTC)
    compared = store.compare(found.entries, found.without_zone)
    assert len(compared.new) + len(compared.differing) == 1
    store.insert((*compared.new, *compared.differing))
    assert sorted(each.note for each in store.entries()) == ["", "", "Hummed"]


@FORMS
def test_a_night_changed_here_since_is_neither_doubled_nor_overwritten(
    store: JournalStore, form: Form
) -> None:
    number = store.open_night(night(by_hand=False, routine="nap"))
    store.close_night(number, A_NIGHT + timedelta(minutes=9), Ending.TIMER, (), 4)
    content = form(store.entries()).encode()
    store.answer(number, Outcome.ASLEEP, 6)
    store.set_note(number, "changed")
    before = store.entries()
    compared = store.compare(read_nights(content, UTC).entries)
    assert (len(compared.new), compared.known, len(compared.differing)) == (0, 0, 1)
    assert import_nights(store, content) == []
    assert store.entries() == before
    store.insert(compared.differing)
    assert len(store.entries()) == 2


def test_a_name_added_here_does_not_make_another_night(store: JournalStore) -> None:
    store.add(night(note="hm", outcome=Outcome.CALMER))
    content = to_json(store.entries()).encode()
    store.change(replace(store.entries()[0], children=("Ada",)))
    compared = store.compare(read_nights(content, UTC).entries)
    assert (len(compared.new), len(compared.differing)) == (0, 1)


def test_a_nameless_night_of_other_songs_is_another_night(store: JournalStore) -> None:
    store.add(night(songs=(EntrySong(None, "Suo Gân", Ms(1)),)))
    compared = store.compare([night(songs=(EntrySong(None, "Fais dodo", Ms(1)),))])
    assert len(compared.new) == 1


def test_the_same_nights_read_in_another_zone_are_known(store: JournalStore) -> None:
    content = (DATA / "twins.csv").read_bytes()
    for hours in (0, 9, -5):
        found = read_nights(content, timezone(timedelta(hours=hours)))
        added = store.take_in(found.entries, found.without_zone)
        assert len(added) == (2 if hours == 0 else 0)
    assert len(store.entries()) == 2


@pytest.mark.parametrize("name", ["Ada", ""])
def test_a_night_edited_here_is_not_doubled_by_its_file_in_another_zone(
    store: JournalStore, name: str
) -> None:
    row = f"1,{name},2024-06-02 23:50,2024-06-03 00:20,"
    content = f"child_id,child_first_name,start,end,notes\n{row}\n"
    for hours in (2, -5):
        found = read_nights(content.encode(), timezone(timedelta(hours=hours)))
        compared = store.compare(found.entries, found.without_zone)
        if hours == 2:
            store.insert(compared.new)
            store.change(replace(store.entries()[0], note="edited here"))
        else:
            assert (len(compared.new), len(compared.differing)) == (0, 1)


def test_of_two_nights_at_one_local_time_each_row_takes_one(store: JournalStore) -> None:
    row = "1,Ada,2024-06-02 23:50,2024-06-03 00:20,{}\n"
    head = "child_id,child_first_name,start,end,notes\n"
    first = read_nights((head + row.format("a") + row.format("b")).encode(), UTC)
    store.insert(first.entries)
    for entry in store.entries():
        store.change(replace(entry, note=f"{entry.note} and more"))
    again = read_nights((head + row.format("a") * 3).encode(), timezone(timedelta(hours=9)))
    compared = store.compare(again.entries, again.without_zone)
    assert (len(compared.new), len(compared.differing)) == (1, 2)


def test_a_numbered_row_that_stands_twice_in_a_file_is_one(store: JournalStore) -> None:
    lines = (DATA / "twins.csv").read_text().splitlines(keepends=True)
    assert len(import_nights(store, "".join([*lines, *lines[1:]]).encode())) == 2


def test_nameless_children_told_apart_by_their_numbers_are_two(store: JournalStore) -> None:
    rows = "".join(f"{n},2020-02-17 00:14:09,2020-02-17 02:48:09,\n" for n in (1, 2))
    content = f"child_id,start,end,notes\n{rows}".encode()
    assert len(import_nights(store, content)) == 2
    assert import_nights(store, content) == []


def test_a_changed_night_is_matched_with_the_one_most_like_it(store: JournalStore) -> None:
    """Otherwise the second row finds no night of its child, and is imported again."""
    here = (night(children=("Ada",), note="softly"), night(children=("Ada", "Ben"), kind=Kind.NAP))
    store.insert(here)
    rows = [replace(here[0], outcome=Outcome.ASLEEP), replace(here[1], children=("Ben",))]
    compared = store.compare(rows)
    assert (compared.new, compared.known, compared.differing) == ((), 0, tuple(rows))


def test_of_two_equal_nights_one_is_known_and_one_was_changed(store: JournalStore) -> None:
    same = night(note="softly")
    store.insert([same, same])
    changed = [replace(same, note=note) for note in ("loudly", "sweetly")]
    compared = store.compare([same, *changed])
    assert compared.known == 1
    assert (len(compared.differing), len(compared.new)) == (1, 1)


def test_only_a_row_without_a_zone_is_matched_by_its_local_time(store: JournalStore) -> None:
    here = night(note="softly")
    store.insert([here])
    elsewhere = replace(here, started_at=A_NIGHT.replace(tzinfo=timezone(timedelta(hours=9))))
    assert store.compare([elsewhere], frozenset({0})).known == 1
    assert store.compare([elsewhere], frozenset({1})).new == (elsewhere,)
