"""The keyboard stays in a panel while it lies over the window, and is given back after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.keys import Wish
from lullaby.ui.keys_sheet import KeysList
from lullaby.ui.sheets import Sheet
from lullaby.ui.window import Page
from tests.world import World, make_world


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    world.rooms.gui.window.show()
    yield world
    world.close()


def focus(world: World) -> QWidget | None:
    return world.rooms.gui.window.focusWidget()


def has_focus(world: World) -> QWidget:
    found = focus(world)
    assert found is not None
    return found


def sheet_around(widget: QWidget | None) -> Sheet | None:
    while widget is not None and not isinstance(widget, Sheet):
        widget = widget.parentWidget()
    return widget


def plain_sheet(world: World, content: QWidget) -> Sheet:
    gui = world.rooms.gui
    sheet = Sheet(world.rooms.theme, gui.window, 480)
    sheet.hold(content)
    return sheet


def test_closing_a_sheet_gives_the_keyboard_back(world: World) -> None:
    button = QPushButton("Before", world.rooms.gui.window)
    button.show()
    button.setFocus()
    world.act(Wish.KEYS)
    assert sheet_around(focus(world)) is not None
    world.act(Wish.BACK)
    assert focus(world) is button


def test_a_sheet_that_nobody_had_the_keyboard_before_leaves_nobody_with_it(world: World) -> None:
    world.act(Wish.SING_PLACE)
    now = focus(world)
    if now is not None:
        now.clearFocus()
    world.act(Wish.KEYS)
    world.act(Wish.BACK)
    assert focus(world) is None, "Space would press what lies beneath"


def test_a_button_that_is_gone_since_does_not_get_the_keyboard(world: World) -> None:
    button = QPushButton("Before", world.rooms.gui.window)
    button.show()
    button.setFocus()
    world.act(Wish.KEYS)
    button.hide()
    world.act(Wish.BACK)
    assert focus(world) is None


def test_tab_goes_round_within_a_sheet(world: World) -> None:
    content = QWidget()
    inside = [QPushButton(name, content) for name in ("One", "Two")]
    sheet = plain_sheet(world, content)
    sheet.open("Title")
    done = has_focus(world)
    seen: list[QWidget] = []
    for _ in range(3):
        QTest.keyClick(has_focus(world), Qt.Key.Key_Tab)
        seen.append(has_focus(world))
    assert seen == [*inside, done]
    QTest.keyClick(done, Qt.Key.Key_Backtab)
    assert focus(world) is inside[1]
    sheet.close_sheet()


def test_a_sheet_to_read_is_scrolled_by_the_arrows_at_once(world: World) -> None:
    world.rooms.gui.window.resize(1280, 600)
    sheet = plain_sheet(world, KeysList(world.rooms.theme))
    sheet.open("Keys")
    bar = sheet.scroll_bar
    assert bar.maximum() > 0
    loud = world.rooms.bridge.state.master
    QTest.keyClick(has_focus(world), Qt.Key.Key_Down)
    QTest.keyClick(has_focus(world), Qt.Key.Key_PageDown)
    assert bar.value() > 100
    assert world.rooms.bridge.state.master == loud
    QTest.keyClick(has_focus(world), Qt.Key.Key_Tab)
    done = has_focus(world)
    assert isinstance(done, QAbstractButton)
    assert done.text() == "Done"
    sheet.close_sheet()


def test_a_note_made_while_singing_leads_back_to_the_words(world: World) -> None:
    window = world.rooms.gui.window
    world.act(Wish.TOGGLE)
    world.pass_time(2_000)
    world.act(Wish.SING)
    world.act(Wish.NOTE)
    assert window.page is Page.CARD
    world.act(Wish.BACK)
    assert window.page is Page.SING
