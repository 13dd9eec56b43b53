"""A whole evening on the real screens in a fraction of a second."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from lullaby.audio.port import Device, Trouble
from lullaby.journal.entry import Ending, Outcome
from lullaby.library.track import Fault
from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action
from tests.world import World, make_world

MINUTE = 60_000
QUIET = Settings(welcomed=True, reduce_motion=True, light="dusk")


@pytest.fixture
def world(qtbot: QtBot, qapp, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, QUIET)
    world.services.gui.window.show()
    yield world
    world.close()


def press(qtbot: QtBot, world: World, key: Qt.Key) -> None:
    """Press a real key in the real window, wherever focus is."""
    window = world.services.gui.window
    qtbot.keyClick(window.focusWidget() or window, key)
    world.post.deliver()


def test_one_press_plays_fades_and_writes_the_night_down(qtbot: QtBot, world: World) -> None:
    gui, bridge = world.services.gui, world.services.bridge
    moon = world.tonight.idle.moon
    moon.setFocus()
    press(qtbot, world, Qt.Key.Key_Space)
    assert bridge.state.stage is Stage.PLAYING
    assert bridge.state.programme is not None
    assert bridge.state.programme.routine == "night_waking"
    assert len(world.player.cues) == 1
    assert [sound.name for sound in world.player.ambient] == ["rain"]

    world.pass_time(2 * MINUTE)
    press(qtbot, world, Qt.Key.Key_L)
    assert gui.window.current == "sing"
    assert world.sing.words.lyrics is not None
    position = bridge.state.position_ms
    cues = len(world.player.cues)
    world.pass_time(30_000)
    assert bridge.state.position_ms != position
    press(qtbot, world, Qt.Key.Key_L)
    assert gui.window.current == gui.window.place
    assert len(world.player.cues) == cues, "going to the words and back broke the sound"

    world.pass_time(19 * MINUTE)
    assert world.player.status().master == 1.0
    world.pass_time(7 * MINUTE)
    assert 0 < world.player.status().master < 0.3, "the last eight minutes grow softer"
    world.pass_time(2 * MINUTE)
    assert bridge.state.stage is Stage.ENDED
    assert bridge.state.ending is Ending.TIMER
    assert world.player.status().master in (0.0, 1.0)

    assert gui.window.current == "outcome"
    press(qtbot, world, Qt.Key.Key_1)
    night = world.stores.journal.entries()[0]
    assert night.outcome is Outcome.ASLEEP
    assert night.ending is Ending.TIMER
    assert night.minutes_to_calm == 30
    assert night.ambient == ("rain",)
    assert any(song.sung for song in night.songs)
    press(qtbot, world, Qt.Key.Key_Escape)
    assert gui.window.current == gui.window.place

    world.go("journal")
    assert world.journal.list.model().rowCount() == 1


def test_undo_removes_the_answer(qtbot: QtBot, world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(MINUTE)
    world.act(Action.FADE)
    world.pass_time(MINUTE + 1_000)
    world.act(Action.SECOND)
    assert world.stores.journal.entries()[0].outcome is Outcome.CALMER
    world.act(Action.UNDO)
    night = world.stores.journal.entries()[0]
    assert night.outcome is None
    assert night.minutes_to_calm == 1


def test_f_fades_in_a_minute_and_f_again_keeps_playing(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(MINUTE)
    world.act(Action.FADE)
    world.pass_time(30_000)
    half = world.player.status().master
    assert 0.2 < half < 0.45, "half the loudness is about -10 dB"
    world.act(Action.FADE)
    world.pass_time(6_000)
    assert world.player.status().master == 1.0
    world.act(Action.FADE)
    world.pass_time(MINUTE)
    assert world.services.bridge.state.ending is Ending.STOPPED


def test_esc_never_stops_the_sound(qtbot: QtBot, world: World) -> None:
    world.act(Action.TOGGLE)
    steps = (
        lambda: world.act(Action.SING),
        lambda: world.go("library"),
        lambda: world.go("settings"),
        lambda: world.act(Action.KEYS),
    )
    for step in steps:
        step()
        for _ in range(3):
            press(qtbot, world, Qt.Key.Key_Escape)
    assert world.services.bridge.state.stage is Stage.PLAYING
    assert world.services.gui.window.place == "tonight"


def test_a_song_that_cannot_be_played_is_skipped_and_marked(world: World) -> None:
    first = world.services.gui.dispatcher._next_session.programme().tracks[0]
    world.player.troubles[first.path] = Trouble.UNREADABLE
    world.act(Action.TOGGLE)
    world.pass_time(1_000)
    assert world.services.bridge.state.index == 1
    assert world.services.bridge.state.stage is Stage.PLAYING
    found = world.stores.library.track(first.id)
    assert found is not None
    assert found.fault is Fault.UNREADABLE


def test_why_a_song_could_not_be_played_is_found_off_the_main_thread(world: World) -> None:
    first = world.services.gui.dispatcher._next_session.programme().tracks[0]
    world.services.gui.notices._mark(first.id)
    before = world.stores.library.track(first.id)
    world.post.deliver()
    after = world.stores.library.track(first.id)
    assert before is not None
    assert after is not None
    assert (before.fault, after.fault) == (None, Fault.UNREADABLE)


def test_a_hanging_song_is_reported_but_not_marked(world: World) -> None:
    first = world.services.gui.dispatcher._next_session.programme().tracks[0]
    world.player.troubles[first.path] = Trouble.NOT_IN_TIME
    world.act(Action.TOGGLE)
    world.pass_time(1_000)
    assert world.services.bridge.state.index == 1
    current = world.services.gui.notices._board.current
    assert current is not None
    assert current[1].text == f"{first.title} could not be read in time."
    found = world.stores.library.track(first.id)
    assert found is not None
    assert found.fault is None


def test_the_speaker_goes_away_and_comes_back(world: World) -> None:
    gui = world.services.gui
    world.act(Action.TOGGLE)
    world.pass_time(10_000)
    before = world.services.bridge.state
    world.player.unplug(Device.LOST)
    world.pass_time(30_000)
    lost = world.services.bridge.state
    assert lost.device is Device.LOST
    assert lost.position_ms == before.position_ms
    assert abs((lost.remaining_ms or 0) - (before.remaining_ms or 0)) <= 200
    current = gui.notices._board.current
    assert current is not None
    assert current[1].text == "The speaker is gone. We kept your place."
    world.player.plug_in()
    world.pass_time(2_000)
    assert world.services.bridge.state.device is Device.READY
    assert gui.notices._board.current is None


def test_resting_shows_only_the_moon_and_any_key_wakes_it(qtbot: QtBot, world: World) -> None:
    window = world.services.gui.window
    world.act(Action.TOGGLE)
    world.rest.rest()
    assert window.current == "resting"
    press(qtbot, world, Qt.Key.Key_L)
    assert window.current == window.place, "the first key only wakes"
    world.rest.rest()
    press(qtbot, world, Qt.Key.Key_Space)
    assert window.current == window.place
    assert world.services.bridge.state.stage is Stage.PAUSED, "Space wakes and pauses at once"


def test_a_crash_is_found_at_the_next_start(qtbot: QtBot, qapp, tmp_path: Path) -> None:
    world = make_world(qapp, tmp_path, QUIET)
    world.act(Action.TOGGLE)
    world.pass_time(3 * MINUTE)
    world.close()
    again = make_world(qapp, tmp_path, QUIET)
    again.stores.journal.close_interrupted()
    night = again.stores.journal.entries()[0]
    assert night.ending is Ending.INTERRUPTED
    assert night.ended_at is not None
    lasted = (night.ended_at - night.started_at).total_seconds()
    assert 178 <= lasted <= 180
    again.close()


def test_closing_the_window_fades_the_sound_out(world: World) -> None:
    window = world.services.gui.window
    world.act(Action.TOGGLE)
    world.pass_time(MINUTE)
    closed: list[bool] = []
    window.closed.connect(lambda: closed.append(True))
    window.close()
    assert not closed
    assert not window.isVisible()
    world.pass_time(3_000)
    assert closed
    assert world.stores.journal.entries()[0].ending is Ending.STOPPED


def test_the_first_press_works_with_nothing_set_up(qtbot: QtBot, qapp, tmp_path: Path) -> None:
    world = make_world(qapp, tmp_path, Settings(reduce_motion=True))
    window = world.services.gui.window
    window.show()
    assert window.current == "welcome"
    window.focusWidget()
    press(qtbot, world, Qt.Key.Key_Space)
    assert world.services.bridge.state.stage is Stage.PLAYING
    assert world.player.cues[0].path.suffix == ".opus"
    assert world.player.cues[0].path.exists()
    assert world.services.settings.now.welcomed
    world.close()
