"""A child erased in Settings: asked before, undone, and gone from the backups afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.library.kept_takes import BIN, KeptTakes
from lullaby.library.song_preferences import ChildId
from lullaby.paths import Paths, paths_under
from lullaby.settings import Settings
from lullaby.ui.settings.children_topic import ChildrenTopic
from lullaby.ui.settings.erase_controller import EraseController
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.undo import UndoController
from tests.journal.test_store import blank
from tests.ui.questions import agree, notice
from tests.ui.test_voices import FACTS, add
from tests.world import World, find_one, make_world

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
def child(world: World, paths: Paths) -> ChildId:
    """With one night and one recording; songs are sung with this child now."""
    child = world.stores.song_preferences.name_child("Mila")
    world.stores.journal.add(replace(blank(), children=("Mila",)))
    add(KeptTakes(world.stores.takes, paths.voices, world.clock.now), replace(FACTS, child=child))
    world.services.gui.settings_controller.change(child=int(child))
    return child


def erase(world: World) -> None:
    world.go("settings")
    topic = world.find(ChildrenTopic)
    topic.refresh()
    topic._erase[0].click()
    world.post.deliver()
    agree(world)


def left(world: World) -> tuple[int, int, int]:
    """How many nights, children and recordings there are."""
    stores = world.stores
    children = stores.song_preferences.children()
    return len(stores.journal.entries()), len(children), len(stores.takes.all())


def test_what_goes_is_told_before(world: World, child: ChildId) -> None:
    world.go("settings")
    topic = world.find(ChildrenTopic)
    topic.refresh()
    assert topic._erase[0].text() == "Erase everything of Mila…"
    assert topic._erase[1].isHidden()
    topic._erase[0].click()
    world.post.deliver()
    assert notice(world).text == "Erase everything of Mila?"
    assert notice(world).hint == (
        "This erases 1 night and 1 recording, here and in the backups. Nights without a name stay."
    )
    assert left(world) == (1, 1, 1)


def test_it_can_be_undone(world: World, child: ChildId) -> None:
    erase(world)
    assert left(world) == (0, 0, 0)
    assert world.services.settings.now.child == 0
    world.find(UndoController).undo()
    world.post.deliver()
    assert left(world) == (1, 1, 1)
    assert world.services.settings.now.child == child
    assert not world.services.settings.now.child_in_copies


def test_a_second_child_erased_at_once_comes_back_whole_and_the_first_is_gone(
    world: World, paths: Paths, child: ChildId
) -> None:
    kept = KeptTakes(world.stores.takes, paths.voices, world.clock.now)
    second = world.stores.song_preferences.name_child("Zoe")
    add(kept, replace(FACTS, child=second))
    erase(world)
    erase(world)
    assert left(world) == (0, 0, 0)
    world.find(UndoController).undo()
    world.post.deliver()
    (take,) = world.stores.takes.all()
    assert kept.path_of(take).is_file()
    assert not list((paths.voices / BIN).rglob("*.opus")), "nothing is left of the first one"
    assert not world.services.settings.now.child_in_copies


def test_what_is_left_from_before_takes_nothing_that_can_be_undone(
    world: World, paths: Paths, child: ChildId
) -> None:
    """As at the start, when an earlier child is still in the copies."""
    world.services.gui.settings_controller.change(child_in_copies="Zoe")
    erase(world)
    find_one(world.services.gui.window, EraseController).finish()
    world.post.deliver()
    world.find(UndoController).undo()
    world.post.deliver()
    (take,) = world.stores.takes.all()
    kept = KeptTakes(world.stores.takes, paths.voices, world.clock.now)
    assert kept.path_of(take).is_file()


def test_it_is_gone_for_good_afterwards(world: World, paths: Paths, child: ChildId) -> None:
    erase(world)
    assert world.services.settings.now.child_in_copies == "Mila"
    world.find(UndoController).withdraw()
    world.post.deliver()
    assert not list((paths.voices / BIN).rglob("*.opus"))
    assert not world.services.settings.now.child_in_copies
    assert notice(world).text == "Mila is gone from the backups on this computer, too."


def test_nothing_is_erased_while_a_song_plays(world: World, child: ChildId) -> None:
    world.go("settings")
    world.find(ChildrenTopic).refresh()
    world.find(ChildrenTopic)._erase[0].click()
    world.post.deliver()
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    assert world.services.bridge.state.sounding
    act = notice(world).action
    assert act is not None
    act()
    world.post.deliver()
    assert left(world)[1:] == (1, 1)


def test_what_was_not_finished_is_finished_at_the_next_start(
    qtbot: QtBot, qapp: QApplication, paths: Paths
) -> None:
    world = make_world(qapp, paths.data, replace(QUIET, child_in_copies="Mila"))
    try:
        world.services.gui.start()
        controller = world.services.gui.window.findChild(EraseController)
        assert controller is not None
        controller.finish()
        world.post.deliver()
        assert not world.services.settings.now.child_in_copies
    finally:
        world.close()
