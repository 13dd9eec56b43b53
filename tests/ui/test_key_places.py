"""Keys work by their position if the layout lacks the character; if it has it, that wins."""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.shell.key_places import MAC_PLACES, PC_PLACES, Codes, codes_of, meanings, us_sign
from lullaby.ui.shell.keys import (
    NUMBERS,
    SINGLE,
    Action,
    Focus,
    ShowScreen,
    Situation,
    action_for,
)
from lullaby.ui.sing.plugin import SINGLE as SINGING
from tests.ui.situations import SHORTCUTS, situation
from tests.world import World, make_world

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SCAN = {sign: scan + 8 for scan, sign in PC_PLACES.items()}
"""As X11 and Wayland report it."""

US = "1234567890-=QWERTYUIOP[]ASDFGHJKL;'ZXCVBNM,./"
LAYOUTS = {
    "ru": "1234567890-=ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ.",
    "uk": "1234567890-=ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ.",
    "el": "1234567890-=;ΣΕΡΤΥΘΙΟΠ[]ΑΣΔΦΓΗΞΚΛ'΄ΖΧΨΩΒΝΜ,./",
    "he": "1234567890-=/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ.",
    "ar": "1234567890-=ضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوزظ",
    "fr": "&É\"'(-È_ÇÀ)=AZERTYUIOP^$QSDFGHJKLMÙWXCVBN,;:!",
    "cs": "+ĚŠČŘŽÝÁÍÉ=´QWERTZUIOPÚ)ASDFGHJKLŮ§YXCVBNM,.-",
    "de": "1234567890ß´QWERTZUIOPÜ+ASDFGHJKLÖÄYXCVBNM,.-",
    "dvorak": "1234567890[]',.PYFGCRL/=AOEUIDHTNS-;QJKXBMWVZ",
    "th": "ๅ/-ภถุึคตจขชๆไำพะัีรนยบลฟหกดเ้่าสวงผปแอิืทมใฝ",
    "fa": "۱۲۳۴۵۶۷۸۹۰-=ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدپو./",
}
SCREENS = ("tonight", "sing", "library")
PLACES = tuple(situation(each) for each in SCREENS)


def pressed(layout: str, us: str, shifted: bool = False) -> tuple[Key, ...]:
    """The keys that a press at the position of `us` may mean on a layout."""
    return meanings(ord(LAYOUTS[layout][US.index(us)]), us, shifted)


def action(keys: tuple[Key, ...], here: Situation, modifiers=NONE) -> Enum | ShowScreen | None:
    return action_for(keys[0], modifiers, here, *keys[1:])


@pytest.mark.parametrize("layout", ["ru", "uk", "ar", "th", "fa"])
@pytest.mark.parametrize("us", "FCELJNTHMY")
def test_letters_work_by_position_if_the_layout_lacks_them(layout: str, us: str) -> None:
    for here in PLACES:
        for modifiers in (NONE, SHIFT):
            keys = pressed(layout, us, shifted=modifiers is SHIFT)
            assert action(keys, here, modifiers) is action_for(Key(ord(us)), modifiers, here)


def test_brackets_of_a_cyrillic_keyboard() -> None:
    assert action(pressed("ru", "["), situation("tonight")) is Action.SLOWER
    assert action(pressed("ru", "]"), situation("tonight")) is Action.FASTER
    assert action(pressed("ru", ";"), situation("sing")) is Action.WORDS_EARLIER
    assert action(pressed("ru", ";", True), situation("sing"), SHIFT) is Action.SONG_EARLIER


@pytest.mark.parametrize("layout", ["fr", "cs", "th", "fa"])
@pytest.mark.parametrize("us", "1234")
def test_digits_without_shift(layout: str, us: str) -> None:
    card = situation("card")
    if (layout, us) in {("cs", "1"), ("th", "3"), ("th", "2")}:
        return  # The layout has +, - and / there, and they have a meaning.
    assert action(pressed(layout, us), card) is NUMBERS[Key(ord(us))]
    assert action(pressed(layout, us), card, CTRL) is SHORTCUTS[Key(ord(us))]


