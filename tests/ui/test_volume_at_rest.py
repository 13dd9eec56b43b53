"""Volume set while nothing plays applies to the next evening."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lullaby.desktop.media_controls import Remote
from lullaby.library.routine import BuiltIn
from lullaby.settings import Settings
from lullaby.ui.desktop.remote import DesktopRemote
from lullaby.ui.shell.keys import Action
from tests.world import World, make_world

LIMIT = 12


@pytest.fixture
def world(qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, gentle_limit=LIMIT))
    yield world
    world.close()


def remote(world: World) -> Remote:
    gui = world.services.gui
    return DesktopRemote(
        world.services.bridge,
        gui.dispatcher.toggle,
        lambda _: None,
        lambda: LIMIT,
        lambda: False,
        gui.dispatcher.set_volume,
        lambda _: None,
    )


def begun_at(world: World) -> int:
    world.act(Action.TOGGLE)
    return world.services.bridge.state.music_step


def test_plus_before_the_press_is_heard_after_it(world: World) -> None:
    usual = world.services.gui.dispatcher._next_session.chosen.music_step
    for _ in range(3):
        world.act(Action.LOUDER)
    world.act(Action.SOFTER)
    assert begun_at(world) == usual + 2


def test_plus_before_the_press_stays_inside_the_gentle_limit(world: World) -> None:
    for _ in range(30):
        world.act(Action.LOUDER)
    assert begun_at(world) == LIMIT


def test_volume_set_while_idle_can_be_undone(world: World) -> None:
    usual = world.services.gui.dispatcher._next_session.chosen.music_step
    world.act(Action.LOUDER)
    world.act(Action.UNDO)
    assert begun_at(world) == usual


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 1.0])
def test_the_desktops_volume_is_stored_and_reported_back(world: World, share: float) -> None:
    remote(world).set_volume(share)
    kept = round(share * LIMIT)
    assert world.services.bridge.state.music_step == kept
    assert begun_at(world) == kept


def test_volume_set_after_an_evening_holds_for_the_next(world: World) -> None:
    world.act(Action.TOGGLE)
    world.services.bridge.stop()
    world.pass_time(3_000)
    assert not world.services.bridge.state.sounding
    remote(world).set_volume(0.25)
    assert begun_at(world) == LIMIT // 4


def test_a_routine_of_background_sounds_is_nudged_by_them(world: World) -> None:
    next_session = world.services.gui.dispatcher._next_session
    next_session.choose(next(r for r in next_session.routines if r.built_in is BuiltIn.JUST_SOUND))
    before = {sound.name: sound.step for sound in next_session.chosen.ambient}
    world.act(Action.SOFTER)
    world.act(Action.TOGGLE)
    after = {sound.name: sound.step for sound in world.services.bridge.state.ambient}
    assert after == {name: max(1, step - 1) for name, step in before.items()}
