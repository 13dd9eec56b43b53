"""Everything copied to a folder and brought back, in Settings."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.copy_exchange import COMING
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.store import LibraryStore
from lullaby.paths import Paths, paths_under
from lullaby.settings import Settings
from lullaby.storage.transaction import StorageError
from lullaby.ui.settings.copy_controller import CopyController
from lullaby.ui.settings.copy_topic import CopyTopic
from lullaby.ui.shell.notices import NoticeBoard
from lullaby.ui.shell.undo import UndoController
from tests.ui.questions import agree
from tests.ui.test_voices import add
from tests.world import World, make_world

QUIET = Settings(welcomed=True, reduce_motion=True)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return paths_under(tmp_path / "data")


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, paths: Paths) -> Iterator[World]:
    world = make_world(qapp, paths.data, QUIET)
    world.services.gui.window.show()
    yield world
    world.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    stick = tmp_path / "stick"
    stick.mkdir()
    return stick


def kept(world: World, paths: Paths) -> KeptTakes:
    return KeptTakes(world.stores.takes, paths.voices, world.clock.now)


def controller(world: World) -> CopyController:
    world.go("settings")
    return world.find(CopyController)


def notice(world: World) -> str:
    current = world.find(NoticeBoard).current
    return "" if current is None else current[1].text


def hint(world: World) -> str:
    return world.find(CopyTopic).rows[0]._hint.text()


def copy(world: World, stick: Path) -> Path:
    controller(world).copy_into(stick)
    world.post.deliver()
    (folder,) = stick.iterdir()
    return folder


def bring_back(world: World, folder: Path) -> None:
    controller(world).look_into(folder)
    world.post.deliver()
    agree(world)


def test_a_copy_comes_back_with_the_recordings_and_can_be_undone(
    world: World, paths: Paths, stick: Path
) -> None:
    take = add(kept(world, paths))
    folder = copy(world, stick)
    assert notice(world) == f"Everything is copied to “{folder.name}”, and the copy is checked."
    kept(world, paths).delete(take)
    kept(world, paths).remove(take.id)
    world.services.gui.settings_controller.change(text_percent=150)
    bring_back(world, folder)
    assert world.stores.takes.all() == [take]
    assert kept(world, paths).path_of(take).read_bytes()
    assert world.services.settings.now.text_percent == 100
    world.find(UndoController).undo()
    world.post.deliver()
    assert world.stores.takes.all() == []
    assert world.services.settings.now.text_percent == 150
    assert not kept(world, paths).path_of(take).exists()
    assert not (paths.data / COMING).exists()


def test_a_damaged_copy_changes_nothing(world: World, paths: Paths, stick: Path) -> None:
    take = add(kept(world, paths))
    folder = copy(world, stick)
    (folder / "voices" / take.file).write_bytes(b"x")
    bring_back(world, folder)
    assert notice(world).startswith("This copy is damaged")
    assert world.stores.takes.all() == [take]
    assert kept(world, paths).path_of(take).exists()


def test_a_folder_without_a_copy_and_a_missing_stick_are_told_calmly(
    world: World, stick: Path
) -> None:
    controller(world).look_into(stick)
    world.post.deliver()
    assert notice(world) == "There is no copy from Lullaby in this folder."
    controller(world).copy_into(stick / "gone")
    world.post.deliver()
    assert notice(world) == "The folder or USB stick went away."


def test_settings_say_which_recordings_are_in_no_copy(
    world: World, paths: Paths, stick: Path
) -> None:
    add(kept(world, paths))
    controller(world)
    world.find(CopyTopic).refresh()
    assert hint(world) == "1 recording is in no copy yet. Copy everything to be safe."
    copy(world, stick)
    assert hint(world) == "The daily backup holds no recordings; such a copy does."


@pytest.mark.parametrize("deleted_first", [False, True])
def test_a_recording_that_came_after_the_copy_is_in_none(
    world: World, paths: Paths, stick: Path, deleted_first: bool
) -> None:
    """Also with the number of one that is gone for good, or brought back from the bin."""
    takes = kept(world, paths)
    take = add(takes)
    if deleted_first:
        takes.delete(take)
    copy(world, stick)
    if deleted_first:
        takes.restore(take)
    else:
        takes.delete(take)
        takes.remove(take.id)
        assert add(takes).id == take.id
    world.find(CopyTopic).refresh()
    assert hint(world).startswith("1 recording is in no copy yet.")


def test_what_a_copy_brings_back_is_in_it(world: World, paths: Paths, stick: Path) -> None:
    add(kept(world, paths))
    bring_back(world, copy(world, stick))
    world.find(CopyTopic).refresh()
    assert hint(world) == "The daily backup holds no recordings; such a copy does."


def test_nothing_comes_back_while_something_plays(world: World, paths: Paths, stick: Path) -> None:
    take = add(kept(world, paths))
    folder = copy(world, stick)
    kept(world, paths).delete(take)
    world.services.gui.window.show()
    world.tonight.idle.moon.click()
    world.post.deliver()
    bring_back(world, folder)
    assert notice(world) == "A copy can be brought back when nothing is playing."
    assert world.stores.takes.all() == []


def test_data_whose_places_cannot_be_noted_stays_as_it_was(
    world: World, paths: Paths, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StorageError("full")

    take = add(kept(world, paths))
    folder = copy(world, stick)
    kept(world, paths).delete(take)
    kept(world, paths).remove(take.id)
    monkeypatch.setattr(LibraryStore, "move_under", fail)
    bring_back(world, folder)
    assert world.stores.takes.all() == []
    assert not kept(world, paths).path_of(take).exists()
    assert not paths.exchange.exists()


def test_an_exchange_that_cannot_be_undone_leaves_what_was_brought(
    world: World, paths: Paths, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError

    take = add(kept(world, paths))
    folder = copy(world, stick)
    kept(world, paths).delete(take)
    kept(world, paths).remove(take.id)
    world.services.gui.settings_controller.change(text_percent=150)
    bring_back(world, folder)
    monkeypatch.setattr("lullaby.ui.settings.copy_controller.carry_out", fail)
    world.find(UndoController).undo()
    world.post.deliver()
    assert world.stores.takes.all() == [take]
    assert kept(world, paths).path_of(take).read_bytes()
    assert world.services.settings.now.text_percent == 100
