"""Who sings: names where the voice changes, signs on the side where a line starts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lullaby.lyrics.lrc import parse
from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from lullaby.ui.sing.singer_signs import named_lines
from lullaby.ui.sing.words_view import WordsView
from lullaby.units import Ms
from tests.world import World, make_world

TWO = parse(
    "[00:01.00]v1: One\n[00:03.00]v1: Two\n[00:05.00]v2: Three\n"
    "[00:07.00]D: Four\n[00:09.00]v1: Five"
)
RIGHT_TO_LEFT = parse("[00:01.00]v1: نامي يا صغيرتي\n[00:20.00]v2: يلا تنام")


@pytest.fixture
def words(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[tuple[World, WordsView]]:
    settings = Settings(
        welcomed=True, reduce_motion=True, light="dusk", first_singer="Ana", second_singer="Ben"
    )
    world = make_world(qapp, tmp_path, settings)
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    world.act(Action.SING)
    yield world, world.sing.words
    world.close()


def test_a_name_is_shown_where_the_voice_changes() -> None:
    assert named_lines(TWO.lines, ("Ana", "")) == ("Ana", "", "Singer 2", "Together", "Ana")
    assert named_lines(parse("[00:01.00]One\n[00:02.00]Two").lines, ("Ana", "Ben")) == ("", "")


def test_the_singers_names_are_spoken_and_shown(words: tuple[World, WordsView]) -> None:
    world, view = words
    view.show_lyrics(TWO, 1_000)
    view.show_position(Ms(1_500))
    assert view.accessibleDescription() == "Ana: One"
    view.show_position(Ms(5_500))
    assert view.accessibleDescription() == "Ben: Three"
    before = view.grab().toImage()
    world.services.gui.settings_controller.change(second_singer="Grandfather")
    assert view.grab().toImage() != before


@pytest.mark.parametrize("mirrored", [False, True], ids=["left to right", "right to left"])
def test_signs_stand_where_the_line_starts(words: tuple[World, WordsView], mirrored: bool) -> None:
    """Of the margins of a picture, one contains the discs of the voices."""
    _, view = words
    view.show_lyrics(RIGHT_TO_LEFT if mirrored else TWO, 1_000)
    view.show_position(Ms(1_500))
    arrangement = view.canvas and view.canvas.arrangement
    assert arrangement is not None
    slot = arrangement.slots[0]
    y = round(slot.y + slot.layout.size * 0.68)
    picture = view.grab().toImage()
    disc = view._theme.tokens.part_a
    left, right = (picture.pixelColor(x, y) for x in (14, view.width() - 14))
    assert (right if mirrored else left) == disc
    assert (left if mirrored else right) != disc
