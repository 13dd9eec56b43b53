"""Tonight: the timer and the background sounds, by presses."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from lullaby.library.routine import AmbientStep, BuiltIn
from lullaby.library.track import Fault
from lullaby.session.state import Stage
from lullaby.session.timer import LONGEST_MINUTES, STEP_MINUTES
from lullaby.settings import Settings
from lullaby.ui.controls.areas import FillArea
from lullaby.ui.controls.rows import AmbientTile, IconRow
from lullaby.ui.controls.song_place import SongPlace
from lullaby.ui.controls.sounds import AmbientLevel, SoundPicker
from lullaby.ui.shell.keys import Action
from lullaby.ui.text import names
from lullaby.ui.tonight.playing_panel import PlayingPanel
from lullaby.ui.tonight.timer_choice import TimerChoice
from tests.ui.reach import settle
from tests.world import World, make_world


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    window = world.services.gui.window
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
    yield world
    world.close()


def minutes(world: World) -> int | None:
    return world.services.gui.dispatcher._next_session.chosen.minutes


def picker(world: World) -> SoundPicker:
    return next(each for each in world.tonight.findChildren(SoundPicker) if each.isVisible())


def tile(world: World, name: str) -> AmbientTile:
    tiles = picker(world).findChildren(AmbientTile)
    return next(each for each in tiles if each.text() == name)


def row(world: World, name: str) -> AmbientLevel:
    levels = picker(world).findChildren(AmbientLevel)
    return next(each for each in levels if each.accessibleName().startswith(name))


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def audible(world: World) -> dict[str, int]:
    ambient = world.services.gui.dispatcher._next_session.chosen.ambient
    return {sound.name: sound.step for sound in ambient if sound.step}


def test_the_timer_goes_in_steps_of_five_and_has_an_end_again(world: World) -> None:
    choice = world.find(TimerChoice)
    world.services.gui.dispatcher._next_session.set_minutes(30)
    less, more = choice.less, choice.more
    press(more)
    assert minutes(world) == 35
    press(less)
    press(less)
    assert minutes(world) == 25
    assert choice.no_end.text() == "No end"
    press(choice.no_end)
    assert minutes(world) is None
    assert choice.no_end.isChecked()
    press(choice.no_end)
    assert minutes(world) == 25
    press(choice.no_end)
    press(more)
    assert minutes(world) == 25, "− and + first bring back the end"
    world.act(Action.LONGER)
    assert minutes(world) == 30, "T goes on from there"


def test_no_end_switched_off_gives_each_routine_its_own_timer_back(world: World) -> None:
    next_session = world.services.gui.dispatcher._next_session
    night, nap = (
        next(r for r in next_session.routines if r.built_in is built_in)
        for built_in in (BuiltIn.NIGHT_WAKING, BuiltIn.NAP)
    )
    no_end = world.find(TimerChoice).no_end
    for routine in (nap, night):
        next_session.choose(routine)
        press(no_end)
        assert minutes(world) is None
    next_session.choose(nap)
    press(no_end)
    assert minutes(world) == nap.minutes == 20


def test_a_third_sound_says_which_one_it_replaces(world: World) -> None:
    heading = picker(world).findChildren(QLabel)[0]
    assert heading.text() == "Background sounds, up to two"
    press(tile(world, "Fan"))
    assert heading.text() == "Background sounds, up to two"
    press(tile(world, "Ocean"))
    assert set(audible(world)) == {"fan", "ocean"}
    assert heading.text() == "Up to two sounds: Rain is off now"
    press(row(world, "Ocean").more)
    assert heading.text() == "Up to two sounds: Rain is off now", "until another one comes or goes"
    press(row(world, "Fan").less)
    press(row(world, "Fan").less)
    assert heading.text() == "Background sounds, up to two"


def places(world: World) -> list[QPoint]:
    window = world.services.gui.window
    controls = [*picker(world).findChildren(AmbientTile)]
    return [each.mapTo(window, QPoint()) for each in controls]


def test_turning_sounds_on_and_off_moves_no_tile(world: World) -> None:
    before = places(world)
    assert len(before) == 7
    for name in ("Fan", "Ocean", "Rain", "Rain", "Ocean"):
        press(tile(world, name))
        settle()
        assert places(world) == before
    assert audible(world) == {}


def test_a_level_keeps_its_place_when_the_one_before_it_goes(world: World) -> None:
    """A third press on − must not make the other sound softer."""
    window = world.services.gui.window
    press(tile(world, "Fan"))
    settle()
    before = row(world, "Fan").less.mapTo(window, QPoint())
    for _ in range(2):
        press(row(world, "Rain").less)
    settle()
    assert audible(world) == {"fan": 8}
    assert row(world, "Fan").less.mapTo(window, QPoint()) == before
    press(tile(world, "Ocean"))
    settle()
    assert row(world, "Fan").less.mapTo(window, QPoint()) == before
    assert row(world, "Ocean").x() < row(world, "Fan").x()


def test_a_tile_tells_whether_its_sound_is_on_and_turns_it_off_again(world: World) -> None:
    rain = tile(world, "Rain")
    assert rain.isChecked()
    assert not tile(world, "Ocean").isChecked()
    press(rain)
    assert audible(world) == {}
    assert not rain.isChecked()
    press(rain)
    assert rain.isChecked()
    assert audible(world) == {"rain": 8}


@pytest.mark.parametrize("size", [(1366, 768), (1280, 800)])
def test_two_sounds_need_no_scrolling(world: World, size: tuple[int, int]) -> None:
    world.services.gui.window.resize(*size)
    press(tile(world, "Fan"))
    settle()
    (area,) = [each for each in world.tonight.findChildren(FillArea) if each.isVisible()]
    assert area.verticalScrollBar().maximum() == 0
    world.act(Action.TOGGLE)
    settle()
    (area,) = [each for each in world.tonight.findChildren(FillArea) if each.isVisible()]
    assert area.verticalScrollBar().maximum() == 0


def test_two_sounds_and_a_routine_of_ones_own_need_no_scrolling(world: World) -> None:
    next_session = world.services.gui.dispatcher._next_session
    own = replace(next_session.chosen, name="After the bath", built_in=None)
    world.stores.routines.add(own)
    next_session.refresh()
    press(tile(world, "Fan"))
    settle()
    (area,) = [each for each in world.tonight.findChildren(FillArea) if each.isVisible()]
    assert any("After the bath" in each.accessibleName() for each in area.findChildren(IconRow))
    assert area.verticalScrollBar().maximum() == 0


def test_the_timer_offers_no_step_beyond_its_ends(world: World) -> None:
    choice = world.find(TimerChoice)
    assert choice.less.accessibleName() == "5 minutes less"
    assert choice.more.accessibleName() == "5 minutes more"
    for minutes_set, offered in {
        STEP_MINUTES: (False, True),
        LONGEST_MINUTES: (True, False),
        None: (True, True),
    }.items():
        world.services.gui.dispatcher._next_session.set_minutes(minutes_set)
        assert (choice.less.isEnabled(), choice.more.isEnabled()) == offered


@pytest.mark.parametrize("limit", [4, 10, 12, 16])
@pytest.mark.parametrize("playing", [False, True])
def test_no_sound_offers_to_get_louder_than_the_gentle_limit(
    world: World, limit: int, playing: bool
) -> None:
    world.services.gui.settings_controller.change(gentle_limit=limit)
    if playing:
        world.act(Action.TOGGLE)
        world.pass_time(2_000)
    rain = row(world, "Rain")
    for _ in range(5):
        press(rain.more)
    assert not rain.more.isEnabled()
    assert rain.more.accessibleDescription() == "Rain is at the gentle limit."
    assert any(each.text() == "At the gentle limit: Rain" for each in labels(picker(world)))
    assert rain.accessibleName() == f"Rain, level {-(-limit // 4)} of 5"
    if playing:
        (sound,) = world.services.bridge.state.ambient
        assert sound.step == limit
        assert not world.services.bridge.state.at_limit or limit % 4
    press(rain.less)
    assert rain.more.isEnabled() or limit == 4


def labels(widget: QWidget) -> list[QLabel]:
    return [each for each in widget.findChildren(QLabel) if each.isVisible()]


def test_without_a_limit_the_loudest_sound_tells_of_none(world: World) -> None:
    world.services.gui.settings_controller.change(gentle_limit=20)
    rain = row(world, "Rain")
    for _ in range(5):
        press(rain.more)
    assert not rain.more.isEnabled()
    assert not any("limit" in each.text() for each in labels(picker(world)))
    assert rain.more.accessibleDescription() == "Rain, level 5 of 5"


def test_a_sound_is_turned_on_changed_and_off_by_presses(world: World) -> None:
    world.services.gui.dispatcher._next_session.set_ambient_sound("rain", 0)
    press(tile(world, "Ocean"))
    assert audible(world) == {"ocean": 8}
    ocean = row(world, "Ocean")
    assert ocean.isVisible()
    press(ocean.more)
    assert ocean.accessibleName() == "Ocean, level 3 of 5"
    for _ in range(3):
        press(ocean.less)
    assert audible(world) == {}
    assert ocean.isHidden()
    press(tile(world, "Ocean"))
    assert audible(world) == {"ocean": 4}, "it comes back as it was last"


def test_focus_stays_with_the_sound(world: World) -> None:
    world.services.gui.dispatcher._next_session.set_ambient_sound("rain", 0)
    fan = tile(world, "Fan")
    fan.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(fan, Qt.Key.Key_Return)
    assert fan.hasFocus(), "another press turns it off again"
    row(world, "Fan").more.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        QTest.keyClick(row(world, "Fan").more, Qt.Key.Key_Return)
    assert row(world, "Fan").less.hasFocus(), "it can become no louder"
    for _ in range(5):
        QTest.keyClick(row(world, "Fan").less, Qt.Key.Key_Return)
    assert fan.hasFocus()


def test_while_it_plays_a_third_sound_takes_the_place_of_the_first(world: World) -> None:
    world.services.gui.dispatcher._next_session.set_ambient_sound("rain", 8)
    world.act(Action.TOGGLE)
    world.pass_time(1_000)
    press(tile(world, "Ocean"))
    press(tile(world, "Fan"))
    state = world.services.bridge.state
    on = [sound for sound in state.ambient if sound.step]
    assert on == [AmbientStep("ocean", 8), AmbientStep("fan", 8)]
    for _ in range(2):
        press(row(world, "Fan").less)
    assert not tile(world, "Fan").isChecked()


def shown(panel: PlayingPanel) -> list[str]:
    return [each.text() for each in panel.findChildren(QLabel) if each.isVisible()]


def test_what_plays_now_follows_the_sounds(world: World) -> None:
    chosen = world.services.gui.dispatcher._next_session
    chosen.choose(next(r for r in chosen.routines if r.built_in is BuiltIn.JUST_SOUND))
    chosen.set_ambient_sound("rain", 8)
    world.act(Action.TOGGLE)
    world.pass_time(1_000)
    panel = world.find(PlayingPanel)
    assert "Just rain" in shown(panel)
    press(tile(world, "Ocean"))
    assert "Just rain and ocean" in shown(panel)
    press(tile(world, "Fan"))
    assert "Just ocean and a fan" in shown(panel)


def test_the_panel_needs_no_scroll_bar_on_a_small_laptop(world: World) -> None:
    areas = world.tonight.findChildren(FillArea)
    (area,) = [each for each in areas if each.widget() is world.tonight.routine_panel]
    assert area.isVisible()
    assert not area.verticalScrollBar().isVisible()


def test_a_press_or_a_key_goes_to_another_place_in_the_song(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(20_000)
    (place,) = world.tonight.findChildren(SongPlace)
    duration = world.services.bridge.state.duration_ms
    assert duration is not None
    press(place)
    middle = world.services.bridge.state.position_ms
    assert abs(middle - duration / 2) < 2_000
    place.setFocus(Qt.FocusReason.TabFocusReason)
    assert place.accessibleName() == "Place in the song"
    QTest.keyClick(place, Qt.Key.Key_Right)
    assert abs(world.services.bridge.state.position_ms - middle - 5_000) < 1_000
    assert place.accessibleDescription().endswith(f" of {names.length(duration)}")
    world.pass_time(10_000)
    QTest.keyClick(place, Qt.Key.Key_Left)
    moved = world.services.bridge.state.position_ms - middle
    assert abs(moved - 10_000) < 1_000, "a key counts from where the song is now"
    index = world.services.bridge.state.index
    assert index == 0, "the arrow keys went to no other song"


def test_a_held_place_is_taken_when_it_is_released(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(20_000)
    (place,) = world.tonight.findChildren(SongPlace)
    before = world.services.bridge.state.position_ms
    QTest.mousePress(place, Qt.MouseButton.LeftButton, pos=place.rect().center())
    assert world.services.bridge.state.position_ms == before
    QTest.mouseRelease(place, Qt.MouseButton.LeftButton, pos=place.rect().center())
    assert world.services.bridge.state.position_ms > before


def test_a_place_that_is_held_when_the_song_changes_is_let_go(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(20_000)
    (place,) = world.tonight.findChildren(SongPlace)
    QTest.mousePress(place, Qt.MouseButton.LeftButton, pos=place.rect().center())
    world.act(Action.AFTER)
    world.pass_time(2_000)
    now = world.services.bridge.state.position_ms
    QTest.mouseRelease(place, Qt.MouseButton.LeftButton, pos=place.rect().center())
    assert world.services.bridge.state.index == 1
    assert abs(world.services.bridge.state.position_ms - now) < 1_000


def test_a_song_repeats_and_the_next_ones_are_shuffled_by_presses(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    panel = world.find(PlayingPanel)
    begun = world.services.bridge.state.tracks
    press(panel.shuffle)
    assert world.services.bridge.state.shuffled
    press(panel.shuffle)
    assert world.services.bridge.state.tracks == begun
    press(panel.repeat)
    assert panel.repeat.isChecked()
    labels = [each.text() for each in panel.findChildren(QLabel) if each.isVisible()]
    assert "This song repeats until the evening ends" in labels
    assert begun[1].title not in labels
    world.act(Action.AFTER)
    world.pass_time(1_000)
    assert not panel.repeat.isChecked()


def test_a_press_reads_no_playlist_again_that_follows_no_rules(world: World) -> None:
    world.go("tonight")
    done: list[str] = []
    world.stores.connection.set_trace_callback(done.append)
    world.act(Action.TOGGLE)
    world.stores.connection.set_trace_callback(None)
    assert world.services.bridge.state.stage is Stage.PLAYING
    assert not [each for each in done if "FROM playlist_item" in each]


def test_a_press_starts_no_song_that_was_found_missing_meanwhile(world: World) -> None:
    world.go("tonight")
    next_session = world.services.gui.dispatcher._next_session
    first, second, *_ = next_session.tracks(next_session.chosen)
    world.stores.library.mark(first.id, Fault.MISSING)
    world.library_actions._library_model.refresh()
    world.act(Action.TOGGLE)
    assert world.services.bridge.state.track == second


def test_a_folded_choice_opens_what_it_names(world: World) -> None:
    window = world.services.gui.window
    window.resize(911, 512)
    settle()
    world.tonight.idle.choices[2].click()
    settle()
    sounds = next(each for each in window.findChildren(SoundPicker) if each.isVisible())
    top = sounds.mapTo(window, QPoint()).y()
    assert 0 < top < 512 - 150, "the sounds are in sight, not only the routines above them"
