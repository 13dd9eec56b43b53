"""Focus stays in a sheet while it lies over the window, and returns afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.shell.keys import ARROWS, NUMBERS, SINGLE, Action
from lullaby.ui.shell.keys_sheet import KeysList, key_lines
from lullaby.ui.shell.notices import Notice
from lullaby.ui.shell.rail import RailButton
from lullaby.ui.shell.sheets import Sheet, top_sheet
from lullaby.ui.shell.tab_order import tab_stops
from lullaby.ui.sing.plugin import SINGLE as SINGING
from tests.world import World, make_world

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.show()
    yield world
    world.close()


def focus(world: World) -> QWidget | None:
    return world.services.gui.window.focusWidget()


def has_focus(world: World) -> QWidget:
    found = focus(world)
    assert found is not None
    return found


def sheet_around(widget: QWidget | None) -> Sheet | None:
    while widget is not None and not isinstance(widget, Sheet):
        widget = widget.parentWidget()
    return widget


def plain_sheet(world: World, content: QWidget) -> Sheet:
    gui = world.services.gui
    sheet = Sheet(world.services.theme, gui.window, 480)
    sheet.hold(content)
    return sheet


def test_closing_a_sheet_restores_focus(world: World) -> None:
    button = QPushButton("Before", world.services.gui.window)
    button.show()
    button.setFocus()
    world.act(Action.KEYS)
    assert sheet_around(focus(world)) is not None
    world.act(Action.BACK)
    assert focus(world) is button


def test_without_focus_before_a_sheet_there_is_none_after_it(world: World) -> None:
    world.go("sing")
    now = focus(world)
    if now is not None:
        now.clearFocus()
    world.act(Action.KEYS)
    world.act(Action.BACK)
    assert focus(world) is None, "Space would press what lies beneath"


def test_focus_does_not_return_to_a_hidden_button(world: World) -> None:
    button = QPushButton("Before", world.services.gui.window)
    button.show()
    button.setFocus()
    world.act(Action.KEYS)
    button.hide()
    world.act(Action.BACK)
    assert focus(world) is None


def test_tab_cycles_within_a_sheet(world: World) -> None:
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


def test_tab_also_reaches_a_message_over_a_sheet(world: World) -> None:
    """It lies over the sheet, so its buttons are the pointer's and the keyboard's too."""
    board = world.services.gui.notices._board
    world.act(Action.KEYS)
    acted: list[bool] = []
    board.show("test", Notice("A message", action_text="Do it", action=lambda: acted.append(True)))
    window = world.services.gui.window
    stops = tab_stops(window.bars.notice_bar)
    assert [each.accessibleName() for each in stops] == ["Do it", "Close this message"]
    seen: list[QWidget] = []
    for _ in range(8):
        QTest.keyClick(has_focus(world), Key.Key_Tab)
        seen.append(has_focus(world))
    assert set(stops) < set(seen)
    assert all(each in stops or sheet_around(each) is not None for each in seen)
    stops[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(has_focus(world), Key.Key_Return)
    assert acted == [True]
    QTest.keyClick(has_focus(world), Key.Key_Backtab)
    assert sheet_around(focus(world)) is not None
    stops[1].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(has_focus(world), Key.Key_Space)
    assert board.current is None
    assert sheet_around(focus(world)) is not None, "the message is gone, the sheet is not"
    world.act(Action.BACK)


def test_a_sheet_to_read_is_scrolled_by_the_arrows_at_once(world: World) -> None:
    window = world.services.gui.window
    window.resize(1280, 600)
    sheet = plain_sheet(world, KeysList(world.services.theme, key_lines(window.specs)))
    sheet.open("Keys")
    bar = sheet.scroll_bar
    assert bar.maximum() > 0
    loud = world.services.bridge.state.music_step
    QTest.keyClick(has_focus(world), Qt.Key.Key_Down)
    QTest.keyClick(has_focus(world), Qt.Key.Key_PageDown)
    assert bar.value() > 100
    assert world.services.bridge.state.music_step == loud
    QTest.keyClick(has_focus(world), Qt.Key.Key_Tab)
    done = has_focus(world)
    assert isinstance(done, QAbstractButton)
    assert done.text() == "Done"
    sheet.close_sheet()


def test_tab_goes_to_a_button_that_came_after_the_sheet_was_opened(world: World) -> None:
    content = QWidget()
    sheet = plain_sheet(world, content)
    sheet.open("Restore a backup")
    late = QPushButton("Restore", content)
    late.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    late.show()
    QTest.keyClick(has_focus(world), Key.Key_Tab)
    assert focus(world) is late, "not the area around it, which has nothing to scroll"


def test_a_note_made_while_singing_leads_back_to_the_words(world: World) -> None:
    window = world.services.gui.window
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    world.act(Action.SING)
    world.act(Action.NOTE)
    assert window.current == "outcome"
    world.act(Action.BACK)
    assert window.current == "sing"


def test_no_key_reaches_what_an_open_sheet_covers(world: World) -> None:
    window = world.services.gui.window
    world.go("library")
    songs = has_focus(world)
    world.act(Action.KEYS)
    sheet = sheet_around(focus(world))
    songs.setFocus()
    for key in (*SINGLE, *SINGING, *NUMBERS, *ARROWS, Key.Key_W, Key.Key_T, Key.Key_Tab):
        for modifiers in (NONE, CTRL):
            QTest.keyClick(has_focus(world), key, modifiers)
    assert sheet_around(focus(world)) is sheet
    assert window.current == window.place
    assert window.place == "library"
    QTest.keyClick(has_focus(world), Key.Key_Escape)
    assert top_sheet(window) is None


def test_a_key_pressed_elsewhere_returns_focus_to_the_sheet(world: World) -> None:
    button = QPushButton("Beneath", world.services.gui.window)
    button.show()
    pressed: list[bool] = []
    button.clicked.connect(pressed.append)
    world.act(Action.KEYS)
    button.setFocus()
    QTest.keyClick(button, Key.Key_Space)
    assert not pressed
    assert sheet_around(focus(world)) is not None
    world.act(Action.BACK)


def test_sound_keys_work_over_a_sheet(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    world.act(Action.KEYS)
    louder = world.services.bridge.state.music_step
    QTest.keyClick(has_focus(world), Key.Key_Minus)
    assert world.services.bridge.state.music_step < louder
    QTest.keyClick(has_focus(world), Key.Key_F)
    assert world.services.bridge.state.fade_requested
    world.act(Action.BACK)


def test_nothing_starts_behind_a_sheet(world: World) -> None:
    world.act(Action.KEYS)
    world.act(Action.TOGGLE)
    assert not world.services.bridge.state.sounding
    world.act(Action.BACK)


def test_to_a_screen_reader_a_sheet_is_a_dialog_of_its_title(world: World) -> None:
    world.act(Action.KEYS)
    sheet = top_sheet(world.services.gui.window)
    assert sheet is not None
    interface = QAccessible.queryAccessibleInterface(sheet)
    assert interface.role() == QAccessible.Role.Dialog
    assert interface.text(QAccessible.Text.Name) == "Keys"
    world.act(Action.BACK)


def told_in(widget: QWidget) -> list[str]:
    """The names in the part of the tree of a screen reader that is this widget's."""
    found, left = [], [QAccessible.queryAccessibleInterface(widget)]
    while left:
        now = left.pop()
        if not now.state().invisible:
            found.append(now.text(QAccessible.Text.Name))
            left += [now.child(at) for at in range(now.childCount())]
    return found


