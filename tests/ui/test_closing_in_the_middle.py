"""What was asked for is written even if the window is closed right away."""

import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lullaby.jobs import JobRunner
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.provenance import Provenance
from lullaby.library.reader import LibraryReader
from lullaby.library.routine import Playlist, PlaylistId
from lullaby.library.rules import Rules
from lullaby.stores import Stores, open_stores
from lullaby.ui.library import library_model, playlist_controller, playlist_reader
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.playlist_controller import PlaylistController
from lullaby.ui.shell.post import MainThreadPost, run_while
from lullaby.ui.shell.undo import UndoController
from lullaby.workers import Workers
from tests.fakes import A_NIGHT, FakeClock

SONGS = 6
ENOUGH_MS = 30_000


@dataclass
class Busy:
    """A library whose thread is still busy with something else."""

    stores: Stores
    runner: JobRunner
    model: LibraryModel
    playlists: PlaylistController
    go_on: threading.Event

    def close(self) -> None:
        """End as the application does; the thread gets to what waits only then."""
        self.go_on.set()
        assert run_while(lambda: self.runner.unfinished, ENOUGH_MS)
        self.runner.close()


@pytest.fixture
def busy(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Busy:
    for module in (library_model, playlist_controller, playlist_reader):
        monkeypatch.setattr(module, "FEW", 1)
    stores = open_stores(tmp_path / "library.db", A_NIGHT, ())
    stores.scans.apply(
        ScanBatch(
            found=tuple(
                FoundFile(Path(f"/m/{n}.ogg"), 1, 1, 0, Tags(f"Song {n}")) for n in range(SONGS)
            )
        )
    )
    runner = JobRunner(Workers(1, "library"), MainThreadPost())
    reader = LibraryReader(stores.beside, lambda t: t, Provenance(), FakeClock().now)
    model = LibraryModel(stores.library, stores.changes, reader, runner)
    playlists = PlaylistController(
        stores.playlists, stores.routines, stores.library, UndoController(), model
    )
    go_on = threading.Event()
    runner.submit(lambda _: go_on.wait(60.0), lambda _: None, lambda _: None)
    return Busy(stores, runner, model, playlists, go_on)


def favourites(busy: Busy) -> int:
    return sum(track.favourite for track in busy.stores.library.tracks())


def test_many_favourites_are_kept(busy: Busy) -> None:
    busy.model.set_favourite(busy.stores.library.tracks(), True)
    assert not favourites(busy)
    busy.close()
    assert favourites(busy) == SONGS


def test_a_change_that_reads_first_is_kept(busy: Busy) -> None:
    rules = Rules()
    smart = Playlist(busy.stores.playlists.create("smart", rules=rules), "smart", None, rules)
    made: list[PlaylistId] = []
    busy.playlists.keep_as_plain(smart, made.append)
    busy.close()
    assert busy.stores.playlists.count(made[0]) == SONGS


def test_what_nobody_asked_for_is_not_waited_for(busy: Busy) -> None:
    busy.model.ask("songs", lambda _: 1, lambda _: None)
    assert run_while(lambda: busy.runner.unfinished, 0)
    busy.close()


def test_the_wait_has_an_end(busy: Busy) -> None:
    busy.model.set_favourite(busy.stores.library.tracks(), True)
    assert not run_while(lambda: busy.runner.unfinished, 20)
    busy.close()
