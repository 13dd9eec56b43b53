"""The journal names what was started: a routine, a playlist, or songs from the Library."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.library.track import Track
from lullaby.settings import Settings
from lullaby.ui.text import names
from tests.world import World, make_world


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.show()
    yield world
    world.close()


def song(world: World, name: str) -> Track:
    return next(each for each in world.stores.library.tracks() if each.songbook_id == name)


def label(world: World) -> str:
    world.pass_time(3_000)
    world.services.bridge.stop()
    world.pass_time(3_000)
    return names.evening_name(world.stores.journal.entries()[0]).partition(", rain")[0]


def test_a_song_from_the_library_is_named_as_such(world: World) -> None:
    suo_gan = song(world, "suo-gan")
    world.library_actions.start_songs((suo_gan,), 0)
    assert label(world) == f"“{suo_gan.title}”, from the Library"


def test_a_playlist_without_a_routine_is_shown_by_its_own_name(world: World) -> None:
    made = world.stores.playlists.create("Grandma's")
    world.stores.playlists.add(made, [song(world, "suo-gan")])
    world.library_actions.start_playlist(made, 0)
    assert label(world) == "Grandma's"


def test_a_playlist_with_a_routine_is_shown_by_that(world: World) -> None:
    bedtime = world.stores.routines.all()[1]
    assert bedtime.playlist is not None
    world.library_actions.start_playlist(bedtime.playlist, 0)
    assert label(world).startswith("Bedtime")


def test_the_moon_begins_its_routine(world: World) -> None:
    world.services.gui.dispatcher.toggle()
    assert label(world).startswith("Night waking")
