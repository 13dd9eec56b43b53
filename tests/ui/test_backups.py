"""Backups: automatic, inspected, restored."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.library.routine import AmbientStep, Routine, RoutineIcon, RoutineId
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.sheets import top_sheet
from tests.fakes import A_NIGHT
from tests.world import World, make_world

DAY_MS = 86_400_000
DATA_AND_KEYS = 4


def three_nights(stores: Stores) -> None:
    for day in range(3):
        stores.journal.add(JournalEntry(EntryId(0), A_NIGHT - timedelta(days=day)))


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    quiet = Settings(welcomed=True, reduce_motion=True)
    world = make_world(qapp, tmp_path, quiet, three_nights)
    world.services.gui.window.show()
    yield world
    world.close()


def make(world: World) -> None:
    world.backups.make()
    world.post.deliver()


def open_settings(world: World) -> None:
    world.go("settings")
    world.settings_screen.show_group(DATA_AND_KEYS)


def report_damage(world: World, file: Path) -> None:
    world.backups.report_damage(file)
    world.post.deliver()


def texts(world: World) -> list[str]:
    labels = world.services.gui.window.findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible()]


def press(world: World, name: str) -> None:
    buttons = world.services.gui.window.findChildren(QAbstractButton)
    named = [b for b in buttons if b.isVisible() and name in (b.text(), b.accessibleName())]
    (button,) = named
    button.click()
    world.post.deliver()


def test_settings_show_the_newest_backup(world: World) -> None:
    open_settings(world)
    assert "No backup yet." in texts(world)
    make(world)
    assert "Latest: today" in texts(world)
    world.clock.jump_wall(DAY_MS)
    world.settings_screen.enter()
    assert "Latest: yesterday" in texts(world)


def test_a_backup_is_inspected_and_restored(world: World, tmp_path: Path) -> None:
    make(world)
    for entry in world.stores.journal.entries():
        world.stores.journal.delete(entry.id)
    world.go("journal")
    assert world.journal.shown == []
    open_settings(world)
    press(world, "Restore a backup")
    assert any(text.startswith("3 nights until 3 November") for text in texts(world))
    press(world, "Restore: Backup of today")
    assert world.stores.journal.entries() == []
    shown = texts(world)
    assert "Replace what you have now with this backup?" in shown
    at = shown.index("Nights")
    assert shown[at : at + 3] == ["Nights", "0", "3"]
    assert shown[at + 3 : at + 6] == ["Latest night", "–", "3 November"]
    assert "Nights: now 0, after restoring 3." in (
        button(world, "Replace: Backup of today").accessibleDescription()
    )
    press(world, "Replace: Backup of today")
    assert len(world.stores.journal.entries()) == 3
    world.go("journal")
    assert len(world.journal.shown) == 3
    assert "Restored the backup of today." in texts(world)
    assert len(list(tmp_path.glob("lullaby.before-restore-*.sqlite3"))) == 1


def test_the_sheet_grows_with_what_it_shows(world: World) -> None:
    make(world)
    open_settings(world)
    world.backups.open_sheet()
    sheet = top_sheet(world.services.gui.window)
    assert sheet is not None
    before = sheet.scroll_bar.maximum()
    world.post.deliver()
    press(world, "Restore: Backup of today")
    QApplication.sendPostedEvents()
    assert (before, sheet.scroll_bar.maximum()) == (0, 0)


def test_data_set_aside_can_be_restored_too(world: World) -> None:
    make(world)
    world.stores.journal.add(JournalEntry(EntryId(0), A_NIGHT, note="the newest"))
    press_back(world)
    assert len(world.stores.journal.entries()) == 3
    open_settings(world)
    press(world, "Restore a backup")
    press(world, "Restore: Kept before restoring, today")
    press(world, "Replace: Kept before restoring, today")
    assert world.stores.journal.entries()[0].note == "the newest"
    make(world)
    assert "Latest: today" in texts(world)


def test_restoring_a_backup_can_be_undone(world: World) -> None:
    make(world)
    world.stores.journal.add(JournalEntry(EntryId(0), A_NIGHT, note="the newest"))
    press_back(world)
    assert len(world.stores.journal.entries()) == 3
    world.act(Action.UNDO)
    assert world.stores.journal.entries()[0].note == "the newest"


def test_one_press_replaces_nothing_and_a_hasty_second_one_cancels(world: World) -> None:
    make(world)
    world.stores.journal.add(JournalEntry(EntryId(0), A_NIGHT, note="the newest"))
    open_settings(world)
    press(world, "Restore a backup")
    assert buttons_beside(world, "Restore: Backup of today") == ["Restore: Backup of today"]
    press(world, "Restore: Backup of today")
    assert buttons_beside(world, "Cancel: Backup of today") == [
        "Replace: Backup of today",
        "Cancel: Backup of today",
    ]
    press(world, "Cancel: Backup of today")
    assert len(world.stores.journal.entries()) == 4
    assert button(world, "Restore: Backup of today")


def test_pending_writes_are_done_before_a_backup_is_restored(world: World) -> None:
    make(world)
    world.fill_disk()
    world.act(Action.TOGGLE)
    world.pass_time(31 * 60_000, 20_000)
    world.act(Action.BACK)
    press_back(world)
    assert "The disk is full or busy, so nothing was restored." in texts(world)
    world.fill_disk(False)
    press_back(world)
    assert len(world.stores.journal.entries()) == 3
    world.act(Action.UNDO)
    assert len(world.stores.journal.entries()) == 4


def test_an_evening_resumed_after_a_restore_keeps_its_own_row(world: World) -> None:
    make(world)
    world.act(Action.TOGGLE)
    world.pass_time(31 * 60_000, 20_000)
    press_back(world)
    others = world.stores.journal.entries()
    world.act(Action.STILL_AWAKE)
    world.pass_time(11 * 60_000, 20_000)
    assert [each for each in world.stores.journal.entries() if each in others] == others
    assert len(world.stores.journal.entries()) == 4


def test_after_damage_the_newest_backup_is_offered_at_once(world: World, tmp_path: Path) -> None:
    make(world)
    for entry in world.stores.journal.entries():
        world.stores.journal.delete(entry.id)
    report_damage(world, tmp_path / "lullaby.damaged-20241103-021400.sqlite3")
    (question,) = {text for text in texts(world) if text.startswith("Restore the backup from")}
    assert "(3 nights)" in question
    press(world, "Restore it")
    assert len(world.stores.journal.entries()) == 3
    world.act(Action.UNDO)
    assert world.stores.journal.entries() == []


def test_the_backup_is_still_offered_after_the_music_ends(world: World, tmp_path: Path) -> None:
    make(world)
    for entry in world.stores.journal.entries():
        world.stores.journal.delete(entry.id)
    report_damage(world, tmp_path / "lullaby.damaged-20241103-021400.sqlite3")
    world.act(Action.TOGGLE)
    press(world, "Restore it")
    assert "A backup can be restored when nothing is playing." in texts(world)
    world.pass_time(31 * 60_000, 20_000)
    offered = world.services.gui.notices._board.notice("set aside")
    assert offered is not None
    assert offered.action is not None
    offered.action()
    assert len(world.stores.journal.entries()) == 3
    assert world.services.gui.notices._board.notice("set aside") is None


def test_after_damage_without_a_backup_the_old_file_is_named(world: World, tmp_path: Path) -> None:
    report_damage(world, tmp_path / "lullaby.damaged.sqlite3")
    assert "We kept your old journal file and started a new one." in texts(world)


def button(world: World, name: str) -> QAbstractButton:
    buttons = world.services.gui.window.findChildren(QAbstractButton)
    (found,) = [b for b in buttons if b.isVisible() and name in (b.text(), b.accessibleName())]
    return found


def buttons_beside(world: World, name: str) -> list[str]:
    """The buttons of its row, from left to right."""
    row = button(world, name).parentWidget()
    layout = row.layout() if row is not None else None
    assert layout is not None
    items = [layout.itemAt(n) for n in range(layout.count())]
    widgets = [item.widget() for item in items if item is not None]
    return [each.accessibleName() for each in widgets if isinstance(each, QAbstractButton)]


def test_an_own_routine_is_in_the_backup_and_stands_on_tonight_again(world: World) -> None:
    routines, next_session = world.stores.routines, world.services.gui.dispatcher._next_session
    sounds = (AmbientStep("fan", 4),)
    own = Routine(RoutineId(0), "After the bath", None, None, 25, sounds, 7, RoutineIcon.BOOK, 4)
    made = replace(own, id=routines.add(own))
    next_session.refresh()
    assert next_session.routines[-1] == made
    make(world)
    routines.delete(made.id)
    next_session.refresh()
    assert made not in next_session.routines
    press_back(world)
    assert next_session.routines[-1] == made
    world.act(Action.UNDO)
    assert made not in next_session.routines


def test_an_evening_can_start_after_a_restore(world: World) -> None:
    make(world)
    press_back(world)
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    assert world.services.bridge.state.sounding
    assert world.stores.journal.close_interrupted() != []


def press_back(world: World) -> None:
    controller = world.backups
    newest = controller.newest()
    assert newest is not None
    controller.restore(newest)


def test_nothing_is_restored_during_playback(world: World, tmp_path: Path) -> None:
    make(world)
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    press_back(world)
    assert list(tmp_path.glob("lullaby.before-restore-*")) == []
    assert world.services.bridge.state.sounding


def test_a_damaged_backup_is_listed_but_not_offered(world: World) -> None:
    make(world)
    newest = world.backups.newest()
    assert newest is not None
    newest.path.write_bytes(b"not a database" * 300)
    open_settings(world)
    press(world, "Restore a backup")
    assert "This backup can’t be read." in texts(world)
    press_back(world)
    assert len(world.stores.journal.entries()) == 3


def test_backups_are_inspected_once_and_off_the_main_thread(world: World) -> None:
    make(world)
    newest = world.backups.newest()
    assert newest is not None
    open_settings(world)
    world.backups.open_sheet()
    assert "Looking at the backups…" in texts(world)
    assert "Backup of today" not in texts(world)
    world.post.deliver()
    assert "Looking at the backups…" not in texts(world)
    newest.path.write_bytes(b"not a database" * 300)
    press(world, "Restore: Backup of today")
    press(world, "Cancel: Backup of today")
    assert any(text.startswith("3 nights until") for text in texts(world))
    press(world, "Restore: Backup of today")
    press(world, "Replace: Backup of today")
    assert "This backup could not be restored." in texts(world)
    world.backups.open_sheet()
    world.post.deliver()
    assert "This backup can’t be read." in texts(world)


def test_a_damaged_journal_is_reported_once_the_backups_are_inspected(
    world: World, tmp_path: Path
) -> None:
    make(world)
    world.backups.report_damage(tmp_path / "lullaby.damaged.sqlite3")
    assert world.services.gui.notices._board.notice("set aside") is None
    world.post.deliver()
    assert world.services.gui.notices._board.notice("set aside") is not None
