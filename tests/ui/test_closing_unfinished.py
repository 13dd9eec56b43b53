"""What the person asked for just before closing is done first: words, tags, books, nights."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lullaby import app
from lullaby.jobs import Job, JobRunner
from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.journal.export import write as write_nights
from lullaby.library.found import FoundFile, ScanBatch
from lullaby.library.scan_result import ScanSummary
from lullaby.library.tags import read_tags
from lullaby.library.track import Track
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.ui.journal.export_controller import ExportController
from lullaby.ui.paper.printer import WordsPrinter
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.post import MainThreadPost
from lullaby.workers import Workers
from tests.fakes import A_NIGHT
from tests.library.songs import make, plain
from tests.world import World, make_world

SETTINGS = Settings(welcomed=True, reduce_motion=True, write_tempo_tags=True)


@dataclass
class Closing:
    """An application with one background thread, which is busy with something else."""

    world: World
    runner: JobRunner
    go_on: threading.Event
    folder: Path

    def close(self) -> None:
        """Close as the window does; what waits gets its turn only then."""
        services = replace(self.world.services, quick=self.runner, slow=self.runner)
        self.go_on.set()
        app.finish_changes(services)
        assert not self.runner.unfinished
        self.runner.close()

    @property
    def track(self) -> Track:
        tracks = self.world.stores.library.tracks(include_hidden=True)
        return next(each for each in tracks if each.title == "hush")


@pytest.fixture
def closing(
    qtbot: QtBot, qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Closing]:
    monkeypatch.setattr(app, "FINISH_WITHIN_MS", 30_000)
    music = tmp_path / "music"
    music.mkdir()
    song = make(music / "hush.flac", "hush", "60")
    (music / "hush.lrc").write_text("[00:01.00]Hush now\n[00:02.00]my love\n", encoding="utf-8")

    def prepare(stores: Stores) -> None:
        facts = song.stat()
        found = FoundFile(song, facts.st_size, facts.st_mtime_ns, 0, read_tags(song)[0])
        stores.scans.apply(ScanBatch(found=(found,)))
        stores.library.add_folder(music)

    world = make_world(qapp, tmp_path / "data", SETTINGS, prepare)  # type: ignore[arg-type]
    world.services.gui.window.show()
    runner = JobRunner(Workers(1, "busy"), MainThreadPost())
    go_on = threading.Event()
    runner.submit(lambda _: go_on.wait(60.0), lambda _: None, lambda _: None)
    yield Closing(world, runner, go_on, tmp_path)
    go_on.set()
    world.close()


def test_words_saved_are_written(closing: Closing) -> None:
    world = closing.world
    world.services.gui.song_words.edit(closing.track)
    world.post.deliver()
    controller = world.editor.controller
    controller._jobs = closing.runner
    controller.type_words("Hush now\nmy darling", done=True)
    controller.save()
    closing.close()
    assert "my darling" in (closing.folder / "music" / "hush.lrc").read_text(encoding="utf-8")


def test_a_tempo_is_written(closing: Closing) -> None:
    closing.world.tempo.count(closing.track, 0.5)
    closing.world.tempo._tags._jobs = closing.runner
    closing.world.tempo._tags.write(closing.track)
    closing.close()
    assert read_tags(closing.track.path)[0].bpm == 30


def test_a_scan_gives_way_to_what_was_asked_for(closing: Closing) -> None:
    world = closing.world
    begun = threading.Event()

    def endless(*given: object) -> ScanSummary:
        (job,) = [each for each in given if isinstance(each, Job)]
        begun.set()
        assert job._cancelled.wait(60.0)
        return ScanSummary()

    folders = world.services.gui.folders
    folders._jobs, folders._scan = closing.runner, endless
    world.tempo.count(closing.track, 0.5)
    folders.rescan()
    closing.go_on.set()
    assert begun.wait(60.0)
    world.tempo._tags._jobs = closing.runner
    world.tempo._tags.write(closing.track)
    closing.close()
    assert read_tags(closing.track.path)[0].bpm == 30


def test_a_book_of_words_is_printed_to_its_last_page(
    closing: Closing, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = closing.folder / "book.pdf"
    monkeypatch.setattr(Files, "ask_save", lambda *_: path)
    world = closing.world
    _ = world.library
    printer = world.find(WordsPrinter)
    printer._jobs = closing.runner
    printer.print_words("A book", world.stores.library.songbook()[:3])
    closing.close()
    assert path.read_bytes().rstrip().endswith(b"%%EOF")


def test_nights_are_imported(closing: Closing, monkeypatch: pytest.MonkeyPatch) -> None:
    path = closing.folder / "nights.csv"
    write_nights([JournalEntry(EntryId(0), A_NIGHT, note="a good one")], path)
    monkeypatch.setattr(Files, "ask_open", lambda *_: path)
    closing.world.go("journal")
    controller = closing.world.find(ExportController)
    controller._runner = closing.runner
    controller.import_nights()
    closing.close()
    assert [each.note for each in closing.world.stores.journal.entries()] == ["a good one"]


def test_nights_are_exported(closing: Closing, monkeypatch: pytest.MonkeyPatch) -> None:
    path = closing.folder / "nights.csv"
    monkeypatch.setattr(Files, "ask_save", lambda *_: path)
    closing.world.stores.journal.add(JournalEntry(EntryId(0), A_NIGHT, note="a good one"))
    closing.world.go("journal")
    controller = closing.world.find(ExportController)
    controller._runner = closing.runner
    controller.export_nights()
    assert not path.exists()
    closing.close()
    assert "a good one" in path.read_text(encoding="utf-8")


def test_the_summary_page_is_written_in_the_background(
    closing: Closing, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = closing.folder / "nights.pdf"
    monkeypatch.setattr(Files, "ask_save", lambda *_: path)
    closing.world.stores.journal.add(JournalEntry(EntryId(0), A_NIGHT, note="a good one"))
    closing.world.go("journal")
    controller = closing.world.find(ExportController)
    controller._runner = closing.runner
    controller.write_summary()
    assert not path.exists()
    closing.close()
    assert path.read_bytes().rstrip().endswith(b"%%EOF")


def test_songs_that_were_added_are_in_the_library(closing: Closing) -> None:
    new = plain(closing.folder / "new.mp3")
    folders = closing.world.services.gui.folders
    folders._lookups = closing.runner
    folders.take_in_now([new], lambda: None)
    closing.close()
    folders.keep()
    assert new in [each.path for each in closing.world.stores.library.tracks()]


def test_work_in_pieces_counts_until_it_ends_once(closing: Closing) -> None:
    first, second = (closing.runner.unfinished_until() for _ in range(2))
    first()
    first()
    assert closing.runner.unfinished
    second()
    assert not closing.runner.unfinished
