"""The head of the Sing screen: every sign has its name, and calm and the end are within reach."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from lullaby.ui.sing.aid_tile import HeadTile
from lullaby.ui.sing.more_tile import MoreTile
from lullaby.ui.sing.screen import SingScreen
from tests.ui.reach import settle
from tests.world import World, find_one, make_world

Buttons = Callable[[SingScreen], tuple[QAbstractButton, QAbstractButton]]


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.show()
    world.act(Action.SING)
    resize(world, 1_280)
    yield world
    world.close()


def resize(world: World, width: int) -> None:
    world.services.gui.window.resize(width, 800)
    settle()


def in_head(sing: SingScreen) -> tuple[QAbstractButton, QAbstractButton]:
    return sing._evening.calm, sing._evening.end


def in_room(sing: SingScreen) -> tuple[QAbstractButton, QAbstractButton]:
    sing.set_room(True)
    return sing.controls.calm, sing.controls.end


def tiles(world: World) -> list[HeadTile]:
    return [tile for tile in world.sing.findChildren(HeadTile) if tile.isVisible()]


def test_every_sign_has_its_name_below_it_where_there_is_room(world: World) -> None:
    world.act(Action.TOGGLE)
    settle()
    names = {tile.text() for tile in tiles(world)}
    assert {"Sing without music", "Settings", "Edit words", "Room view"} <= names
    assert {"They are calm now", "Fade out now"} <= names
    assert all(tile.width() >= tile.labelled_width() for tile in tiles(world))
    resize(world, 910)
    assert all(tile.width() < tile.labelled_width() for tile in tiles(world))
    assert all(tile.toolTip() == tile.accessibleName() for tile in tiles(world))


def test_a_long_title_is_whole_before_the_signs_have_names(world: World) -> None:
    world.act(Action.TOGGLE)
    title = world.sing._title
    for beside in (0, 576):
        world.sing.leave_at_side(beside)
        world.sing._refit(title.say("Der Mond ist aufgegangen"))
        settle()
        assert title.width() >= title.sizeHint().width(), beside
        title.say("")


def test_a_first_part_that_is_too_long_goes_on_in_the_second_line(world: World) -> None:
    line = world.sing._line
    text = "Your version with a child: 2 semitones lower  ·  66 bpm"
    line.resize(line.fontMetrics().horizontalAdvance("Your version with a child: 2") + 4, 40)
    line.setText(text)
    assert line._broken() == ["Your version with a child: 2", "semitones lower  ·  66 bpm"]
    line.setText("Incomprehensibilities1234567890of  ·  66 bpm")
    assert line._broken()[1] == "66 bpm"


def test_the_way_to_begin_is_told_until_something_plays(world: World) -> None:
    bar = world.sing.bar
    assert bar.isVisible()
    assert bar.accessibleName() == "Press Space or the play button to begin."
    assert not bar._ways.isVisible()
    world.sing.set_room(True)
    assert not bar.isVisible()
    world.sing.set_room(False)
    world.act(Action.TOGGLE)
    settle()
    assert not bar.isVisible()
    world.act(Action.HAND_OVER)
    settle()
    assert bar.isVisible()
    assert bar.accessibleName() == "Singing without music"
    assert bar._ways.isVisible()


def test_the_button_for_the_rest_has_a_name_where_there_is_room(world: World) -> None:
    more = find_one(world.sing.dock, MoreTile)
    shown = {}
    for width in range(700, 1_280, 4):
        resize(world, width)
        if more.isVisible():
            shown[width] = more.width() > more.least_width()
    assert set(shown.values()) == {True, False}
    assert more.accessibleName().startswith(more.text())


def test_a_screen_reader_hears_the_name_that_is_seen(world: World) -> None:
    world.act(Action.TOGGLE)
    for tile in tiles(world):
        assert tile.accessibleName().startswith(tile.text())


@pytest.mark.parametrize("buttons", [in_head, in_room])
def test_calm_is_noted_and_taken_back_with_one_press(world: World, buttons: Buttons) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(180_000)
    calm, _end = buttons(world.sing)
    calm.click()
    assert world.services.bridge.state.calm_after_ms == 180_000
    assert calm.accessibleName() == "Calm after 3 minutes. Undo"
    assert calm.text() in ("Calm after 3 min", "Calm after 3 minutes. Undo")
    calm.click()
    assert world.services.bridge.state.calm_after_ms is None
    assert calm.text() == "They are calm now"


@pytest.mark.parametrize("buttons", [in_head, in_room])
def test_it_fades_and_keeps_playing_with_one_press(world: World, buttons: Buttons) -> None:
    world.act(Action.TOGGLE)
    _calm, end = buttons(world.sing)
    end.click()
    assert world.services.bridge.state.fade_requested
    assert end.text() == "Keep playing"
    end.click()
    assert not world.services.bridge.state.fade_requested
    world.act(Action.LAST_SONG)
    assert end.text() == "Still awake"
    end.click()
    assert not world.services.bridge.state.last_song


@pytest.mark.parametrize("buttons", [in_head, in_room])
def test_before_the_evening_neither_is_there(world: World, buttons: Buttons) -> None:
    calm, end = buttons(world.sing)
    assert not calm.isVisible()
    assert not end.isVisible()
    world.act(Action.TOGGLE)
    assert calm.isVisible()
    assert end.isVisible()
