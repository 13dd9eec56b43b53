"""The end of the evening on screen: a last song, a planned end, and still awake."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from lullaby.ui.tonight.playing_panel import PlayingPanel
from lullaby.ui.tonight.playing_view import PlayingView
from tests.ui.scenes import fill
from tests.world import World, make_world

MINUTE = 60_000


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    settings = Settings(welcomed=True, reduce_motion=True, light="dusk")
    world = make_world(qapp, tmp_path, settings, fill)
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    yield world
    world.close()


def button(world: World, text: str) -> QAbstractButton:
    view = world.services.gui.window.findChild(PlayingView)
    assert view is not None
    found = [each for each in view.findChildren(QAbstractButton) if each.text() == text]
    assert len(found) == 1, text
    return found[0]


def texts(world: World, kind: type[QWidget]) -> list[str]:
    place = world.services.gui.window.findChild(kind)
    assert place is not None
    return [label.text() for label in place.findChildren(QLabel) if label.isVisibleTo(place)]


def test_shift_f_makes_this_song_the_last(world: World) -> None:
    window = world.services.gui.window
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ShiftModifier)
    world.pass_time(1_000)
    assert world.services.bridge.state.last_song
    assert "Last song, then quiet" in texts(world, PlayingView)
    assert "Ar hyd y nos" not in texts(world, PlayingPanel), "nothing comes after it"
    assert not button(world, "Fade out now").isVisible()


def test_five_and_fifteen_minutes_more(world: World) -> None:
    before = world.services.bridge.state.remaining_ms
    button(world, "+5").click()
    button(world, "+15").click()
    after = world.services.bridge.state.remaining_ms
    assert before is not None
    assert after is not None
    assert after - before == 20 * MINUTE


def test_still_awake_while_it_fades(world: World) -> None:
    world.services.bridge.set_minutes(10)
    assert not button(world, "Still awake").isVisible()
    world.pass_time(8 * MINUTE)
    assert button(world, "Still awake").isVisible()
    world.act(Action.STILL_AWAKE)
    world.pass_time(6_000)
    assert world.services.bridge.state.master == 1.0
    assert not button(world, "Still awake").isVisible()


def test_e_on_the_card_resumes_the_evening_and_asks_again_at_its_end(
    world: World,
) -> None:
    window = world.services.gui.window
    world.services.bridge.set_minutes(10)
    world.pass_time(10 * MINUTE + 1_000)
    assert window.current == "outcome"
    row = world.services.bridge.state.entry
    QTest.keyClick(window, Qt.Key.Key_E)
    world.pass_time(1_000)
    state = world.services.bridge.state
    assert (state.stage, state.entry) == (Stage.PLAYING, row)
    assert window.current == window.place
    world.pass_time(10 * MINUTE)
    assert window.current == "outcome"
    entry = world.stores.journal.last()
    assert entry is not None
    assert entry.id == row
    assert len(entry.awake_ms) == 1


def test_a_night_from_the_journal_cannot_be_resumed(world: World) -> None:
    world.services.bridge.stop()
    world.pass_time(3_000)
    world.services.gui.dispatcher.back()
    world.pass_time(11 * MINUTE)
    world.act(Action.NOTE)
    card = world.services.gui.window.findChildren(QAbstractButton)
    shown = [each for each in card if each.text() == "Still awake" and each.isVisible()]
    assert shown == []


def test_a_planned_end_names_its_last_song(world: World) -> None:
    world.services.gui.settings_controller.change(finish="planned")
    world.services.bridge.stop()
    world.pass_time(3_000)
    world.services.gui.dispatcher.back()
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    assert world.services.bridge.state.planned
    assert any(text.startswith("ends with “") for text in texts(world, PlayingView))
