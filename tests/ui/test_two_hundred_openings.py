"""Two hundred openings and closings in one application leave neither objects nor memory behind."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.ui.shell.keys import Action
from tests.memory import resident_kb
from tests.ui.sheets_of_the_app import OPENERS, close, world_for_sheets
from tests.ui.test_closing import alive
from tests.world import World

pytestmark = [pytest.mark.long, pytest.mark.qt_log_ignore("This plugin does not support")]

OPENINGS = 200
WARMING = 60
"""Openings after which caches are full and the largest block of memory has been allocated."""

MOST_GROWTH_KB = 4_000
"""For all openings: 20 kB for each. A sheet that is not freed takes more."""

SCREENS = ("sing", "library", "journal", "settings", "tonight")


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = world_for_sheets(qtbot, qapp, tmp_path)
    yield world
    world.close()


def objects(world: World) -> Counter[str]:
    """Our own objects, and those of Qt in the window, by class."""
    found = alive()
    for each in world.services.gui.window.findChildren(QObject):
        found[f"Qt {each.metaObject().className()}"] += 1
    return found


def times(number: int, opening: Callable[[], None]) -> None:
    """Open so often, deleting what is due in between, as between two presses of a person."""
    for _ in range(number):
        opening()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def look_for_growth(world: World, opening: Callable[[], None]) -> None:
    times(WARMING, opening)
    before, resident = objects(world), resident_kb()
    times(OPENINGS, opening)
    grown = objects(world) - before
    assert grown == Counter()
    assert resident_kb() - resident < MOST_GROWTH_KB


@pytest.mark.parametrize("name", OPENERS)
def test_reopening_a_sheet_leaks_nothing(world: World, name: str) -> None:
    def opening() -> None:
        OPENERS[name](world)
        close(world)

    look_for_growth(world, opening)


def test_revisiting_screens_leaks_nothing(world: World) -> None:
    def round_trip() -> None:
        for screen in SCREENS:
            world.go(screen)
            world.services.gui.window.grab()

    look_for_growth(world, round_trip)


def test_evening_after_evening_leaks_nothing(world: World) -> None:
    """Started, advanced to the next song, ended and started again, with the words on screen."""
    world.go("sing")

    def evening() -> None:
        world.act(Action.TOGGLE)
        world.pass_time(1_000)
        world.act(Action.AFTER)
        world.pass_time(1_000)
        world.services.bridge.stop()
        world.pass_time(2_000)
        world.act(Action.BACK)
        world.go("sing")
        world.player.cues.clear()  # the fake records everything that it was asked to play

    look_for_growth(world, evening)
