"""The laptop is suspended, by lid or menu, or its battery runs low, during playback."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lullaby.desktop.battery import Charge
from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.desktop.integration import DesktopIntegration
from lullaby.ui.desktop.sleep_guard import SILENT_AFTER_MS
from lullaby.ui.shell.keys import Action
from tests.ui.desktop_fakes import RecordedDesktop, Sleeper, attach_fake_desktop
from tests.ui.scenes import fill
from tests.world import World, make_world

CALM = Settings(welcomed=True, reduce_motion=True, light="dusk")
HOURS = 3_600_000


class Night:
    def __init__(self, world: World) -> None:
        self.world, self.recorded, self.sleeper = world, RecordedDesktop(), Sleeper()
        self.desktop_integration: DesktopIntegration = attach_fake_desktop(
            world, self.recorded, self.sleeper
        )
        self.desktop_integration.start(tray=False)

    @property
    def stage(self) -> Stage:
        return self.world.services.bridge.state.stage

    def notices(self) -> list[str]:
        labels = self.world.services.gui.window.findChildren(QLabel)
        return [label.text() for label in labels if label.isVisible()]

    def look(self) -> None:
        self.desktop_integration.sleep_guard.look()


@pytest.fixture
def night(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[Night]:
    world = make_world(qapp, tmp_path, CALM, fill)
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    night = Night(world)
    yield night
    night.desktop_integration.shutdown()
    world.services.bridge.rest()
    world.close()


def test_the_sound_fades_out_before_sleep_and_stays_silent_afterwards(night: Night) -> None:
    world = night.world
    world.act(Action.TOGGLE)
    world.pass_time(10_000)
    place = world.services.bridge.state.position_ms
    night.sleeper.lie_down()
    assert night.stage is Stage.PAUSED
    night.look()
    assert night.sleeper.released == 0, "the pause has not been heard yet"
    world.clock.advance(SILENT_AFTER_MS)
    night.look()
    assert night.sleeper.released == 1
    world.clock.jump_wall(6 * HOURS)
    night.sleeper.wake()
    world.pass_time(5_000)
    assert night.stage is Stage.PAUSED
    assert abs(world.services.bridge.state.position_ms - place) <= SILENT_AFTER_MS
    assert "The laptop was asleep. Your place is kept." in night.notices()


def test_after_sleep_the_sound_rises_slowly(night: Night) -> None:
    world = night.world
    world.act(Action.TOGGLE)
    world.pass_time(10_000)
    night.sleeper.lie_down()
    world.pass_time(SILENT_AFTER_MS)
    world.clock.jump_wall(HOURS)
    night.sleeper.wake()
    world.act(Action.TOGGLE)
    assert night.stage is Stage.PLAYING
    assert not world.services.bridge.state.slept
    assert world.player.resumed_over[-1] == 4_000
    world.act(Action.TOGGLE)
    world.act(Action.TOGGLE)
    assert world.player.resumed_over[-1] < 2_000, "an ordinary pause is no sleep"


@pytest.mark.parametrize("pressed", [0, 2])
def test_sleep_is_not_delayed_if_nothing_plays(night: Night, pressed: int) -> None:
    for _ in range(pressed):
        night.world.act(Action.TOGGLE)
    stage = night.stage
    night.sleeper.lie_down()
    assert night.sleeper.released == 1
    assert night.stage is stage


def test_closing_releases_a_delayed_sleep(night: Night) -> None:
    night.world.act(Action.TOGGLE)
    night.world.pass_time(2_000)
    night.sleeper.lie_down()
    night.desktop_integration.shutdown()
    assert night.sleeper.released == 1


def test_the_lid_setting_applies_at_once(night: Night) -> None:
    controller = night.world.services.gui.settings_controller
    night.world.act(Action.TOGGLE)
    assert night.recorded.power == ["awake"]
    controller.change(play_with_lid_closed=True)
    assert night.recorded.power[-1] == "awake behind the lid"
    controller.change(play_with_lid_closed=True)
    controller.change(play_with_lid_closed=False)
    assert night.recorded.power == ["awake", "awake behind the lid", "awake"]
    night.world.act(Action.TOGGLE)
    controller.change(play_with_lid_closed=True)
    assert night.recorded.power[-1] == "may sleep", "a pause keeps nothing awake"
    night.world.act(Action.TOGGLE)
    assert night.recorded.power[-1] == "awake behind the lid"


def battery_lines(night: Night) -> list[str]:
    return [text for text in night.notices() if "battery is down" in text]


def test_a_low_battery_is_shown_once_and_hidden_when_plugged_in(night: Night) -> None:
    world, look = night.world, night.desktop_integration.low_battery.look
    night.recorded.battery = Charge(11, discharging=True)
    world.act(Action.TOGGLE)
    look()
    world.post.deliver()
    assert not battery_lines(night)
    night.recorded.battery = Charge(10, discharging=True)
    look()
    world.post.deliver()
    assert battery_lines(night) == ["The battery is down to 10 %."]
    world.services.gui.notices.take_back("battery")
    for percent in (9, 8, 7):
        night.recorded.battery = Charge(percent, discharging=True)
        look()
        world.post.deliver()
    assert not battery_lines(night), "once is enough"
    night.recorded.battery = Charge(7, discharging=False)
    look()
    world.post.deliver()
    night.recorded.battery = Charge(7, discharging=True)
    look()
    world.post.deliver()
    assert battery_lines(night) == ["The battery is down to 7 %."]
    night.recorded.battery = Charge(8, discharging=False)
    look()
    world.post.deliver()
    assert not battery_lines(night)


def test_the_line_also_disappears_when_plugged_in_after_the_evening(night: Night) -> None:
    world = night.world
    night.recorded.battery = Charge(9, discharging=True)
    world.act(Action.TOGGLE)
    world.post.deliver()
    assert battery_lines(night)
    world.act(Action.TOGGLE)
    assert night.desktop_integration.low_battery.looking, "the line still stands"
    night.recorded.battery = Charge(9, discharging=False)
    night.desktop_integration.low_battery.look()
    world.post.deliver()
    assert not battery_lines(night)
    assert not night.desktop_integration.low_battery.looking


def test_a_machine_without_a_battery_shows_nothing(night: Night) -> None:
    night.world.act(Action.TOGGLE)
    night.desktop_integration.low_battery.look()
    night.world.post.deliver()
    assert not battery_lines(night)
