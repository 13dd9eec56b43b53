"""What excludes each other is a radio button for screen readers and arrow keys, everywhere."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

import lullaby
from lullaby.ui.controls.chips import ChipRow, FlowChips, Segmented
from lullaby.ui.controls.stepper import Stepper
from lullaby.ui.graphics.moon import TimerMoon
from lullaby.ui.settings.groups import GroupList, SettingsGroup
from lullaby.ui.theme.theme import Theme, plain_theme
from lullaby.ui.words_editor.voice_chips import VoiceChips
from lullaby.units import Ms

THREE = ("One", "Two", "Three")


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return plain_theme()


def told(button: QAbstractButton) -> tuple[QAccessible.Role, str, str, bool]:
    """Role, name, description and whether it is checked, as a screen reader gets them."""
    shown = QAccessible.queryAccessibleInterface(button)
    texts = QAccessible.Text
    checked = bool(shown.state().checked)
    return shown.role(), shown.text(texts.Name), shown.text(texts.Description), checked


def radios(widget: QWidget) -> list[tuple[QAccessible.Role, str, str, bool]]:
    return [told(each) for each in widget.findChildren(QAbstractButton)]


RADIO = QAccessible.Role.RadioButton


def test_chips_and_segments_are_radio_buttons_with_their_place(theme: Theme, qtbot: QtBot) -> None:
    for made in (ChipRow(theme, THREE), Segmented(theme, THREE)):
        qtbot.addWidget(made)
        made.choose(1)
        assert radios(made) == [
            (RADIO, "One", "1 of 3", False),
            (RADIO, "Two", "2 of 3", True),
            (RADIO, "Three", "3 of 3", False),
        ]


def test_the_name_of_a_choice_is_read_with_each_chip(theme: Theme, qtbot: QtBot) -> None:
    row = Segmented(theme, THREE)
    qtbot.addWidget(row)
    row.set_name("Colours")
    assert [name for _, name, _, _ in radios(row)] == [
        "Colours: One",
        "Colours: Two",
        "Colours: Three",
    ]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_an_arrow_key_chooses_the_next_and_tells_it_once(theme: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = Segmented(theme, THREE)
    QHBoxLayout(window).addWidget(row)
    chosen: list[int] = []
    row.chosen.connect(chosen.append)
    with qtbot.waitActive(window):
        window.show()
    row.chips[0].setFocus()
    QTest.keyClick(row.chips[0], Qt.Key.Key_Right)
    assert chosen == [1]
    assert [checked for *_, checked in radios(row)] == [False, True, False]


def test_no_choice_is_shown_and_told(theme: Theme, qtbot: QtBot) -> None:
    row = ChipRow(theme, THREE)
    qtbot.addWidget(row)
    row.choose(2)
    row.choose(None)
    assert row.place == -1
    assert not any(checked for *_, checked in radios(row))


def test_a_chip_that_may_be_taken_back_is_a_radio_button_too(theme: Theme, qtbot: QtBot) -> None:
    chips = FlowChips(theme, "Where", THREE)
    qtbot.addWidget(chips)
    chosen: list[tuple[int, ...]] = []
    chips.chosen.connect(chosen.append)
    one, two, _ = chips.findChildren(QAbstractButton)
    for button in (one, two, two):
        button.click()
    assert chosen == [(0,), (1,), ()]
    assert [role for role, *_ in radios(chips)] == [RADIO] * 3
    assert not any(checked for *_, checked in radios(chips))


def test_chips_of_which_several_may_be_chosen_stay_check_boxes(theme: Theme, qtbot: QtBot) -> None:
    chips = FlowChips(theme, "Why", THREE, several=True)
    qtbot.addWidget(chips)
    chosen: list[tuple[int, ...]] = []
    chips.chosen.connect(chosen.append)
    one, two, _ = chips.findChildren(QAbstractButton)
    for button in (two, one, two):
        button.click()
    assert chosen == [(1,), (0, 1), (0,)]
    assert [role for role, *_ in radios(chips)] == [QAccessible.Role.CheckBox] * 3


def test_voices_and_groups_of_settings_are_radio_buttons(theme: Theme, qtbot: QtBot) -> None:
    voices = VoiceChips(theme)
    groups = GroupList(theme, [SettingsGroup("moon", each, "", ()) for each in THREE])
    groups.choose(0)
    for made in (voices, groups):
        qtbot.addWidget(made)
        assert [(role, place) for role, _, place, _ in radios(made)] == [
            (RADIO, "1 of 3"),
            (RADIO, "2 of 3"),
            (RADIO, "3 of 3"),
        ]


def test_the_ring_of_the_timer_is_a_progress_bar_that_is_not_counted_aloud(
    theme: Theme, qtbot: QtBot
) -> None:
    moon = TimerMoon(theme, 100)
    qtbot.addWidget(moon)
    moon.show()
    reported: list[int] = []
    moon.valueChanged.connect(reported.append)
    shown = QAccessible.queryAccessibleInterface(moon)
    assert shown.role() is QAccessible.Role.ProgressBar

    def told() -> tuple[str, object, object, object]:
        value = shown.valueInterface()
        bounds = value.minimumValue(), value.currentValue(), value.maximumValue()
        return shown.text(QAccessible.Text.Name), *bounds

    moon.name_time("22 minutes left", Ms(21 * 60_000 + 1), Ms(30 * 60_000))
    assert told() == ("Timer: 22 minutes left", 0, 22, 30)
    moon.name_time("21 minutes left", Ms(21 * 60_000), Ms(30 * 60_000))
    assert told() == ("Timer: 21 minutes left", 0, 21, 30)
    moon.name_time("Good night", Ms(0), Ms(30 * 60_000))
    assert told() == ("Timer: Good night", 0, 0, 30)
    moon.name_time("No end set", None, None)
    assert told() == ("Timer: No end set", 0, 1, 1)
    assert reported == [], "Qt would report it to screen readers at the same moment"


def test_the_buttons_beside_a_value_tell_it(theme: Theme, qtbot: QtBot) -> None:
    stepper = Stepper(theme, ("Softer", "Louder"))
    qtbot.addWidget(stepper)
    stepper.show_text("8 of 20")
    names = [(name, value) for _, name, value, _ in radios(stepper)]
    assert names == [("Softer", "8 of 20"), ("Louder", "8 of 20")]


def test_every_exclusive_choice_is_made_by_the_one_mechanism() -> None:
    """A group of Qt's own, or none, would be told as check boxes."""
    package = Path(lullaby.__file__).parent
    own = package / "ui" / "controls" / "radio_group.py"
    others = [
        path.name
        for path in package.rglob("*.py")
        if path != own
        and any(word in path.read_text() for word in ("QButtonGroup", "utoExclusive"))
    ]
    assert others == []
