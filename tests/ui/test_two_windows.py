"""A second window of the same Lullaby."""

from pathlib import Path

from lullaby.app import close_interrupted
from lullaby.journal.entry import Ending, EntryId, JournalEntry
from lullaby.stores import open_stores
from tests.fakes import A_NIGHT


def test_a_second_window_leaves_the_evening_of_the_first_open(tmp_path: Path) -> None:
    first = open_stores(tmp_path / "lullaby.sqlite3", A_NIGHT, ())
    lock = close_interrupted(first, tmp_path)
    night = first.journal.open_night(JournalEntry(EntryId(0), A_NIGHT))

    second = open_stores(tmp_path / "lullaby.sqlite3", A_NIGHT, ())
    also = close_interrupted(second, tmp_path)
    first.journal.close_night(night, A_NIGHT, Ending.TIMER, (), None)
    assert [entry.ending for entry in second.journal.entries()] == [Ending.TIMER]

    left_open = second.journal.open_night(JournalEntry(EntryId(0), A_NIGHT))
    lock.unlock()
    also.unlock()
    third = close_interrupted(first, tmp_path)
    entry = first.journal.entry(left_open)
    assert entry is not None
    assert entry.ending is Ending.INTERRUPTED
    third.unlock()
    first.connection.close()
    second.connection.close()
