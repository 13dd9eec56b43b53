"""A full disk, seen from the window: calm, and nothing is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from lullaby import settings as settings_module
from lullaby.journal.entry import Outcome
from lullaby.settings import Settings, SettingsFile
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


def says_unsaved(world: World, topic: str = "unsaved") -> bool:
    """Whether a notice says that something is not saved, shown or hidden."""
    return world.services.gui.notices._board.notice(topic) is not None


def press(world: World, name: str) -> None:
    buttons = world.services.gui.window.findChildren(QAbstractButton)
    next(each for each in buttons if each.text() == name and each.isVisible()).click()


def test_a_night_and_its_answer_wait_for_disk_space_together(world: World) -> None:
    world.fill_disk()
    world.act(Action.TOGGLE)
    world.pass_time(31 * MINUTE, 20_000)
    assert not world.services.bridge.state.sounding
    world.act(Action.FIRST)
    world.act(Action.BACK)
    assert says_unsaved(world, "journal")
    world.fill_disk(False)
    world.pass_time(2_000)
    assert not says_unsaved(world, "journal")
    assert not says_unsaved(world)
    (night,) = world.stores.journal.entries()
    assert night.outcome is Outcome.ASLEEP
    assert night.songs


def test_an_answer_on_a_full_disk_waits_and_can_be_undone(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(31 * MINUTE, 20_000)
    world.fill_disk()
    offered_texts: list[str] = []
    undo = world.find(UndoController)
    undo.offered.connect(offered_texts.append)
    world.act(Action.FIRST)
    assert offered_texts == ["Not saved yet: Asleep"]
    world.fill_disk(False)
    world.pass_time(2_000)
    assert world.stores.journal.entries()[0].outcome is Outcome.ASLEEP
    world.act(Action.UNDO)
    assert world.stores.journal.entries()[0].outcome is None


def test_settings_that_could_not_be_saved_are_saved_later(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = tmp_path.rglob("settings.json")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(settings_module, "write_atomically", refuse)
        world.services.gui.settings_controller.change(text_percent=150)
        world.pass_time(200)
        assert says_unsaved(world)
    world.pass_time(2_000)
    assert not says_unsaved(world)
    assert SettingsFile(path).now.text_percent == 150


def test_the_levels_of_an_evening_wait_for_disk_space(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(1_000)
    before = world.services.bridge.state.music_step
    world.act(Action.SOFTER)
    world.fill_disk()
    world.pass_time(31 * MINUTE, 20_000)
    world.fill_disk(False)
    world.pass_time(2_000)
    assert before - 1 in {each.music_step for each in world.stores.routines.all()}


def test_song_preferences_wait_for_disk_space_as_a_whole(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(1_000)
    track = world.services.bridge.state.track
    assert track is not None
    before = world.services.bridge.state.speed_pitch
    world.fill_disk()
    world.act(Action.SLOWER)
    world.act(Action.LOWER_KEY)
    world.pass_time(2_000)
    assert says_unsaved(world, "journal")
    world.fill_disk(False)
    world.pass_time(2_000)
    assert not says_unsaved(world, "journal")
    known = world.stores.library.track(track.id)
    assert known is not None
    assert known.speed_pitch.pace < before.pace
    assert known.speed_pitch.semitones == before.semitones - 1
