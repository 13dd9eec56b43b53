"""The child lock: nothing affects the evening, and Esc held for two seconds unlocks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.desktop.child_lock import ChildLock
from lullaby.ui.desktop.integration import DesktopIntegration
from lullaby.ui.settings.child_lock_topic import ChildLockTopic
from lullaby.ui.shell.keys import Action
from tests.ui.desktop_fakes import RecordedDesktop, attach_fake_desktop
from tests.ui.scenes import fill
from tests.world import World, make_world

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    settings = Settings(welcomed=True, reduce_motion=True, light="dusk")
    world = make_world(qapp, tmp_path, settings, fill)
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    yield world
    world.services.bridge.rest()
    world.close()


@pytest.fixture
def desktop_integration(world: World) -> Iterator[DesktopIntegration]:
    desktop_integration = attach_fake_desktop(world, RecordedDesktop())
    yield desktop_integration
    desktop_integration.shutdown()


@pytest.fixture
def lock(desktop_integration: DesktopIntegration) -> ChildLock:
    return desktop_integration.lock


def line(world: World) -> str:
    """The text of the lock's line while it is on screen."""
    lock = world.find(ChildLock)
    return lock._line.text if lock._line.isVisible() else ""


def esc(window: QWidget, kind: QEvent.Type, repeated: bool = False) -> None:
    event = QKeyEvent(kind, Key.Key_Escape, NONE, "", repeated)
    QCoreApplication.sendEvent(window, event)


def hold_esc(world: World, lock: ChildLock, ms: int, flagged: bool = True) -> None:
    """Hold Esc with the repeats of a real keyboard, as X11 reports them: released and pressed
    again.

    `flagged`: Qt recognised these as repeats, which it does not always on a busy machine.
    """
    window = world.services.gui.window
    esc(window, QEvent.Type.KeyPress)
    for _ in range(ms // 100):
        world.clock.advance(100)
        lock.look()
        esc(window, QEvent.Type.KeyRelease, repeated=flagged)
        esc(window, QEvent.Type.KeyPress, repeated=flagged)
    esc(window, QEvent.Type.KeyRelease)
    world.clock.advance(200)
    lock.look()


def test_ctrl_l_locks_every_key_and_click_and_the_sound_continues(
    world: World, lock: ChildLock
) -> None:
    window = world.services.gui.window
    QTest.keyClick(window, Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert lock.locked
    assert line(world) == "Locked. Hold Esc for 2 seconds to unlock"
    before = world.services.bridge.state
    for key in (Key.Key_Space, Key.Key_F, Key.Key_Escape, Key.Key_Plus, Key.Key_L, Key.Key_N):
        QTest.keyClick(window, key)
    QTest.keyClick(window, Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    pause = world.tonight.playing.pause
    QTest.mouseClick(pause, Qt.MouseButton.LeftButton, pos=pause.rect().center())
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(40, 300))
    assert world.services.bridge.state == before
    assert (window.place, lock.locked) == ("tonight", True)
    world.pass_time(10_000)
    assert world.services.bridge.state.stage is Stage.PLAYING


def test_esc_held_for_two_seconds_unlocks(world: World, lock: ChildLock) -> None:
    window = world.services.gui.window
    lock.lock()
    hold_esc(world, lock, 1_900)
    assert lock.locked, "let go too soon"
    hold_esc(world, lock, 1_900)
    assert lock.locked, "holding begins anew"
    hold_esc(world, lock, 2_000)
    assert not lock.locked
    assert line(world) == ""
    QTest.keyClick(window, Key.Key_F)
    assert world.services.bridge.state.fade_requested, "keys act again"


def test_repeats_that_look_like_new_presses_are_one_long_press(
    world: World, lock: ChildLock
) -> None:
    lock.lock()
    hold_esc(world, lock, 1_900, flagged=False)
    assert lock.locked
    hold_esc(world, lock, 2_000, flagged=False)
    assert not lock.locked


def test_repeated_short_presses_do_not_count_as_holding(world: World, lock: ChildLock) -> None:
    lock.lock()
    for _ in range(10):
        esc(world.services.gui.window, QEvent.Type.KeyPress)
        world.clock.advance(300)
        lock.look()
        esc(world.services.gui.window, QEvent.Type.KeyRelease)
        world.clock.advance(300)
        lock.look()
    assert lock.locked


def test_esc_does_not_count_while_another_window_has_focus(world: World, lock: ChildLock) -> None:
    window = world.services.gui.window
    lock.lock()
    esc(window, QEvent.Type.KeyPress)
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    world.clock.advance(5_000)
    lock.look()
    assert lock.locked


def test_the_second_attempt_to_close_the_frame_succeeds(world: World, lock: ChildLock) -> None:
    window = world.services.gui.window
    handle = window.windowHandle()
    lock.lock()
    handle.close()
    assert window.isVisible()
    assert world.services.bridge.state.stage is Stage.PLAYING
    world.clock.advance(11_000)
    handle.close()
    assert window.isVisible(), "that was long ago"
    world.clock.advance(3_000)
    handle.close()
    assert not window.isVisible()
    assert world.services.bridge.state.stage is Stage.ENDING


def test_media_keys_are_keys_too(world: World, desktop_integration: DesktopIntegration) -> None:
    desktop_integration.lock.lock()
    desktop_integration.remote.play_pause()
    desktop_integration.remote.set_volume(0.0)
    assert world.services.bridge.state.stage is Stage.PLAYING
    desktop_integration.lock.unlock()
    desktop_integration.remote.play_pause()
    assert world.services.bridge.state.stage is Stage.PAUSED


def test_settings_lock_it_by_a_button(world: World, lock: ChildLock) -> None:
    world.find(ChildLockTopic).lock_requested.emit()
    assert lock.locked
