"""No Python object refers to a deleted widget, whatever was opened and closed before.

PySide ties the lives of some objects together that Qt does not: walking along `nextInFocusChain`
makes each widget the child of the one before, so that when a chip of a sheet is deleted, half the
window is considered deleted too.
"""

import gc
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken, isValid

from lullaby.settings import Settings
from lullaby.ui.library.starters import starters
from tests.ui.scenes import fill
from tests.ui.sheets_of_the_app import OPENERS, ROOMY, close, is_over
from tests.world import World, make_world

QUICK = ("keys", "how we sing", "rules", "night", "choice", "sound", "editor")
"""Sheets of every kind: some rebuild their rows each time, some are built once, one folds."""


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = _world(qapp, tmp_path)
    yield world
    world.close()


def _world(app: QApplication, folder: Path) -> World:
    world = make_world(app, folder, Settings(welcomed=True, reduce_motion=True), fill)
    world.services.gui.window.resize(*ROOMY)
    world.services.gui.window.show()
    song_preferences = world.stores.song_preferences
    song_preferences.name_child("Mila")
    song_preferences.name_child("Noah")
    world.services.gui.screens.build_all()
    world.backups.make()
    world.post.deliver()
    world.rules.make(starters()[0])
    close(world)
    return world


def dead_wrappers() -> list[object]:
    """Every object in this process that refers to a deleted Qt object."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return [
        each
        for each in gc.get_objects()
        if issubclass(type(each), Shiboken.Object) and not isValid(each)
    ]


def every_order_of_two(names: tuple[str, ...]) -> list[str]:
    """A shortest sequence in which each name follows each, including itself."""
    unused = {name: list(names) for name in names}
    way, back = [names[0]], []
    while way:
        here = unused[way[-1]]
        if here:
            way.append(here.pop())
        else:
            back.append(way.pop())
    return back[::-1]


def tour(world: World, names: tuple[str, ...], look_each_time: bool) -> None:
    before = {id(each) for each in dead_wrappers()}
    way = every_order_of_two(names)
    for at, name in enumerate(way):
        OPENERS[name](world)
        assert is_over(world), name
        close(world)
        assert not is_over(world), name
        if look_each_time or at == len(way) - 1:
            dead = [each for each in dead_wrappers() if id(each) not in before]
            assert not dead, (name, [type(each).__name__ for each in dead])
    world.pass_time(1_000)


def test_the_sequence_contains_every_order_of_two() -> None:
    names = ("a", "b", "c", "d")
    way = every_order_of_two(names)
    pairs = list(pairwise(way))
    assert sorted(pairs) == sorted((a, b) for a in names for b in names)


def test_sheets_in_every_order_of_two_leave_everything_alive(world: World) -> None:
    tour(world, QUICK, look_each_time=False)


@pytest.mark.long
def test_all_sheets_in_every_order_of_two_leave_everything_alive(world: World) -> None:
    tour(world, tuple(OPENERS), look_each_time=True)


@pytest.mark.long
@pytest.mark.parametrize("first", OPENERS)
def test_two_sheets_in_a_window_of_their_own(
    qapp: QApplication, tmp_path: Path, first: str
) -> None:
    for number, second in enumerate(OPENERS):
        world = _world(qapp, tmp_path / str(number))
        before = {id(each) for each in dead_wrappers()}
        for name in (first, second):
            OPENERS[name](world)
            close(world)
        dead = [each for each in dead_wrappers() if id(each) not in before]
        assert not dead, (first, second, [type(each).__name__ for each in dead])
        world.pass_time(1_000)
        world.close()
