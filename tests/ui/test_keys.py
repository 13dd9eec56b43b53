"""The keyboard map as a pure decision."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.keys import (
    ARROWS,
    MEDIA,
    NUMBERS,
    OVER_A_SHEET,
    SINGING,
    SINGLE,
    Focus,
    Place,
    Situation,
    Wish,
    wish_for,
)
from tests.world import make_world

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(
    ("key", "modifiers", "wish"),
    [
        (Key.Key_Space, NONE, Wish.TOGGLE),
        (Key.Key_F, NONE, Wish.FADE),
        (Key.Key_L, NONE, Wish.SING),
        (Key.Key_T, NONE, Wish.LONGER),
        (Key.Key_T, SHIFT, Wish.SHORTER),
        (Key.Key_Plus, SHIFT, Wish.LOUDER),
        (Key.Key_Minus, NONE, Wish.SOFTER),
        (Key.Key_Up, NONE, Wish.LOUDER),
        (Key.Key_Left, NONE, Wish.BEFORE),
        (Key.Key_2, NONE, Wish.SECOND),
        (Key.Key_3, CTRL, Wish.LIBRARY),
        (Key.Key_Z, CTRL, Wish.UNDO),
        (Key.Key_L, CTRL, Wish.CHILD_LOCK),
        (Key.Key_Escape, NONE, Wish.BACK),
        (Key.Key_MediaNext, NONE, Wish.AFTER),
        (Key.Key_F, ALT, None),
    ],
)
def test_tonight(key: Key, modifiers: Qt.KeyboardModifier, wish: Wish | None) -> None:
    assert wish_for(key, modifiers, Situation(Place.TONIGHT)) is wish


@pytest.mark.parametrize("key", [Key.Key_F, Key.Key_Space, Key.Key_1, Key.Key_Left, Key.Key_Slash])
def test_typing_is_left_alone(key: Key) -> None:
    assert wish_for(key, NONE, Situation(Place.LIBRARY, Focus.TEXT)) is None


def test_undo_inside_a_text_field_belongs_to_the_field() -> None:
    assert wish_for(Key.Key_Z, CTRL, Situation(Place.JOURNAL, Focus.TEXT)) is None


@pytest.mark.parametrize(
    ("focus", "key"),
    [
        (Focus.LIST, Key.Key_Up),
        (Focus.LIST, Key.Key_Space),
        (Focus.SLIDER, Key.Key_Left),
        (Focus.BUTTON, Key.Key_Space),
    ],
)
def test_controls_keep_their_own_keys(focus: Focus, key: Key) -> None:
    assert wish_for(key, NONE, Situation(Place.TONIGHT, focus)) is None


@pytest.mark.parametrize("key", [Key.Key_F, Key.Key_T, Key.Key_1, Key.Key_Plus, Key.Key_Question])
def test_single_keys_can_be_switched_off(key: Key) -> None:
    situation = Situation(Place.TONIGHT, single_keys=False)
    assert wish_for(key, NONE, situation) is None


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Escape, Key.Key_Left])
def test_the_plain_keys_stay_when_single_keys_are_off(key: Key) -> None:
    assert wish_for(key, NONE, Situation(Place.TONIGHT, single_keys=False)) is not None


def test_at_rest_the_first_key_only_wakes() -> None:
    resting = Situation(Place.TONIGHT, resting=True)
    assert wish_for(Key.Key_L, NONE, resting) is Wish.WAKE
    assert wish_for(Key.Key_A, NONE, resting) is Wish.WAKE
    assert wish_for(Key.Key_Escape, NONE, resting) is Wish.WAKE


@pytest.mark.parametrize(
    ("key", "wish"),
    [
        (Key.Key_Space, Wish.TOGGLE),
        (Key.Key_F, Wish.FADE),
        (Key.Key_Plus, Wish.LOUDER),
        (Key.Key_Minus, Wish.SOFTER),
    ],
)
def test_at_rest_the_urgent_keys_act_at_once(key: Key, wish: Wish) -> None:
    assert wish_for(key, NONE, Situation(Place.TONIGHT, resting=True)) is wish


@pytest.mark.parametrize("place", Place)
@pytest.mark.parametrize("focus", [Focus.OTHER, Focus.SLIDER, Focus.BUTTON])
def test_over_a_sheet_only_sound_light_and_the_way_back_are_obeyed(
    place: Place, focus: Focus
) -> None:
    situation = Situation(place, focus, sheet_open=True)
    asked = {
        wish_for(key, modifiers, situation)
        for key in (*SINGLE, *SINGING, *NUMBERS, *ARROWS, *MEDIA, Key.Key_T, Key.Key_W, Key.Key_Z)
        for modifiers in (NONE, SHIFT, CTRL)
    }
    assert asked - {None} <= OVER_A_SHEET
    assert asked >= {Wish.FADE, Wish.LOUDER, Wish.SOFTER, Wish.CHILD_LOCK}
    assert wish_for(Key.Key_Escape, NONE, situation) is Wish.BACK


@pytest.mark.parametrize("key", ARROWS)
def test_arrows_belong_to_the_sheet(key: Key) -> None:
    assert wish_for(key, NONE, Situation(Place.TONIGHT, sheet_open=True)) is None


def test_numbers_answer_the_card_anywhere_but_choose_a_routine_only_on_tonight() -> None:
    assert wish_for(Key.Key_1, NONE, Situation(Place.JOURNAL, card_open=True)) is Wish.FIRST
    assert wish_for(Key.Key_1, NONE, Situation(Place.JOURNAL)) is None


def test_enter_opens_room_view_only_while_singing() -> None:
    assert wish_for(Key.Key_Return, NONE, Situation(Place.SING)) is Wish.ROOM
    assert wish_for(Key.Key_Return, NONE, Situation(Place.SING, Focus.BUTTON)) is None
    assert wish_for(Key.Key_Return, NONE, Situation(Place.TONIGHT)) is None


def test_enter_on_sing_opens_room_view_unless_a_button_was_chosen(qtbot, qapp, tmp_path) -> None:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    window = world.services.gui.window
    with qtbot.waitActive(window):
        window.show()
    world.act(Wish.TOGGLE)
    world.act(Wish.SING)
    sing = world.services.gui.places.sing
    assert QApplication.focusWidget() is sing.words
    qtbot.keyClick(sing.words, Key.Key_Return)
    assert sing.room
    qtbot.keyClick(sing.words, Key.Key_Space)
    assert world.services.bridge.state.stage is Stage.PAUSED
    world.close()
