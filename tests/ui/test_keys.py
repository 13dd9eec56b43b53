"""The keyboard map as a pure function."""

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.library.plugin import LIBRARY
from lullaby.ui.shell.key_router import KeyRouter
from lullaby.ui.shell.keys import (
    ARROWS,
    MEDIA,
    NUMBERS,
    OVER_A_SHEET,
    SINGLE,
    Action,
    Focus,
    ShowScreen,
    action_for,
)
from lullaby.ui.sing.plugin import SINGLE as SINGING
from tests.ui.situations import situation
from tests.world import make_world

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(
    ("key", "modifiers", "action"),
    [
        (Key.Key_Space, NONE, Action.TOGGLE),
        (Key.Key_F, NONE, Action.FADE),
        (Key.Key_L, NONE, Action.SING),
        (Key.Key_T, NONE, Action.LONGER),
        (Key.Key_T, SHIFT, Action.SHORTER),
        (Key.Key_Plus, SHIFT, Action.LOUDER),
        (Key.Key_Minus, NONE, Action.SOFTER),
        (Key.Key_Up, NONE, Action.LOUDER),
        (Key.Key_Left, NONE, Action.BEFORE),
        (Key.Key_2, NONE, Action.SECOND),
        (Key.Key_3, CTRL, ShowScreen(LIBRARY)),
        (Key.Key_Z, CTRL, Action.UNDO),
        (Key.Key_L, CTRL, Action.CHILD_LOCK),
        (Key.Key_Escape, NONE, Action.BACK),
        (Key.Key_MediaNext, NONE, Action.AFTER),
        (Key.Key_F, ALT, None),
        (Key.Key_F1, NONE, Action.KEYS),
    ],
)
def test_tonight(
    key: Key, modifiers: Qt.KeyboardModifier, action: Action | ShowScreen | None
) -> None:
    assert action_for(key, modifiers, situation("tonight")) == action


@pytest.mark.parametrize("key", [Key.Key_F, Key.Key_Space, Key.Key_1, Key.Key_Left, Key.Key_Slash])
def test_typing_is_left_alone(key: Key) -> None:
    assert action_for(key, NONE, situation("library", Focus.TEXT)) is None


def test_undo_inside_a_text_field_belongs_to_the_field() -> None:
    assert action_for(Key.Key_Z, CTRL, situation("journal", Focus.TEXT)) is None


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
    assert action_for(key, NONE, situation("tonight", focus)) is None


@pytest.mark.parametrize("key", [Key.Key_F, Key.Key_T, Key.Key_1, Key.Key_Plus, Key.Key_Question])
def test_single_keys_can_be_switched_off(key: Key) -> None:
    assert action_for(key, NONE, situation("tonight", single_keys=False)) is None


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Escape, Key.Key_Left])
def test_the_plain_keys_stay_when_single_keys_are_off(key: Key) -> None:
    assert action_for(key, NONE, situation("tonight", single_keys=False)) is not None


def test_at_rest_the_first_key_only_wakes() -> None:
    resting = situation("resting")
    assert action_for(Key.Key_L, NONE, resting) is Action.WAKE
    assert action_for(Key.Key_A, NONE, resting) is Action.WAKE
    assert action_for(Key.Key_Escape, NONE, resting) is Action.WAKE


@pytest.mark.parametrize(
    ("key", "action"),
    [
        (Key.Key_Space, Action.TOGGLE),
        (Key.Key_F, Action.FADE),
        (Key.Key_Plus, Action.LOUDER),
        (Key.Key_Minus, Action.SOFTER),
    ],
)
def test_at_rest_the_urgent_keys_act_at_once(key: Key, action: Action) -> None:
    assert action_for(key, NONE, situation("resting")) is action


@pytest.mark.parametrize("screen", ["tonight", "sing", "library", "journal", "settings"])
@pytest.mark.parametrize("focus", [Focus.OTHER, Focus.SLIDER, Focus.BUTTON])
def test_over_a_sheet_only_sound_light_and_back_keys_work(screen: str, focus: Focus) -> None:
    here = situation(screen, focus, sheet_open=True)
    asked = {
        action_for(key, modifiers, here)
        for key in (*SINGLE, *SINGING, *NUMBERS, *ARROWS, *MEDIA, Key.Key_T, Key.Key_W, Key.Key_Z)
        for modifiers in (NONE, SHIFT, CTRL)
    }
    assert asked - {None} <= OVER_A_SHEET
    assert asked >= {Action.FADE, Action.LOUDER, Action.SOFTER, Action.CHILD_LOCK}
    assert action_for(Key.Key_Escape, NONE, here) is Action.BACK


@pytest.mark.parametrize("key", ARROWS)
def test_arrow_keys_scroll_the_sheet(key: Key) -> None:
    assert action_for(key, NONE, situation("tonight", sheet_open=True)) is None


def test_numbers_answer_the_card_anywhere_but_choose_a_routine_only_on_tonight() -> None:
    assert action_for(Key.Key_1, NONE, situation("card")) is Action.FIRST
    assert action_for(Key.Key_1, NONE, situation("journal")) is None


def test_enter_opens_room_view_only_while_singing() -> None:
    assert action_for(Key.Key_Return, NONE, situation("sing")) is Action.ROOM
    assert action_for(Key.Key_Return, NONE, situation("sing", Focus.BUTTON)) is None
    assert action_for(Key.Key_Return, NONE, situation("tonight")) is None


def test_enter_on_sing_opens_room_view_unless_a_button_was_chosen(qtbot, qapp, tmp_path) -> None:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    window = world.services.gui.window
    with qtbot.waitActive(window):
        window.show()
    world.act(Action.TOGGLE)
    world.act(Action.SING)
    sing = world.sing
    assert QApplication.focusWidget() is sing.words
    qtbot.keyClick(sing.words, Key.Key_Return)
    assert sing.room
    qtbot.keyClick(sing.words, Key.Key_Space)
    assert world.services.bridge.state.stage is Stage.PAUSED
    world.close()


def test_python_sees_keys_and_pointer_but_no_frames_and_timers(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PySide6 makes an object of every event it hands to Python, and of its receiver."""
    seen: list[QEvent.Type] = []
    watch = KeyRouter.eventFilter

    def counted(router: KeyRouter, watched: QObject, event: QEvent) -> bool:
        seen.append(event.type())
        return watch(router, watched, event)

    monkeypatch.setattr(KeyRouter, "eventFilter", counted)
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    window = world.services.gui.window
    window.show()
    label = QLabel(window)
    seen.clear()
    for kind in (QEvent.Type.Timer, QEvent.Type.UpdateRequest, QEvent.Type.User):
        QCoreApplication.sendEvent(label, QEvent(kind))
    assert seen == []
    touched: list[int] = []
    window.keys.touched.connect(lambda: touched.append(1))
    native = window.windowHandle()
    assert native is not None
    QTest.mouseMove(native, QPoint(30, 40))
    qtbot.waitUntil(lambda: bool(touched))
    touched.clear()
    QTest.keyClick(native, Qt.Key.Key_Space)
    assert touched
    assert world.services.bridge.state.sounding
    world.close()
