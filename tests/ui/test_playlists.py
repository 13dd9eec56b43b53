"""Playlists in the window: files from elsewhere, routines, and everything undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.library.playlist_store import PlaylistItem
from lullaby.settings import Settings
from lullaby.ui.librarian import Librarian
from tests.library.songs import make
from tests.world import World, make_world


class Answers:
    """Stands for the person at the file picker."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self, *_: object) -> Path:
        return self.path


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path / "data", Settings(welcomed=True, reduce_motion=True))
    yield world
    world.close()


def librarian(world: World, answer: Path) -> Librarian:
    found = world.rooms.gui.librarian
    found._files = Answers(answer)  # pyright: ignore[reportAttributeAccessIssue]
    return found


def test_songs_of_a_playlist_from_elsewhere_can_be_played(world: World, tmp_path: Path) -> None:
    song = make(tmp_path / "one.mp3", "One")
    listed = tmp_path / "list.m3u8"
    listed.write_text("one.mp3\ngone.mp3\n", encoding="utf-8")
    librarian(world, listed).bring_in()
    world.post.deliver()
    made = world.stores.playlists.all()[-1]
    first, second = world.stores.playlists.items(made.id)
    assert first.track is not None
    assert (first.track.title, first.path) == ("One", song)
    assert second == PlaylistItem(None, tmp_path / "gone.mp3", "")


def test_a_lost_file_that_is_found_by_hand_can_be_played(world: World, tmp_path: Path) -> None:
    stores = world.stores
    made = stores.playlists.create("x")
    stores.playlists.set_items(made, [PlaylistItem(None, Path("/gone/one.mp3"), "One")])
    song = make(tmp_path / "here.mp3", "One")
    librarian(world, song).find_item(made, 0)
    world.post.deliver()
    (item,) = stores.playlists.items(made)
    assert item.track is not None
    assert item.path == song
