"""Each sung line is announced to a screen reader, if that is wished."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lullaby.lyrics.lrc import parse
from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from lullaby.units import Ms
from tests.world import World, make_world

REFRAIN = parse("[00:01.00]v1: Hush\n[00:03.00]v1: Hush\n[00:05.00]v2: Sleep")


@pytest.fixture
def world(qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    settings = Settings(welcomed=True, reduce_motion=True, first_singer="Ana", second_singer="Ben")
    world = make_world(qapp, tmp_path, settings)
    world.services.gui.window.show()
    world.act(Action.SING)
    yield world
    world.close()


def sung(world: World) -> list[str]:
    """What is announced while the words go by."""
    heard: list[str] = []
    words = world.sing.words
    words.spoken.said.connect(heard.append)
    words.show_lyrics(REFRAIN, 1_000)
    for position in range(1_500, 6_000, 500):
        words.show_position(Ms(position))
    words.spoken.said.disconnect(heard.append)
    return heard


def test_each_line_is_announced_once_if_wished(world: World) -> None:
    assert sung(world) == []
    world.services.gui.settings_controller.change(read_lines=True)
    assert sung(world) == ["Ana: Hush", "Hush", "Ben: Sleep"]


def test_no_line_is_announced_on_another_screen(world: World) -> None:
    world.services.gui.settings_controller.change(read_lines=True)
    words = world.sing.words
    world.go("tonight")
    assert not words.isVisible()
    assert sung(world) == []
    assert words.accessibleDescription() == "Ben: Sleep"
