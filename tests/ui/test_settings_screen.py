"""Settings: five groups and their rows, search in all of them, any width."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.controls.areas import QuietArea
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.controls.switch import Switch
from lullaby.ui.settings.groups import GroupPage
from lullaby.ui.settings.output_topic import OutputTopic
from lullaby.ui.settings.row import SettingsRow
from lullaby.ui.settings.screen import SettingsScreen
from lullaby.ui.settings.sound_settings import curve_of
from lullaby.ui.settings.wind_down_topic import WindDownTopic
from lullaby.ui.shell.keys import Action
from tests.world import World, make_world

SOUND = 1


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    window = world.services.gui.window
    window.resize(1280, 800)
    with qtbot.waitActive(window):
        window.show()
    world.go("settings")
    yield world
    world.close()


def shown(screen: SettingsScreen) -> list[str]:
    return [row.title for row in screen.findChildren(SettingsRow) if row.isVisible()]


def headings(screen: SettingsScreen) -> list[str]:
    pages = [page for page in screen.findChildren(GroupPage) if page.isVisible()]
    return [page.findChildren(Label)[0].text() for page in pages]


def search(screen: SettingsScreen, text: str) -> None:
    (field,) = (f for f in screen.findChildren(PillField) if "Search" in f.placeholderText())
    field.setText(text)


def test_each_group_shows_its_own_rows_and_together_they_show_all(world: World) -> None:
    screen = world.settings_screen
    titles: list[str] = []
    for at, group in enumerate(screen.list.rows):
        group.click()
        assert headings(screen) == [group.text()]
        assert [row.isChecked() for row in screen.list.rows].index(True) == at
        titles += shown(screen)
    rows = [row for row in screen.findChildren(SettingsRow) if not row.isHidden()]
    assert sorted(titles) == sorted(row.title for row in rows)


def test_the_gentle_limit_and_the_child_lock_come_first_in_their_groups(world: World) -> None:
    screen = world.settings_screen
    screen.show_group(SOUND)
    assert shown(screen)[0].startswith("Gentle limit")
    screen.show_group(4)
    assert shown(screen)[0] == "Child lock"


def test_search_finds_rows_of_all_groups_under_the_names_of_their_groups(world: World) -> None:
    screen = world.settings_screen
    search(screen, "tempo")
    assert headings(screen) == ["Evening", "Family", "Data and keys"]
    assert "Wind down" in shown(screen)
    assert "Speaker" not in shown(screen)
    search(screen, "MONO sound")
    assert shown(screen) == ["Mono sound"]
    search(screen, "giraffe")
    assert shown(screen) == []
    assert any("No setting found" in each.text() for each in _visible_labels(screen))


@pytest.mark.parametrize("word", ["restore", "bring a copy back", "list of keys"])
def test_search_finds_what_is_written_on_a_button(world: World, word: str) -> None:
    screen = world.settings_screen
    search(screen, word)
    assert len(shown(screen)) == 1


def test_the_keyboard_goes_along_to_a_group_that_is_clicked(world: World) -> None:
    screen = world.settings_screen
    rows = screen.list.rows
    screen.focus_first()
    assert rows[0].hasFocus()
    rows[SOUND].click()
    assert rows[SOUND].hasFocus()


def test_esc_ends_the_search_before_it_leaves(world: World) -> None:
    screen = world.settings_screen
    world.act(Action.FIND)
    assert isinstance(QApplication.focusWidget(), PillField)
    search(screen, "mono")
    world.act(Action.BACK)
    assert screen.isVisible()
    assert headings(screen) == ["Evening"]
    world.act(Action.BACK)
    assert not screen.isVisible()


def test_up_and_down_choose_groups_and_tab_enters_the_rows(world: World) -> None:
    screen = world.settings_screen
    screen.focus_first()
    QTest.keyClick(screen.list.rows[0], Qt.Key.Key_Down)
    assert headings(screen) == ["Sound"]
    assert screen.list.rows[SOUND].hasFocus()
    QTest.keyClick(screen.list.rows[SOUND], Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    (page,) = (each for each in screen.findChildren(GroupPage) if each.isVisible())
    assert focused is not None
    assert page.isAncestorOf(focused)
    screen.focus_first()
    for at in (1, 0, 0):
        QTest.keyClick(screen.list.rows[at], Qt.Key.Key_Up)
    assert headings(screen) == ["Evening"]


@pytest.mark.parametrize(("width", "percent"), [(480, 100), (1280, 200)])
def test_a_narrow_screen_has_the_groups_on_top(world: World, width: int, percent: int) -> None:
    screen = world.settings_screen
    world.services.theme.set_text(percent, percent, "storybook")
    world.services.gui.window.resize(width, 800)
    QCoreApplication.sendPostedEvents()
    for at, group in enumerate(screen.list.rows):
        screen.show_group(at)
        QCoreApplication.sendPostedEvents()
        assert group.isVisible()
        assert group.mapTo(screen, group.rect().topLeft()).y() < screen.height()
        for area in screen.findChildren(QuietArea):
            assert not area.horizontalScrollBar().isVisible()


def test_mono_and_balance_reach_the_player_and_are_kept(world: World) -> None:
    screen = world.settings_screen
    screen.show_group(SOUND)
    card = world.find(OutputTopic)
    card.findChildren(Switch)[0].click()
    assert world.player.stereo == (True, 0.0)
    balance = card.findChildren(Stepper)[0]
    for _ in range(3):
        balance.more.click()
    assert world.player.stereo == (True, 0.3)
    assert balance.value.text() == "30 % to the right"
    assert world.services.settings.now.balance == 3
    for _ in range(30):
        balance.less.click()
    assert world.player.stereo == (True, -1.0)


def _visible_labels(screen: SettingsScreen) -> list[Label]:
    return [each for each in screen.findChildren(Label) if each.isVisible()]


def test_wind_down_is_off_a_little_or_more(world: World) -> None:
    (card,) = world.settings_screen.findChildren(WindDownTopic)
    off, little, more = card.how_much.chips
    assert off.isChecked()
    heard: list[tuple[float, float] | None] = []
    for chip in (little, more, off, little):
        chip.click()
        curve = curve_of(world.services.settings.now)
        heard.append(curve and (curve.last_pace, curve.fall_db))
    assert heard == [(0.85, 4.0), (0.75, 8.0), None, (0.85, 4.0)]
    slower = next(b for b in card.findChildren(QAbstractButton) if b.toolTip() == "End slower")
    slower.click()
    assert card.how_much.place == -1, "the person's own course is none of the three"
    assert world.services.settings.now.settle_to == 80
