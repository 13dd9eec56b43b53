"""Of the pictures as large as the window, only the one on screen is kept: 4 MB each at 1280x800."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.shell.frame import Frame
from lullaby.ui.shell.keys import ScreenId
from lullaby.ui.theme.theme import plain_theme
from tests.world import World, make_world


@pytest.fixture
def world(qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    made = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    made.services.gui.window.resize(1234, 777)
    made.services.gui.window.show()
    yield made
    made.close()


def kept(window: QWidget) -> int:
    """How many pictures of the window's size Python holds."""
    gc.unfreeze()
    found = {
        id(held): held.size()
        for holder in gc.get_objects()
        for held in gc.get_referents(holder)
        if isinstance(held, QPixmap)
    }
    gc.freeze()
    return [*found.values()].count(window.size())


def test_one_ground_is_kept_whatever_was_visited(world: World) -> None:
    window = world.services.gui.window
    for screen in ("tonight", "library", "sing", "tonight", "sing", "settings", "resting", "sing"):
        window.show_screen(ScreenId(screen))
        window.grab()
        assert kept(window) == 1, screen


def test_the_first_picture_goes_when_the_content_comes(qtbot: QtBot, tmp_path: Path) -> None:
    frame = Frame(plain_theme(), QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(frame)
    frame.resize(1235, 778)
    frame.show()
    frame.grab()
    assert kept(frame) == 1
    frame.hold(QWidget())
    frame.grab()
    assert kept(frame) == 0
