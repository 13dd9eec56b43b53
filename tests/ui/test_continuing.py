"""The button that continues an evening which something cut off."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from pytestqt.qtbot import QtBot

from lullaby.journal.entry import Ending
from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.tonight.continuing import ContinueButton
from tests.ui import reach
from tests.world import World, make_world

QUIET = Settings(welcomed=True, reduce_motion=True, light="dusk")
MINUTE = 60_000
HOUR = 60 * MINUTE


def cut_off(qapp, folder: Path, played_ms: int = 4 * MINUTE) -> None:
    """An evening that ends without a word, as with a power cut."""
    world = make_world(qapp, folder, QUIET)
    world.act(Action.TOGGLE)
    world.pass_time(played_ms)
    world.close()


def start_again(qapp, folder: Path, after_ms: int) -> World:
    def prepare(stores) -> None:
        stores.journal.close_interrupted()

    world = make_world(qapp, folder, QUIET, prepare)
    world.clock.advance(after_ms)
    world.services.gui.window.resize(1366, 768)
    world.services.gui.window.show()
    world.tonight.refresh()
    return world


def button(world: World) -> ContinueButton:
    return world.tonight.idle.continuing


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    cut_off(qapp, tmp_path)
    world = start_again(qapp, tmp_path, 6 * HOUR)
    yield world
    world.close()


def test_a_new_lullaby_offers_nothing(qtbot: QtBot, qapp, tmp_path: Path) -> None:
    world = start_again(qapp, tmp_path, 0)
    assert not button(world).isVisible()
    world.close()


def test_it_says_where_the_evening_goes_on(world: World) -> None:
    shown = button(world)
    assert shown.isVisible()
    assert shown.height() == 64
    title = world.services.gui.first_songs()[1].title
    assert shown.accessibleName() == f"Continue last evening, {title}, song 2 of 6"
    world.tonight.focus_first()
    assert world.services.gui.window.focusWidget() is world.tonight.idle.moon


def test_one_press_goes_on_at_the_same_place(world: World) -> None:
    button(world).click()
    state = world.services.bridge.state
    assert (state.stage, state.index) == (Stage.PLAYING, 1)
    assert abs(state.position_ms - MINUTE) <= 2_000, "the first song took three minutes"
    assert state.remaining_ms is not None
    assert abs(state.remaining_ms - 26 * MINUTE) <= 2_000, "of thirty minutes four were over"
    assert state.programme is not None
    assert state.programme.routine == "night_waking"
    assert [(sound.name, sound.step) for sound in state.ambient] == [("rain", 8)]
    assert world.player.cues[-1].ramp_ms == 4_000
    world.pass_time(2_000)
    assert len(world.stores.journal.entries()) == 1, "the first night"
    assert len(world.stores.journal.close_interrupted()) == 1, "hours later it is another night"


def test_after_a_crash_the_same_night_goes_on(qtbot: QtBot, qapp, tmp_path: Path) -> None:
    cut_off(qapp, tmp_path)
    world = start_again(qapp, tmp_path, 5 * MINUTE)
    before = world.stores.journal.entries()[0]
    button(world).click()
    world.pass_time(MINUTE)
    world.services.gui.window.close()
    world.pass_time(3_000)
    (night,) = world.stores.journal.entries()
    assert (night.id, night.started_at, night.ending) == (
        before.id,
        before.started_at,
        Ending.STOPPED,
    )
    assert sum(song.played_ms for song in night.songs) >= 5 * MINUTE - 2_000
    world.close()


def test_after_twenty_hours_it_is_gone_even_if_it_was_shown(world: World) -> None:
    world.clock.advance(15 * HOUR)
    button(world).click()
    assert world.services.bridge.state.stage is Stage.IDLE
    assert not button(world).isVisible()


def test_an_evening_that_ended_by_itself_is_not_offered(qtbot: QtBot, qapp, tmp_path: Path) -> None:
    cut_off(qapp, tmp_path, 32 * MINUTE)
    world = start_again(qapp, tmp_path, HOUR)
    assert not button(world).isVisible()
    world.close()


def test_an_evening_that_was_faded_out_is_not_offered(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(2 * MINUTE)
    world.act(Action.FADE)
    world.pass_time(2 * MINUTE)
    assert world.services.bridge.state.stage is Stage.ENDED
    assert not button(world).isVisible()


def test_another_evening_takes_its_place(world: World) -> None:
    world.act(Action.TOGGLE)
    assert not button(world).isVisible()
    world.pass_time(MINUTE)
    world.services.gui.window.close()
    world.pass_time(3_000)
    assert world.services.bridge.state.stage is Stage.ENDED
    world.services.gui.window.show()
    assert "song 1 of 6" in button(world).accessibleName()


def test_a_deleted_night_is_not_continued(world: World) -> None:
    (night,) = world.stores.journal.entries()
    world.stores.journal.delete(night.id)
    button(world).click()
    assert world.services.bridge.state.stage is Stage.IDLE


@pytest.mark.parametrize("size", [(1366, 768), (800, 600), (360, 640)])
def test_it_lies_over_nothing(world: World, size: tuple[int, int]) -> None:
    world.services.gui.window.resize(*size)
    idle = world.tonight.idle
    box = button(world).geometry()
    assert box.width() > 100
    for other in (idle.moon, *(each for each in idle.choices if each.isVisible())):
        shown = other.geometry()
        if other is idle.moon:  # its glow may lie under everything else
            side = (shown.width() - idle.moon._diameter) // 2
            shown = shown.adjusted(side, side, -side, -side)
        assert not box.intersects(shown)
    assert box.right() <= idle.width()


def test_the_offer_to_undo_makes_way_for_the_buttons_of_an_evening_that_begins(
    world: World, qtbot: QtBot
) -> None:
    window = world.services.gui.window
    window.resize(1280, 760)
    world.find(UndoController).offer("Routine added", lambda: None)
    reach.settle()
    before = window.bars.undo_bar.geometry()
    world.act(Action.TOGGLE)
    bar = window.bars.undo_bar
    assert bar.isVisible()
    pause = world.tonight.playing.pause
    place = QRect(pause.mapTo(window, QPoint(0, 0)), pause.size())
    assert place.intersects(before), "where the bar stood above the evening to continue"
    qtbot.waitUntil(lambda: not place.intersects(bar.geometry()))
