"""The library model reads and reports only what changed."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.jobs import JobRunner
from lullaby.library import reader, store
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.provenance import Provenance
from lullaby.library.reader import LibraryReader
from lullaby.library.row_changes import RowChange, RowStep
from lullaby.library.track import Track, TrackId
from lullaby.settings import Settings
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.songs_model import SongsModel
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.units import Bpm
from tests.fakes import FakeClock, PatientExecutor, Postbox
from tests.world import World, make_world

SONGS = 40


def fill(stores: Stores) -> None:
    files = tuple(
        FoundFile(Path(f"/music/{n}.mp3"), 1, 1, 0, Tags(f"Song {n:03}", bpm=Bpm(60 + n)))
        for n in range(SONGS)
    )
    stores.scans.apply(ScanBatch(found=files))


@pytest.fixture
def world(qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    made = make_world(qapp, tmp_path, Settings(welcomed=True), fill)
    yield made
    made.close()


@pytest.fixture
def tab(world: World) -> SongsTab:
    world.services.gui.window.show()
    return world.find(SongsTab)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[TrackId]:
    """The songs created from rows of the database."""
    ids: list[TrackId] = []
    whole = store.track_of

    def counted(row: object, *more: object) -> Track:
        track = whole(row, *more)  # type: ignore[arg-type]
        ids.append(track.id)
        return track

    monkeypatch.setattr(store, "track_of", counted)
    return ids


def own(world: World, title: str) -> Track:
    return next(track for track in world.stores.library.tracks() if track.title == title)


def test_a_corrected_tempo_reads_one_song_and_changes_one_row(
    world: World, tab: SongsTab, made: list[TrackId], qtbot: QtBot
) -> None:
    world.go("library")
    song = own(world, "Song 005")
    row = next(at for at, each in enumerate(tab.model.tracks) if each.id == song.id)
    resets: list[int] = []
    tab.model.modelReset.connect(lambda: resets.append(1))
    made.clear()
    with qtbot.waitSignal(tab.model.dataChanged) as changed:
        world.tempo.count(song, 1.02)
    tonight = {t.id for t in world.stores.library.songbook()}
    assert [each for each in made if each not in tonight] == [song.id]
    assert changed.args is not None
    assert (changed.args[0].row(), changed.args[1].row()) == (row, row)
    assert resets == []
    assert tab.model.track(tab.model.index(row)).tempo.bpm == Bpm(65 * 1.02)


def test_a_morning_answer_reads_no_song(world: World, tab: SongsTab, made: list[TrackId]) -> None:
    world.go("library")
    made.clear()
    world.library_actions._library_model.refresh()
    assert made == []


def test_added_songs_are_inserted_rows(
    world: World, tab: SongsTab, made: list[TrackId], qtbot: QtBot
) -> None:
    world.go("library")
    before = len(tab.model.tracks)
    made.clear()
    new = FoundFile(Path("/music/new.mp3"), 1, 1, 0, Tags("Song 0055", bpm=Bpm(70)))
    with qtbot.waitSignal(tab.model.rowsInserted):
        world.services.stores.scans.apply(ScanBatch(found=(new,)))
        world.services.gui.folders.songs_changed.emit()
    assert len(made) == 1
    assert len(tab.model.tracks) == tab.model.rowCount() == before + 1
    assert [t.title for t in tab.model.tracks] == sorted(t.title for t in tab.model.tracks)


def test_the_current_song_stays_current_while_others_are_added_and_removed(
    world: World, tab: SongsTab
) -> None:
    world.go("library")
    row = next(at for at, each in enumerate(tab.model.tracks) if each.title == "Song 015")
    tab.list.setCurrentIndex(tab.model.index(row))
    world.library_actions.hide([own(world, "Song 001")])
    assert tab.model.track(tab.list.currentIndex()).title == "Song 015"
    tab.search("song 01")
    assert tab.model.track(tab.list.currentIndex()).title == "Song 015"


def test_a_song_is_not_edited_by_a_double_click() -> None:
    model = SongsModel(Provenance())
    model.show([Track(TrackId(1), Path("/a"), "a")])
    flags = model.flags(model.index(0))
    assert not flags & flags.ItemIsEditable
    assert flags & flags.ItemIsDragEnabled


def test_rows_are_reported_step_by_step() -> None:
    model, songs = (
        SongsModel(Provenance()),
        [Track(TrackId(n), Path("/"), str(n)) for n in range(1, 5)],
    )
    model.show(songs)
    after = [songs[0], replace(songs[2], title="x"), songs[3]]
    gone, came = RowChange(RowStep.GONE, 1, 2), RowChange(RowStep.CAME, 1, 1)
    model.show(after, [gone, came])
    assert [model.data(model.index(row)) for row in range(model.rowCount())] == ["1", "x", "4"]


class Asked:
    """A model whose background work runs when the test says so."""

    def __init__(self, stores: Stores) -> None:
        self.work, self.post = PatientExecutor(), Postbox()
        reading = LibraryReader(stores.beside, lambda t: t, Provenance(), FakeClock().now)
        runner = JobRunner(self.work, self.post)
        self.model = LibraryModel(stores.library, stores.changes, reading, runner)
        self.answers: list[str] = []

    def ask(self, text: str, topic: str = "songs") -> None:
        self.model.ask(topic, lambda _: text, self.answers.append)

    def finish(self) -> None:
        while self.work.work():
            self.post.deliver()


def test_a_request_is_never_answered_with_an_earlier_result(world: World) -> None:
    asked = Asked(world.stores)
    asked.ask("first")
    asked.work.work()
    asked.ask("second")
    asked.ask("third")
    asked.ask("other", topic="rules")
    asked.post.deliver()
    assert asked.answers == []
    asked.finish()
    assert asked.answers == ["third", "other"]


def test_changes_survive_a_superseded_request(world: World, made: list[TrackId]) -> None:
    asked = Asked(world.stores)
    asked.ask("all")
    asked.finish()
    song = own(world, "Song 003")
    world.stores.library.set_hidden(song.id, True)
    asked.ask("first")
    asked.ask("second")
    asked.finish()
    assert song.id not in [track.id for track in asked.model.tracks]


def test_a_failed_read_is_repeated_with_the_next_request(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked(world.stores)
    asked.ask("all")
    asked.finish()
    song = own(world, "Song 003")
    world.stores.library.set_hidden(song.id, True)

    def refuse(*_: object) -> list[Track]:
        raise StorageError

    with monkeypatch.context() as balking:
        balking.setattr(store.LibraryStore, "listed", refuse)
        asked.ask("first")
        asked.finish()
    asked.ask("second")
    asked.finish()
    assert asked.answers == ["all", "second"]
    assert song.id not in [track.id for track in asked.model.tracks]


def test_many_changed_songs_are_visited_by_no_later_collection(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "BATCH", SONGS - 1)
    asked = Asked(world.stores)
    asked.ask("all")
    asked.finish()
    ids = [track.id for track in asked.model.tracks if track.songbook_id is None]
    for changed, visited in ((ids[:2], True), (ids, False)):
        world.stores.library.set_favourite(changed, visited)
        asked.ask("changed")
        asked.finish()
        to_visit = set(map(id, gc.get_objects()))
        fresh = [track for track in asked.model.tracks if track.id in changed]
        assert [id(track) in to_visit for track in fresh] == [visited] * len(changed)


def test_what_could_not_be_read_is_told_until_it_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, told = Asked(world.stores), list[bool]()
    asked.model.unreadable.connect(told.append)

    def refuse(*_: object) -> list[Track]:
        raise StorageError

    with monkeypatch.context() as balking:
        balking.setattr(store.LibraryStore, "in_batches", refuse)
        asked.ask("songs")
        asked.ask("rules", topic="rules")
        asked.finish()
    assert told == [True, True]
    asked.ask("other songs")
    asked.finish()
    assert told == [True, True], "the rules are still to be read"
    asked.model.read_again()
    asked.finish()
    assert told == [True, True]
    assert asked.answers == ["other songs", "rules"]


def test_a_later_answer_ends_the_trouble(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, told = Asked(world.stores), list[bool]()
    asked.model.unreadable.connect(told.append)

    def refuse(*_: object) -> list[Track]:
        raise StorageError

    with monkeypatch.context() as balking:
        balking.setattr(store.LibraryStore, "in_batches", refuse)
        asked.ask("songs")
        asked.finish()
    asked.ask("songs")
    asked.finish()
    assert told == [True, False]


def test_the_person_is_told_calmly_and_can_try_again(
    world: World, tab: SongsTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = world.services.gui.notices._board

    def refuse(*_: object) -> list[Track]:
        raise StorageError

    world.stores.library.set_hidden(own(world, "Song 003").id, True)
    with monkeypatch.context() as balking:
        balking.setattr(store.LibraryStore, "listed", refuse)
        balking.setattr(store.LibraryStore, "in_batches", refuse)
        world.go("library")
        tab.refresh()
        notice = board.notice("library unreadable")
        assert notice is not None
        assert notice.text == "Your library can’t be read right now."
        assert notice.action is not None
        notice.action()
        assert board.notice("library unreadable") is not None, "it still cannot be read"
    notice.action()
    assert board.notice("library unreadable") is None
    assert "Song 003" not in [each.title for each in tab.model.tracks]


def test_the_library_is_read_off_the_main_thread_and_only_on_request(
    world: World, made: list[TrackId]
) -> None:
    asked = Asked(world.stores)
    assert made == []
    asked.ask("all")
    assert made == []
    asked.finish()
    assert len(made) == len(asked.model.tracks) == SONGS + len(world.stores.songs)


def test_starting_and_settings_read_no_song(
    qapp: QApplication, tmp_path: Path, made: list[TrackId]
) -> None:
    make_world(qapp, tmp_path, Settings(welcomed=True), fill).close()
    made.clear()
    opened = make_world(qapp, tmp_path, Settings(welcomed=True))
    begun = set(made)
    opened.go("settings")
    listed: Callable[[], int] = lambda: len(opened.stores.library.folder_counts())  # noqa: E731
    assert listed() == 0
    own_songs = {t.id for t in opened.stores.library.tracks() if t.songbook_id is None}
    opened.close()
    assert not begun & own_songs
