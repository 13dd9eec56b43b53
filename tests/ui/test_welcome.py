"""The welcome screen has space for its content."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lullaby.session.state import Stage
from lullaby.settings import Settings
from tests.ui import reach
from tests.world import make_world


@pytest.mark.parametrize("percent", [100, pytest.param(150, marks=pytest.mark.long)])
def test_a_notice_stands_under_the_words_and_moves_nothing(
    qapp: QApplication, tmp_path: Path, percent: int
) -> None:
    world = make_world(qapp, tmp_path, Settings(reduce_motion=True, text_percent=percent))
    window, welcome = world.services.gui.window, world.welcome
    assert welcome is not None
    window.resize(1200, 760)
    window.show()
    before = welcome.moon.geometry()
    world.services.gui.notices.say(
        "topic", "Lullaby can’t write to its folder right now.", "A hint."
    )
    bar = window.bars.notice_bar
    assert bar.isVisible()
    assert welcome.moon.geometry() == before
    for size in ((1200, 760), (960, 600)):
        window.resize(*size)
        assert window.rect().contains(bar.geometry())
        assert not bar.geometry().intersects(welcome._card.geometry())
        if percent == 100:
            assert not bar.geometry().intersects(welcome.moon.geometry())
    world.close()


def test_enter_begins_the_first_evening(qapp: QApplication, tmp_path: Path) -> None:
    """The moon has the keyboard, as on Tonight."""
    world = make_world(qapp, tmp_path, Settings(reduce_motion=True))
    window, welcome = world.services.gui.window, world.welcome
    assert welcome is not None
    window.show()
    focused = window.focusWidget()
    assert focused is welcome.moon
    QTest.keyClick(focused, Qt.Key.Key_Return)
    world.post.deliver()
    assert world.services.bridge.state.stage is Stage.PLAYING
    world.close()


def test_the_house_leaves_where_large_text_reaches_down_to_it(
    qapp: QApplication, tmp_path: Path
) -> None:
    world = make_world(qapp, tmp_path, Settings(reduce_motion=True))
    gui = world.services.gui
    gui.window.resize(1280, 800)
    gui.window.show()
    shown = {}
    for percent in (100, 150, 200):
        gui.settings_controller.change(text_percent=percent)
        reach.settle()
        landscape = gui.window.shown_screen.landscape
        assert landscape is not None
        shown[percent] = not landscape(gui.window.rect()).plain
    assert shown == {100: True, 150: False, 200: False}
    world.close()
