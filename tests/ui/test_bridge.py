"""Every screen ends with the newest state, whatever a screen wishes for while it is being told."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lullaby.session.state import SessionState, Stage
from lullaby.settings import Settings
from lullaby.ui.bridge import (
    SessionBridge,
    device_part,
    levels_part,
    speed_pitch_part,
    stage_part,
    timer_part,
    track_part,
)
from lullaby.ui.shell.keys import Action
from tests.world import World, make_world


@pytest.fixture
def world(qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    yield world
    world.close()


class Screen:
    """Remembers what it was told."""

    def __init__(self, bridge: SessionBridge) -> None:
        self.told: dict[str, list[SessionState]] = {}
        for name in ("stage", "track", "timer", "levels", "speed_pitch", "device"):
            signal = getattr(bridge, f"{name}_changed")
            signal.connect(lambda state, name=name: self.told.setdefault(name, []).append(state))


PARTS = {
    "stage": stage_part,
    "track": track_part,
    "timer": timer_part,
    "levels": levels_part,
    "speed_pitch": speed_pitch_part,
    "device": device_part,
}


def test_a_wish_made_while_telling_leaves_nobody_behind(world: World) -> None:
    bridge = world.services.bridge
    answers: list[int | None] = []

    def answer(state: SessionState) -> None:
        if state.stage is Stage.PLAYING and not answers:
            bridge.set_minutes(10)
            bridge.softer()
            answers.append(bridge.state.total_ms)

    bridge.stage_changed.connect(answer)
    late = Screen(bridge)
    world.act(Action.TOGGLE)
    assert answers == [600_000], "the wish is done when it returns"
    for name, part in PARTS.items():
        if name in late.told:
            assert part(late.told[name][-1]) == part(bridge.state), name
    totals = [state.total_ms or 0 for state in late.told["timer"]]
    assert totals[-1] == 600_000
    assert totals == sorted(totals, reverse=True), "never an older state after a newer one"


def test_a_screen_is_told_of_each_state_once(world: World) -> None:
    bridge = world.services.bridge
    screen = Screen(bridge)
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    for told in screen.told.values():
        assert all(before != after for before, after in pairwise(told))


def test_nothing_is_told_after_the_end(world: World) -> None:
    bridge = world.services.bridge
    bridge.stage_changed.connect(lambda _: bridge.rest())
    screen = Screen(bridge)
    world.act(Action.TOGGLE)
    bridge.softer()
    assert len(screen.told["stage"]) == 1
