"""The bar of the words editor: the place in the song, its lines, and ways to another place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.track import Track
from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.ui.bridge import TICK_MS
from lullaby.ui.shell.keys import Action
from lullaby.ui.words_editor.keys import EditorAction
from lullaby.ui.words_editor.place import EditorPlace
from lullaby.ui.words_editor.screen import LOOK_EVERY_MS
from lullaby.units import Ms
from tests.ui.reach import settle
from tests.world import World, make_world

WORDS = "[00:20.00]Huna blentyn\n[00:40.00]clyd a chynnes\n[01:00.40]breichiau mam\nheb amser\n"
LENGTH_MS = Ms(180_000)
Key = Qt.Key


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    music = tmp_path / "music"
    music.mkdir()
    for name in ("hush", "other"):
        (music / f"{name}.ogg").write_bytes(b"sound")
    (music / "hush.lrc").write_text(WORDS, encoding="utf-8")

    def prepare(stores: Stores) -> None:
        found = tuple(
            FoundFile(music / f"{name}.ogg", 9, 7, 0, Tags(name, duration_ms=LENGTH_MS))
            for name in ("hush", "other")
        )
        stores.scans.apply(ScanBatch(found=found))

    settings = Settings(welcomed=True, reduce_motion=True, light="dusk")
    world = make_world(qapp, tmp_path / "data", settings, prepare)
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    world.services.gui.song_words.edit(track(world, "hush"))
    world.post.deliver()
    settle()
    yield world
    world.close()


def track(world: World, title: str) -> Track:
    return next(each for each in world.stores.library.tracks() if each.title == title)


def bar(world: World) -> EditorPlace:
    return world.editor.tapping.place


def point(world: World, seconds: float) -> QPoint:
    left, right = bar(world)._ends()
    along = seconds * 1_000 / LENGTH_MS
    return QPoint(round(left + along * (right - left)), bar(world).height() // 2)


def press(world: World, seconds: float) -> None:
    QTest.mouseClick(bar(world), Qt.MouseButton.LeftButton, pos=point(world, seconds))
    world.post.deliver()


def near(ms: int) -> object:
    return pytest.approx(ms, abs=1_000)


def test_a_press_begins_the_song_at_that_place_and_another_goes_on_there(world: World) -> None:
    press(world, 40)
    state = world.services.bridge.state
    assert (state.stage, state.track) == (Stage.PLAYING, track(world, "hush"))
    assert state.position_ms == near(40_000)
    world.pass_time(1_000)
    press(world, 70)
    assert world.services.bridge.state.position_ms == near(70_000)


def test_the_place_moves_more_often_than_the_session_ticks(world: World) -> None:
    looking = world.editor.findChild(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)
    press(world, 40)
    assert looking is not None
    assert looking.isActive()
    assert looking.interval() < TICK_MS
    before = world.services.bridge.state.position_ms
    world.clock.advance(LOOK_EVERY_MS)
    looking.timeout.emit()
    assert world.services.bridge.state.position_ms > before
    world.editor.leave()
    assert not looking.isActive()


def test_a_paused_song_stays_paused(world: World) -> None:
    world.editor.editor_actions.perform(EditorAction.PAUSE)
    world.editor.editor_actions.perform(EditorAction.PAUSE)
    press(world, 60)
    assert world.services.bridge.state.stage is Stage.PAUSED
    assert world.services.bridge.state.position_ms == near(60_000)


def test_a_drag_goes_where_it_is_let_go(world: World) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(bar(world), left, pos=point(world, 10))
    QTest.mouseMove(bar(world), point(world, 50))
    QTest.mouseRelease(bar(world), left, pos=point(world, 50))
    world.post.deliver()
    assert world.services.bridge.state.position_ms == near(50_000)


def test_the_evening_waits_and_comes_back(world: World) -> None:
    world.act(Action.BACK)
    world.library_actions.start_songs((track(world, "other"),), 0)
    world.pass_time(30_000)
    world.services.gui.song_words.edit(track(world, "hush"))
    world.post.deliver()
    settle()
    press(world, 40)
    assert world.services.bridge.state.track == track(world, "hush")
    world.act(Action.BACK)
    state = world.services.bridge.state
    assert state.track == track(world, "other")
    assert state.position_ms == near(30_000)


def test_page_keys_go_from_line_to_line(world: World) -> None:
    press(world, 45)
    reached = []
    for key in (Key.Key_PageDown, Key.Key_PageDown, Key.Key_PageUp, Key.Key_PageUp):
        QTest.keyClick(bar(world), key)
        world.pass_time(200)
        reached.append(world.services.bridge.state.position_ms // 1_000)
    assert reached == [60, 60, 40, 20]


def test_a_page_key_tells_the_line_that_it_reached(world: World) -> None:
    press(world, 45)
    QTest.keyClick(bar(world), Key.Key_PageDown)
    assert bar(world).accessibleDescription() == "1:00 of 3:00, in the line “breichiau mam”"
    QTest.keyClick(bar(world), Key.Key_PageUp)
    assert bar(world).accessibleDescription() == "0:40 of 3:00, in the line “clyd a chynnes”"


def test_arrows_go_five_seconds(world: World) -> None:
    press(world, 45)
    QTest.keyClick(bar(world), Key.Key_Right)
    assert world.services.bridge.state.position_ms == near(50_000)


def test_the_end_key_does_not_end_the_song(world: World) -> None:
    press(world, 10)
    QTest.keyClick(bar(world), Key.Key_End)
    world.pass_time(200)
    assert world.services.bridge.state.stage is Stage.PLAYING


def test_a_repeated_line_is_left(world: World) -> None:
    world.editor.editor_actions.perform(EditorAction.LOOP)
    press(world, 150)
    world.pass_time(600)
    assert world.services.bridge.state.position_ms >= 149_000
    editing = world.editor.controller.editing
    assert editing is not None
    assert editing.pinned is None


def test_the_lines_with_a_time_are_on_it(world: World) -> None:
    bar(world).setFocus(Qt.FocusReason.TabFocusReason)
    assert [line.start_ms for line in bar(world)._lines] == [20_000, 40_000, 60_400]
    assert bar(world).tip_at(QPointF(point(world, 50))) == "0:40  clyd a chynnes"
    assert bar(world).tip_at(QPointF(point(world, 10))) == "0:10"
    press(world, 50)
    assert bar(world).accessibleDescription() == "0:50 of 3:00, in the line “clyd a chynnes”"


def test_a_low_window_gives_its_room_to_the_lines(world: World) -> None:
    assert bar(world).isVisible()
    world.services.gui.window.resize(1280, 500)
    settle()
    assert not bar(world).isVisible()
    world.services.gui.window.resize(1280, 800)
    settle()
    assert bar(world).isVisible()
