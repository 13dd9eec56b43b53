"""Files dragged over the window and dropped on it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.library.calm import VERY_SLOW
from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.controls.buttons import RoundToggle
from lullaby.ui.controls.fields import SearchField
from lullaby.ui.library.scan_bar import ScanBar
from lullaby.ui.library.slow_card import SlowCard
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.shell.drop_layer import MOST_ADDRESSES, DropLayer, targets_of
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.notices import NoticeBoard
from tests.library.songs import make
from tests.world import World, make_world

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction
MIDDLE = QPoint(300, 200)


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path / "data", Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.show()
    yield world
    world.close()


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def hover(world: World, data: QMimeData) -> DropLayer:
    """Drag over the window, as the desktop does; the answer about the files has come."""
    window, layer = world.services.gui.window, world.find(DropLayer)
    event = QDragEnterEvent(MIDDLE, COPY, data, LEFT, NONE)
    QCoreApplication.sendEvent(window, event)
    world.post.deliver()
    return layer


def drop(world: World, *paths: Path) -> None:
    data = files(*paths)
    layer = hover(world, data)
    QCoreApplication.sendEvent(layer, QDropEvent(QPointF(MIDDLE), COPY, data, LEFT, NONE))
    world.post.deliver()
    assert layer.isHidden()


def test_songs_are_added_and_nothing_plays(world: World, tmp_path: Path) -> None:
    songs = [make(tmp_path / f"{n}.mp3", f"Song {n}") for n in range(2)]
    layer = hover(world, files(*songs))
    assert layer.isVisible()
    assert layer.text == "Drop to add 2 songs to your library"
    drop(world, *songs)
    assert {track.path for track in world.stores.library.tracks()} >= set(songs)
    assert world.services.bridge.state.stage is Stage.IDLE
    assert world.services.gui.window.current == "library"
    assert first_shown(world, 2) == ["Song 0", "Song 1"]


def first_shown(world: World, count: int) -> list[str]:
    """The first songs of the list; the very first is chosen."""
    tab = world.find(SongsTab)
    assert tab.list.currentIndex().row() == 0
    assert tab.list.verticalScrollBar().value() == 0
    return [track.title for track in tab.model.tracks[:count]]


def test_a_folder_is_added(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "Quiet songs"
    folder.mkdir()
    make(folder / "1.mp3", "One")
    layer = hover(world, files(folder))
    assert layer.text == "Drop to add the folder “Quiet songs” to your library"
    drop(world, folder)
    assert [each.path for each in world.stores.library.folders()] == [folder]
    assert first_shown(world, 1) == ["One"]
    assert scan_line(world) == "1 new song."


def scan_line(world: World) -> str:
    (bar,) = world.services.gui.window.findChildren(ScanBar)
    return "" if bar.isHidden() else bar.accessibleName()


def test_new_songs_are_shown_whatever_the_list_was_limited_to(world: World, tmp_path: Path) -> None:
    world.go("library")
    tab = world.find(SongsTab)
    (card,) = tab.findChildren(SlowCard)
    card.band_requested.emit(VERY_SLOW)
    tab.findChildren(RoundToggle)[0].click()
    folder = tmp_path / "new"
    folder.mkdir()
    make(folder / "quick.mp3", "Quick", "150")
    world.services.gui.folders.add(folder)
    world.post.deliver()
    assert first_shown(world, 1) == ["Quick"]
    assert not tab.findChildren(RoundToggle)[0].isChecked()
    assert world.services.settings.now.song_order == "title", "nobody chose another order"


def test_a_search_begun_meanwhile_stays(world: World, tmp_path: Path) -> None:
    world.go("library")
    folder = tmp_path / "new"
    folder.mkdir()
    make(folder / "quick.mp3", "Quick", "150")
    (field,) = [f for f in world.library.findChildren(SearchField) if f.isVisible()]
    field.setText("suo")
    world.services.gui.folders.add(folder)
    world.post.deliver()
    assert field.text() == "suo"


def test_a_folder_added_again_brings_its_songs_anew(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "Quiet songs"
    folder.mkdir()
    make(folder / "1.mp3", "One")
    world.services.gui.folders.add(folder)
    world.post.deliver()
    world.services.gui.folders.remove(folder, lambda _: None)
    world.post.deliver()
    world.clock.advance(60_000)
    drop(world, folder)
    assert first_shown(world, 1) == ["One"]
    assert scan_line(world) == "1 new song."


def test_words_are_used_for_the_song_that_is_sung(world: World, tmp_path: Path) -> None:
    song = make(tmp_path / "Moon.mp3", "Moon")
    words = tmp_path / "other name.lrc"
    words.write_text("[00:01.00]The moon is in the sky\n", encoding="utf-8")
    world.services.gui.opener.open_files([str(song)])
    world.post.deliver()
    world.act(Action.SING)
    layer = hover(world, files(words))
    assert layer.text == "Drop to use these words for “Moon”"
    drop(world, words)
    assert song.with_suffix(".lrc").read_bytes() == words.read_bytes()


def test_what_cannot_be_used_is_said_while_it_hovers(world: World, tmp_path: Path) -> None:
    picture = tmp_path / "cover.jpg"
    picture.write_bytes(b"a picture")
    data = files(picture)
    layer = hover(world, data)
    assert layer.text == "Lullaby opens songs, scores, words, playlists and folders."
    move = QDragMoveEvent(MIDDLE, COPY, data, LEFT, NONE)
    QCoreApplication.sendEvent(layer, move)
    assert not move.isAccepted()
    QCoreApplication.sendEvent(layer, QDragLeaveEvent())
    assert layer.isHidden()
    assert world.find(NoticeBoard).current is None


def test_text_and_songs_of_the_window_are_no_files(world: World) -> None:
    data = QMimeData()
    data.setText("moon")
    assert hover(world, data).isHidden()


def test_a_drag_of_very_many_files_is_cut() -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(f"/music/{n}.mp3") for n in range(MOST_ADDRESSES + 5)])
    assert len(targets_of(data)) == MOST_ADDRESSES


def test_the_layer_covers_the_window_and_paints_itself(world: World, tmp_path: Path) -> None:
    layer = hover(world, files(make(tmp_path / "a.mp3", "A")))
    window = world.services.gui.window
    window.resize(900, 600)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.Resize)
    assert layer.geometry() == window.rect()
    assert not layer.grab().toImage().isNull()
