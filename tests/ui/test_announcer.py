"""What a screen reader is told during an evening."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lullaby.settings import Settings
from lullaby.ui.shell.announcer import Announcer
from lullaby.ui.shell.keys import Action
from tests.world import World, make_world


@pytest.fixture
def world(qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    made = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    made.services.gui.window.show()
    yield made
    made.close()


@pytest.fixture
def said(world: World) -> list[str]:
    announcer = world.services.gui.window.findChild(Announcer)
    assert isinstance(announcer, Announcer)
    heard: list[str] = []
    announcer.said.connect(heard.append)
    return heard


def test_a_pause_and_the_way_back_are_said(world: World, said: list[str]) -> None:
    world.act(Action.TOGGLE)
    assert said == ["Night waking, 30 minutes"]
    world.act(Action.TOGGLE)
    world.act(Action.TOGGLE)
    assert said[1:] == ["Paused.", "Playing again."]


def test_the_timer_is_said_as_it_is_after_each_change(world: World, said: list[str]) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(300_000)
    world.act(Action.STILL_AWAKE)
    assert said[-1] == "35 minutes left."
    world.pass_time(600_000)
    world.services.bridge.extend(5)
    assert said[-1] == "30 minutes left.", "the longer time fits into the timer"
    world.act(Action.LAST_SONG)
    assert said[-1] == "Last song, then quiet."


def test_more_minutes_after_the_end_are_those_that_are_left(world: World, said: list[str]) -> None:
    world.act(Action.TOGGLE)
    world.act(Action.FADE)
    world.pass_time(61_000)
    assert "Fading over a minute." in said
    assert said[-1] == "Good night. It is quiet now."
    world.act(Action.STILL_AWAKE)
    assert said[-1] == "Night waking, 10 minutes"


def test_calm_songs_and_undo_are_said(world: World, said: list[str]) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(130_000)
    world.act(Action.CALM)
    assert "Noted: calm after 2 minutes." in said
    world.act(Action.AFTER)
    track = world.services.bridge.state.track
    assert track is not None
    assert f"Now “{track.title}”." in said
    world.services.gui.dispatcher._undo.offer("Night deleted", lambda: None)
    assert said[-1] == "Night deleted"


def test_the_last_sentence_is_repeated_only_after_five_seconds(
    world: World, said: list[str]
) -> None:
    undo = world.services.gui.dispatcher._undo
    undo.offer("Night deleted", lambda: None)
    undo.offer("Night deleted", lambda: None)
    assert said == ["Night deleted"]
    world.pass_time(5_000)
    undo.offer("Night deleted", lambda: None)
    assert said == ["Night deleted"] * 2
