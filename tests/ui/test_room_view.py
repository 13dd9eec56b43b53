"""The Room view: words that fill any screen, and controls that come when touched and leave."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lullaby.lyrics.model import Line
from lullaby.lyrics.windows import Window
from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from lullaby.ui.sing import wipe
from lullaby.ui.sing.room_controls import RoomControls
from lullaby.ui.sing.slots import Role, arrange, room_style
from lullaby.ui.theme.theme import plain_theme
from tests.world import World, make_world

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
SHORT, LONG = "a fond embrace", "clyd a chynnes ydyw hon, breichiau mam sy’n dynn amdanat, " * 2
SCREENS = ((1_280, 800), (1_366, 768), (1_920, 1_080), (3_840, 2_160), (1_080, 1_920))


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    window = world.services.gui.window
    with qtbot.waitActive(window):
        window.show()
    world.act(Action.TOGGLE)
    world.act(Action.SING)
    yield world
    world.close()


def controls(world: World) -> RoomControls:
    return world.sing.controls


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("text", [SHORT, LONG])
def test_the_current_line_fits_the_width_in_letters_that_grow_with_the_screen(
    qapp, size: tuple[int, int], text: str
) -> None:
    width, height = round(size[0] * 0.88), size[1] - 300
    style = room_style(*size)
    lines = [Line(each) for each in ("before", text, "after")]
    made = arrange(
        lines, Window(0, 1, 2, None), (width, height), style, 1.0, True, plain_theme().lyric_font
    )
    current = made.slot(Role.CURRENT)
    assert current is not None
    assert current.layout.width <= width
    assert current.layout.size <= style.current
    if text is SHORT:
        assert (len(current.layout.rows), current.layout.size) == (1, style.current)
    else:
        assert len(current.layout.rows) >= 2
    sizes = {slot.role: slot.layout.size for slot in made.slots}
    assert sizes[Role.GONE] < sizes[Role.NEXT] < style.current


def test_on_a_television_the_sizes_are_those_of_the_design() -> None:
    style = room_style(1_920, 1_080)
    assert (style.gone, style.least, style.current, style.next) == (56, 72, 146, 76)
    assert style.translation == 46
    assert room_style(3_840, 2_160).current == 292


def test_every_row_stands_in_the_middle(qapp) -> None:
    lines = [Line(LONG)]
    style = room_style(1_280, 800)
    made = arrange(
        lines,
        Window(None, 0, None, None),
        (1_126, 500),
        style,
        1.0,
        False,
        plain_theme().lyric_font,
    )
    slot = made.slot(Role.CURRENT)
    assert slot is not None
    for index, row in enumerate(slot.layout.rows):
        left = slot.layout.left(index)
        right = slot.layout.width - left - row.width
        assert abs(left - right) < 2


@pytest.mark.parametrize("room", [True, False])
def test_the_bead_at_the_end_of_a_full_line_is_whole(world: World, room: bool) -> None:
    world.services.gui.window.resize(900, 800)
    world.sing.set_room(room)
    widest = 0.0
    for _ in range(40):
        world.pass_time(2_000)
        canvas = world.sing.words.canvas
        slot = canvas and canvas.slot
        if canvas is not None and slot is not None:
            start = canvas.at[0] + max(row.width for row in slot.layout.rows)
            widest = max(widest, start / canvas.sheet.right)
            assert start + wipe.GLOW <= canvas.sheet.right + 1
    assert widest > 0.8, "a line that fills the width"


@pytest.mark.parametrize("key", [Key.Key_F11, Key.Key_Return])
def test_it_fills_the_screen_and_esc_gives_the_window_back(world: World, key: Key) -> None:
    window = world.services.gui.window.window()
    before = window.windowState()
    QTest.keyClick(world.sing.words, key)
    assert world.sing.room
    assert window.isFullScreen()
    QTest.keyClick(world.sing.words, Key.Key_Escape)
    assert not world.sing.room
    assert window.windowState() == before


def test_another_screen_is_not_full_screen(world: World) -> None:
    world.act(Action.ROOM)
    world.act(Action.SING)
    assert not world.services.gui.window.window().isFullScreen()


def test_a_window_that_filled_the_screen_before_still_does(world: World) -> None:
    window = world.services.gui.window.window()
    window.setWindowState(Qt.WindowState.WindowFullScreen)
    world.act(Action.ROOM)
    world.act(Action.BACK)
    assert window.isFullScreen()


def test_controls_leave_and_any_key_brings_them_and_the_pointer_back(world: World) -> None:
    world.act(Action.ROOM)
    assert controls(world).there
    controls(world).rest()
    assert not controls(world).there
    assert not controls(world).pause.isVisible()
    assert world.sing.cursor().shape() is Qt.CursorShape.BlankCursor
    QTest.keyClick(world.sing.words, Key.Key_Right)
    assert controls(world).pause.isVisible()
    assert world.sing.cursor().shape() is not Qt.CursorShape.BlankCursor


def test_a_touch_brings_the_controls_and_a_touch_on_back_leaves(world: World) -> None:
    finger = QTest.createTouchDevice()
    window = world.services.gui.window.window()
    world.act(Action.ROOM)
    controls(world).rest()
    assert not controls(world).there
    touch(finger, world.sing.words)
    assert controls(world).there
    assert window.isFullScreen()
    touch(finger, controls(world).back)
    assert not world.sing.room
    assert not window.isFullScreen()


def touch(finger: QPointingDevice, widget: QWidget) -> None:
    """Tap the middle of a widget."""
    at = widget.rect().center()
    QTest.touchEvent(widget, finger).press(0, at, widget).commit()
    QTest.touchEvent(widget, finger).release(0, at, widget).commit()


def test_words_keep_their_place_when_controls_leave(world: World) -> None:
    world.act(Action.ROOM)
    QCoreApplication.sendPostedEvents()
    with_controls = world.sing.words.geometry()
    controls(world).rest()
    QCoreApplication.sendPostedEvents()
    assert world.sing.words.geometry() == with_controls


def test_leaving_the_room_view_shows_the_pointer(world: World) -> None:
    world.act(Action.ROOM)
    controls(world).rest()
    world.act(Action.BACK)
    assert world.sing.cursor().shape() is not Qt.CursorShape.BlankCursor
    controls(world).rest()
    assert world.sing.cursor().shape() is not Qt.CursorShape.BlankCursor


def test_its_buttons(world: World) -> None:
    world.act(Action.ROOM)
    bridge = world.services.bridge
    controls(world).pause.click()
    assert bridge.state.stage is Stage.PAUSED
    assert controls(world).pause.accessibleName() == "Resume"
    controls(world).pause.click()
    assert bridge.state.stage is Stage.PLAYING
    controls(world).next_song.click()
    assert bridge.state.index == 1
    controls(world).back.click()
    assert not world.sing.room


def test_shift_and_arrows_change_the_song_and_arrows_alone_the_line(world: World) -> None:
    bridge = world.services.bridge
    QTest.keyClick(world.sing.words, Key.Key_Right)
    assert bridge.state.index == 0
    QTest.keyClick(world.sing.words, Key.Key_Right, SHIFT)
    assert bridge.state.index == 1
    QTest.keyClick(world.sing.words, Key.Key_Left, SHIFT)
    assert bridge.state.index == 0


def test_no_next_song_after_the_last(world: World) -> None:
    bridge = world.services.bridge
    while bridge.state.index != len(bridge.state.tracks) - 1:
        bridge.next()
    assert not controls(world).next_song.isEnabled()
