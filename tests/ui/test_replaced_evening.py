"""Songs that play instead of an evening can be undone: the evening goes on where it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby.library.track import Track
from lullaby.session.state import SessionState, Stage
from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.undo import UndoController
from tests.world import World, make_world

MINUTE = 60_000


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    world.services.gui.window.show()
    yield world
    world.close()


def song(world: World, name: str) -> Track:
    return next(each for each in world.stores.library.tracks() if each.songbook_id == name)


def play(world: World, name: str) -> None:
    world.library_actions.start_songs((song(world, name),), 0)


def can_undo(world: World) -> bool:
    return world.find(UndoController).is_open


def begun(world: World, played_ms: int = 4 * MINUTE) -> SessionState:
    """A running evening."""
    world.act(Action.TOGGLE)
    world.pass_time(played_ms)
    return world.services.bridge.state


def test_one_hit_of_a_search_can_be_undone(world: World) -> None:
    before = begun(world)
    play(world, "suo-gan")
    assert world.services.bridge.state.tracks == (song(world, "suo-gan"),)
    world.pass_time(3_000)
    world.act(Action.UNDO)
    state = world.services.bridge.state
    assert (state.stage, state.tracks, state.index) == (
        Stage.PLAYING,
        before.tracks,
        before.index,
    )
    assert (state.entry, state.ambient, state.music_step) == (
        before.entry,
        before.ambient,
        before.music_step,
    )
    assert state.remaining_ms is not None
    assert before.remaining_ms is not None
    assert abs(state.remaining_ms - before.remaining_ms) <= 500, "three seconds do not count"
    assert abs(state.position_ms - before.position_ms) <= 500
    world.pass_time(MINUTE)
    world.services.bridge.stop()
    world.pass_time(3_000)
    (night,) = world.stores.journal.entries()
    assert night.id == before.entry, "the songs played by mistake leave no night"


def test_after_eight_seconds_the_songs_stay(world: World) -> None:
    begun(world)
    play(world, "suo-gan")
    assert can_undo(world)
    world.find(UndoController).withdraw()
    world.act(Action.UNDO)
    assert world.services.bridge.state.tracks == (song(world, "suo-gan"),)


def test_a_playlist_played_instead_can_be_undone_too(world: World) -> None:
    before = begun(world)
    nap = world.stores.routines.all()[2]
    assert nap.playlist is not None
    world.library_actions.start_playlist(nap.playlist, 0)
    assert world.services.bridge.state.tracks != before.tracks
    world.act(Action.UNDO)
    assert world.services.bridge.state.tracks == before.tracks


def test_the_evening_returns_as_it_was(world: World) -> None:
    begun(world)
    world.services.bridge.set_repeat(True)
    world.services.bridge.toggle()
    play(world, "suo-gan")
    world.act(Action.UNDO)
    state = world.services.bridge.state
    assert (state.stage, state.repeat) == (Stage.PAUSED, True)


def test_songs_that_were_only_tried_are_not_offered_again(world: World) -> None:
    play(world, "suo-gan")
    world.pass_time(3_000)
    play(world, "fais-dodo")
    assert not can_undo(world)


def test_nothing_is_offered_where_nothing_played(world: World) -> None:
    play(world, "suo-gan")
    assert not can_undo(world)
    world.pass_time(2 * MINUTE)
    world.services.bridge.stop()
    world.pass_time(3_000)
    play(world, "fais-dodo")
    assert not can_undo(world)
