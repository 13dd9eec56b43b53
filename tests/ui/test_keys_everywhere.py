"""What the keyboard asks for wherever a person is: the list of keys, and the menus of a mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lullaby.ui.library.playlist_list import PlaylistRow
from lullaby.ui.library.song_list import SongList
from lullaby.ui.shell.sheets import top_sheet
from tests.ui.reach import settle
from tests.ui.sheets_of_the_app import OPENERS, ROOMY, close, world_for_sheets
from tests.world import World

Key = Qt.Key
MENU_KEYS = (
    (Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
    (Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
)
BY_MOUSE = Qt.ContextMenuPolicy.CustomContextMenu


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = world_for_sheets(qtbot, qapp, tmp_path)
    yield world
    world.close()


def press(
    world: World, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    window = world.services.gui.window
    QTest.keyClick(window.focusWidget() or window, key, modifiers)


def title_of_top(world: World) -> str | None:
    sheet = top_sheet(world.services.gui.window)
    return None if sheet is None else sheet.accessibleName()


def test_f1_lists_the_keys_over_whatever_is_open(world: World) -> None:
    window = world.services.gui.window
    for place in (*(spec.id for spec in window.specs if spec.shortcut), *OPENERS):
        if place in OPENERS:
            OPENERS[place](world)
        else:
            world.go(place)
        before = title_of_top(world), window.current
        press(world, Key.Key_F1)
        assert title_of_top(world) == "Keys", place
        press(world, Key.Key_Escape)
        if place != "keys":
            assert (title_of_top(world), window.current) == before, place
        close(world)


def has_menu(widget: QWidget) -> bool:
    """Whether the right button of a mouse opens a menu of ours."""
    own = [each for each in type(widget).__mro__ if each.__module__.startswith("lullaby.")]
    answers = any("contextMenuEvent" in vars(each) for each in own)
    return answers or widget.contextMenuPolicy() is BY_MOUSE


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_every_menu_of_the_mouse_opens_by_a_key(world: World) -> None:
    window = world.services.gui.window
    window.resize(*ROOMY)
    found: set[type] = set()
    places = [spec.id for spec in window.specs if spec.shortcut]
    for place, tab in [*((place, None) for place in places), ("library", 0), ("library", 1)]:
        world.go(place)
        if tab is not None:
            world.library.show_tab(tab)
            world.post.deliver()
            settle()
        for widget in [each for each in window.findChildren(QWidget) if has_menu(each)]:
            if not widget.isVisible():
                continue
            found.add(type(widget))
            for key, modifiers in MENU_KEYS:
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                press(world, key, modifiers)
                menu = QApplication.activePopupWidget()
                assert menu is not None, f"{widget} by {key.name}"
                menu.close()
    assert {SongList, PlaylistRow} <= found
