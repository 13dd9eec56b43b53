"""Sorting the songs in the Library."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.provenance import Provenance
from lullaby.library.song_order import SongOrder
from lullaby.library.track import Track, TrackId
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.ui.library.song_header import SongHeader
from lullaby.ui.library.songs_model import SongsModel
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.units import Bpm, Ms
from tests.world import World, make_world


def own_songs(stores: Stores) -> None:
    files = tuple(
        FoundFile(
            Path(f"/m/{title}.ogg"), 9, 7, 0, Tags(title, "", "", "", Ms(length), Bpm(66), "66")
        )
        for title, length in (("Ave", 300_000), ("Zzz", 1_000))
    )
    stores.scans.apply(ScanBatch(found=files))


def open_library(app: QApplication, folder: Path, settings: Settings) -> World:
    world = make_world(app, folder, settings, own_songs)
    world.services.gui.window.resize(1280, 800)
    world.services.gui.window.show()
    world.go("library")
    return world


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = open_library(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    yield world
    world.close()


def titles(world: World) -> list[str]:
    return [track.title for track in world.find(SongsTab).model.tracks]


def choose(world: World, text: str) -> None:
    """Press an entry of the menu."""
    header = world.find(SongHeader)
    menu = header.sort.menu_of_orders(header)
    next(each for each in menu.actions() if each.text() == text).trigger()
    world.post.deliver()


def test_another_order_begins_at_its_first_song(world: World) -> None:
    tab = world.find(SongsTab)
    tab.list.setCurrentIndex(tab.model.index(len(titles(world)) - 1))
    choose(world, "Short to long")
    assert titles(world)[0] == "Zzz"
    assert tab.list.currentIndex().row() == 0
    assert tab.list.verticalScrollBar().value() == 0
    assert world.find(SongHeader).sort.worded.text() == "Sort: Short to long"


def test_order_and_own_songs_are_kept(qapp: QApplication, tmp_path: Path, world: World) -> None:
    choose(world, "Short to long")
    choose(world, "Only my songs")
    assert titles(world) == ["Zzz", "Ave"]
    kept = world.services.settings.now
    assert (kept.song_order, kept.only_own_songs) == ("length", True)
    again = open_library(qapp, tmp_path / "again", kept)
    try:
        assert titles(again) == ["Zzz", "Ave"]
        assert again.find(SongHeader).sort.worded.text() == "My songs: Short to long"
    finally:
        again.close()


def test_the_chosen_order_chosen_again_is_turned_round_and_kept(
    qapp: QApplication, tmp_path: Path, world: World
) -> None:
    choose(world, "Only my songs")
    assert titles(world) == ["Ave", "Zzz"]
    choose(world, "Title")
    assert titles(world) == ["Zzz", "Ave"]
    again = open_library(qapp, tmp_path / "again", world.services.settings.now)
    try:
        assert titles(again) == ["Zzz", "Ave"]
        assert again.find(SongHeader).sort.worded.text() == "My songs: Title, Z to A"
        choose(again, "Reverse order")
        assert titles(again) == ["Ave", "Zzz"]
    finally:
        again.close()
    choose(world, "Artist")
    assert world.find(SongHeader).sort.worded.text() == "My songs: Artist"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_order_is_chosen_by_keys_alone(world: World) -> None:
    button = world.find(SongHeader).sort.worded
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(button, Qt.Key.Key_Space)
    (menu,) = [each for each in button.findChildren(QMenu) if each.isVisible()]
    assert menu.activeAction().text() == "Title"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    world.post.deliver()
    assert world.services.settings.now.song_order == "artist"


def test_a_song_shown_from_elsewhere_is_listed_although_it_is_not_an_own_one(world: World) -> None:
    choose(world, "Only my songs")
    bundled = next(each for each in world.stores.library.tracks() if each.songbook_id)
    world.library.show_song(bundled.id)
    world.post.deliver()
    assert bundled.title in titles(world)
    assert world.services.settings.now.only_own_songs, "that is for this time"


def test_every_order_of_the_settings_is_one_of_the_library() -> None:
    for order in SongOrder:
        assert Settings(song_order=order.value).song_order == order.value


@pytest.mark.parametrize(
    ("order", "before"),
    [
        (SongOrder.TITLE, ""),
        (SongOrder.ARTIST, ""),
        (SongOrder.ALBUM, "Winter · "),
        (SongOrder.FOLDER, "Tapes · "),
    ],
)
def test_songs_by_album_or_folder_tell_it_in_their_row(order: SongOrder, before: str) -> None:
    song = Track(TrackId(1), Path("/music/Tapes/1.flac"), "Hush", "Nan", "Winter")
    model = SongsModel(Provenance())
    model.show([song])
    model.set_order(order)
    index = model.index(0)
    assert model.below(index) == before + "Nan"
    spoken = str(model.data(index, Qt.ItemDataRole.AccessibleTextRole))
    assert (before.replace(" · ", ", ") + "Nan") in spoken
