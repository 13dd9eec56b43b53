"""Choosing several songs in the Library, and what can be done with them at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from lullaby.library.track import Track
from lullaby.settings import Settings
from lullaby.ui.library.song_header import SongHeader
from lullaby.ui.library.song_list import SongList
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.shell.keys import Action
from tests.world import World, make_world

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    world.go("library")
    yield world
    world.close()


@pytest.fixture
def songs(world: World) -> SongList:
    found = world.find(SongsTab).list
    found.setCurrentIndex(found.model().index(1, 0))
    found.setFocus()
    return found


@pytest.fixture
def menus(monkeypatch: pytest.MonkeyPatch) -> list[QMenu]:
    opened: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda self, _: opened.append(self))
    return opened


def title(songs: SongList, row: int) -> QPoint:
    box = songs.visualRect(songs.model().index(row, 0))
    return QPoint(box.left() + 132, box.center().y())


def heart(songs: SongList, row: int) -> QPoint:
    box = songs.visualRect(songs.model().index(row, 0))
    return QPoint(box.right() - 82, box.center().y())


def rows(world: World, songs: SongList) -> list[int]:
    tracks = world.find(SongsTab).model.tracks
    return [tracks.index(track) for track in songs.chosen()]


def choose_three(songs: SongList) -> tuple[Track, ...]:
    """The second to the fourth song."""
    for _ in range(2):
        QTest.keyClick(songs, Qt.Key.Key_Down, SHIFT)
    return songs.chosen()


def press(menus: list[QMenu], text: str) -> None:
    (menu,) = menus
    (action,) = [each for each in menu.actions() if each.text() == text]
    action.trigger()


def shown_again(world: World, tracks: tuple[Track, ...]) -> list[Track]:
    """The same songs as the library has them now."""
    world.post.deliver()
    ids = {track.id for track in tracks}
    return [track for track in world.stores.library.tracks() if track.id in ids]


def in_order(world: World, tracks: tuple[Track, ...]) -> list[Track]:
    found = {track.id: track for track in shown_again(world, tracks)}
    return [found[track.id] for track in tracks]


def test_shift_and_ctrl_choose_several(world: World, songs: SongList) -> None:
    choose_three(songs)
    assert rows(world, songs) == [1, 2, 3]
    QTest.mouseClick(songs.viewport(), LEFT, CTRL, title(songs, 5))
    assert rows(world, songs) == [1, 2, 3, 5]
    QTest.mouseClick(songs.viewport(), LEFT, CTRL, title(songs, 2))
    assert rows(world, songs) == [1, 3, 5]
    QTest.mouseClick(songs.viewport(), LEFT, pos=title(songs, 0))
    QTest.mouseClick(songs.viewport(), LEFT, SHIFT, title(songs, 4))
    assert rows(world, songs) == [0, 1, 2, 3, 4]
    QTest.keyClick(songs, Qt.Key.Key_Down)
    assert rows(world, songs) == [5]


def test_ctrl_a_chooses_all_and_home_only_the_first(world: World, songs: SongList) -> None:
    QTest.keyClick(songs, Qt.Key.Key_A, CTRL)
    assert len(songs.chosen()) == len(world.find(SongsTab).model.tracks)
    texts = [each.text() for each in world.find(SongHeader).findChildren(QLabel)]
    assert f"{len(songs.chosen())} songs chosen" in texts
    QTest.keyClick(songs, Qt.Key.Key_Home)
    assert rows(world, songs) == [0]
    QTest.keyClick(songs, Qt.Key.Key_End, SHIFT)
    assert len(songs.chosen()) == len(world.find(SongsTab).model.tracks)


def test_several_play_in_the_order_of_the_list(
    world: World, songs: SongList, menus: list[QMenu]
) -> None:
    chosen = choose_three(songs)
    QTest.keyClick(songs, Qt.Key.Key_F10, SHIFT)
    press(menus, "Play 3 songs")
    world.pass_time(400)
    programme = world.services.bridge.state.programme
    assert programme is not None
    assert [track.id for track in programme.tracks] == [track.id for track in chosen]


def test_several_become_favourites_and_stay_chosen(
    world: World, songs: SongList, menus: list[QMenu]
) -> None:
    chosen = choose_three(songs)
    world.stores.library.set_favourite([chosen[0].id], True)
    QTest.keyClick(songs, Qt.Key.Key_Menu)
    press(menus, "Add to favourites")
    assert all(track.favourite for track in shown_again(world, chosen))
    assert rows(world, songs) == [1, 2, 3]


def test_a_favourite_from_before_stays_one_after_undo(
    world: World, songs: SongList, menus: list[QMenu]
) -> None:
    QTest.mouseClick(songs.viewport(), LEFT, pos=heart(songs, 1))
    world.post.deliver()
    chosen = choose_three(songs)
    QTest.keyClick(songs, Qt.Key.Key_Menu)
    press(menus, "Add to favourites")
    world.act(Action.UNDO)
    kept = [track.id for track in shown_again(world, chosen) if track.favourite]
    assert kept == [chosen[0].id]


def test_several_are_marked_and_undone(world: World, songs: SongList, menus: list[QMenu]) -> None:
    chosen = choose_three(songs)
    world.tempo.calm(chosen[1], False)
    world.post.deliver()
    QTest.keyClick(songs, Qt.Key.Key_Menu)
    press(menus, "Mark as calming")
    assert [track.calms for track in shown_again(world, chosen)] == [True] * 3
    world.act(Action.UNDO)
    assert [track.calms for track in in_order(world, chosen)] == [None, False, None]


def test_several_are_hidden_and_come_back(
    world: World, songs: SongList, menus: list[QMenu]
) -> None:
    chosen = choose_three(songs)
    QTest.keyClick(songs, Qt.Key.Key_Menu)
    press(menus, "Hide 3 songs")
    assert not shown_again(world, chosen)
    world.act(Action.UNDO)
    assert len(shown_again(world, chosen)) == 3


def test_several_go_into_a_new_playlist(world: World, songs: SongList, menus: list[QMenu]) -> None:
    chosen = choose_three(songs)
    QTest.keyClick(songs, Qt.Key.Key_Menu)
    (menu,) = menus
    (inside,) = [each.menu() for each in menu.actions() if each.menu() is not None]
    assert isinstance(inside, QMenu)
    inside.actions()[-1].trigger()
    made = world.stores.playlists.all()[-1]
    items = world.stores.playlists.items(made.id)
    assert [item.track and item.track.id for item in items] == [track.id for track in chosen]


def test_a_press_on_a_heart_leaves_the_others_chosen(world: World, songs: SongList) -> None:
    chosen = choose_three(songs)
    QTest.mouseClick(songs.viewport(), LEFT, pos=heart(songs, 2))
    assert [each.favourite for each in shown_again(world, chosen)].count(True) == 1
    assert rows(world, songs) == [1, 2, 3]


def test_the_menu_of_another_song_is_its_own(
    world: World, songs: SongList, menus: list[QMenu]
) -> None:
    choose_three(songs)
    songs.customContextMenuRequested.emit(title(songs, 5))
    (menu,) = menus
    assert menu.actions()[0].text() == "Play"


def test_songs_are_chosen_again_in_another_list(world: World, songs: SongList) -> None:
    model = world.find(SongsTab).model
    first, last = model.tracks[1], model.tracks[5]
    songs.choose({first.id, last.id})
    model.show(list(reversed(model.tracks)), None)
    assert songs.chosen() == ()
    songs.choose({first.id, last.id})
    assert songs.chosen() == (last, first)


def test_a_song_that_is_not_chosen_stays_so_when_the_current_one_leaves(
    world: World, songs: SongList
) -> None:
    model = world.find(SongsTab).model
    tracks = list(model.tracks)
    songs.setCurrentIndex(model.index(5))
    songs.choose({tracks[1].id, tracks[3].id})
    songs.show_songs(tracks[:5], None, None, False)
    assert songs.chosen() == (tracks[1], tracks[3])


def test_hiding_the_current_song_leaves_the_others_chosen(world: World, songs: SongList) -> None:
    chosen = choose_three(songs)
    world.stores.library.set_hidden(chosen[-1].id, True)
    world.find(SongsTab).refresh()
    world.post.deliver()
    assert [track.id for track in songs.chosen()] == [track.id for track in chosen[:-1]]


def test_after_hiding_a_song_its_neighbour_is_chosen(
    world: World, songs: SongList, menus: list[QMenu]
) -> None:
    QTest.keyClick(songs, Qt.Key.Key_Menu)
    (hide,) = [each for each in menus[0].actions() if each.text().startswith("Hide “")]
    hide.trigger()
    world.post.deliver()
    assert rows(world, songs) == [songs.currentIndex().row()]


def test_undo_after_a_new_playlist_leaves_no_empty_one(
    world: World, songs: SongList, menus: list[QMenu]
) -> None:
    before = world.stores.playlists.all()
    choose_three(songs)
    QTest.keyClick(songs, Qt.Key.Key_Menu)
    (inside,) = [each.menu() for each in menus[0].actions() if each.menu() is not None]
    assert isinstance(inside, QMenu)
    inside.actions()[-1].trigger()
    world.act(Action.UNDO)
    assert world.stores.playlists.all() == before
