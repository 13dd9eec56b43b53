"""What a night records by itself, and the details that can be added."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from lullaby.journal.entry import (
    Ending,
    EntryId,
    EntrySong,
    Help,
    JournalEntry,
    Kind,
    Mood,
    Outcome,
)
from lullaby.settings import Settings
from lullaby.stores import Stores
from lullaby.ui.controls.fields import PillField
from lullaby.ui.journal import words
from lullaby.ui.journal.helps_card import HelpsTable
from lullaby.ui.journal.minutes_chart import MinutesChart
from lullaby.ui.shell.keys import Action
from lullaby.units import Ms
from tests.fakes import A_NIGHT
from tests.world import World, make_world


def some_nights(stores: Stores) -> None:
    stores.song_preferences.name_child("Ada")
    for day in range(1, 7):
        entry = JournalEntry(EntryId(0), A_NIGHT - timedelta(days=day), outcome=Outcome.ASLEEP)
        stores.journal.add(replace(entry, minutes_to_calm=day + 3))


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    quiet = Settings(welcomed=True, reduce_motion=True, child=1)
    world = make_world(qapp, tmp_path, quiet, some_nights)
    world.services.gui.window.resize(1366, 900)
    world.services.gui.window.show()
    yield world
    world.close()


def press(within: QWidget, name: str) -> None:
    buttons = within.findChildren(QAbstractButton)
    named = [b for b in buttons if b.isVisible() and name in (b.text(), b.accessibleName())]
    (button,) = named
    button.click()


def an_evening(world: World) -> JournalEntry:
    world.act(Action.TOGGLE)
    world.pass_time(5_000)
    world.act(Action.FADE)
    world.pass_time(61_000)
    (entry,) = [night for night in world.stores.journal.entries() if not night.by_hand]
    return entry


def test_a_night_fills_itself(world: World) -> None:
    entry = an_evening(world)
    assert entry.kind is Kind.NIGHT_WAKING
    assert entry.children == ("Ada",)
    assert entry.music_step is not None
    assert len(entry.ambient_steps) == len(entry.ambient) == 1


def test_details_can_be_added_on_the_card_and_one_tap_still_suffices(world: World) -> None:
    an_evening(world)
    card = world.card
    press(card, "More")
    press(card, "Mood before: Crying")
    press(card, "Also helped: Feeding")
    press(card, "Also helped: Rocking")
    press(card, "Also helped: Feeding")
    (who,) = [f for f in card.findChildren(PillField) if f.accessibleName() == "Who was on duty?"]
    who.setText("Ada's aunt, , Grandpa ")
    who.editingFinished.emit()
    card.choose(Outcome.ASLEEP)
    card.close_card()
    night = world.stores.journal.entries()[0]
    assert night.before is Mood.CRYING
    assert night.helped == (Help.ROCKING,)
    assert night.who == ("Ada's aunt", "Grandpa")
    assert night.outcome is Outcome.ASLEEP
    assert night.children == ("Ada",)


def test_a_chosen_chip_is_deselected_when_pressed_again(world: World) -> None:
    an_evening(world)
    card = world.card
    press(card, "More")
    for _ in range(2):
        press(card, "Mood before: Fussy")
    card.close_card()
    assert world.stores.journal.entries()[0].before is None


def test_the_chart_is_navigated_by_keys_and_opens_a_night(world: World) -> None:
    world.go("journal")
    screen = world.journal
    (chart,) = screen.findChildren(MinutesChart)
    opened: list[JournalEntry] = []
    chart.opened.connect(opened.append)
    chart.setFocus()
    assert "6 nights with an answer" in chart.accessibleDescription()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Left):
        QTest.keyClick(chart, key)
    assert "5 min" in chart.accessibleDescription()
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert [night.minutes_to_calm for night in opened] == [5]


def test_a_night_in_the_chart_is_opened_by_a_press(world: World) -> None:
    world.go("journal")
    screen = world.journal
    (chart,) = screen.findChildren(MinutesChart)
    opened: list[JournalEntry] = []
    chart.opened.connect(opened.append)
    places = [QPoint(x, y) for x in range(0, chart.width(), 8) for y in range(0, chart.height(), 8)]
    for place in places:
        QTest.mouseMove(chart, place)
        if chart.cursor().shape() is Qt.CursorShape.PointingHandCursor:
            QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=place)
            screen.close_sheet()
    assert {night.minutes_to_calm for night in opened} == set(range(4, 10))


def test_what_helps_is_a_table_that_screen_readers_go_through(world: World) -> None:
    for night in world.stores.journal.entries():
        world.stores.journal.change(replace(night, ambient=("rain",)))
    world.go("journal")
    table = world.find(HelpsTable)
    accessible = QAccessible.queryAccessibleInterface(table)
    assert accessible is not None
    assert accessible.role() is QAccessible.Role.Table
    model = table.model()
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(3)]
    assert heads == ["What", "Typical time", "Nights"]
    spoken = Qt.ItemDataRole.AccessibleTextRole
    row = [model.data(model.index(0, at), spoken) for at in range(3)]
    assert row == ["Rain, playing every night", "6 min", "6"]
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (0, 1)


def test_the_nights_of_one_child_alone(world: World) -> None:
    nights = world.stores.journal.entries()
    world.stores.journal.change(replace(nights[0], children=("Ben",)))
    world.stores.journal.change(replace(nights[1], children=("Ada",)))
    world.go("journal")
    screen = world.journal
    screen.choices.choose(0, "Ada")
    assert len(screen.shown) == len(nights) - 1
    screen.choices.choose(0)
    assert len(screen.shown) == len(nights)


def test_how_it_ended_is_shown_in_words() -> None:
    night = JournalEntry(
        EntryId(1),
        A_NIGHT,
        ending=Ending.TIMER,
        ambient=("rain",),
        ambient_steps=(4,),
        music_step=8,
        songs=(
            EntrySong(None, "Suo Gân", Ms(170_000), True),
            EntrySong(None, "Twinkle", Ms(9_000)),
            EntrySong(None, "Dodo", Ms(200_000), True, Ms(80_000)),
            EntrySong(None, "Dodo", Ms(40_000), True, Ms(40_000)),
        ),
        finish="song",
        awake_ms=(Ms(720_000),),
    )
    text = words.songs_played(night)
    assert "Suo Gân (3 min, sung along), Twinkle (1 min)" in text
    assert "Dodo (4 min, sung for 2 min)" in text
    assert "music volume 8 of 20, rain 4 of 20" in text
    assert text.endswith("still awake after 12 min, then ended with the song")
