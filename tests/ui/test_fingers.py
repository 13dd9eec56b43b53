"""A finger on a touch screen: it presses, scrolls, slides, and rests on something for its menu."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.screen import PLAYLISTS
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.settings.screen import SettingsScreen
from lullaby.ui.shell.fingers import Fingers
from lullaby.ui.shell.first_touch import has_touch_screen
from lullaby.ui.shell.sheets import top_sheet
from tests.ui import reach
from tests.world import World, make_world


class Finger:
    """One finger on the window."""

    def __init__(self, world: World, device: QPointingDevice) -> None:
        self.window = world.services.gui.window.window()
        self.device = device
        self.fingers = Fingers(self.window)
        self.at = QPoint()

    def tap(self, widget: QWidget, at: QPoint | None = None) -> None:
        self.press(widget, at or widget.rect().center())
        self.lift()

    def press(self, widget: QWidget, at: QPoint) -> None:
        self.at = widget.mapTo(self.window, at)
        QTest.touchEvent(self.window, self.device).press(0, self.at, self.window).commit()

    def move(self, by: QPoint) -> None:
        self.at += by
        QTest.touchEvent(self.window, self.device).move(0, self.at, self.window).commit()

    def lift(self) -> None:
        QTest.touchEvent(self.window, self.device).release(0, self.at, self.window).commit()

    def drag(self, widget: QWidget, start: QPoint, by: QPoint) -> None:
        self.press(widget, start)
        for _ in range(10):
            self.move(by / 10)
        self.lift()


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    reach.settle()
    yield world
    for menu in world.services.gui.window.findChildren(QMenu):
        menu.close()
    world.close()


@pytest.fixture
def finger(world: World) -> Finger:
    device = QTest.createTouchDevice()
    assert has_touch_screen()
    return Finger(world, device)


def songs(world: World) -> SongsTab:
    world.go("library")
    reach.settle()
    return world.find(SongsTab)


def test_a_finger_scrolls_the_songs_and_plays_none(world: World, finger: Finger) -> None:
    world.services.gui.window.resize(1280, 560)
    view = songs(world).list
    chosen = view.currentIndex().row()
    start = QPoint(30, view.viewport().height() - 60)
    finger.drag(view.viewport(), start, QPoint(4, -200))
    assert view.verticalScrollBar().value() > 100
    assert not world.services.bridge.state.sounding
    finger.drag(view.viewport(), QPoint(300, 40), QPoint(0, 300))
    assert view.verticalScrollBar().value() == 0
    assert view.chosen_count == 1
    assert chosen >= 0


def test_a_tap_still_chooses(world: World, finger: Finger) -> None:
    view = songs(world).list
    finger.tap(view.viewport(), view.visualRect(view.model().index(1, 0)).center())
    assert view.currentIndex().row() == 1
    assert not world.services.bridge.state.sounding


def test_a_tap_on_a_picture_still_plays(world: World, finger: Finger) -> None:
    view = songs(world).list
    second = view.visualRect(view.model().index(1, 0))
    finger.tap(view.viewport(), QPoint(30, second.top() + 30))
    assert world.services.bridge.state.stage is Stage.PLAYING


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_finger_that_rests_opens_the_menu_and_chooses_nothing_in_it(
    world: World, finger: Finger
) -> None:
    view = songs(world).list
    at = view.visualRect(view.model().index(2, 0)).center()
    finger.press(view.viewport(), at)
    finger.fingers.hold()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    finger.lift()
    assert menu.isVisible()
    assert not world.services.bridge.state.sounding
    menu.close()


def test_a_button_that_was_scrolled_is_not_pressed(world: World, finger: Finger) -> None:
    world.go("settings")
    screen = world.find(SettingsScreen)
    screen.show_group(4)
    reach.settle()
    bar = screen._area.verticalScrollBar()
    assert bar.maximum() > 100
    pressed: list[QAbstractButton] = []
    buttons = [each for each in screen._area.findChildren(QAbstractButton) if each.isVisible()]
    for each in buttons:
        each.clicked.connect(lambda *_, each=each: pressed.append(each))
    lowest = max(
        (each for each in buttons if each.mapTo(screen, QPoint(0, 0)).y() < 700),
        key=lambda each: each.mapTo(screen, QPoint(0, 0)).y(),
    )
    finger.drag(lowest, lowest.rect().center(), QPoint(0, -90))
    assert bar.value() > 60
    assert not pressed
    assert not lowest.isDown()


def test_a_slider_follows_the_finger(world: World, finger: Finger) -> None:
    finger.tap(world.tonight.idle.moon)
    assert world.services.bridge.state.stage is Stage.PLAYING
    reach.settle()
    (slider,) = (
        each
        for each in world.tonight.playing_panel.findChildren(QAbstractSlider)
        if each.isVisible() and each.accessibleName() == "Music"
    )
    before = world.services.bridge.state.music_step
    at = QPoint(slider.width() // 3, slider.height() // 2)
    finger.drag(slider, at, QPoint(-slider.width() // 4, 0))
    assert world.services.bridge.state.music_step < before


def test_sheets_open_close_and_scroll(world: World, finger: Finger) -> None:
    world.go("library")
    world.library.show_tab(PLAYLISTS)
    world.post.deliver()
    reach.settle()
    tab = world.find(PlaylistsTab)
    bar = tab.view.verticalScrollBar()
    finger.drag(tab.view.viewport(), QPoint(200, 300), QPoint(0, -120))
    assert bar.value() == min(bar.maximum(), 120) or bar.value() > 60
    world.services.gui.dispatcher.show_keys()
    reach.settle()
    sheet = top_sheet(world.services.gui.window)
    assert sheet is not None
    area = sheet._scroll.viewport()
    if sheet.scroll_bar.maximum():
        finger.drag(area, area.rect().center(), QPoint(0, -100))
        assert sheet.scroll_bar.value() > 50
    finger.tap(sheet._done)
    assert not sheet.isVisible()


def named(world: World, name: str) -> QAbstractButton:
    """The visible button of this name."""
    (found,) = (
        each
        for each in world.services.gui.window.findChildren(QAbstractButton)
        if each.isVisible() and (each.accessibleName() or each.text()) == name
    )
    return found


def test_an_evening_by_finger(world: World, finger: Finger) -> None:
    finger.tap(named(world, "5 minutes more"))
    assert world.services.gui.dispatcher._next_session.chosen.minutes == 35
    finger.tap(world.tonight.idle.moon)
    world.pass_time(2_000)
    reach.settle()
    for name in ("Repeat this song", "Ocean", "Music softer", "They are calm now"):
        finger.tap(named(world, name))
    state = world.services.bridge.state
    assert state.repeat
    assert {sound.name for sound in state.ambient if sound.step} == {"rain", "ocean"}
    assert (state.music_step, state.calm_after_ms is not None) == (7, True)
    finger.tap(named(world, "Sing along"))
    world.post.deliver()
    assert world.services.gui.window.current == "sing"
    reach.settle()
    finger.tap(named(world, "Pause"))
    assert world.services.bridge.state.stage is Stage.PAUSED


def test_the_window_follows_fingers_where_there_is_a_touch_screen(
    world: World, finger: Finger
) -> None:
    before = len(finger.window.findChildren(Fingers))
    world.services.gui.start()
    assert len(finger.window.findChildren(Fingers)) == before + 1
