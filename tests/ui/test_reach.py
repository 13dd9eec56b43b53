"""Every control of every screen can be reached in small windows and with large text."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.controls.more import MoreButton
from lullaby.ui.library.slow_card import SlowCard
from lullaby.ui.library.slow_line import SlowLine
from lullaby.ui.shell.sheets import Sheet
from tests.ui import reach
from tests.ui.scenes import SCREENS, fill, go_to
from tests.world import World, make_world

CALM = Settings(welcomed=True, reduce_motion=True, light="follow")
SIZES = (
    (480, 320),
    (600, 340),
    (600, 380),
    (640, 370),
    (683, 384),
    (853, 503),
    (960, 510),
    (1093, 584),
    (1280, 690),
    (1366, 738),
    (1920, 1050),
)
"""What a panel of 30 px leaves of 1280x800, 1366x768 and 1920x1080 at scales from 1 to 2, and the
minimum size of the window."""

SIDEWAYS = 345
"""In fewer px than this for text at 100 %, a page may scroll sideways, too."""

TEXTS = (100, 130, 150, 200)
QUICK_SCREENS = ("sing", "songs", "settings")
QUICK_SIZES = ((480, 320), (600, 340), (853, 503))


@pytest.fixture
def open_world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., World]]:
    opened: list[World] = []

    def make(screen: str) -> World:
        wanted = replace(CALM, welcomed=screen != "first-run")
        world = make_world(qapp, tmp_path, wanted, fill)
        opened.append(world)
        window = world.services.gui.window
        window.resize(1280, 800)
        window.show()
        go_to(world, screen)
        return world

    yield make
    for world in opened:
        world.close()


def settle(world: World) -> None:
    """Lay out and paint, and delete what was replaced."""
    reach.settle()
    world.services.gui.window.grab()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    reach.settle()


def look(world: World, size: tuple[int, int], text: int) -> list[str]:
    """Everything that is wrong with the screen at this size and with this text."""
    gui = world.services.gui
    gui.settings_controller.change(text_percent=text, words_percent=text)
    window = gui.window
    window.resize(*size)
    settle(world)
    window.bars.show(notices=False, undo=False)
    grown = [] if window.size().toTuple() == size else ["the window grew to fit its content"]
    seen = reach.controls(reach.top_of(window))
    nothing = [] if seen or gui.window.current == "resting" else ["there is nothing to press"]
    found = reach.faults(window)
    if size[0] * 100 < SIDEWAYS * text:
        found = [each for each in found if "wider than what scrolls it" not in each]
    return [f"{size}, {text} %: {each}" for each in (*grown, *nothing, *found)]


@pytest.mark.parametrize("screen", QUICK_SCREENS)
def test_every_control_is_reachable(open_world: Callable[..., World], screen: str) -> None:
    world = open_world(screen)
    found = [
        each for size in QUICK_SIZES for text in (100, 200) for each in look(world, size, text)
    ]
    assert not found, "\n".join(found)


@pytest.mark.long
@pytest.mark.parametrize("screen", SCREENS)
def test_every_control_is_reachable_on_every_screen(
    open_world: Callable[..., World], screen: str
) -> None:
    world = open_world(screen)
    found = [each for size in SIZES for text in TEXTS for each in look(world, size, text)]
    assert not found, "\n".join(found)


def test_changing_the_text_size_lays_out_the_library_again(
    open_world: Callable[..., World],
) -> None:
    world = open_world("songs")
    found = [each for text in (100, 130, 100, 200) for each in look(world, (1093, 584), text)]
    assert not found, "\n".join(found)


class Resizes(QObject):
    """Counts how often a widget was resized."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Resize
        return False


def test_laying_out_a_small_window_terminates(open_world: Callable[..., World]) -> None:
    """No part asks for another size each time that it is resized, endlessly."""
    world = open_world("sing-alone")
    for text in (100, 130, 200):
        look(world, (600, 340), text)
        resizes = Resizes()
        world.sing.installEventFilter(resizes)
        for _ in range(3):
            reach.settle()
        assert resizes.count == 0, f"at {text} %"


@pytest.mark.parametrize(
    ("screen", "size", "text"),
    [
        ("tonight", (480, 320), 200),
        ("playing", (480, 320), 200),
        ("sing-alone", (480, 320), 200),
        ("sing-alone", (600, 340), 130),
        ("how-we-sing", (480, 320), 130),
        ("songs-playing", (480, 320), 200),
        ("songs-listening", (600, 340), 200),
        ("journal", (480, 320), 130),
        ("settings", (480, 320), 200),
        ("suggesting", (1280, 690), 130),
        ("backups", (480, 320), 200),
    ],
)
def test_texts_that_were_once_cut_in_the_smallest_windows(
    open_world: Callable[..., World], screen: str, size: tuple[int, int], text: int
) -> None:
    world = open_world(screen)
    found = look(world, size, text)
    assert not found, "\n".join(found)


def pressable(world: World) -> set[str]:
    """The names of the buttons that the pointer reaches on the Sing screen, including menus."""
    window = world.services.gui.window
    buttons = [each for each in reach.controls(window) if isinstance(each, QAbstractButton)]
    names = {each.accessibleName() or each.text() for each in buttons}
    for more in window.findChildren(MoreButton):
        if more.isVisible():
            names |= {action.text() for action in more.menu().actions()}
    return names


@pytest.mark.parametrize("text", [100, 200])
def test_every_singing_tool_is_reachable_by_pointer(
    open_world: Callable[..., World], text: int
) -> None:
    world = open_world("sing")
    look(world, (1366, 768), 100)
    wanted = pressable(world)
    look(world, (600, 340), text)
    assert wanted <= pressable(world)


def test_a_menu_entry_presses_its_button(open_world: Callable[..., World]) -> None:
    world = open_world("sing")
    look(world, (600, 340), 200)
    before = world.services.bridge.state.speed_pitch.pace
    (more,) = (each for each in world.sing.dock.findChildren(MoreButton))
    assert more.isVisible()
    (slower,) = (each for each in more.menu().actions() if each.text() == "Slower")
    slower.trigger()
    assert world.services.bridge.state.speed_pitch.pace < before


def test_how_slow_opens_in_a_sheet_if_space_is_short(open_world: Callable[..., World]) -> None:
    world = open_world("songs")
    assert not look(world, (853, 503), 150)
    card = world.find(SlowCard)
    assert not card.isVisible()
    world.find(SlowLine).click()
    assert card.isVisible()
    assert not look(world, (853, 503), 150)
    sheet = reach.top_of(world.services.gui.window)
    assert isinstance(sheet, Sheet)
    sheet.close_sheet()
    look(world, (1280, 800), 100)
    assert not card.isVisible()
    world.find(SlowLine).click()
    assert card.isVisible(), "there is space for it over the songs"
    assert not isinstance(reach.top_of(world.services.gui.window), Sheet)


def test_tab_scrolls_the_focused_control_into_view(
    qtbot: QtBot, open_world: Callable[..., World]
) -> None:
    """The whole control, not only the cursor of a field."""
    world = open_world("settings")
    window = world.services.gui.window
    look(world, (600, 340), 100)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    places = set()
    for group in (0, 2):
        world.settings_screen.show_group(group)
        look(world, (600, 340), 100)
        for _ in range(40):
            QTest.keyClick(window, Qt.Key.Key_Tab)
            now = window.focusWidget()
            assert now is not None
            places.add(now)
            assert reach.seen(window, now).height() >= min(now.height(), 48), reach.name_of(now)
    assert len(places) > 20
