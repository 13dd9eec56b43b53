"""The list of nights: each change keeps the position in the list, and can be undone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)
from pytestqt.qtbot import QtBot

from lullaby.journal.entry import Ending, EntryId, JournalEntry, Outcome
from lullaby.library.routine import Routine, RoutineId
from lullaby.settings import Settings
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores
from lullaby.ui.controls.fields import PillField
from lullaby.ui.journal.night_editor import NightEditor
from lullaby.ui.journal.nights import NightDelegate, NightsModel
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.sheets import Sheet, top_sheet
from lullaby.ui.theme.theme import plain_theme
from lullaby.units import Ms
from tests.fakes import A_NIGHT
from tests.world import World, make_world


def four_nights(stores: Stores) -> None:
    for number in range(4):
        started = A_NIGHT - timedelta(days=number + 1)
        stores.journal.restore(
            JournalEntry(EntryId(number + 1), started, started, Ending.TIMER, note=f"n{number}")
        )


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    quiet = Settings(welcomed=True, reduce_motion=True)
    world = make_world(qapp, tmp_path, quiet, four_nights)
    world.services.gui.window.show()
    world.go("journal")
    yield world
    world.close()


def press(within: QWidget, name: str) -> None:
    """The button with that text or accessible name."""
    buttons = within.findChildren(QAbstractButton)
    (button,) = [b for b in buttons if name in (b.text(), b.accessibleName())]
    button.click()


def test_deleting_a_night_keeps_the_scroll_position_and_can_be_undone(world: World) -> None:
    nights = world.journal.list
    before = world.stores.journal.entries()
    nights.setCurrentIndex(nights.model().index(2, 0))
    nights.delete_requested.emit(nights.currentIndex())
    assert len(world.stores.journal.entries()) == 3
    assert nights.currentIndex().row() == 2
    world.act(Action.UNDO)
    assert world.stores.journal.entries() == before


def test_a_changed_night_can_be_changed_back(world: World) -> None:
    screen = world.journal
    before = world.stores.journal.entries()
    screen.list.opened.emit(screen.list.model().index(1, 0))
    editor = world.find(NightEditor)
    press(editor, "Calmer")
    press(editor, "A minute more")
    assert screen.close_sheet()
    changed = world.stores.journal.entries()[1]
    assert (changed.outcome, changed.minutes_to_calm) == (Outcome.CALMER, 1)
    world.act(Action.UNDO)
    assert world.stores.journal.entries() == before


def test_a_deleted_night_stays_deleted_whatever_was_typed(world: World) -> None:
    screen = world.journal
    screen.list.opened.emit(screen.list.model().index(1, 0))
    editor = world.find(NightEditor)
    fields = editor.findChildren(PillField)
    (note,) = [each for each in fields if each.accessibleName().startswith("A few words")]
    note.setText("typed, not yet taken")
    press(editor, "Delete this night")
    assert len(world.stores.journal.entries()) == 3
    world.act(Action.UNDO)
    assert world.stores.journal.entries()[1].note == "typed, not yet taken"


def test_a_new_night_is_kept_by_done_alone(world: World) -> None:
    before = world.stores.journal.entries()
    press(world.journal, "Add a night")
    world.act(Action.BACK)
    assert world.stores.journal.entries() == before
    world.act(Action.UNDO)
    assert world.stores.journal.entries() == before
    press(world.journal, "Add a night")
    press(sheet(world), "Done")
    (made, *others) = world.stores.journal.entries()
    assert (made.by_hand, others) == (True, before)
    world.act(Action.UNDO)
    assert world.stores.journal.entries() == before


def test_what_was_written_in_a_new_night_comes_back_after_esc(world: World) -> None:
    before = world.stores.journal.entries()
    press(world.journal, "Add a night")
    press(sheet(world), "Calmer")
    world.act(Action.BACK)
    assert world.stores.journal.entries() == before
    world.act(Action.UNDO)
    assert world.stores.journal.entries()[0].outcome is Outcome.CALMER


def test_the_times_of_a_night_can_be_typed(world: World) -> None:
    now = world.clock.now()
    press(world.journal, "Add a night")
    write(world, "Started at", "1:05")
    write(world, "Calm after, in minutes", "12")
    assert field(world, "Calm after, in minutes").text() == "12 min"
    press(sheet(world), "Done")
    made = world.stores.journal.entries()[0]
    assert made.started_at == now.replace(hour=1, minute=5, second=0, microsecond=0)
    assert made.minutes_to_calm == 12


def test_a_typed_time_still_to_come_was_yesterday(world: World) -> None:
    now = world.clock.now()
    press(world.journal, "Add a night")
    write(world, "Started at", "23.40")
    press(sheet(world), "Done")
    made = min(world.stores.journal.entries(), key=lambda each: abs(each.started_at - now))
    assert now - made.started_at < timedelta(days=1)
    assert (made.started_at.hour, made.started_at.minute) == (23, 40)


def open_recorded_night(world: World) -> JournalEntry:
    """The sheet of a night that began at 23:50 and ended at 0:40."""
    started = A_NIGHT.replace(hour=23, minute=50, second=20) - timedelta(days=9)
    ended = started + timedelta(minutes=50)
    night = JournalEntry(EntryId(50), started, ended, Ending.TIMER, awake_ms=(Ms(1_000),))
    world.stores.journal.restore(night)
    world.journal.refresh()
    rows = world.journal.list.model().rowCount()
    world.journal.list.opened.emit(world.journal.list.model().index(rows - 1, 0))
    return night


def test_begin_and_end_of_a_recorded_night_can_be_typed_and_undone(world: World) -> None:
    night = open_recorded_night(world)
    assert not world.find(NightEditor)._day_row.isVisible()
    write(world, "Ended at", "1:15")
    write(world, "Started at", "0:05")
    press(sheet(world), "Done")
    midnight = night.started_at.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    changed = replace(
        night,
        started_at=midnight + timedelta(minutes=5),
        ended_at=midnight + timedelta(minutes=75),
    )
    assert world.stores.journal.entry(night.id) == changed
    world.act(Action.UNDO)
    assert world.stores.journal.entry(night.id) == night


def test_a_recorded_night_begins_before_it_ends(world: World) -> None:
    night = open_recorded_night(world)
    write(world, "Started at", "1:00")
    kept = world.stores.journal.entry(night.id)
    assert kept is not None
    assert kept.ended_at == night.ended_at
    assert kept.started_at < night.started_at
    for _ in range(120):
        press(sheet(world), "15 minutes later")
    press(sheet(world), "End 15 minutes earlier")
    kept = world.stores.journal.entry(night.id)
    assert kept is not None
    assert kept.started_at == kept.ended_at == night.ended_at


def test_an_end_that_is_still_to_come_is_refused(world: World) -> None:
    started = world.clock.now() - timedelta(minutes=30)
    night = JournalEntry(EntryId(50), started, world.clock.now(), Ending.STOPPED)
    world.stores.journal.restore(night)
    world.journal.refresh()
    world.journal.list.opened.emit(world.journal.list.model().index(0, 0))
    later = world.clock.now() + timedelta(hours=2)
    write(world, "Ended at", f"{later.hour}:{later.minute:02}")
    assert "in the future" in field(world, "Ended at").accessibleDescription()
    assert world.stores.journal.entry(night.id) == night


def test_a_night_added_by_hand_can_have_a_routine_of_ones_own(world: World) -> None:
    own = Routine(RoutineId(0), "After the bath", None, None, 30)
    world.stores.routines.add(own)
    world.services.gui.dispatcher._next_session.refresh()
    press(world.journal, "Add a night")
    press(world.services.gui.window, "Routine: After the bath")
    sheet = top_sheet(world.services.gui.window)
    assert sheet is not None
    press(sheet, "Done")
    assert world.stores.journal.entries()[0].routine == "After the bath"


def test_a_night_that_is_still_open_has_no_times_to_type(qapp: QApplication) -> None:
    editor = NightEditor(plain_theme(), tuple)
    editor.show_entry(JournalEntry(EntryId(50), A_NIGHT), A_NIGHT)
    assert editor._time_row.isHidden()
    assert editor._end_row.isHidden()


@pytest.mark.parametrize(
    ("name", "typed"), [("Started at", "soon"), ("Calm after, in minutes", "601")]
)
def test_what_cannot_be_read_changes_nothing_and_says_so(
    world: World, name: str, typed: str
) -> None:
    press(world.journal, "Add a night")
    before = field(world, name).text()
    write(world, name, typed)
    assert field(world, name).text() == before
    assert f"“{typed}” was not understood." in field(world, name).accessibleDescription()
    write(world, name, "")
    write(world, name, "5")
    assert field(world, name).accessibleDescription() == ""


def test_a_deleted_night_that_the_disk_refuses_can_still_be_brought_back(world: World) -> None:
    before = world.stores.journal.entries()
    nights = world.journal.list
    nights.delete_requested.emit(nights.currentIndex())
    world.fill_disk()
    with pytest.raises(StorageError):
        world.act(Action.UNDO)
    world.fill_disk(False)
    world.act(Action.UNDO)
    assert world.stores.journal.entries() == before


def test_esc_brings_back_a_typed_value_before_it_closes_the_sheet(world: World) -> None:
    started = world.clock.now() - timedelta(hours=1)
    night = JournalEntry(EntryId(0), started, started, minutes_to_calm=12, by_hand=True)
    number = world.stores.journal.add(night)
    world.journal.refresh()
    world.journal.list.opened.emit(world.journal.list.model().index(0, 0))
    shown = field(world, "Calm after, in minutes").text()
    line = type_over(world, "Calm after, in minutes", "99")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert (sheet(world).isVisible(), line.text()) == (True, shown)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert top_sheet(world.services.gui.window) is None
    kept = world.stores.journal.entry(number)
    assert kept is not None
    assert kept.minutes_to_calm == 12


def test_a_new_night_stays_open_until_the_disk_takes_it(world: World) -> None:
    before = world.stores.journal.entries()
    press(world.journal, "Add a night")
    press(sheet(world), "Calmer")
    world.fill_disk()
    for _ in range(2):
        press(sheet(world), "Done")
        assert world.services.gui.notices._board.notice("not kept") is not None
        world.services.gui.notices.take_back("not kept")
    world.fill_disk(False)
    press(sheet(world), "Done")
    assert top_sheet(world.services.gui.window) is None
    (made, *others) = world.stores.journal.entries()
    assert (made.outcome, others) == (Outcome.CALMER, before)


def test_a_new_night_can_still_be_kept_after_esc_on_a_full_disk(world: World) -> None:
    press(world.journal, "Add a night")
    press(sheet(world), "Calmer")
    world.act(Action.BACK)
    world.fill_disk()
    world.act(Action.UNDO)
    world.fill_disk(False)
    press(sheet(world), "Done")
    assert world.stores.journal.entries()[0].outcome is Outcome.CALMER


@pytest.mark.parametrize(
    ("name", "typed", "right"),
    [("Started at", "19:4o", "1:05"), ("Calm after, in minutes", "many", "12")],
)
def test_done_points_once_at_a_value_that_cannot_be_read(
    world: World, name: str, typed: str, right: str
) -> None:
    before = len(world.stores.journal.entries())
    press(world.journal, "Add a night")
    line = type_over(world, name, typed)
    press(sheet(world), "Done")
    assert line.hasFocus()
    assert f"“{typed}” was not understood." in line.accessibleDescription()
    QTest.keyClicks(line, right)
    press(sheet(world), "Done")
    assert top_sheet(world.services.gui.window) is None
    assert len(world.stores.journal.entries()) == before + 1


def test_done_keeps_the_night_once_it_said_what_it_could_not_read(world: World) -> None:
    before = len(world.stores.journal.entries())
    press(world.journal, "Add a night")
    type_over(world, "Started at", "19:4o")
    press(sheet(world), "Done")
    press(sheet(world), "Done")
    assert top_sheet(world.services.gui.window) is None
    assert len(world.stores.journal.entries()) == before + 1


def test_a_value_that_was_read_does_not_hide_that_another_was_not(world: World) -> None:
    press(world.journal, "Add a night")
    write(world, "Started at", "19:4o")
    write(world, "Calm after, in minutes", "12")
    press(sheet(world), "A day earlier")
    assert "“19:4o”" in field(world, "Started at").accessibleDescription()
    assert field(world, "Calm after, in minutes").accessibleDescription() == ""
    press(sheet(world), "Done")
    assert field(world, "Started at").hasFocus()


def sheet(world: World) -> Sheet:
    found = top_sheet(world.services.gui.window)
    assert found is not None
    return found


def field(world: World, name: str) -> QLineEdit:
    fields = sheet(world).findChildren(QLineEdit)
    (found,) = [each for each in fields if each.accessibleName() == name]
    return found


def type_over(world: World, name: str, text: str) -> QLineEdit:
    """Type `text` in place of the value, without Enter."""
    line = field(world, name)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    if not text:
        line.clear()
    return line


def write(world: World, name: str, text: str) -> None:
    """Type `text` in place of the value, and press Enter."""
    QTest.keyClick(type_over(world, name, text), Qt.Key.Key_Return)


@pytest.mark.parametrize(("note", "fuller"), [("", True), ("n", False)])
def test_a_night_without_a_note_has_the_whole_row(
    qapp: QApplication, note: str, fuller: bool
) -> None:
    night = JournalEntry(
        EntryId(1), A_NIGHT, ending=Ending.TIMER, routine="Evening " * 5, note=note
    )
    longer = replace(night, routine=night.routine + "with songs of the sea")
    assert (row_picture(night) != row_picture(longer)) is fuller


def row_picture(entry: JournalEntry) -> QImage:
    """A wide row of the list of nights."""
    theme, model = plain_theme(), NightsModel()
    model.show([entry], A_NIGHT)
    picture = QImage(1000, 56, QImage.Format.Format_RGB32)
    picture.fill(0)
    option = QStyleOptionViewItem()
    option.rect = picture.rect()
    painter = QPainter(picture)
    NightDelegate(theme, model).paint(painter, option, model.index(0))
    painter.end()
    return picture
