"""What concerns many songs is read and written in the background, in the order asked."""

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lullaby.jobs import JobRunner
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.playlist_store import PlaylistItem, item_of
from lullaby.library.provenance import Provenance
from lullaby.library.reader import LibraryReader
from lullaby.library.routine import Playlist, PlaylistId
from lullaby.library.rules import Found, Rules
from lullaby.library.track import Track
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores, over
from lullaby.ui.library import library_model, playlist_controller, playlist_reader
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.playlist_controller import PlaylistController
from lullaby.ui.shell.undo import UndoController
from lullaby.units import Bpm
from tests.fakes import FakeClock, PatientExecutor, Postbox

SONGS = 6


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two songs are many already."""
    for module in (library_model, playlist_controller, playlist_reader):
        monkeypatch.setattr(module, "FEW", 1)


class Late:
    """A library whose background work runs when the test says so."""

    def __init__(self, stores: Stores) -> None:
        self.stores, self.undo = stores, UndoController()
        self._work, self._post = PatientExecutor(), Postbox()
        reader = LibraryReader(stores.beside, lambda t: t, Provenance(), FakeClock().now)
        runner = JobRunner(self._work, self._post)
        self.model = LibraryModel(stores.library, stores.changes, reader, runner)
        self.playlists = PlaylistController(
            stores.playlists, stores.routines, stores.library, self.undo, self.model
        )
        self.told: list[StorageError] = []
        self.model.trouble.connect(self.told.append)
        self.playlist = stores.playlists.create_from("long", [item_of(t) for t in self.songs], None)

    @property
    def songs(self) -> list[Track]:
        return self.stores.library.tracks()

    @property
    def items(self) -> list[PlaylistItem]:
        return self.stores.playlists.items(self.playlist)

    def listed(self) -> Sequence[Track]:
        """The songs that the screens show."""
        found: list[Sequence[Track]] = []
        self.model.ask("songs", lambda r: r.snapshot.tracks if r.snapshot else (), found.append)
        self.finish()
        return found[-1]

    def finish(self) -> None:
        self._post.deliver()
        while self._work.work():
            self._post.deliver()

    def work(self) -> None:
        """Do the work, but do not tell of it yet."""
        while self._work.work():
            pass

    def take_back(self) -> None:
        self.undo.undo()
        self.finish()


@pytest.fixture
def late(qapp: QApplication, memory: sqlite3.Connection) -> Late:
    stores = over(memory, ())
    files = tuple(
        FoundFile(Path(f"/m/{n}.ogg"), 1, 1, 0, Tags(f"Song {n}", bpm=Bpm(60 + n)))
        for n in range(SONGS)
    )
    stores.scans.apply(ScanBatch(found=files))
    return Late(stores)


def test_many_songs_are_hidden_later_and_the_screens_are_told(late: Late) -> None:
    before, offers = late.listed(), list[Callable[[], None]]()
    late.model.hide(late.songs, offers.append)
    assert late.stores.library.hidden_count() == 0
    assert late.model.writing
    assert not offers, "what is not done cannot be undone"
    late.finish()
    assert late.stores.library.hidden_count() == SONGS
    assert not late.model.writing
    assert not late.listed()
    offers[0]()
    late.finish()
    assert late.listed() == before


def test_a_change_of_one_song_waits_for_a_change_of_many(late: Late) -> None:
    first, *_ = late.songs
    late.model.set_favourite(late.songs, True)
    late.model.set_favourite([first], False)
    late.finish()
    assert [track.favourite for track in late.songs] == [False] + [True] * (SONGS - 1)


def test_a_single_song_is_changed_at_once(late: Late) -> None:
    late.model.set_favourite(late.songs[:1], True)
    assert late.songs[0].favourite


def test_a_change_that_the_disk_refuses_is_told(late: Late) -> None:
    late.stores.beside.here().execute("PRAGMA query_only = ON")
    done: list[None] = []
    late.model.set_favourite(late.songs, True, lambda: done.append(None))
    late.finish()
    assert not done
    assert len(late.told) == 1
    assert not late.model.writing


CHANGES: dict[str, Callable[[Late], None]] = {
    "moved": lambda late: late.playlists.set_items(late.playlist, late.items[::-1], ""),
    "taken out": lambda late: late.playlists.take_out(late.playlist, 1, ""),
    "sorted": lambda late: late.playlists.slow_to_slower(late.playlist),
    "found": lambda late: late.playlists.find_file(late.playlist, 0, Path("/m/5.ogg")),
    "added": lambda late: late.playlists.add(Playlist(late.playlist, "long"), late.songs),
    "deleted": lambda late: late.playlists.delete(Playlist(late.playlist, "long")),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_long_playlist_is_changed_later_and_undone(
    late: Late, change: Callable[[Late], None]
) -> None:
    before = late.items
    change(late)
    assert late.items == before
    assert late.playlists.writing
    late.finish()
    assert late.items != before
    late.take_back()
    assert late.items == before


def test_two_changes_at_once_both_count(late: Late) -> None:
    one, two, *rest = late.items
    late.playlists.take_out(late.playlist, 0, "")
    late.playlists.take_out(late.playlist, 0, "")
    late.finish()
    assert late.items == rest
    late.take_back()
    assert late.items == [two, *rest]
    assert one not in late.items


def smart(late: Late) -> Playlist:
    rules = Rules()
    return Playlist(late.stores.playlists.create("smart", rules=rules), "smart", None, rules)


Make = Callable[[Late, Callable[[PlaylistId], None]], None]
CREATED: dict[str, Make] = {
    "duplicate": lambda late, made: late.playlists.duplicate(Playlist(late.playlist, "long"), made),
    "of chosen songs": lambda late, made: late.playlists.create_with("new", late.songs, made),
    "of a smart one": lambda late, made: late.playlists.keep_as_plain(smart(late), made),
}


@pytest.mark.parametrize("make", CREATED.values(), ids=CREATED)
def test_a_long_playlist_is_made_later_and_undone(late: Late, make: Make) -> None:
    made: list[PlaylistId] = []
    make(late, made.append)
    before = late.stores.playlists.all()
    assert not made
    late.finish()
    items = late.stores.playlists.items(made[0])
    assert {item.path for item in items} == {item.path for item in late.items}
    late.take_back()
    assert late.stores.playlists.all() == before


def test_the_songs_of_a_long_playlist_are_read_later_in_the_order_asked(late: Late) -> None:
    read: list[Sequence[PlaylistItem]] = []
    late.playlists.read(Playlist(late.playlist, "long"), read.append)
    late.playlists.read(smart(late), read.append)
    assert not read
    late.finish()
    assert read[0] == late.items
    assert {item.track for item in read[1]} == set(late.songs)


def test_what_was_read_before_a_playlist_became_short_is_not_shown(late: Late) -> None:
    shown: list[list[PlaylistItem]] = []
    first, *_ = late.items
    late.playlists.look_up(late.playlist, shown.append)
    late.work()
    late.stores.playlists.set_items(late.playlist, [first])
    late.playlists.look_up(late.playlist, shown.append)
    late.finish()
    assert shown == [[first]]


def test_what_was_found_before_few_songs_matched_is_not_shown(late: Late) -> None:
    shown: list[list[PlaylistItem]] = []
    first, *_ = late.items
    late.playlists.list_found(Found(tuple(late.songs)), shown.append)
    late.work()
    late.playlists.list_found(Found(tuple(late.songs[:1])), shown.append)
    late.finish()
    assert shown == [[first]]


def test_a_disk_that_does_not_answer_holds_up_no_reading_of_the_library(late: Late) -> None:
    moved = PlaylistItem(None, Path("/elsewhere/3.ogg"), "Song 3")
    late.stores.playlists.set_items(late.playlist, [moved])
    disk, post = PatientExecutor(), Postbox()
    offered: list[tuple[dict[Path, Track], int]] = []
    late.playlists.look_elsewhere(
        late.playlist, JobRunner(disk, post), lambda *found: offered.append(found)
    )
    assert len(late.listed()) == SONGS
    assert not offered
    disk.work()
    post.deliver()
    late.finish()
    ((found, songs),) = offered
    assert (found[moved.path].title, songs) == ("Song 3", 1)
