"""The keys of the words editor, as a pure decision."""

from enum import Enum, auto

from PySide6.QtCore import Qt

from lullaby.ui.keys import Focus

Key = Qt.Key
Modifier = Qt.KeyboardModifier


class Act(Enum):
    TAP = auto()
    """Stamp the next line or syllable; where nothing sounds, begin."""
    PAUSE = auto()
    UNDO = auto()
    REDO = auto()
    LINE_BEFORE = auto()
    LINE_AFTER = auto()
    PIECE_BEFORE = auto()
    PIECE_AFTER = auto()
    EARLIER = auto()
    LATER = auto()
    EARLIER_FINE = auto()
    LATER_FINE = auto()
    HEAR = auto()
    END_LINE = auto()
    CLEAR_LINE = auto()
    LOOP = auto()
    SLOWER = auto()
    FASTER = auto()
    UNIT = auto()
    FIRST = auto()
    SECOND = auto()
    TOGETHER = auto()
    SAVE = auto()


WITH_CONTROL = {
    Key.Key_Z: Act.UNDO,
    Key.Key_Y: Act.REDO,
    Key.Key_Left: Act.EARLIER,
    Key.Key_Right: Act.LATER,
    Key.Key_S: Act.SAVE,
}
WITH_ALT = {Key.Key_Left: Act.EARLIER_FINE, Key.Key_Right: Act.LATER_FINE}
PLAIN = {
    Key.Key_Backspace: Act.UNDO,
    Key.Key_Up: Act.LINE_BEFORE,
    Key.Key_Down: Act.LINE_AFTER,
    Key.Key_Left: Act.PIECE_BEFORE,
    Key.Key_Right: Act.PIECE_AFTER,
    Key.Key_Delete: Act.CLEAR_LINE,
}
SINGLE = {
    Key.Key_P: Act.PAUSE,
    Key.Key_Period: Act.END_LINE,
    Key.Key_R: Act.LOOP,
    Key.Key_S: Act.UNIT,
    Key.Key_Plus: Act.FASTER,
    Key.Key_Equal: Act.FASTER,
    Key.Key_Minus: Act.SLOWER,
    Key.Key_1: Act.FIRST,
    Key.Key_2: Act.SECOND,
    Key.Key_3: Act.TOGETHER,
}
REPEATED = {
    Act.LINE_BEFORE,
    Act.LINE_AFTER,
    Act.PIECE_BEFORE,
    Act.PIECE_AFTER,
    Act.EARLIER,
    Act.LATER,
    Act.EARLIER_FINE,
    Act.LATER_FINE,
}
"""What a key that is held down does again; a held Space is one tap."""


def act_for(key: Key, modifiers: Modifier, focus: Focus, single_keys: bool = True) -> Act | None:
    """What `key` does here; None when it belongs to the control that has the focus."""
    if modifiers & Modifier.ControlModifier:
        if key == Key.Key_S:
            return Act.SAVE
        if focus is Focus.TEXT:
            return None
        if key == Key.Key_Z and modifiers & Modifier.ShiftModifier:
            return Act.REDO
        return WITH_CONTROL.get(key)
    if focus is Focus.TEXT:
        return None
    if modifiers & Modifier.AltModifier:
        return WITH_ALT.get(key)
    if focus is not Focus.BUTTON:
        if key == Key.Key_Space:
            return Act.TAP
        if key in (Key.Key_Return, Key.Key_Enter):
            return Act.HEAR
    if key in PLAIN:
        return PLAIN[key]
    return SINGLE.get(key) if single_keys else None
