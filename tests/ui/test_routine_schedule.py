"""By night a press starts the routine of the last night; by day the one chosen last."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lullaby.library.routine import BuiltIn, Routine, RoutineId
from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.routine_schedule import routine_due
from tests.world import World, make_world

WAKING = Routine(RoutineId(1), "", BuiltIn.NIGHT_WAKING, None, 30)
BEDTIME = Routine(RoutineId(2), "", BuiltIn.BEDTIME, None, 45)
NAP = Routine(RoutineId(3), "", BuiltIn.NAP, None, 20)
OURS = Routine(RoutineId(4), "Grandma’s", None, None, 30)
ALL = (WAKING, BEDTIME, NAP, OURS)

HOUR_MS = 3_600_000


@pytest.mark.parametrize(
    ("last", "of_nights", "hour", "due"),
    [
        (3, 2, 3, BEDTIME),
        (3, 2, 20, BEDTIME),
        (3, 2, 7, NAP),
        (3, 2, 19, NAP),
        (3, None, 3, WAKING),
        (4, None, 3, OURS),
        (4, 99, 3, OURS),
        (None, None, 3, WAKING),
        (None, None, 12, WAKING),
        (1, 3, 3, NAP),
    ],
)
def test_which_routine_is_due(
    last: int | None, of_nights: int | None, hour: int, due: Routine
) -> None:
    settings = Settings(last_routine=last, last_night_routine=of_nights)
    assert routine_due(ALL, settings, hour, just_chosen=False) is due


def test_a_recent_choice_and_the_setting_take_precedence() -> None:
    settings = Settings(last_routine=3, last_night_routine=2)
    assert routine_due(ALL, settings, 3, just_chosen=True) is NAP
    without = Settings(last_routine=3, last_night_routine=2, night_by_itself=False)
    assert routine_due(ALL, without, 3, just_chosen=False) is NAP


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.show()
    yield world
    world.close()


def set_clock(world: World, hour: int, minute: int = 0) -> None:
    """Advance to that time of the next day."""
    now = world.clock.now()
    then = datetime(now.year, now.month, now.day + 1, hour, minute, tzinfo=UTC)
    world.clock.advance(int((then - now).total_seconds() * 1000))
    world.services.gui.light._timer.timeout.emit()


def shown(world: World) -> str:
    """The name under the moon: what a press would start."""
    found = [
        name
        for label in world.tonight.idle.findChildren(QLabel)
        if (name := label.text()) in ("Night waking", "Bedtime", "Nap", "Just sound")
    ]
    assert len(found) == 1
    return found[0]


def test_tonight_shows_the_due_routine_and_starts_it(world: World) -> None:
    world.act(Action.SECOND)
    assert shown(world) == "Bedtime"
    set_clock(world, 13)
    assert shown(world) == "Bedtime"
    world.act(Action.THIRD)
    assert shown(world) == "Nap"
    set_clock(world, 19, 58)
    assert shown(world) == "Nap"
    set_clock(world, 20)
    assert shown(world) == "Bedtime"
    world.act(Action.LONGER)
    world.act(Action.TOGGLE)
    programme = world.services.bridge.state.programme
    assert programme is not None
    assert (programme.routine, programme.minutes) == ("bedtime", None)


def test_the_hour_does_not_replace_a_recent_choice(world: World) -> None:
    set_clock(world, 19, 58)
    world.act(Action.THIRD)
    world.clock.advance(5 * 60_000)
    world.services.gui.light._timer.timeout.emit()
    assert shown(world) == "Nap"
    world.clock.advance(HOUR_MS)
    world.services.gui.light._timer.timeout.emit()
    assert shown(world) == "Night waking"
