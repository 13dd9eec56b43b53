"""The line about a song on Tonight: delayed, explained, hidden."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from lullaby.journal.entry import EntryId
from lullaby.settings import Settings
from lullaby.stores import Stores
from tests.journal.test_suggest import USUAL, night
from tests.world import World, make_world

LINE = "“Suo Gân” was playing on 6 calm nights"
DAY_MS = 86_400_000


def calm_nights(stores: Stores) -> None:
    calm = [night(n, 6 + n % 3, "Suo Gân", "Last") for n in range(6)]
    stores.journal.take_in([*calm, *USUAL])


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    quiet = Settings(welcomed=True, reduce_motion=True)
    world = make_world(qapp, tmp_path, quiet, calm_nights)
    world.services.gui.window.resize(1366, 768)
    world.services.gui.window.show()
    yield world
    world.close()


def lines(world: World) -> list[QAbstractButton]:
    buttons = world.services.gui.window.findChildren(QAbstractButton)
    return [each for each in buttons if each.isVisible() and each.text() == LINE]


def test_it_comes_after_the_first_picture_and_a_press_explains_it(world: World) -> None:
    assert lines(world) == []
    world.suggestions.start()
    (line,) = lines(world)
    line.click()
    labels = world.services.gui.window.findChildren(QLabel)
    shown_texts = [label.text() for label in labels if label.isVisible()]
    assert any("may be chance" in text for text in shown_texts)
    assert not world.services.bridge.state.sounding


def test_hidden_it_stays_away_for_two_weeks(world: World) -> None:
    world.suggestions.start()
    buttons = world.services.gui.window.findChildren(QAbstractButton)
    (away,) = [each for each in buttons if each.accessibleName() == "Hide"]
    away.click()
    assert lines(world) == []
    world.clock.jump_wall(13 * DAY_MS)
    world.suggestions.refresh()
    assert lines(world) == []
    world.clock.jump_wall(2 * DAY_MS)
    world.suggestions.refresh()
    assert len(lines(world)) == 1


def test_deleting_a_night_removes_the_line(world: World) -> None:
    world.suggestions.start()
    found = world.stores.journal.entries(world.clock.now() - timedelta(days=6))
    world.stores.journal.forget([EntryId(entry.id) for entry in found])
    world.journal.changed.emit()
    assert lines(world) == []
