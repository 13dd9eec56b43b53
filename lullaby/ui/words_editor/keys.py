"""The keys of the words editor, as a pure function."""

from enum import Enum, auto

from PySide6.QtCore import Qt

from lullaby.ui.shell.keys import Focus

Key = Qt.Key
Modifier = Qt.KeyboardModifier


class EditorAction(Enum):
    TAP = auto()
    """Stamp the next line or syllable; start the song if nothing plays."""
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
    PLAY_LINE = auto()
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
    Key.Key_Z: EditorAction.UNDO,
    Key.Key_Y: EditorAction.REDO,
    Key.Key_Left: EditorAction.EARLIER,
    Key.Key_Right: EditorAction.LATER,
    Key.Key_S: EditorAction.SAVE,
}
WITH_ALT = {Key.Key_Left: EditorAction.EARLIER_FINE, Key.Key_Right: EditorAction.LATER_FINE}
PLAIN = {
    Key.Key_Backspace: EditorAction.UNDO,
    Key.Key_Up: EditorAction.LINE_BEFORE,
    Key.Key_Down: EditorAction.LINE_AFTER,
    Key.Key_Left: EditorAction.PIECE_BEFORE,
    Key.Key_Right: EditorAction.PIECE_AFTER,
    Key.Key_Delete: EditorAction.CLEAR_LINE,
}
SINGLE = {
    Key.Key_P: EditorAction.PAUSE,
    Key.Key_Period: EditorAction.END_LINE,
    Key.Key_R: EditorAction.LOOP,
    Key.Key_S: EditorAction.UNIT,
    Key.Key_Plus: EditorAction.FASTER,
    Key.Key_Equal: EditorAction.FASTER,
    Key.Key_Minus: EditorAction.SLOWER,
    Key.Key_1: EditorAction.FIRST,
    Key.Key_2: EditorAction.SECOND,
    Key.Key_3: EditorAction.TOGETHER,
}
REPEATED = {
    EditorAction.LINE_BEFORE,
    EditorAction.LINE_AFTER,
    EditorAction.PIECE_BEFORE,
    EditorAction.PIECE_AFTER,
    EditorAction.EARLIER,
    EditorAction.LATER,
    EditorAction.EARLIER_FINE,
    EditorAction.LATER_FINE,
}
"""The actions that a held key repeats; a held Space is one tap."""


def action_for(
    key: Key, modifiers: Modifier, focus: Focus, single_keys: bool = True
) -> EditorAction | None:
    """The action of `key` here; None if it belongs to the focused control."""
    if modifiers & Modifier.ControlModifier:
        if key == Key.Key_S:
            return EditorAction.SAVE
        if focus is Focus.TEXT:
            return None
        if key == Key.Key_Z and modifiers & Modifier.ShiftModifier:
            return EditorAction.REDO
        return WITH_CONTROL.get(key)
    if focus is Focus.TEXT:
        return None
    if modifiers & Modifier.AltModifier:
        return WITH_ALT.get(key)
    if focus is not Focus.BUTTON:
        if key == Key.Key_Space:
            return EditorAction.TAP
        if key in (Key.Key_Return, Key.Key_Enter):
            return EditorAction.PLAY_LINE
    if key in PLAIN:
        return PLAIN[key]
    return SINGLE.get(key) if single_keys else None