def test_a_screen_reader_is_told_nothing_of_what_a_sheet_covers(world: World) -> None:
    window = world.services.gui.window
    moon = "Begin Night waking, 30 minutes"
    assert moon in told_in(window)
    world.act(Action.KEYS)
    told = told_in(window)
    assert "Keys" in told
    assert moon not in told
    assert "Tonight, here" not in told
    second = plain_sheet(world, QPushButton("Inside"))
    second.open("Second")
    assert "Inside" in told_in(window)
    assert "Keys" not in told_in(window)
    second.close_sheet()
    assert "Keys" in told_in(window)
    board = world.services.gui.notices._board
    board.show("test", Notice("A message"))
    assert "A message" in told_in(window), "it lies over the sheet"
    world.act(Action.BACK)
    assert moon in told_in(window)
    assert "Keys" not in told_in(window)


def test_a_panel_of_a_small_window_is_back_in_its_place_in_a_large_one(world: World) -> None:
    tonight = world.tonight
    window = world.services.gui.window
    window.resize(1000, 700)
    tonight.idle.choice_requested.emit(0)
    assert top_sheet(window) is not None
    window.resize(1280, 800)
    assert top_sheet(window) is None
    assert tonight.isAncestorOf(tonight.routine_panel)
    assert tonight.routine_panel.isVisible()


def test_a_press_beside_a_sheet_reaches_nothing_below(world: World) -> None:
    window = world.services.gui.window
    world.act(Action.KEYS)
    sheet = top_sheet(window)
    assert sheet is not None
    rail = window.rail.findChildren(RailButton)[2]
    where = rail.mapTo(window, rail.rect().center())
    hit = window.childAt(where)
    assert hit is not None
    assert hit is sheet or sheet.isAncestorOf(hit)
    QTest.mouseClick(hit, Qt.MouseButton.LeftButton, pos=hit.mapFrom(window, where))
    assert window.place == "tonight"
    assert top_sheet(window) is sheet
    world.act(Action.BACK)


def test_no_sheet_lies_over_the_resting_screen(world: World) -> None:
    window = world.services.gui.window
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    world.act(Action.KEYS)
    world.rest.rest()
    assert window.current == "resting"
    assert top_sheet(window) is None
