"""Where an evening was left off: kept with its heartbeats, and after a kill."""

import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lullaby.journal.entry import Ending, EntryId, JournalEntry
from lullaby.journal.left_off import LeftOff, LeftOffStore
from lullaby.journal.store import JournalStore
from lullaby.session.continuing import can_continue
from lullaby.stores import open_stores
from lullaby.units import Ms
from tests.fakes import A_NIGHT

NIGHT = JournalEntry(EntryId(0), A_NIGHT, routine="bedtime")
LEFT = LeftOff((3, 1, 2), 1, Ms(95_000), Ms(900_000), Ms(60_000), 9, (("rain", 8),), "fade", False)

LEFTS = st.builds(
    LeftOff,
    track_ids=st.lists(st.integers(1, 2**40), max_size=20).map(tuple),
    place=st.none() | st.integers(0, 20),
    position_ms=st.integers(0, 2**40).map(Ms),
    remaining_ms=st.none() | st.integers(0, 2**40).map(Ms),
    elapsed_ms=st.integers(0, 2**40).map(Ms),
    music_step=st.integers(0, 20),
    ambient=st.lists(st.tuples(st.text(max_size=9), st.integers(0, 20)), max_size=3).map(tuple),
    finish=st.sampled_from(["fade", "song", "planned", ""]),
    by_voice=st.booleans(),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(left=LEFTS)
def test_all_of_it_comes_back(memory: sqlite3.Connection, left: LeftOff) -> None:
    number, store = JournalStore(memory).open_night(NIGHT), LeftOffStore(memory)
    store.keep(number, LEFT)
    store.keep(number, left)
    assert store.last() == (number, left)


def test_a_new_journal_keeps_none(memory: sqlite3.Connection) -> None:
    assert LeftOffStore(memory).last() is None


def test_the_next_evening_replaces_it(memory: sqlite3.Connection) -> None:
    journal, store = JournalStore(memory), LeftOffStore(memory)
    store.keep(journal.open_night(NIGHT), LEFT)
    second = journal.open_night(NIGHT)
    later = replace(LEFT, track_ids=(4,), place=0)
    store.keep(second, later)
    assert store.last() == (second, later)


def test_a_late_heartbeat_of_an_ended_night_changes_nothing(memory: sqlite3.Connection) -> None:
    journal, store = JournalStore(memory), LeftOffStore(memory)
    number = journal.open_night(NIGHT)
    store.keep(number, LEFT)
    journal.close_night(number, A_NIGHT, Ending.STOPPED, (), None)
    store.keep(number, replace(LEFT, position_ms=Ms(0)))
    assert store.last() == (number, LEFT)


def test_changing_the_night_keeps_it(memory: sqlite3.Connection) -> None:
    journal, store = JournalStore(memory), LeftOffStore(memory)
    number = journal.open_night(NIGHT)
    store.keep(number, LEFT)
    journal.close_interrupted()
    night = journal.entry(number)
    assert night is not None
    journal.change(replace(night, note="The lights went out."))
    assert store.last() == (number, LEFT)


def test_songs_that_have_not_changed_are_not_written_again(memory: sqlite3.Connection) -> None:
    """They may be thousands, and there is a heartbeat every second."""
    number = JournalStore(memory).open_night(NIGHT)
    store = LeftOffStore(memory)
    store.keep(number, LEFT)
    memory.executescript(
        "CREATE TRIGGER never BEFORE UPDATE ON left_off_songs"
        " BEGIN SELECT RAISE(ABORT, 'written again'); END"
    )
    store.keep(number, replace(LEFT, position_ms=Ms(96_000)))
    found = store.last()
    assert found is not None
    assert found[1].position_ms == 96_000


KILLED = """
import os, signal, sys
from pathlib import Path
from lullaby.jobs import JobRunner
from lullaby.journal.heartbeats import Heartbeats
from lullaby.journal.writer import NightWriter
from lullaby.session.session import Session
from lullaby.session.session_recorder import SessionRecorder
from lullaby.storage.pending_writes import PendingWrites
from lullaby.stores import open_stores
from lullaby.workers import Workers
from tests.fakes import A_NIGHT, FakeClock, FakePlayer, Mailbox
from tests.journal.test_left_off import LEFT as FIRST
from tests.session.evening import programme, RAIN

clock, post = FakeClock(), Mailbox()
stores = open_stores(Path(sys.argv[1]), A_NIGHT, (), clock)
beats = Heartbeats(stores.beside, JobRunner(Workers(1, "journal"), post))
unwritten = PendingWrites(stores.connection)
writer = NightWriter(stores.journal, unwritten, beats)
recorder = SessionRecorder(stores.journal, unwritten=unwritten, writer=writer)
session = Session(FakePlayer(clock), clock, recorder)
session.start_session(programme(3, 30, RAIN))
for _ in range(250):
    clock.advance(1_000)
    session.tick()
post.deliver_until(lambda: (stores.left_off.last() or (0, FIRST))[1].elapsed_ms >= 249_000)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_evening_is_continued_where_it_was(tmp_path: Path) -> None:
    path = tmp_path / "lullaby.sqlite3"
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, timeout=60)
    assert done.returncode == -9
    stores = open_stores(path, A_NIGHT, ())
    (number,) = stores.journal.close_interrupted()
    kept, night = stores.left_off.last(), stores.journal.entry(number)
    assert kept is not None
    assert night is not None
    assert kept[0] == number
    left = kept[1]
    assert (left.track_ids, left.place, left.ambient) == ((1, 2, 3), 1, (("rain", 8),))
    assert abs(left.position_ms - 70_000) <= 2_000, "song 1 took 180 s of the 250"
    assert left.remaining_ms is not None
    assert abs(left.remaining_ms - (30 * 60 - 250) * 1_000) <= 2_000
    assert can_continue(night, left, A_NIGHT + timedelta(hours=5))
    stores.beside.close()
    stores.connection.close()
