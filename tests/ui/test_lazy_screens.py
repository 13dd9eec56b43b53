"""A screen is built when it is first wanted, in pieces, and then shows what it would have shown had
it been there from the start."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from lullaby.library.scan_result import ScanSummary
from lullaby.library.scanner import ScanProgress
from lullaby.settings import Settings
from lullaby.ui.controls.fields import PillField
from lullaby.ui.library.scan_bar import ScanBar
from lullaby.ui.shell.keys import Action, Key, ScreenId
from lullaby.ui.shell.screen_spec import Building, PreparedScreen, Screen
from lullaby.ui.shell.screens import Screens
from tests.world import World, make_world

CONTROL = Qt.KeyboardModifier.ControlModifier
PLACES = ("sing", "library", "journal", "settings")
ALL = tuple(map(ScreenId, ("tonight", *PLACES, "resting", "outcome", "words editor")))


class Turns:
    """An event loop that is turned by hand."""

    def __init__(self) -> None:
        self._calls: list[Callable[[], None]] = []

    def __call__(self, call: Callable[[], None]) -> None:
        self._calls.append(call)

    def turn(self) -> bool:
        """One turn; false where nothing waited for it."""
        calls, self._calls = self._calls, []
        for call in calls:
            call()
        return bool(calls)

    def turn_all(self) -> None:
        while self.turn():
            pass


@pytest.fixture
def world(qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    made = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    made.services.gui.window.show()
    yield made
    made.close()


@pytest.fixture
def turns() -> Turns:
    return Turns()


@pytest.fixture
def slow_world(qapp: QApplication, tmp_path: Path, turns: Turns) -> Iterator[World]:
    """Screens are built as the event loop turns."""
    settings = Settings(welcomed=True, reduce_motion=True)
    made = make_world(qapp, tmp_path, settings, later=turns)
    made.services.gui.window.show()
    yield made
    made.close()


def built(world: World) -> set[ScreenId]:
    return {each for each in ALL if world.services.gui.screens.is_built(each)}


def test_at_the_start_there_is_tonight_alone(world: World) -> None:
    world.services.gui.start()
    world.pass_time(2_000)
    assert built(world) == {"tonight"}


def test_an_evening_builds_what_it_shows(world: World) -> None:
    world.act(Action.TOGGLE)
    world.rest.rest()
    assert built(world) == {"tonight", "resting"}
    world.act(Action.WAKE)
    world.act(Action.NOTE)
    assert built(world) == {"tonight", "resting", "outcome"}


def test_the_first_visitor_is_welcomed_and_nothing_else(qapp: QApplication, tmp_path: Path) -> None:
    world = make_world(qapp, tmp_path, Settings())
    assert world.welcome is not None
    assert built(world) == set()
    world.act(Action.TOGGLE)
    assert built(world) == {"tonight"}
    world.close()


def test_what_it_does_itself_is_known_before_it_is_built(world: World) -> None:
    screens = world.services.gui.screens
    handlers = screens.actions()
    for screen in ALL:
        for action in screens.built(screen).actions:
            assert action in handlers, (screen, action)
            assert action in screens.prepared(screen).answers, (screen, action)
        assert set(screens.prepared(screen).answers) == set(screens.built(screen).actions)


def test_it_comes_when_it_is_there(slow_world: World, turns: Turns) -> None:
    window = slow_world.services.gui.window
    QTest.keyClick(window, Key.Key_3, CONTROL)
    assert window.current == window.home
    assert turns.turn(), "in more than one piece"
    assert window.current == window.home
    turns.turn_all()
    assert window.current == "library"
    assert built(slow_world) == {"tonight", "library"}


def test_who_changes_his_mind_meanwhile_gets_the_other_screen(
    slow_world: World, turns: Turns
) -> None:
    window = slow_world.services.gui.window
    shown: list[str] = []
    window.signals.shown.connect(lambda: shown.append(window.current))
    QTest.keyClick(window, Key.Key_3, CONTROL)
    turns.turn()
    QTest.keyClick(window, Key.Key_4, CONTROL)
    turns.turn_all()
    assert shown == ["journal"]
    QTest.keyClick(window, Key.Key_3, CONTROL)
    assert window.current == "library", "built meanwhile"


def test_a_key_for_it_waits_until_it_is_there(slow_world: World, turns: Turns) -> None:
    window = slow_world.services.gui.window
    QTest.keyClick(window, Key.Key_Slash)
    QTest.keyClick(window, Key.Key_Slash)
    turns.turn_all()
    assert window.current == "library"
    (field,) = [each for each in window.findChildren(PillField) if each.isVisible()]
    assert window.focusWidget() is field


def test_what_is_typed_while_the_library_is_built_is_searched_for(
    slow_world: World, turns: Turns
) -> None:
    gui, bridge = slow_world.services.gui, slow_world.services.bridge
    slow_world.act(Action.TOGGLE)
    QTest.keyClick(gui.window, Key.Key_Slash)
    turns.turn()
    QTest.keyClicks(gui.window, "f")
    QTest.keyClicks(gui.window.focusWidget(), "ar")
    turns.turn_all()
    (field,) = [each for each in gui.window.findChildren(PillField) if each.isVisible()]
    assert field.text() == "far"
    assert not bridge.state.fade_requested


def test_a_key_after_that_for_a_screen_belongs_to_the_screen(
    slow_world: World, turns: Turns
) -> None:
    window = slow_world.services.gui.window
    QTest.keyClick(window, Key.Key_3, CONTROL)
    turns.turn()
    QTest.keyClick(window, Key.Key_Escape)
    turns.turn_all()
    assert window.current == window.home


@pytest.mark.parametrize("first", [Key.Key_Slash, Key.Key_L])
def test_of_two_requests_the_later_one_is_followed(
    first: Key, slow_world: World, turns: Turns
) -> None:
    window = slow_world.services.gui.window
    QTest.keyClick(window, first)
    turns.turn()
    QTest.keyClick(window, Key.Key_4, CONTROL)
    turns.turn_all()
    assert window.current == "journal"


def test_what_cannot_wait_is_built_at_once(slow_world: World, turns: Turns) -> None:
    gui = slow_world.services.gui
    QTest.keyClick(gui.window, Key.Key_3, CONTROL)
    turns.turn()
    gui.window.show_screen(ScreenId("library"))
    assert gui.window.current == "library"
    gui.window.show_screen(gui.window.home)
    turns.turn_all()
    assert gui.window.current == gui.window.home, "it has been shown, and left again"


def texts(widget: QWidget) -> list[str]:
    """What can be read on a screen."""
    found: list[str] = []
    for each in widget.findChildren(QWidget):
        if each.isVisible() and isinstance(each, QLabel | QAbstractButton | QLineEdit):
            checked = isinstance(each, QAbstractButton) and each.isChecked()
            found.append(f"{each.text()} {each.accessibleName()} {checked} {each.isEnabled()}")
    return sorted(found)


def idle(world: World) -> None:
    pass


def playing(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(30_000)
    world.act(Action.LOUDER)
    world.act(Action.LONGER)


def paused(world: World) -> None:
    playing(world)
    world.act(Action.TOGGLE)


def another_light(world: World) -> None:
    world.act(Action.LIGHT)
    change = world.services.gui.settings_controller.change
    change(text_percent=150, show_translation=False, first_singer="Ada", gentle_limit=8)


def answered(world: World) -> None:
    playing(world)
    world.act(Action.FADE)
    world.pass_time(60_000)
    world.act(Action.FIRST)
    world.go("tonight")


def scanned(world: World) -> None:
    summary = ScanSummary(new=3)
    world.services.gui.folders.progressed.emit(ScanProgress(1, 3))
    world.services.gui.folders.finished.emit(summary)
    world.services.gui.folders.progressed.emit(None)


@pytest.mark.parametrize(
    "before", [idle, playing, paused, another_light, answered, scanned], ids=lambda f: f.__name__
)
def test_late_it_shows_what_it_would_have_shown(
    before: Callable[[World], None], qapp: QApplication, tmp_path: Path
) -> None:
    seen: list[dict[str, list[str]]] = []
    for early in (True, False):
        settings = Settings(welcomed=True, reduce_motion=True)
        world = make_world(qapp, tmp_path / str(early), settings)
        gui = world.services.gui
        gui.window.show()
        if early:
            gui.screens.build_all()
        before(world)
        found = dict[str, list[str]]()
        for place in PLACES:
            world.go(place)
            QCoreApplication.sendPostedEvents()
            found[place] = texts(gui.screens.built(ScreenId(place)).widget)
        seen.append(found)
        world.close()
    assert all(seen[0].values())
    assert seen[0] == seen[1]


def places(window: QWidget) -> list[tuple[str, QRect]]:
    """Where all controls in a window are."""
    found = [each for each in window.findChildren(QWidget) if each.isVisible()]
    rects = [QRect(each.mapTo(window, each.rect().topLeft()), each.size()) for each in found]
    pairs = zip((type(each).__name__ for each in found), rects, strict=True)
    return sorted(pairs, key=lambda pair: (pair[0], pair[1].getRect()))


@pytest.mark.parametrize("place", PLACES)
def test_larger_text_moves_a_screen_as_if_it_were_built_with_it(
    place: str, qapp: QApplication, tmp_path: Path
) -> None:
    seen: list[list[tuple[str, QRect]]] = []
    for early in (True, False):
        settings = Settings(welcomed=True, reduce_motion=True)
        world = make_world(qapp, tmp_path / str(early), settings)
        gui = world.services.gui
        gui.window.show()
        if early:
            gui.screens.built(ScreenId(place))
        gui.settings_controller.change(text_percent=200, words_percent=200)
        world.go(place)
        for _ in range(3):
            QCoreApplication.sendPostedEvents()
        seen.append(places(gui.window))
        world.close()
    assert seen[0] == seen[1]


def test_what_a_scan_came_to_is_told_until_it_is_put_away(world: World) -> None:
    scanned(world)
    world.go("library")
    bar = world.find(ScanBar)
    assert bar.isVisible()
    bar.acted.emit()
    assert not bar.isVisible()


def test_pieces_are_built_once_and_whoever_waits_is_told_in_order(qapp: QApplication) -> None:
    made: list[str] = []

    def build() -> Building:
        made.append("first piece")
        yield
        made.append("second piece")
        return Screen(QWidget(), start=lambda: made.append("started"))

    turns, name = Turns(), ScreenId("one")
    screens = Screens({name: PreparedScreen(build)}, turns)
    screens.start()
    screens.build_soon(name, lambda: made.append("he"))
    screens.build_soon(name, lambda: made.append("she"))
    screens.built(name)
    assert made == ["first piece", "second piece", "started"]
    turns.turn_all()
    screens.build_soon(name, lambda: made.append("they"))
    assert made[3:] == ["he", "she", "they"]


def test_the_window_knows_in_a_turn_of_its_own_which_screen_it_will_show(
    qapp: QApplication,
) -> None:
    done: list[str] = []

    def build() -> Building:
        yield
        return Screen(QWidget())

    turns, name = Turns(), ScreenId("one")
    screens = Screens({name: PreparedScreen(build)}, turns)
    screens.place_in(lambda *_: done.append("placed"), lambda _: done.append("ready"))
    screens.build_soon(name, lambda: done.append("shown"))
    turns.turn_all()
    assert done == ["ready", "placed", "shown"]
    screens.build_soon(name, lambda: done.append("shown again"))
    assert done[3:] == ["shown again"]


def test_a_screen_that_could_not_be_built_is_built_anew_at_the_next_visit(
    qapp: QApplication,
) -> None:
    failing = [True]

    def build() -> Building:
        yield
        if failing:
            failing.clear()
            raise OSError("a module could not be read")
        return Screen(QWidget())

    turns, name, shown = Turns(), ScreenId("one"), list[str]()
    screens = Screens({name: PreparedScreen(build)}, turns)
    screens.build_soon(name, lambda: shown.append("first"))
    with pytest.raises(OSError, match="a module"):
        turns.turn_all()
    screens.build_soon(name, lambda: shown.append("second"))
    turns.turn_all()
    assert shown == ["second"]
