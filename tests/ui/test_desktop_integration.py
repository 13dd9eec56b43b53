"""Desktop integration: power, media keys, tray, the end of an evening."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lullaby.desktop.media_controls import PlaybackStatus
from lullaby.session.state import SessionState, Stage
from lullaby.settings import Settings
from lullaby.ui.desktop.integration import DesktopIntegration
from lullaby.ui.desktop.tray import minutes_on_icon
from lullaby.ui.shell.keys import Action
from lullaby.units import Ms
from tests.ui.desktop_fakes import RecordedDesktop, attach_fake_desktop
from tests.ui.scenes import fill
from tests.world import World, make_world

CALM = Settings(welcomed=True, reduce_motion=True, light="dusk")
Key = Qt.Key

Open = Callable[[Settings], "tuple[World, DesktopIntegration, RecordedDesktop]"]


@pytest.fixture
def opened(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[Open]:
    closing: list[Callable[[], None]] = []

    def open_(settings: Settings) -> tuple[World, DesktopIntegration, RecordedDesktop]:
        world, recorded = make_world(qapp, tmp_path, settings, fill), RecordedDesktop()
        window = world.services.gui.window
        window.resize(1280, 800)
        window.show()
        desktop_integration = attach_fake_desktop(world, recorded)
        closing.extend((desktop_integration.shutdown, world.services.bridge.rest, world.close))
        return world, desktop_integration, recorded

    yield open_
    for close in closing:
        close()


def let_it_end(world: World) -> None:
    """Press F, and let its fade pass."""
    world.act(Action.FADE)
    for _ in range(400):
        if world.services.bridge.state.stage is not Stage.ENDED:
            world.pass_time(200)
    assert world.services.bridge.state.stage is Stage.ENDED


def test_the_machine_stays_awake_only_during_playback(opened: Open) -> None:
    world, _, recorded = opened(CALM)
    assert recorded.power == []
    world.act(Action.TOGGLE)
    assert recorded.power == ["awake"]
    world.act(Action.TOGGLE)
    assert recorded.power == ["awake", "may sleep"], "a pause may last till morning"
    world.act(Action.TOGGLE)
    let_it_end(world)
    assert recorded.power == ["awake", "may sleep"] * 2


def test_closing_lets_it_sleep(opened: Open) -> None:
    world, desktop_integration, recorded = opened(CALM)
    world.act(Action.TOGGLE)
    desktop_integration.shutdown()
    assert recorded.power == ["awake", "may sleep"]


def test_after_a_suspend_it_waits_and_says_so(opened: Open) -> None:
    world, _, recorded = opened(CALM)
    world.act(Action.TOGGLE)
    world.pass_time(10_000)
    world.clock.jump_wall(6 * 3_600_000)
    world.services.bridge.tick()
    assert world.services.bridge.state.stage is Stage.PAUSED
    notices = [
        label.text()
        for label in world.services.gui.window.findChildren(QLabel)
        if label.isVisible()
    ]
    assert "The laptop was asleep. Your place is kept." in notices
    assert recorded.power[-1] == "may sleep"


def test_the_desktop_follows_the_song(opened: Open) -> None:
    world, desktop_integration, recorded = opened(CALM)
    desktop_integration.start(tray=False)
    assert recorded.open_now
    assert recorded.playing.status is PlaybackStatus.STOPPED
    world.act(Action.TOGGLE)
    world.pass_time(20_000)
    state = world.services.bridge.state
    assert state.track is not None
    assert recorded.playing.status is PlaybackStatus.PLAYING
    assert recorded.playing.title == state.track.title
    assert recorded.playing.length_ms == state.duration_ms
    assert recorded.playing.position_ms == state.position_ms > 10_000
    assert recorded.playing.track == 0
    desktop_integration.remote.next()
    assert recorded.playing.track == 1
    desktop_integration.remote.pause()
    assert recorded.playing.status is PlaybackStatus.PAUSED
    desktop_integration.remote.pause()
    assert recorded.playing.status is PlaybackStatus.PAUSED
    desktop_integration.remote.play()
    assert recorded.playing.status is PlaybackStatus.PLAYING
    desktop_integration.remote.fade()
    assert world.services.bridge.state.fade_requested


def test_play_begins_the_evening(opened: Open) -> None:
    world, desktop_integration, _ = opened(CALM)
    desktop_integration.remote.play()
    assert world.services.bridge.state.stage is Stage.PLAYING


def test_only_a_seek_is_reported_as_one(opened: Open) -> None:
    world, desktop_integration, recorded = opened(CALM)
    world.act(Action.TOGGLE)
    world.pass_time(30_000)
    world.act(Action.TOGGLE)
    world.pass_time(30_000)
    world.act(Action.TOGGLE)
    world.pass_time(10_000)
    assert recorded.seeks == []
    desktop_integration.remote.seek(Ms(120_000))
    world.pass_time(1_000)
    assert [round(seek / 1000) for seek in recorded.seeks] == [120]


def test_full_volume_of_the_desktop_is_the_gentle_limit(opened: Open) -> None:
    world, desktop_integration, recorded = opened(replace(CALM, gentle_limit=10))
    world.act(Action.TOGGLE)
    desktop_integration.remote.set_volume(1.0)
    assert world.services.bridge.state.music_step == 10
    assert recorded.playing.volume == 1.0
    desktop_integration.remote.set_volume(0.5)
    assert world.services.bridge.state.music_step == 5
    assert recorded.playing.volume == 0.5


def test_at_the_end_nothing_happens_unless_it_was_chosen(opened: Open) -> None:
    world, desktop_integration, recorded = opened(CALM)
    world.act(Action.TOGGLE)
    let_it_end(world)
    assert desktop_integration.after.screen_blanker.isHidden()
    assert desktop_integration.after.line.isHidden()
    assert "sleep" not in recorded.power


def test_the_window_turns_black_and_any_key_ends_that(opened: Open) -> None:
    world, desktop_integration, _ = opened(replace(CALM, at_end="dark", ask_afterwards=False))
    window, screen_blanker = world.services.gui.window, desktop_integration.after.screen_blanker
    world.act(Action.TOGGLE)
    let_it_end(world)
    assert screen_blanker.isVisible()
    assert screen_blanker.geometry() == window.rect()
    picture = window.grab().toImage()
    assert all(picture.pixelColor(x, 300).lightness() == 0 for x in range(0, 1280, 40))
    QTest.keyClick(window, Key.Key_Space)
    assert screen_blanker.isHidden()
    assert world.services.bridge.state.stage is Stage.ENDED, "the key that lifts it does no more"
    QTest.keyClick(window, Key.Key_Space)
    assert world.services.bridge.state.stage is Stage.PLAYING


def test_still_awake_works_on_the_black_screen(opened: Open) -> None:
    world, desktop_integration, _ = opened(replace(CALM, at_end="dark"))
    world.act(Action.TOGGLE)
    let_it_end(world)
    QTest.keyClick(world.services.gui.window, Key.Key_E)
    assert world.services.bridge.state.stage is Stage.PLAYING
    assert desktop_integration.after.screen_blanker.isHidden()


@contextmanager
def about_to_sleep(opened: Open) -> Iterator[tuple[World, DesktopIntegration, RecordedDesktop]]:
    world, desktop_integration, recorded = opened(replace(CALM, at_end="sleep"))
    world.act(Action.TOGGLE)
    let_it_end(world)
    assert desktop_integration.after.line.isVisible()
    yield world, desktop_integration, recorded


def look_after(world: World, desktop_integration: DesktopIntegration, seconds: int) -> None:
    world.clock.advance(seconds * 1000)
    desktop_integration.after.look()


def test_it_sleeps_after_thirty_seconds(opened: Open) -> None:
    with about_to_sleep(opened) as (world, desktop_integration, recorded):
        assert desktop_integration.after.line.text == (
            "The laptop goes to sleep in 30 seconds. Any key keeps it awake."
        )
        look_after(world, desktop_integration, 29)
        assert desktop_integration.after.line.text == (
            "The laptop goes to sleep in 1 second. Any key keeps it awake."
        )
        assert recorded.power[-1] == "may sleep"
        look_after(world, desktop_integration, 1)
        assert recorded.power[-1] == "sleep"
        assert desktop_integration.after.line.isHidden()
        look_after(world, desktop_integration, 60)
        assert recorded.power.count("sleep") == 1


def test_any_key_keeps_it_awake_and_has_its_usual_effect(opened: Open) -> None:
    with about_to_sleep(opened) as (world, desktop_integration, recorded):
        QTest.keyClick(world.services.gui.window, Key.Key_Escape)
        assert desktop_integration.after.line.isHidden()
        look_after(world, desktop_integration, 60)
        assert "sleep" not in recorded.power


def test_another_evening_keeps_it_awake(opened: Open) -> None:
    with about_to_sleep(opened) as (world, desktop_integration, recorded):
        world.services.gui.dispatcher.start_evening()
        assert desktop_integration.after.line.isHidden()
        look_after(world, desktop_integration, 60)
        assert "sleep" not in recorded.power


def test_a_lid_that_was_closed_meanwhile_is_enough(opened: Open) -> None:
    with about_to_sleep(opened) as (world, desktop_integration, recorded):
        world.clock.jump_wall(3_600_000)
        look_after(world, desktop_integration, 40)
        assert "sleep" not in recorded.power


def test_a_locked_keyboard_keeps_nothing_awake(opened: Open) -> None:
    world, desktop_integration, recorded = opened(replace(CALM, at_end="sleep"))
    world.act(Action.TOGGLE)
    desktop_integration.lock.lock()
    let_it_end(world)
    QTest.keyClick(world.services.gui.window, Key.Key_A)
    look_after(world, desktop_integration, 30)
    assert recorded.power[-1] == "sleep"


def test_a_window_that_closes_ends_the_evening_and_nothing_more(opened: Open) -> None:
    world, desktop_integration, recorded = opened(replace(CALM, at_end="sleep"))
    world.act(Action.TOGGLE)
    world.services.gui.window.close()
    world.pass_time(4_000)
    look_after(world, desktop_integration, 60)
    assert "sleep" not in recorded.power


def test_the_tray_shows_the_time_and_has_actions(opened: Open) -> None:
    world, desktop_integration, _ = opened(CALM)
    tray = desktop_integration.tray
    assert (tray.left.text(), tray.toggle.text()) == ("Nothing playing", "Begin")
    assert not tray.fade.isEnabled()
    tray.toggle.trigger()
    world.pass_time(1_000)
    assert (tray.left.text(), tray.toggle.text()) == ("30 minutes left", "Pause")
    tray.toggle.trigger()
    assert world.services.bridge.state.stage is Stage.PAUSED
    assert tray.toggle.text() == "Resume"
    tray.toggle.trigger()
    tray.fade.trigger()
    assert world.services.bridge.state.fade_requested
    tray.awake.trigger()
    assert not world.services.bridge.state.fade_requested
    assert tray.left.text() == "40 minutes left"


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (SessionState(), ""),
        (SessionState(stage=Stage.PLAYING, remaining_ms=Ms(60_001)), "2"),
        (SessionState(stage=Stage.PLAYING, remaining_ms=Ms(60_000)), "1"),
        (SessionState(stage=Stage.PLAYING), ""),
        (SessionState(stage=Stage.ENDED, remaining_ms=Ms(60_000)), ""),
    ],
)
def test_minutes_on_the_icon(state: SessionState, text: str) -> None:
    assert minutes_on_icon(state) == text


def test_the_desktop_is_told_when_the_limit_changes_its_volume_scale(opened: Open) -> None:
    world, desktop_integration, recorded = opened(CALM)
    desktop_integration.start(tray=False)
    world.act(Action.TOGGLE)
    before = recorded.playing.volume
    world.services.gui.settings_controller.change(gentle_limit=20)
    assert 0 < recorded.playing.volume < before