def test_at_rest_urgent_keys_work_at_once_by_position() -> None:
    resting = situation("resting")
    assert action(pressed("ru", "F"), resting) is Action.FADE
    assert action(pressed("ru", "L"), resting) is Action.WAKE


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_character_with_a_meaning_wins_over_the_position(layout: str) -> None:
    for us in US:
        sign = LAYOUTS[layout][US.index(us)]
        for here in PLACES:
            own = action_for(Key(ord(sign)), NONE, here)
            if own is not None:
                assert action(pressed(layout, us), here) is own


@pytest.mark.parametrize("layout", ["de", "dvorak", "fr", "cs"])
def test_on_a_latin_layout_letters_and_signs_are_only_themselves(layout: str) -> None:
    for us in US:
        sign = LAYOUTS[layout][US.index(us)]
        if not us.isdigit():
            assert pressed(layout, us) == (Key(ord(sign)),)


@given(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), st.sampled_from(US), st.booleans())
def test_a_latin_letter_is_itself_at_any_position(letter: str, us: str, shifted: bool) -> None:
    assert meanings(ord(letter), us, shifted) == (Key(ord(letter)),)


@given(st.sampled_from([*SINGLE, *SINGING, *NUMBERS]), st.sampled_from([None, *US]), st.booleans())
def test_a_character_of_the_map_comes_first(key: Key, us: str | None, shifted: bool) -> None:
    assert meanings(key.value, us, shifted)[0] == key


@given(st.integers(0, 0x01FFFFFF), st.sampled_from([None, *US]), st.booleans())
def test_any_key_number_is_handled(key: int, us: str | None, shifted: bool) -> None:
    keys = meanings(key, us, shifted)
    assert 1 <= len(keys) <= 2
    for screen in SCREENS:
        action(keys, situation(screen))
        assert action(keys, situation(screen, Focus.TEXT)) in (None, Action.BACK) or (
            keys[0] > 0x01000000
        )


def test_the_same_position_on_every_system() -> None:
    assert sorted(MAC_PLACES.values()) == sorted(PC_PLACES.values()) == sorted(US)
    for sign in US:
        assert us_sign(SCAN[sign], 0, Codes.X11) == sign
        assert us_sign(SCAN[sign] - 8, 0, Codes.WINDOWS) == sign
        assert us_sign(SCAN[sign], 0, Codes.NONE) is None
    assert us_sign(0, 37, Codes.MAC) == "L"
    names = ("xcb", "wayland", "wayland-egl", "windows", "cocoa", "offscreen")
    assert [codes_of(name).name for name in names] == [
        *("X11", "X11", "X11", "WINDOWS", "MAC", "NONE")
    ]


# In the window


@pytest.fixture
def world(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    with qtbot.waitActive(world.services.gui.window):
        world.services.gui.window.show()
    world.services.gui.window.keys.codes = Codes.X11
    yield world
    world.close()


def send(world: World, sign: str, us: str, modifiers=NONE) -> None:
    """A key press as the desktop reports it: the character, and the position on the keyboard."""
    window = world.services.gui.window
    target = window.window().focusWidget() or window
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, ord(sign), modifiers, SCAN[us], 0, 0, sign.lower())
        QApplication.sendEvent(target, event)


def test_an_evening_can_be_run_with_a_cyrillic_keyboard(world: World) -> None:
    window, bridge = world.services.gui.window, world.services.bridge
    world.act(Action.TOGGLE)
    world.pass_time(2_000)
    send(world, "Д", "L")
    assert window.current == "sing"
    send(world, "Д", "L")
    assert window.current == window.place
    minutes = bridge.state.total_ms
    send(world, "Е", "T")
    assert bridge.state.total_ms != minutes
    send(world, "А", "F")
    assert bridge.state.fade_requested


def test_the_card_is_answered_on_a_french_keyboard(world: World) -> None:
    world.act(Action.TOGGLE)
    world.pass_time(5_000)
    world.act(Action.FADE)
    world.pass_time(61_000)
    assert world.services.gui.window.current == "outcome"
    send(world, "&", "1")
    entry = world.stores.journal.last()
    assert entry is not None
    assert entry.outcome is not None


def test_what_is_typed_is_text(world: World) -> None:
    world.act(Action.FIND)
    field = world.services.gui.window.window().focusWidget()
    assert isinstance(field, QLineEdit)
    for sign, us in (("Д", "L"), ("&", "1"), ("Х", "[")):
        send(world, sign, us)
    assert field.text() == "д&х"
    assert world.services.gui.window.place == "library"
