"""Copies of everything: made by themselves, looked into, brought back."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.ui.keys import Wish
from tests.fakes import A_NIGHT
from tests.world import World, make_world

DAY_MS = 86_400_000


def three_nights(stores: Stores) -> None:
    for day in range(3):
        stores.journal.add(JournalEntry(EntryId(0), A_NIGHT - timedelta(days=day)))


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    quiet = Settings(welcomed=True, reduce_motion=True)
    world = make_world(qapp, tmp_path, quiet, three_nights)
    world.rooms.gui.window.show()
    yield world
    world.close()


def make(world: World) -> None:
    world.rooms.gui.copies.make()
    world.post.deliver()


def texts(world: World) -> list[str]:
    labels = world.rooms.gui.window.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible()]


def press(world: World, name: str) -> None:
    buttons = world.rooms.gui.window.findChildren(QAbstractButton)
    named = [b for b in buttons if b.isVisible() and name in (b.text(), b.accessibleName())]
    (button,) = named
    button.click()


def test_settings_tell_of_the_newest_copy(world: World) -> None:
    world.act(Wish.SETTINGS)
    assert "There is none yet." in texts(world)
    make(world)
    assert "The newest is of today." in texts(world)
    world.clock.jump_wall(DAY_MS)
    world.rooms.gui.places.settings.enter()
    assert "The newest is of yesterday." in texts(world)


def test_a_copy_is_looked_into_and_brought_back(world: World, tmp_path: Path) -> None:
    make(world)
    for entry in world.stores.journal.entries():
        world.stores.journal.delete(entry.id)
    world.act(Wish.JOURNAL)
    assert world.rooms.gui.places.journal.shown == []
    world.act(Wish.SETTINGS)
    press(world, "Bring a copy back")
    assert any(text.startswith("3 nights until 3 November") for text in texts(world))
    press(world, "Bring back: The copy of today")
    assert len(world.stores.journal.entries()) == 3
    world.act(Wish.JOURNAL)
    assert len(world.rooms.gui.places.journal.shown) == 3
    assert "The copy of today is back." in texts(world)
    assert len(list(tmp_path.glob("lullaby.before-restore-*.sqlite3"))) == 1


def test_what_was_set_aside_can_be_brought_back_too(world: World) -> None:
    make(world)
    world.stores.journal.add(JournalEntry(EntryId(0), A_NIGHT, note="the newest"))
    press_back(world)
    assert len(world.stores.journal.entries()) == 3
    world.act(Wish.SETTINGS)
    press(world, "Bring a copy back")
    press(world, "Bring back: Set aside today")
    assert world.stores.journal.entries()[0].note == "the newest"
    make(world)
    assert "The newest is of today." in texts(world)


def test_an_evening_can_begin_after_a_copy_came_back(world: World) -> None:
    make(world)
    press_back(world)
    world.act(Wish.TOGGLE)
    world.pass_time(2_000)
    assert world.rooms.bridge.state.sounding
    assert world.stores.journal.close_interrupted() != []


def press_back(world: World) -> None:
    desk = world.rooms.gui.copies
    newest = desk.newest()
    assert newest is not None
    desk.bring_back(newest)


def test_nothing_is_exchanged_while_something_sounds(world: World, tmp_path: Path) -> None:
    make(world)
    world.act(Wish.TOGGLE)
    world.pass_time(2_000)
    press_back(world)
    assert list(tmp_path.glob("lullaby.before-restore-*")) == []
    assert world.rooms.bridge.state.sounding


def test_a_copy_that_is_damaged_is_listed_and_not_offered(world: World) -> None:
    make(world)
    newest = world.rooms.gui.copies.newest()
    assert newest is not None
    newest.path.write_bytes(b"not a database" * 300)
    world.act(Wish.SETTINGS)
    press(world, "Bring a copy back")
    assert "This one cannot be read here." in texts(world)
    press_back(world)
    assert len(world.stores.journal.entries()) == 3
