"""Two computers of a family in the window: written, shown, brought in, and taken back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from lullaby.audio.port import SpeedPitch
from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.library.track import Track
from lullaby.settings import Settings
from lullaby.ui.settings.family_controller import FamilyController
from lullaby.ui.settings.family_sheet import FamilySheet
from lullaby.ui.settings.family_topic import FamilyTopic
from lullaby.ui.shell.notices import NoticeBoard
from lullaby.ui.shell.undo import UndoController
from tests.fakes import A_NIGHT
from tests.world import World, make_world

CALM = Settings(welcomed=True, reduce_motion=True)


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path / "data", CALM)
    world.services.gui.window.show()
    yield world
    world.close()


@pytest.fixture
def other(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path / "other", CALM)
    world.services.gui.window.show()
    yield world
    world.close()


def song(world: World) -> Track:
    return next(t for t in world.stores.library.tracks() if t.songbook_id == "suo-gan")


def told(world: World) -> str:
    current = world.find(NoticeBoard).current
    return "" if current is None else current[1].text


def written(world: World, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(path), ""))
    world.find(FamilyTopic).write_requested.emit()
    world.post.deliver()
    return path


def look_into(world: World, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(path), ""))
    world.find(FamilyTopic).read_requested.emit()
    world.post.deliver()


def state(world: World) -> object:
    stores = world.stores
    return (
        [entry.started_at for entry in stores.journal.entries()],
        [each.name for each in stores.playlists.all()],
        song(world).speed_pitch,
    )


def test_it_is_shown_then_kept_then_taken_back(
    world: World, other: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nights = [JournalEntry(EntryId(0), A_NIGHT - timedelta(days=day)) for day in (1, 2)]
    world.stores.journal.insert(nights)
    world.stores.playlists.add(world.stores.playlists.create("Ours"), [song(world)])
    world.stores.library.set_speed_pitch(song(world).id, SpeedPitch(0.8))
    path = written(world, tmp_path / "ours.json", monkeypatch)
    assert told(world) == "“ours.json” is saved."
    before = state(other)
    look_into(other, path, monkeypatch)
    sheet = other.find(FamilySheet)
    assert sheet.isVisible()
    assert state(other) == before
    sheet.keep.click()
    other.post.deliver()
    assert not sheet.isVisible()
    assert len(other.stores.journal.entries()) == 2
    assert "Ours" in [each.name for each in other.stores.playlists.all()]
    assert song(other).speed_pitch == SpeedPitch(0.8)
    look_into(other, path, monkeypatch)
    assert told(other) == "Nothing new: all of it is here already."
    other.find(UndoController).undo()
    other.post.deliver()
    assert state(other) == before


def test_not_now_keeps_nothing(
    world: World, other: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.stores.journal.insert([JournalEntry(EntryId(0), A_NIGHT)])
    look_into(other, written(world, tmp_path / "ours.json", monkeypatch), monkeypatch)
    other.find(FamilySheet).close_sheet()
    other.post.deliver()
    assert other.stores.journal.entries() == []


def test_another_file_is_refused_with_a_sentence(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "list.json"
    path.write_text("{}")
    look_into(world, path, monkeypatch)
    assert told(world) == "“list.json” is not from the other computer’s Lullaby."


def test_a_place_that_cannot_be_written_is_told(world: World, tmp_path: Path) -> None:
    world.find(FamilyTopic)
    path = tmp_path / "a file" / "ours.json"
    path.parent.write_text("not a folder")
    world.find(FamilyController).write(path)
    world.post.deliver()
    assert told(world) == "“ours.json” can’t be used right now. Try again later."


def test_without_songs_of_ones_own_there_is_no_songbook_to_give(world: World) -> None:
    world.find(FamilyTopic).songbook_requested.emit()
    world.post.deliver()
    assert told(world) == "You have not added a song with notes yet."
