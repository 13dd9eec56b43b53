"""What a press opens leaves nothing behind in memory when it has closed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.controls.choice import ChoicePill
from lullaby.ui.journal.export_controller import ExportController
from lullaby.ui.shell.keys import Action
from tests.ui.scenes import fill
from tests.ui.sheets_of_the_app import OPENERS, close, world_for_sheets
from tests.world import World, make_world

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

HERE = QPoint(300, 300)


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = world_for_sheets(qtbot, qapp, tmp_path)
    yield world
    world.close()


def _song_menu(world: World) -> None:
    world.library_actions.song_menu(tuple(world.stores.library.tracks()), 0, HERE)


def _tempo_menu(world: World) -> None:
    world.library_actions.tempo_menu(world.stores.library.tracks()[0], HERE)


def _playlist_menu(world: World) -> None:
    world.library_actions.playlist_menu(world.stores.playlists.all()[0], HERE)


def _take_menu(world: World) -> None:
    controller = world.find(ExportController)
    controller.ask(world.journal)


def _choice_menu(world: World) -> None:
    world.services.gui.window.findChildren(ChoicePill)[0]._open()


MENUS: dict[str, Callable[[World], None]] = {
    "song": _song_menu,
    "tempo": _tempo_menu,
    "playlist": _playlist_menu,
    "take": _take_menu,
    "choice": _choice_menu,
}


def count(world: World) -> int:
    """Objects of Qt that live in the window."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return len(world.services.gui.window.findChildren(QObject))


def shut(world: World) -> None:
    menus = [each for each in world.services.gui.window.findChildren(QMenu) if each.isVisible()]
    assert menus
    for menu in menus:
        QTest.keyClick(menu, Qt.Key.Key_Escape)


class Windows(QObject):
    """Watches which windows are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(watched)
        return False


def test_screens_built_during_an_evening_belong_to_the_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    """No part of them flashes up as a window of its own, or waits outside of it."""
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True), fill)
    world.services.gui.window.show()
    world.act(Action.TOGGLE)
    assert world.services.bridge.state.sounding
    before = set(qapp.topLevelWidgets())
    windows = Windows()
    qapp.installEventFilter(windows)
    world.services.gui.screens.build_all()
    qapp.removeEventFilter(windows)
    outside = [each for each in set(qapp.topLevelWidgets()) - before if each.children()]
    world.close()
    assert not windows.shown
    assert not outside


def test_fifty_menus_of_each_kind_leave_nothing_behind(world: World) -> None:
    for name, open_menu in MENUS.items():
        before = count(world)
        for _ in range(50 if name == "song" else 5):
            open_menu(world)
            shut(world)
        assert count(world) == before, name


def test_the_choice_is_carried_out_although_the_menu_is_deleted(world: World) -> None:
    _song_menu(world)
    (menu,) = [each for each in world.services.gui.window.findChildren(QMenu) if each.isVisible()]
    (hide,) = [each for each in menu.actions() if each.text().startswith("Hide “")]
    menu.setActiveAction(hide)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert world.stores.library.hidden_count()
    assert not [each for each in world.services.gui.window.findChildren(QMenu) if each.isVisible()]


@pytest.mark.long
@pytest.mark.parametrize("name", OPENERS)
def test_fifty_openings_of_a_sheet_leave_nothing_behind(world: World, name: str) -> None:
    for _ in range(2):
        OPENERS[name](world)
        close(world)
    before = count(world)
    for _ in range(50):
        OPENERS[name](world)
        close(world)
    assert count(world) == before


def test_sheets_rebuilt_each_time_leave_nothing_behind(world: World) -> None:
    for name in ("how we sing", "backups", "rules"):
        for _ in range(2):
            OPENERS[name](world)
            close(world)
        before = count(world)
        for _ in range(5):
            OPENERS[name](world)
            close(world)
        assert count(world) == before, name
    world.go("tonight")
