"""Long lists of songs are read in the background, also before an evening with one begins."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lullaby.jobs import JobRunner
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.playlist_store import item_of
from lullaby.library.provenance import Provenance
from lullaby.library.reader import LibraryReader
from lullaby.library.routine import Routine, RoutineId
from lullaby.library.rules import Rules
from lullaby.library.track import Fault, Track
from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.stores import Stores, over
from lullaby.ui.library import library_model, playlist_reader
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.playlist_reader import LongRoutines
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.routine_songs import RoutineSongs
from lullaby.ui.text import sentences
from tests.fakes import FakeClock, PatientExecutor, Postbox
from tests.world import World, make_world

SONGS = 6


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two songs are many already."""
    for module in (library_model, playlist_reader):
        monkeypatch.setattr(module, "FEW", 1)


def fill(stores: Stores) -> None:
    files = tuple(FoundFile(Path(f"/m/{n}.ogg"), 1, 1, 0, Tags(f"Song {n}")) for n in range(SONGS))
    stores.scans.apply(ScanBatch(found=files))


class Late:
    """A routine with a long list, whose background work runs when the test says so."""

    def __init__(self, stores: Stores) -> None:
        fill(stores)
        self.stores = stores
        self._work, self._post = PatientExecutor(), Postbox()
        reader = LibraryReader(stores.beside, lambda t: t, Provenance(), FakeClock().now)
        runner = JobRunner(self._work, self._post)
        self.model = LibraryModel(stores.library, stores.changes, reader, runner)
        self.songs = RoutineSongs(
            stores.routines.tracks, LongRoutines(stores.playlists, self.model)
        )
        self.came: list[int] = []
        self.songs.came.connect(lambda: self.came.append(len(self.came)))
        self.unreadable: list[bool] = []
        self.model.unreadable.connect(self.unreadable.append)
        long = stores.playlists.create_from("long", [item_of(t) for t in self.tracks], None)
        self.routine = Routine(RoutineId(1), "Long", None, long, 30)
        self.begun: list[tuple[Track, ...]] = []

    @property
    def tracks(self) -> Sequence[Track]:
        return self.stores.library.tracks()

    def begin(self) -> None:
        self.songs.when_read(self.routine, self.begun.append)

    def finish(self) -> None:
        self._post.deliver()
        while self._work.work():
            self._post.deliver()

    def work(self) -> None:
        """Do the work, but do not tell of it yet."""
        while self._work.work():
            pass

    def refuse(self, refused: bool = True) -> None:
        """Let the disk refuse to be read, or not any more."""
        name = "playlist_item"
        before, after = (name, "gone") if refused else ("gone", name)
        self.stores.connection.execute(f"ALTER TABLE {before} RENAME TO {after}")


@pytest.fixture
def late(qapp: QApplication, memory: sqlite3.Connection) -> Late:
    return Late(over(memory, ()))


def test_a_long_list_is_read_in_the_background(late: Late) -> None:
    assert late.songs.of(late.routine) == ()
    assert late.songs.count(late.routine) == SONGS
    late.finish()
    assert late.songs.of(late.routine) == tuple(late.tracks)
    assert late.came == [0]


def test_songs_that_cannot_be_played_are_left_out_once_read(late: Late) -> None:
    late.stores.library.mark(late.tracks[0].id, Fault.MISSING)
    assert late.songs.count(late.routine) == SONGS
    late.finish()
    assert late.songs.count(late.routine) == SONGS - 1


def test_begin_waits_for_the_songs_and_begins_once(late: Late) -> None:
    late.begin()
    late.begin()
    assert not late.begun
    late.finish()
    assert late.begun == [tuple(late.tracks)]
    late.begin()
    assert len(late.begun) == 2, "what is known and current begins at once"


