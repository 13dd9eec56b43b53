"""Tab goes through Tonight as the eye does: the moon, then the panel from above, then the rail."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lullaby.library.routine import RoutineIcon
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.ui.library.screen import PLAYLISTS
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.tab_order import tab_stops
from tests.ui import reach
from tests.world import World, make_world

SOUNDS = [
    "Rain",
    "Ocean",
    "Heartbeat",
    "Pink noise",
    "Brown noise",
    "Fan",
    "Night crickets",
    "Rain softer",
    "Rain louder",
]
RAIL = ["Tonight, here", "Switch to Dusk colours"]
TAB, BACK = Qt.Key.Key_Tab, Qt.Key.Key_Backtab


def own_routine(stores: Stores) -> None:
    night = stores.routines.all()[0]
    own = replace(night, name="After the bath", built_in=None, icon=RoutineIcon.BOOK)
    stores.routines.add(own)


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    settings = Settings(welcomed=True, reduce_motion=True, last_routine=5)
    world = make_world(qapp, tmp_path, settings, own_routine)
    window = world.services.gui.window
    window.resize(1366, 900)
    with qtbot.waitActive(window):
        window.show()
    world.tonight.focus_first()
    yield world
    world.close()


def way(world: World, key: Qt.Key) -> list[str]:
    """The names of all controls from the one that has focus until it has it again."""
    window = world.services.gui.window
    found: list[str] = []
    first = now = window.focusWidget()
    while now is not None and (now is not first or not found):
        found.append(now.accessibleName() or getattr(now, "text", str)())
        QTest.keyClick(now, key)
        now = window.focusWidget()
    return found


def test_before_the_evening(world: World) -> None:
    forward = way(world, TAB)
    assert forward == [
        "Begin After the bath, 30 minutes",
        "Your own",
        "After the bath, 6 songs, rain",
        "Change After the bath",
        "5 minutes less",
        "5 minutes more",
        "No end",
        *SOUNDS,
        *RAIL,
    ]
    assert way(world, BACK) == [forward[0], *reversed(forward[1:])]


def test_during_the_evening(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    world.tonight.focus_first()
    forward = way(world, TAB)
    assert forward == [
        "Pause",
        "Next song",
        "They are calm now",
        "Fade out now",
        "Sing along",
        "Place in the song",
        "Repeat this song",
        "Shuffle the next songs",
        "Music softer",
        "Music",
        "Music louder",
        *SOUNDS,
        *RAIL,
        "5 fewer minutes",
        "5 more minutes",
        "Previous song",
    ]
    assert way(world, BACK) == [forward[0], *reversed(forward[1:])]


def test_a_sound_that_is_turned_on_is_reached_where_it_stands(world: World) -> None:
    world.services.gui.dispatcher._next_session.set_dots("fan", 2)
    reach.settle()
    names = way(world, TAB)
    at = names.index("Rain louder")
    assert names[at + 1 : at + 3] == ["Fan softer", "Fan louder"]
    assert "Fan" in names[:at], "the tiles come first"


def test_undo_is_reached_by_tab(world: World) -> None:
    world.act(Action.SOFTER)
    assert any(name.startswith("Undo") for name in way(world, TAB))


def test_playlists_are_gone_through_before_the_songs_of_one(world: World) -> None:
    world.go("library")
    world.library.show_tab(PLAYLISTS)
    world.post.deliver()
    reach.settle()
    world.library.focus_first()
    names = way(world, TAB)
    at = names.index("Playlists")
    assert names[at:] == [
        "Playlists",
        "Night waking, 6 songs  ·  9 min",
        "New playlist",
        "New smart playlist",
        "Import a playlist…",
        "More for this playlist",
        "Sort fast to slow",
        "Begin",
    ]
    assert names[:2] == ["Songs of the playlist", "Library, here"]
    assert way(world, BACK) == [names[0], *reversed(names[1:])]


@pytest.mark.parametrize("direction", [*Qt.LayoutDirection][:2])
def test_a_row_is_read_in_the_direction_of_the_language(
    qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    root = QWidget(window)
    root.setLayoutDirection(direction)
    rows = QVBoxLayout(root)
    buttons = [QPushButton(str(number), root) for number in range(6)]
    for at in (0, 3):
        row = QHBoxLayout()
        for button in buttons[at : at + 3]:
            row.addWidget(button)
        rows.addLayout(row)
    window.show()
    assert tab_stops(root) == buttons
