"""Routines of the person's own: made, played, changed, deleted, and every step taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from lullaby.library.routine import BuiltIn, Routine, RoutineIcon
from lullaby.library.rules import Rules
from lullaby.settings import Settings
from lullaby.ui.controls.rows import AmbientTile
from lullaby.ui.controls.sounds import AmbientLevel
from lullaby.ui.settings.routines_topic import RoutinesTopic
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.tab_order import tab_stops
from lullaby.ui.tonight.routine_panel import OwnRow, RoutinePanel
from lullaby.ui.tonight.routine_sheet import RoutineSheet
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


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def open_new(world: World) -> RoutineSheet:
    press(world.find(RoutinePanel).own)
    sheet = world.find(RoutineSheet)
    assert sheet.isVisible()
    return sheet


def done(sheet: RoutineSheet) -> None:
    press(sheet._done)


def make(world: World, name: str) -> None:
    sheet = open_new(world)
    sheet.field.setText(name)
    done(sheet)


def own_row(world: World) -> OwnRow:
    rows = world.find(RoutinePanel).findChildren(OwnRow)
    return next(each for each in rows if each.isVisible())


def change(world: World) -> RoutineSheet:
    """The sheet of the first own routine."""
    press(own_row(world).change)
    return world.find(RoutineSheet)


def routines(world: World) -> tuple[Routine, ...]:
    return world.services.gui.dispatcher._next_session.routines


def chosen(world: World) -> Routine:
    return world.services.gui.dispatcher._next_session.chosen


def test_a_new_routine_is_what_was_set_and_is_chosen(world: World) -> None:
    smart = world.stores.playlists.create("Slow ones", rules=Rules())
    sheet = open_new(world)
    assert sheet.field.text() == "Our routine", "it can stay unnamed"
    sheet.field.setText("After the bath")
    press(sheet.icons[RoutineIcon.BOOK])
    places = [each.id for each in world.stores.playlists.all()]
    sheet.songs.chosen.emit(places.index(smart) + 1)
    press(sheet.timer.less)
    press(sheet.volume.less)
    sheet.fade.chips[1].click()
    tiles = {each.text(): each for each in sheet.sounds.findChildren(AmbientTile)}
    tiles["Fan"].click()
    done(sheet)
    made = routines(world)[-1]
    assert made == chosen(world) == world.stores.routines.all()[-1]
    night = next(each for each in routines(world) if each.built_in is BuiltIn.NIGHT_WAKING)
    assert night.minutes is not None
    assert (made.name, made.icon, made.playlist) == ("After the bath", RoutineIcon.BOOK, smart)
    assert (made.minutes, made.fade_minutes) == (night.minutes - 5, 4)
    assert made.music_step == night.music_step - 1
    assert {sound.name for sound in made.ambient} == {"rain", "fan"}
    assert world.tonight.idle.moon.accessibleName().startswith("Begin After the bath")


def test_the_sheet_with_two_sounds_needs_no_scrolling(world: World) -> None:
    sheet = open_new(world)
    next(each for each in sheet.sounds.findChildren(AmbientTile) if each.text() == "Fan").click()
    settle()
    assert len([each for each in sheet.findChildren(AmbientLevel) if each.isVisible()]) == 2
    assert sheet.scroll_bar.maximum() == 0


def test_settings_name_the_routines_and_make_one_more(world: World) -> None:
    world.go("settings")
    (card,) = world.settings_screen.findChildren(RoutinesTopic)
    assert "Night waking, Bedtime, Nap, Just sound" in texts(card)
    press(card.new)
    sheet = world.find(RoutineSheet)
    sheet.field.setText("After the bath")
    done(sheet)
    assert "Night waking, Bedtime, Nap, Just sound, After the bath" in texts(card)
    assert world.services.gui.window.current == "settings"


def texts(card: RoutinesTopic) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


def test_esc_leaves_no_new_routine(world: World) -> None:
    sheet = open_new(world)
    sheet.field.setText("After the bath")
    world.act(Action.BACK)
    assert not sheet.isVisible()
    assert len(routines(world)) == 4


@pytest.mark.parametrize("enter", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_after_the_name_is_done(world: World, enter: Qt.Key) -> None:
    sheet = open_new(world)
    sheet.field.setText("Grandma’s")
    QTest.keyClick(sheet.field, enter)
    assert not sheet.isVisible()
    assert world.stores.routines.all()[-1].name == "Grandma’s"


def test_tab_reads_the_sheet_column_by_column(world: World) -> None:
    sheet = open_new(world)
    stops = tab_stops(sheet)
    at = {each: stops.index(each) for each in (sheet.field, sheet.timer.no_end)}
    first_sound = next(i for i, each in enumerate(stops) if isinstance(each, AmbientTile))
    checked = next(each for each in sheet.icons.values() if each.isChecked())
    assert stops[at[sheet.field] + 1] is checked
    assert at[sheet.timer.no_end] < first_sound
    assert not any(isinstance(each, AmbientTile) for each in stops[:first_sound])
    assert all(
        isinstance(each, AmbientTile) or sheet.sounds.isAncestorOf(each)
        for each in stops[first_sound:]
    )


def test_a_new_routine_stays_on_the_screen_while_the_disk_is_full(world: World) -> None:
    sheet = open_new(world)
    sheet.field.setText("After the bath")
    world.fill_disk()
    done(sheet)
    assert sheet.isVisible()
    assert sheet.field.text() == "After the bath"
    assert world.services.gui.notices._board.notice("not kept") is not None
    world.fill_disk(False)
    done(sheet)
    assert not sheet.isVisible()
    assert chosen(world).name == "After the bath"


def test_own_routines_have_number_keys_too(world: World) -> None:
    make(world, "After the bath")
    world.act(Action.FIRST)
    assert chosen(world).built_in is not None
    world.act(Action.FIFTH)
    assert chosen(world).name == "After the bath"


def test_making_is_undone_with_the_routine_that_was_chosen_before(world: World) -> None:
    nap = routines(world)[2]
    world.services.gui.dispatcher._next_session.choose(nap)
    make(world, "After the bath")
    assert chosen(world).name == "After the bath"
    world.act(Action.UNDO)
    assert len(world.stores.routines.all()) == len(routines(world)) == 4
    assert chosen(world) == nap


def test_a_change_is_kept_by_esc_too_and_undone(world: World) -> None:
    make(world, "After the bath")
    before = chosen(world)
    sheet = change(world)
    sheet.field.setText("After dinner")
    press(sheet.icons[RoutineIcon.SUN])
    sheet.songs.chosen.emit(0)
    world.act(Action.BACK)
    assert (chosen(world).name, chosen(world).icon) == ("After dinner", RoutineIcon.SUN)
    assert chosen(world) == world.stores.routines.all()[-1]
    assert not world.services.gui.dispatcher._next_session.tracks(chosen(world))
    assert own_row(world).text() == "After dinner"
    world.act(Action.UNDO)
    assert chosen(world) == before
    assert world.services.gui.dispatcher._next_session.tracks(before)


def test_a_deleted_routine_comes_back_where_it_was(world: World) -> None:
    make(world, "After the bath")
    make(world, "In the car")
    before = routines(world)
    press(change(world).remove)
    assert [each.name for each in routines(world)[4:]] == ["In the car"]
    world.act(Action.UNDO)
    assert routines(world) == before


@pytest.mark.parametrize("taken", ["Nap", "night_waking", "From_Library", "AFTER THE BATH"])
def test_no_two_routines_share_a_name_in_the_journal(world: World, taken: str) -> None:
    make(world, "After the bath")
    make(world, taken)
    assert chosen(world).name == f"{taken} 2"


def test_the_journal_names_it_and_its_levels_are_kept_for_it(world: World) -> None:
    make(world, "After the bath")
    world.act(Action.TOGGLE)
    world.pass_time(5_000)
    world.act(Action.SOFTER)
    step = world.services.bridge.state.music_step
    world.services.bridge.stop()
    world.pass_time(2_000)
    night = world.stores.journal.last()
    assert night is not None
    assert night.routine == "After the bath"
    assert chosen(world).music_step == step


def test_its_own_fade_holds_whatever_the_settings_say(world: World) -> None:
    make(world, "After the bath")
    next_session = world.services.gui.dispatcher._next_session
    assert next_session.programme().fade_minutes == 8
    sheet = change(world)
    sheet.fade.chips[3].click()
    done(sheet)
    assert next_session.programme().fade_minutes == 15
    sheet = change(world)
    sheet.fade.chips[0].click()
    done(sheet)
    assert next_session.programme().fade_minutes == 8


def test_it_is_never_set_louder_than_the_gentle_limit(world: World) -> None:
    sheet = open_new(world)
    limit = world.services.settings.now.gentle_limit
    for _ in range(limit + 3):
        press(sheet.volume.more)
    assert sheet.routine.music_step == limit
    assert not sheet.volume.more.isEnabled()
    assert sheet.volume.more.accessibleDescription() == "This is the gentle limit."


def test_it_is_there_at_the_next_start(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    with qtbot.waitActive(world.services.gui.window):
        world.services.gui.window.show()
    make(world, "After the bath")
    made = chosen(world)
    world.close()
    again = make_world(qapp, tmp_path, Settings(welcomed=True, last_routine=int(made.id)))
    assert chosen(again) == made
    again.close()
