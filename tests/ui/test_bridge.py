"""Every screen ends with the newest state, whatever commands come during an emission."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lullaby.audio.port import SpeedPitch
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
    vocal_mode_part,
)
from lullaby.ui.shell.keys import Action
from tests.world import World, make_world


@pytest.fixture
def world(qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    yield world
    world.close()


class Screen:
    """Records the states it receives."""

    def __init__(self, bridge: SessionBridge) -> None:
        self.received: dict[str, list[SessionState]] = {}
        for name in PARTS:
            signal = getattr(bridge, f"{name}_changed")
            signal.connect(
                lambda state, name=name: self.received.setdefault(name, []).append(state)
            )


PARTS = {
    "stage": stage_part,
    "track": track_part,
    "timer": timer_part,
    "levels": levels_part,
    "speed_pitch": speed_pitch_part,
    "device": device_part,
    "vocal_mode": vocal_mode_part,
}


def test_a_command_during_an_emission_leaves_no_screen_with_an_old_state(world: World) -> None:
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
    assert answers == [600_000], "the command is done when it returns"
    for name, part in PARTS.items():
        if name in late.received:
            assert part(late.received[name][-1]) == part(bridge.state), name
    totals = [state.total_ms or 0 for state in late.received["timer"]]
    assert totals[-1] == 600_000
    assert totals == sorted(totals, reverse=True), "never an older state after a newer one"


SIGNALS = ("stage", "track", "timer", "levels", "speed_pitch", "device", "vocal_mode", "position")

ACTS: dict[str, Callable[[SessionBridge], None]] = {
    "timer": lambda bridge: bridge.set_minutes(10),
    "song": lambda bridge: bridge.next(),
    "volume": lambda bridge: bridge.softer(),
    "pause": lambda bridge: bridge.toggle(),
    "stop": lambda bridge: bridge.stop(),
    "tick": lambda bridge: bridge.tick(),
}


def make_everything_change(world: World) -> None:
    """An evening in which each signal is emitted."""
    bridge = world.services.bridge
    world.act(Action.TOGGLE)
    world.pass_time(1_000)
    bridge.set_speed_pitch(SpeedPitch(0.9))
    bridge.louder()
    bridge.switch_lead()
    world.player.unplug()
    world.pass_time(1_000)


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("signal", SIGNALS)
def test_a_command_in_a_slot_leaves_no_screen_with_an_old_state(
    world: World, signal: str, act: str
) -> None:
    """Screens connected before and after the slot end with the state that the bridge has."""
    bridge, acted, nested = world.services.bridge, [], []
    early = Screen(bridge)

    def slot(_: SessionState) -> None:
        if not acted:
            acted.append(act)
            received = {name: len(states) for name, states in late.received.items()}
            ACTS[act](bridge)
            nested.append({name: len(states) for name, states in late.received.items()} != received)

    getattr(bridge, f"{signal}_changed").connect(slot)
    late = Screen(bridge)
    make_everything_change(world)
    assert acted, "the signal came"
    assert nested == [False], "nobody is told while others still hear of what came before"
    for screen in (early, late):
        for name, part in PARTS.items():
            if name in screen.received:
                assert part(screen.received[name][-1]) == part(bridge.state), name


def test_a_screen_receives_each_state_once(world: World) -> None:
    bridge = world.services.bridge
    screen = Screen(bridge)
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    again = screen.received.pop("speed_pitch")
    assert again, "told once more when the song's score has been read"
    for received in screen.received.values():
        assert all(before != after for before, after in pairwise(received))


def test_nothing_is_emitted_after_the_end(world: World) -> None:
    bridge = world.services.bridge
    bridge.stage_changed.connect(lambda _: bridge.rest())
    screen = Screen(bridge)
    world.act(Action.TOGGLE)
    bridge.softer()
    assert len(screen.received["stage"]) == 1