def test_begin_after_a_change_takes_the_changed_list(late: Late) -> None:
    late.songs.of(late.routine)
    late.finish()
    assert late.routine.playlist is not None
    items = late.stores.playlists.items(late.routine.playlist)
    late.stores.playlists.set_items(late.routine.playlist, items[::-1])
    late.songs.forget()
    assert late.songs.count(late.routine) == SONGS, "shown until the new ones are read"
    late.begin()
    late.finish()
    assert late.begun == [tuple(late.tracks)[::-1]]


def test_what_was_read_before_a_change_does_not_begin(late: Late) -> None:
    late.begin()
    late.work()
    assert late.routine.playlist is not None
    late.stores.playlists.set_items(
        late.routine.playlist, late.stores.playlists.items(late.routine.playlist)[2:]
    )
    late.songs.forget()
    late.finish()
    assert late.begun == [tuple(late.tracks)[2:]]


def test_something_else_that_began_meanwhile_stays(late: Late) -> None:
    late.begin()
    late.songs.await_none()
    late.finish()
    assert not late.begun
    assert late.songs.of(late.routine)


def test_another_list_does_not_show_the_songs_of_the_former(late: Late) -> None:
    late.songs.of(late.routine)
    late.finish()
    late.songs.forget(late.routine.id, known=False)
    other = replace(late.routine, playlist=late.stores.playlists.create("other"))
    assert late.songs.of(other) == ()
    assert late.songs.count(other) == 0


def test_a_smart_list_is_counted_once_it_is_read(late: Late) -> None:
    smart = replace(late.routine, playlist=late.stores.playlists.create("smart", rules=Rules()))
    assert late.songs.count(smart) is None
    late.finish()
    assert late.songs.count(smart) == SONGS


def test_an_unreadable_list_begins_with_what_is_known(late: Late) -> None:
    late.songs.of(late.routine)
    late.finish()
    late.songs.forget()
    late.begin()
    late.refuse()
    late.finish()
    assert late.begun == [tuple(late.tracks)]
    assert late.unreadable == [True]


def test_an_unreadable_list_begins_at_the_next_press(late: Late) -> None:
    late.begin()
    late.refuse()
    late.finish()
    assert not late.begun
    late.refuse(False)
    late.finish()
    assert not late.begun, "nothing begins by itself"
    late.begin()
    late.finish()
    assert late.begun == [tuple(late.tracks)]


def test_try_again_reads_the_list_and_begins_nothing(late: Late) -> None:
    late.begin()
    late.refuse()
    late.finish()
    late.refuse(False)
    late.model.read_again()
    late.finish()
    assert not late.begun
    assert late.songs.of(late.routine) == tuple(late.tracks)


@pytest.mark.parametrize(
    ("count", "said", "folded"),
    [
        (2, "2 songs  ·  plays until you stop it", "2 songs"),
        (0, "no music  ·  plays until you stop it", "No music"),
        (None, "your songs  ·  plays until you stop it", "your songs"),
    ],
)
def test_songs_that_are_not_counted_yet_are_named_all_the_same(
    qapp: QApplication, count: int | None, said: str, folded: str
) -> None:
    assert sentences.summary(count, (), None) == said
    assert sentences.short_summary(count, ()) == folded


@pytest.fixture
def world(qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    made = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True), fill)
    yield made
    made.close()


def test_a_press_after_a_change_reads_no_long_playlist_on_the_windows_connection(
    world: World,
) -> None:
    next_session = world.services.gui.dispatcher._next_session
    stores = world.stores
    own = [each for each in stores.library.tracks() if each.songbook_id is None]
    long = stores.playlists.create_from("long", [item_of(each) for each in own], None)
    next_session.keep(replace(next_session.chosen, playlist=long))
    done: list[str] = []
    stores.connection.set_trace_callback(done.append)
    stores.playlists.set_items(long, stores.playlists.here().items(long)[::-1])
    next_session.refresh()
    world.act(Action.TOGGLE)
    stores.connection.set_trace_callback(None)
    assert world.services.bridge.state.stage is Stage.PLAYING
    assert world.services.bridge.state.track == own[-1]
    assert not [each for each in done if each.startswith("SELECT track_id, path")]
