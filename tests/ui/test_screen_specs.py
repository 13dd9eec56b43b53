"""Another screen is one spec: it is in the rail, can be shown, has a key and a place on the key
sheet, and Esc leaves it.
"""

from collections.abc import Iterator
from enum import Enum, auto
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.controls.labels import KeyHint
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.keys import Action, Key, ScreenId, ScreenKeys, ShowScreen
from lullaby.ui.shell.rail import RailButton
from lullaby.ui.shell.screen_spec import Building, PreparedScreen, Screen, ScreenSpec
from lullaby.ui.shell.sheets import top_sheet
from lullaby.ui.shell.window import shortcuts
from tests.world import World, make_world

CONTROL = Qt.KeyboardModifier.ControlModifier
HELLO = ScreenId("hello")


class Greeting(Enum):
    """Actions of a screen's own."""

    GREET = auto()


class Hello(QWidget):
    """A screen that records its calls."""

    def __init__(self, calls: list[str]) -> None:
        super().__init__()
        self.button = QPushButton("Hello", self)
        self.calls = calls
        self.inner = False

    def step_back(self) -> bool:
        """Closes what is open within it first."""
        was_open, self.inner = self.inner, False
        return was_open


def prepare(context: AppContext) -> PreparedScreen:
    calls: list[str] = []
    return PreparedScreen(
        lambda: build(calls),
        answers={Action.MELODY},
        start=lambda: calls.append("start"),
        stop=lambda: calls.append("stop"),
    )


def build(calls: list[str]) -> Building:
    hello = Hello(calls)
    yield
    return Screen(
        hello,
        enter=lambda: hello.calls.append("enter"),
        leave=lambda: hello.calls.append("leave"),
        focus=hello.button.setFocus,
        step_back=hello.step_back,
        actions={Action.MELODY: lambda: hello.calls.append("melody")},
        own_actions={Greeting.GREET: lambda: hello.calls.append("greeted")},
        keys=lambda: ScreenKeys(single={Key.Key_G: Greeting.GREET}),
        start=lambda: hello.calls.append("seen"),
    )


SPEC = ScreenSpec(
    HELLO,
    lambda: "Hello",
    prepare,
    icon="music",
    shortcut="6",
    key_lines=lambda: [("G", "greet")],
)


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(
        qapp, tmp_path, Settings(welcomed=True, reduce_motion=True), more_screens=[SPEC]
    )
    with qtbot.waitActive(world.services.gui.window):
        world.services.gui.window.show()
    yield world
    world.close()


def test_the_rail_shows_it_and_marks_it(world: World) -> None:
    window = world.services.gui.window
    (button,) = [each for each in window.findChildren(RailButton) if each.text() == "Hello"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.current == HELLO
    assert world.find(Hello).isVisible()
    assert button.accessibleName() == "Hello, here"
    assert button.toolTip() == "Ctrl+6"


def test_its_key_shows_it_and_esc_returns_home(world: World) -> None:
    window, hello = world.services.gui.window, world.find(Hello)
    QTest.keyClick(window, Key.Key_6, CONTROL)
    assert window.current == HELLO
    assert hello.button.hasFocus()
    hello.inner = True
    QTest.keyClick(hello.button, Key.Key_Escape)
    assert (window.current, hello.inner) == (HELLO, False), "the nearest thing first"
    QTest.keyClick(hello.button, Key.Key_Escape)
    assert window.current == window.home
    assert hello.calls == ["enter", "leave"]


def test_its_keys_act_while_it_is_on_show(world: World) -> None:
    window, hello = world.services.gui.window, world.find(Hello)
    QTest.keyClick(window, Key.Key_G)
    assert hello.calls == []
    world.go("hello")
    QTest.keyClick(hello.button, Key.Key_G)
    assert hello.calls == ["enter", "greeted"]


def test_its_global_actions_work_on_every_screen(world: World) -> None:
    hello = world.find(Hello)
    QTest.keyClick(world.services.gui.window, Key.Key_M)
    assert hello.calls == ["melody"]


def test_the_key_sheet_lists_it(world: World) -> None:
    world.act(Action.KEYS)
    sheet = top_sheet(world.services.gui.window)
    assert sheet is not None
    calls = {each.accessibleName() for each in sheet.findChildren(KeyHint)}
    assert {"Ctrl+6: Hello", "G: greet"} <= calls


def test_the_current_song_is_shown_at_its_foot(world: World) -> None:
    world.act(Action.TOGGLE)
    world.go("hello")
    titles = world.services.gui.window._now_bar.findChildren(QLabel)
    assert any(each.isVisible() for each in titles)


def test_it_is_called_after_the_first_paint_and_at_the_end(world: World) -> None:
    world.services.gui.start()
    assert world.find(Hello).calls == ["start", "seen"], "built after the first picture"
    world.services.gui.stop()
    assert world.find(Hello).calls == ["start", "seen", "stop"]


def test_no_two_screens_have_one_name_or_one_key(world: World) -> None:
    specs = world.services.gui.window.specs
    assert len({each.id for each in specs}) == len(specs)
    with_key = [each for each in specs if each.shortcut]
    assert len(shortcuts(specs)) == len(with_key)
    assert shortcuts(specs)[Key.Key_6] == ShowScreen(HELLO)
