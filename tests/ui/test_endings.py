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
from lullaby.ui.outcome.card import OutcomeButton, OutcomeCard
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


def noted(world: World) -> int | None:
    """The minutes to calm of the running night, as the journal has them."""
    number = world.services.bridge.state.entry
    night = None if number is None else world.stores.journal.entry(number)
    assert night is not None
    return night.minutes_to_calm


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


def test_five_minutes_more_and_fewer_beside_the_time(world: World) -> None:
    before = world.services.bridge.state.remaining_ms
    assert before is not None
    button(world, "+5").click()
    assert world.services.bridge.state.remaining_ms == before + 5 * MINUTE
    for _ in range(3):
        button(world, "−5").click()
    assert world.services.bridge.state.remaining_ms == before - 10 * MINUTE


def test_no_press_shortens_the_evening_to_nothing_or_stops_a_fade(world: World) -> None:
    world.services.bridge.set_minutes(7)
    for _ in range(5):
        button(world, "−5").click()
    assert world.services.bridge.state.remaining_ms == MINUTE
    assert world.services.bridge.state.sounding
    assert not button(world, "−5").isEnabled()
    button(world, "+5").click()
    assert button(world, "−5").isEnabled()
    world.act(Action.FADE)
    assert not button(world, "−5").isEnabled()


def test_calm_is_noted_first_and_taken_back_by_the_same_button(world: World) -> None:
    world.pass_time(12 * MINUTE - 2_000)
    calm, fade = button(world, "They are calm now"), button(world, "Fade out now")
    assert calm.mapToGlobal(calm.pos()).x() < fade.mapToGlobal(fade.pos()).x()
    calm.click()
    assert calm.text() == "Calm after 12 minutes. Undo"
    assert world.services.gui.window.current == "tonight", "it asks nothing"
    world.pass_time(2_000)
    assert noted(world) == 12
    world.pass_time(3 * MINUTE)
    calm.click()
    assert calm.text() == "They are calm now"
    world.pass_time(2_000)
    assert noted(world) is None
    world.act(Action.CALM)
    world.act(Action.CALM)
    assert calm.text() == "Calm after 15 minutes. Undo", "C notes it, and only the first time"


def test_ctrl_z_takes_back_the_minute_of_calm(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(60_000)
    world.act(Action.CALM)
    world.pass_time(20_000)
    world.act(Action.SOFTER)
    step = world.services.bridge.state.music_step
    world.act(Action.UNDO)
    assert world.services.bridge.state.calm_after_ms is None
    assert world.services.bridge.state.music_step == step, "the sound stays as it is"
    world.act(Action.UNDO)
    assert world.services.bridge.state.calm_after_ms is None, "undo alone never notes it"


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


def test_the_card_shows_that_the_keyboard_is_on_asleep(world: World, qtbot: QtBot) -> None:
    window = world.services.gui.window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    world.act(Action.FADE)
    world.pass_time(61_000)
    assert window.current == "outcome"
    focused = window.focusWidget()
    assert isinstance(focused, OutcomeButton)
    assert focused.text() == "Asleep"
    assert focused.ring


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


def test_an_answered_card_that_closes_by_itself_leaves_the_screen_chosen_since(
    world: World,
) -> None:
    """Its time runs out on the journal, and nobody is taken back to Tonight."""
    window = world.services.gui.window
    world.services.bridge.set_minutes(10)
    world.pass_time(10 * MINUTE + 1_000)
    QTest.keyClick(window, Qt.Key.Key_1)
    world.go("journal")
    world.find(OutcomeCard).close_card()
    assert window.current == "journal"
