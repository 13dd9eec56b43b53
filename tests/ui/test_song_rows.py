"""Rows of the song list: one press plays, the chosen row alone tells its story."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.controls.buttons import RoundToggle
from lullaby.ui.library.song_row import ROW, STORY
from lullaby.ui.library.songs_model import NOT_TRIED, Tally, journal_words
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.text import names
from tests.world import World, make_world

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    world.go("library")
    yield world
    world.close()


@pytest.fixture
def tab(world: World) -> SongsTab:
    return world.find(SongsTab)


def cover(tab: SongsTab, row: int) -> QPoint:
    box = tab.list.visualRect(tab.model.index(row))
    return QPoint(box.left() + 32, box.center().y())


def title(tab: SongsTab, row: int) -> QPoint:
    return cover(tab, row) + QPoint(100, 0)


def heard(world: World) -> list[str]:
    """The songs of the evening from the current one on."""
    world.pass_time(400)
    state = world.services.bridge.state
    assert state.programme is not None
    assert state.index is not None
    return [each.title for each in state.programme.tracks[state.index :]]


def stage(world: World) -> Stage:
    world.pass_time(400)
    return world.services.bridge.state.stage


def listed(tab: SongsTab, first: int) -> list[str]:
    return [each.title for each in tab.model.tracks[first:]]


def test_the_cover_plays_its_song_and_goes_on_down_the_list(world: World, tab: SongsTab) -> None:
    QTest.mouseClick(tab.list.viewport(), LEFT, pos=cover(tab, 2))
    assert heard(world) == listed(tab, 2)
    QTest.mouseClick(tab.list.viewport(), LEFT, pos=cover(tab, 2))
    assert stage(world) is Stage.PAUSED
    QTest.mouseClick(tab.list.viewport(), LEFT, pos=cover(tab, 2))
    assert stage(world) is Stage.PLAYING
    QTest.mouseClick(tab.list.viewport(), LEFT, pos=cover(tab, 0))
    assert heard(world) == listed(tab, 0)


def test_space_plays_and_pauses_the_chosen_song(world: World, tab: SongsTab) -> None:
    tab.list.setCurrentIndex(tab.model.index(1))
    QTest.keyClick(tab.list, Qt.Key.Key_Space)
    assert heard(world) == listed(tab, 1)
    QTest.keyClick(tab.list, Qt.Key.Key_Space)
    assert stage(world) is Stage.PAUSED


def test_a_double_click_plays_and_a_second_one_does_not_disturb(
    world: World, tab: SongsTab
) -> None:
    viewport = tab.list.viewport()
    QTest.mouseClick(viewport, LEFT, pos=title(tab, 1))
    assert world.services.bridge.state.stage is Stage.IDLE
    QTest.mouseDClick(viewport, LEFT, pos=title(tab, 1))
    assert heard(world) == listed(tab, 1)
    at = world.services.bridge.state.position_ms
    QTest.mouseDClick(viewport, LEFT, pos=title(tab, 1))
    assert stage(world) is Stage.PLAYING
    assert world.services.bridge.state.position_ms > at


def test_a_double_click_on_the_cover_is_one_press(world: World, tab: SongsTab) -> None:
    viewport = tab.list.viewport()
    QTest.mouseClick(viewport, LEFT, pos=cover(tab, 1))
    QTest.mouseDClick(viewport, LEFT, pos=cover(tab, 1))
    assert stage(world) is Stage.PLAYING


def heart(tab: SongsTab, row: int) -> QPoint:
    box = tab.list.visualRect(tab.model.index(row))
    return QPoint(box.right() - 82, box.center().y())


def only_favourites(tab: SongsTab) -> RoundToggle:
    (found,) = tab.findChildren(RoundToggle)
    return found


def test_the_heart_makes_a_favourite_and_takes_it_back(world: World, tab: SongsTab) -> None:
    viewport, chosen = tab.list.viewport(), tab.model.tracks[1].id
    QTest.mouseClick(viewport, LEFT, pos=heart(tab, 1))
    assert [each.id for each in world.stores.library.tracks() if each.favourite] == [chosen]
    spoken = str(tab.model.data(tab.model.index(1), Qt.ItemDataRole.AccessibleTextRole))
    assert ", favourite," in spoken
    QTest.mouseClick(viewport, LEFT, pos=heart(tab, 1))
    assert not [each for each in world.stores.library.tracks() if each.favourite]


def test_the_list_of_favourites_has_songs_of_any_tempo(world: World, tab: SongsTab) -> None:
    ids = {each.id for each in tab.model.tracks}
    quick = next(each for each in world.stores.library.tracks() if each.id not in ids)
    world.stores.library.set_favourite([quick.id, tab.model.tracks[0].id], True)
    before, slow = listed(tab, 0), tab.model.tracks[0]
    only_favourites(tab).click()
    assert {each.id for each in tab.model.tracks} == {quick.id, slow.id}
    assert all(each.favourite for each in tab.model.tracks)
    only_favourites(tab).click()
    assert listed(tab, 0) == before


def test_without_favourites_the_list_says_how_to_make_one(tab: SongsTab) -> None:
    only_favourites(tab).click()
    assert not tab.model.tracks
    assert only_favourites(tab).isVisible()
    texts = [each.text() for each in tab.findChildren(QLabel) if each.isVisible()]
    assert "No favourites here yet. Press the heart beside a song to add it." in texts


def test_enter_shows_the_words_of_the_chosen_song(world: World, tab: SongsTab) -> None:
    tab.list.setCurrentIndex(tab.model.index(3))
    QTest.keyClick(tab.list, Qt.Key.Key_Return)
    assert heard(world) == listed(tab, 3)
    assert world.services.gui.window.current == "sing"
    at = world.services.bridge.state.position_ms
    world.go("library")
    QTest.keyClick(tab.list, Qt.Key.Key_Return)
    world.pass_time(400)
    assert world.services.bridge.state.position_ms > at, "the song that plays goes on"


def test_only_the_chosen_row_is_higher_for_its_story(tab: SongsTab, qtbot: QtBot) -> None:
    heights = [tab.list.rowHeight(row) for row in range(4)]
    assert heights[0] >= ROW + STORY
    assert heights[1:] == [ROW, ROW, ROW]
    tab.list.setCurrentIndex(tab.model.index(2))
    assert tab.list.rowHeight(2) == ROW, "a second click would miss a row that moves at once"
    qtbot.waitUntil(lambda: tab.list.rowHeight(2) >= ROW + STORY)
    assert tab.list.rowHeight(0) == ROW


@pytest.mark.parametrize("width", [1280, 700])
def test_the_whole_story_of_the_chosen_song_can_be_read(
    world: World, tab: SongsTab, qtbot: QtBot, width: int
) -> None:
    world.services.gui.window.resize(width, 800)
    titles = [track.title for track in tab.model.tracks]
    row = titles.index("Au clair de la lune")
    tab.list.setCurrentIndex(tab.model.index(row))
    qtbot.waitUntil(lambda: tab.list.rowHeight(row) > tab.list.rowHeight(row - 1))
    story = tab.model.story(tab.model.index(row))
    across = tab.list.viewport().width()
    lines = tab.list._row.story_lines(across, story)
    assert " ".join(lines) == story, "nothing is shortened"
    assert tab.list.rowHeight(row) == tab.list._row.height_with_story(across, story)
    assert len(lines) > 1 or width > 700


@pytest.mark.parametrize("size", [(1280, 800), (1366, 768)])
def test_eight_songs_are_in_sight_while_one_plays(
    world: World, tab: SongsTab, qtbot: QtBot, size: tuple[int, int]
) -> None:
    world.services.gui.window.resize(*size)
    QTest.mouseClick(tab.list.viewport(), LEFT, pos=cover(tab, 0))
    world.pass_time(400)
    seen, eighth = tab.list.viewport(), tab.model.index(7)
    qtbot.waitUntil(lambda: seen.rect().contains(tab.list.visualRect(eighth)))
    assert world.services.bridge.state.sounding


def test_home_and_end_lead_to_the_first_and_last_song(tab: SongsTab) -> None:
    QTest.keyClick(tab.list, Qt.Key.Key_End)
    assert tab.list.currentIndex().row() == tab.model.rowCount() - 1
    QTest.keyClick(tab.list, Qt.Key.Key_Home)
    assert tab.list.currentIndex().row() == 0


def test_the_nights_of_a_song_are_told_in_plain_words() -> None:
    assert journal_words(NOT_TRIED) == ""
    assert journal_words(Tally(1, 1)) == "played 1 night"
    assert journal_words(Tally(1, 2)) == "played 2 nights"
    assert journal_words(Tally(8, 9)) == "calm on 8 of 9 nights"


def test_tab_reaches_the_heart_and_space_presses_it(world: World, tab: SongsTab) -> None:
    songs = tab.list
    songs.setCurrentIndex(tab.model.index(1))
    songs.setFocus()
    QTest.keyClick(songs, Qt.Key.Key_Tab)
    assert songs.hasFocus()
    QTest.keyClick(songs, Qt.Key.Key_Space)
    world.post.deliver()
    assert tab.model.tracks[1].favourite
    assert world.services.bridge.state.stage is Stage.IDLE, "nothing plays"
    QTest.keyClick(songs, Qt.Key.Key_Down)
    QTest.keyClick(songs, Qt.Key.Key_Return)
    world.post.deliver()
    assert tab.model.tracks[2].favourite
    QTest.keyClick(songs, Qt.Key.Key_Backtab)
    assert songs.hasFocus()
    QTest.keyClick(songs, Qt.Key.Key_Space)
    assert heard(world) == listed(tab, 2)


def test_tab_leaves_the_list_after_the_heart_and_comes_back_to_it(
    world: World, tab: SongsTab
) -> None:
    songs = tab.list
    songs.setFocus()
    QTest.keyClick(songs, Qt.Key.Key_Tab)
    QTest.keyClick(songs, Qt.Key.Key_Tab)
    after = QApplication.focusWidget()
    assert after is not None
    assert after is not songs
    QTest.keyClick(after, Qt.Key.Key_Backtab)
    assert songs.hasFocus()
    QTest.keyClick(songs, Qt.Key.Key_Space)
    world.post.deliver()
    assert tab.model.tracks[0].favourite


def test_the_focus_ring_is_around_the_heart(tab: SongsTab) -> None:
    songs = tab.list
    songs.setFocus()
    box = songs.visualRect(tab.model.index(0))
    around = QRect(heart(tab, 0) - QPoint(24, 24), QSize(48, 48))
    before = songs.viewport().grab(around).toImage()
    edge = songs.viewport().grab(QRect(box.topLeft(), QSize(20, box.height()))).toImage()
    QTest.keyClick(songs, Qt.Key.Key_Tab)
    assert songs.viewport().grab(around).toImage() != before
    assert songs.viewport().grab(QRect(box.topLeft(), QSize(20, box.height()))).toImage() != edge


def test_a_screen_reader_learns_the_columns_and_the_length(tab: SongsTab) -> None:
    told = tab.model.headerData(0, Qt.Orientation.Horizontal)
    assert told == "title, artist, tempo, favourite, words, length, nights"
    spoken = str(tab.model.data(tab.model.index(0), Qt.ItemDataRole.AccessibleTextRole))
    length = tab.model.tracks[0].duration_ms
    assert f", length {names.length(length)}" in spoken


def test_the_menu_of_a_song_opens_once(
    world: World, tab: SongsTab, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, *_: opened.append(menu))
    tab._menu_at(title(tab, 1))
    assert len(opened) == 1
