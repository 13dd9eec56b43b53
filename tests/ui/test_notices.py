"""What goes wrong is told once, in one bar that moves nothing and can be put away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from lullaby.audio.port import Device
from lullaby.settings import Settings
from lullaby.storage.transaction import StorageError, StorageProblem
from lullaby.ui.shell.error_reporter import ErrorReporter
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.notices import Notice, NoticeBoard
from lullaby.ui.shell.over_the_page import controls_under, free_top
from lullaby.ui.shell.sheets import top_sheet
from tests.ui.scenes import fill, go_to
from tests.world import World, make_world

BEATS = 60
EVERY_SIZE = ((1280, 800), (1000, 620))
LOOKED_AT = (
    "tonight",
    "playing",
    "sing",
    *(
        pytest.param(screen, marks=pytest.mark.long)
        for screen in ("songs-playing", "settings", "journal", "editor", "night", "credits", "card")
    ),
)
NOT_WRITTEN = "Tonight can’t be saved to the journal right now."
NO_SPEAKER = "No speaker found right now."


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    with qtbot.waitActive(world.services.gui.window):
        world.services.gui.window.show()
    yield world
    world.close()


@pytest.fixture
def board(world: World) -> NoticeBoard:
    return world.services.gui.notices._board


def text_on(board: NoticeBoard) -> str:
    return "" if board.current is None else board.current[1].text


# What the board remembers.


def test_a_condition_is_shown_once_until_it_ends_or_changes(qapp: QApplication) -> None:
    board, lost, gone = NoticeBoard(), Notice("The speaker went away"), Notice("No speaker")
    for _ in range(BEATS):
        board.keep("device", lost)
    assert board.dismiss()
    board.keep("device", lost)
    assert board.current is None
    board.keep("device", gone)
    assert text_on(board) == "No speaker"
    board.dismiss()
    board.keep("device", None)
    board.keep("device", gone)
    assert text_on(board) == "No speaker"


def test_a_repeated_event_is_shown_again(qapp: QApplication) -> None:
    board = NoticeBoard()
    for _ in range(2):
        board.show("import", Notice("There are no nights in it"))
        assert board.dismiss()
        assert board.current is None
    assert not board.dismiss()


def test_hiding_a_notice_shows_the_one_below(qapp: QApplication) -> None:
    board = NoticeBoard()
    board.keep("journal", Notice(NOT_WRITTEN, while_resting=True))
    board.show("import", Notice("There are no nights in it"))
    board.dismiss()
    assert text_on(board) == NOT_WRITTEN
    board.dismiss()
    assert [each.text for each in board.while_resting] == [NOT_WRITTEN]


def test_of_several_notices_the_others_wait_and_can_be_read(qapp: QApplication) -> None:
    board = NoticeBoard()
    for topic in ("first", "second", "third"):
        board.show(topic, Notice(topic))
    assert (text_on(board), board.waiting) == ("third", 2)
    read = []
    for _ in range(4):
        board.turn()
        read.append(text_on(board))
    assert read == ["second", "first", "third", "second"]
    board.dismiss()
    assert (text_on(board), board.waiting) == ("first", 1)
    board.dismiss()
    assert (text_on(board), board.waiting) == ("third", 0)
    board.dismiss()
    board.turn()
    assert (board.current, board.waiting) == (None, 0)


# The unforeseen.


def _raise(text: str) -> None:
    raise RuntimeError(text)


def _fail(error_reporter: ErrorReporter, text: str) -> None:
    try:
        _raise(text)
    except RuntimeError as problem:
        error_reporter.report(type(problem), problem, problem.__traceback__)


def test_the_same_error_is_reported_once(board: NoticeBoard, world: World) -> None:
    error_reporter = world.services.gui.error_reporter
    _fail(error_reporter, "object at 0x1")
    assert board.dismiss()
    for beat in range(BEATS):
        _fail(error_reporter, f"object at {beat}")
    assert board.current is None
    error_reporter.report(ValueError, ValueError("another"), None)
    assert "Something went wrong" in text_on(board)


def test_a_disk_error_says_which(board: NoticeBoard, world: World) -> None:
    for which, word in (
        (StorageProblem.BUSY, "program is writing"),
        (StorageProblem.FULL, "disk is full"),
    ):
        problem = StorageError("", which)
        world.services.gui.error_reporter.report(StorageError, problem, None)
        assert word in text_on(board)


# The bar.


def test_a_notice_waits_until_the_question_about_the_evening_is_answered(
    world: World, board: NoticeBoard
) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(5_000)
    world.services.gui.notices.say("topic", "“One” is now in your library.")
    world.services.bridge.stop()
    world.pass_time(3_000)
    window = world.services.gui.window
    assert window.current == "outcome"
    assert not window.bars.notice_bar.isVisible(), "it would hide what is asked"
    world.act(Action.BACK)
    assert window.current != "outcome"
    assert window.bars.notice_bar.isVisible()


def places_of(window: QWidget) -> dict[QWidget, QRect]:
    """Where everything on show is, but for the bars."""
    seen = window.findChildren(QWidget)
    return {
        each: QRect(each.mapTo(window, QPoint(0, 0)), each.size())
        for each in seen
        if each.isVisible() and each.parentWidget() is not window
    }


def inside(control: QRect) -> QRect:
    """Without the glow of the moon around it."""
    return control.adjusted(12, 12, -12, -12)


@pytest.mark.parametrize("screen", LOOKED_AT)
def test_a_notice_and_an_undo_move_nothing_and_cover_no_control(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, screen: str
) -> None:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True), fill)
    gui = world.services.gui
    with qtbot.waitActive(gui.window):
        gui.window.show()
    go_to(world, screen)
    for size in EVERY_SIZE:
        gui.window.resize(*size)
        before = places_of(gui.window)
        gui.notices.say(
            "topic",
            "The speaker is gone. We kept your place.",
            "Music resumes softly when the speaker is back.",
        )
        gui.dispatcher._undo.offer("Night deleted", lambda: None)
        bars = (gui.window.bars.undo_bar, gui.window.bars.notice_bar)
        asks = gui.window.current == "outcome"
        assert bars[0].isVisible() or asks, "it has an undo of its own"
        waits = asks or size != EVERY_SIZE[0]
        assert bars[1].isVisible() or waits, "until a question is answered, or there is room"
        bars = tuple(bar for bar in bars if bar.isVisible())
        after = places_of(gui.window)
        own = {each for bar in bars for each in bar.findChildren(QWidget)}
        assert {each: at for each, at in after.items() if each not in own} == before
        taken = controls_under(gui.window, bars)
        assert taken or size != EVERY_SIZE[0]
        for bar in bars:
            assert gui.window.rect().contains(bar.geometry())
            under = [each for each in taken if bar.geometry().intersects(inside(each))]
            assert not under, (size, bar.geometry(), under)
        assert len(bars) < 2 or not bars[0].geometry().intersects(bars[-1].geometry())
        gui.dispatcher._undo.withdraw()
        assert gui.window.bars.notice_bar.isVisible() or asks
        gui.window.bars.dismiss()
    world.close()


def test_the_bar_tells_of_others_and_shows_them(world: World) -> None:
    gui = world.services.gui
    bar = gui.window.bars.notice_bar
    gui.notices.say("first", "Older")
    assert bar._others.isHidden()
    gui.notices.say("second", "Newer")
    assert bar._others.text() == "1 more message"
    QTest.mouseClick(bar._others, Qt.MouseButton.LeftButton)
    assert bar.accessibleName() == "Older"
    gui.notices.take_back("first")
    assert bar.accessibleName() == "Newer"
    assert bar._others.isHidden()


@pytest.mark.parametrize("size", EVERY_SIZE)
@pytest.mark.parametrize("first", ["notice", "sheet"])
def test_over_an_open_sheet_a_notice_is_seen_and_covers_no_button(
    qtbot: QtBot, world: World, size: tuple[int, int], first: str
) -> None:
    gui = world.services.gui
    gui.window.resize(*size)
    if first == "sheet":
        world.act(Action.KEYS)
    gui.notices.say("topic", "A sentence", "And a hint")
    if first == "notice":
        world.act(Action.KEYS)
    bar = gui.window.bars.notice_bar
    sheet = top_sheet(gui.window)
    assert sheet is not None

    def is_on_top() -> None:
        seen = gui.window.childAt(bar.geometry().center())
        assert seen is not None
        assert seen is bar or bar.isAncestorOf(seen)
        done = QRect(sheet._done.mapTo(gui.window, QPoint(0, 0)), sheet._done.size())
        assert not bar.geometry().intersects(done)

    qtbot.waitUntil(is_on_top)
    QTest.mouseClick(sheet._done, Qt.MouseButton.LeftButton)
    assert top_sheet(gui.window) is None


def test_the_cross_and_esc_hide_a_notice(board: NoticeBoard, world: World) -> None:
    world.go("library")
    gui = world.services.gui
    for close in (_press_cross, lambda world: world.act(Action.BACK)):
        gui.notices.say("topic", "A sentence")
        assert gui.window.bars.notice_bar.isVisible()
        close(world)
        assert not gui.window.bars.notice_bar.isVisible()
        assert board.current is None
        assert gui.window.current == gui.window.place
    world.act(Action.BACK)
    assert gui.window.place == "tonight"


def _press_cross(world: World) -> None:
    buttons = world.services.gui.window.bars.notice_bar.findChildren(QAbstractButton)
    (cross,) = (each for each in buttons if each.accessibleName() == "Close this message")
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)


def test_the_resting_screen_says_what_matters_all_night(board: NoticeBoard, world: World) -> None:
    gui = world.services.gui
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    world.rest.rest()
    resting = world.resting
    moon = resting._moon.geometry()
    gui.notices.say("import", "There are no nights in it")
    assert resting.matters.text() == ""
    world.player.unplug(Device.NONE)
    world.fill_disk()
    world.pass_time(90_000)
    assert gui.window.current == "resting"
    assert NO_SPEAKER in resting.matters.text()
    assert NOT_WRITTEN in resting.matters.text()
    assert resting._moon.geometry() == moon
    assert not gui.window.bars.notice_bar.isVisible()
    world.fill_disk(False)
    world.player.plug_in()
    world.pass_time(90_000)
    assert resting.matters.text() == ""


RECTS = st.builds(
    QRect, st.integers(0, 900), st.integers(0, 700), st.integers(1, 300), st.integers(1, 90)
)


@given(st.lists(RECTS, max_size=12), st.integers(20, 200))
def test_a_bar_stands_as_low_as_it_can_without_covering_anything(
    taken: list[QRect], height: int
) -> None:
    column = QRect(100, 20, 500, 740)
    top = free_top(height, column, taken)
    assert column.top() <= top <= max(column.top(), column.bottom() + 1 - height)

    def free(at: int) -> bool:
        bar = QRect(column.left(), at, column.width(), height)
        return not any(bar.intersects(each) for each in taken)

    lower = range(top + 1, column.bottom() + 2 - height)
    far = [at for at in lower if all(_apart(at, height, column, each) for each in taken)]
    assert free(top) or not far


def _apart(top: int, height: int, column: QRect, other: QRect) -> bool:
    """Whether a bar there would be a little away from the other."""
    return not QRect(column.left(), top - 8, column.width(), height + 16).intersects(other)
