"""The buttons below the words: lines and songs are two things, told apart by sign and name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from lullaby.ui.sing.transport import Transport
from tests.world import World, make_world


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.show()
    world.act(Action.SING)
    yield world
    world.close()


def transport(world: World) -> Transport:
    return world.sing.dock.transport


def resize(world: World, width: int) -> None:
    world.services.gui.window.resize(width, 800)
    for _ in range(3):  # what is hidden or named anew is placed in the next turn
        QCoreApplication.sendPostedEvents()


def test_a_line_moves_within_the_song_and_a_song_to_the_next_one(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(1_000)
    bridge = world.services.bridge
    transport(world).next_line.click()
    assert bridge.state.index == 0
    assert bridge.state.position_ms > 1_000
    transport(world).next_song.click()
    assert bridge.state.index == 1
    transport(world).previous_song.click()
    assert bridge.state.index == 0


def test_without_a_song_that_plays_there_is_none_beside_it(world: World) -> None:
    assert not transport(world).previous_song.isEnabled()
    assert not transport(world).next_song.isEnabled()
    world.act(Action.TOGGLE)
    assert transport(world).previous_song.isEnabled()
    bridge = world.services.bridge
    while bridge.state.index != len(bridge.state.tracks) - 1:
        assert transport(world).next_song.isEnabled()
        bridge.next()
    assert not transport(world).next_song.isEnabled()


def test_names_are_below_the_signs_where_there_is_room_and_else_in_tool_tips(world: World) -> None:
    next_song = transport(world).next_song
    resize(world, 1_280)
    assert next_song.width() >= next_song.labelled_width()
    assert next_song.toolTip() == ""
    resize(world, 1_050)
    assert next_song.isVisible()
    assert next_song.width() < next_song.labelled_width()
    assert next_song.toolTip() == next_song.accessibleName() == "Next song"
    resize(world, 1_280)
    assert next_song.toolTip() == ""
