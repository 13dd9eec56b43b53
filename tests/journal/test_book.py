"""Nights in memory are always those of the database."""

import sqlite3
from dataclasses import replace
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lullaby.journal.book import Book, Wanted
from lullaby.journal.entry import Ending, EntryId, JournalEntry, Kind, Outcome
from lullaby.journal.store import JournalStore
from tests.fakes import A_NIGHT

DAYS = st.integers(0, 400)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "open", "answer", "change", "delete", "note", "close all"]),
        DAYS,
    ),
    max_size=25,
)


def a_night(day: int, **values: object) -> JournalEntry:
    return replace(JournalEntry(EntryId(0), A_NIGHT - timedelta(days=day)), **values)


def take(store: JournalStore, step: str, day: int) -> None:
    known = store.entries()
    one = known[day % len(known)] if known else None
    match step:
        case "add":
            store.add(a_night(day))
        case "open":
            store.close_night(store.open_night(a_night(day)), A_NIGHT, Ending.TIMER, (), None)
        case "close all":
            store.open_night(a_night(day))
            store.close_interrupted()
        case "answer" if one:
            store.answer(one.id, Outcome.CALMER, day)
        case "change" if one:
            store.change(replace(one, started_at=A_NIGHT - timedelta(days=day)))
        case "delete" if one:
            store.delete(one.id)
        case "note" if one:
            store.set_note(one.id, str(day))
        case _:
            pass


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, day=DAYS)
def test_the_book_knows_every_write(
    memory: sqlite3.Connection, steps: list[tuple[str, int]], day: int
) -> None:
    memory.execute("DELETE FROM entry")
    store = JournalStore(memory)
    book = Book(store)
    for step, number in steps:
        take(store, step, number)
        assert book.nights(Wanted()) == store.entries()
    since = A_NIGHT - timedelta(days=day)
    assert book.nights(Wanted(since)) == store.entries(since)


def test_a_short_span_reads_no_more_than_itself(memory: sqlite3.Connection) -> None:
    store = JournalStore(memory)
    for day in range(5):
        store.add(a_night(day))
    asked: list[str] = []
    memory.set_trace_callback(asked.append)
    assert len(Book(store).nights(Wanted(A_NIGHT - timedelta(days=2)))) == 3
    assert all("started_at >=" in each for each in asked if "FROM entry " in each)


def test_nights_of_one_child_and_of_one_kind(memory: sqlite3.Connection) -> None:
    store = JournalStore(memory)
    ada = store.add(a_night(0, children=("Ada",), kind=Kind.NAP))
    both = store.add(a_night(1, children=("Ada", "Ben")))
    everybody = store.add(a_night(2))
    store.add(a_night(3, children=("Ben",)))
    book = Book(store)
    assert [night.id for night in book.nights(Wanted(child="Ada"))] == [ada, both, everybody]
    assert [night.id for night in book.nights(Wanted(kind=Kind.NAP))] == [ada]
    assert [night.id for night in book.nights(Wanted(child="Ada", kind=Kind.NAP))] == [ada]
    assert [night.id for night in book.nights(Wanted(A_NIGHT, "Ben"))] == []


def test_nights_of_one_moment_are_all_there_newest_row_first(memory: sqlite3.Connection) -> None:
    store = JournalStore(memory)
    book = Book(store)
    assert book.nights(Wanted()) == []
    rows = [store.add(a_night(day)) for day in (0, 1, 1, 1, 2)]
    found = [night.id for night in book.nights(Wanted())]
    assert found == [rows[0], rows[3], rows[2], rows[1], rows[4]]
    since = A_NIGHT - timedelta(days=1)
    assert [night.id for night in book.nights(Wanted(since))] == found[:4]
    assert [night.id for night in book.nights(Wanted(A_NIGHT - timedelta(days=9)))] == found
