"""The buttons below the words: lines and songs are two things, told apart by sign and name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from lullaby.ui.sing.aid_tile import AidTile
from lullaby.ui.sing.dock import Dock
from lullaby.ui.sing.transport import Transport
from lullaby.ui.theme.theme import plain_theme
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


def test_what_a_song_can_be_sung_with_is_worth_more_than_names(qapp: QApplication) -> None:
    theme = plain_theme()
    dock = Dock(theme)
    tiles = [AidTile(theme, "list", text) for text in ("Melody", "All verses", "Phones")]
    dock.hold(*tiles[:2])
    dock.hold_last(tiles[2])
    for tile in tiles[:2]:
        dock.show_aid(tile, True)
    dock.show_translation(True)

    def shown(room: int) -> tuple[bool, bool, bool]:
        """Whether all tiles are there, and whether lines and songs have their names."""
        dock.fit(room)
        line, song = dock.transport.next_line, dock.transport.next_song
        there = not any(each.isHidden() for each in tiles)
        return there, not line.toolTip(), not song.toolTip()

    found = list(dict.fromkeys(shown(room) for room in range(2_000, 900, -20)))
    assert found[:3] == [(True, True, True), (True, True, False), (True, False, False)]
    assert not any(all_there for all_there, *_ in found[3:])


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
