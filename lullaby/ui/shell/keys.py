"""The keyboard map (design: everything works in the dark with one hand), as a pure decision.

`action_for` is asked before a key reaches the focused control. None leaves the key to the control,
so that typing, lists, sliders and a focused button keep their usual keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NewType

from PySide6.QtCore import Qt

Key = Qt.Key
Modifier = Qt.KeyboardModifier


ScreenId = NewType("ScreenId", str)
"""Names a screen for as long as the program runs; each package of a screen has its own."""


@dataclass(frozen=True, slots=True)
class ShowScreen:
    """The wish to go to a screen of the rail."""

    screen: ScreenId


class Action(Enum):
    TOGGLE = auto()
    """Begin, pause or go on."""
    BACK = auto()
    FADE = auto()
    CALM = auto()
    SING = auto()
    NOTE = auto()
    LONGER = auto()
    SHORTER = auto()
    LIGHT = auto()
    LOUDER = auto()
    SOFTER = auto()
    BEFORE = auto()
    """Song before, or line before on the Sing screen."""
    AFTER = auto()
    ROOM = auto()
    EDIT_WORDS = auto()
    """Time or mend the words of the song."""
    FIRST = auto()
    SECOND = auto()
    THIRD = auto()
    FOURTH = auto()
    FIND = auto()
    UNDO = auto()
    KEYS = auto()
    SLOWER = auto()
    FASTER = auto()
    LOWER_KEY = auto()
    HIGHER_KEY = auto()
    MELODY = auto()
    """The tune of a song made from a score, on or off."""
    VERSES = auto()
    SMALLER_WORDS = auto()
    LARGER_WORDS = auto()
    HAND_OVER = auto()
    """Sing without the recording, and back to it."""
    NEXT_WAY = auto()
    """Another way in which a singer's words move."""
    BEAT = auto()
    """A beat of the rocking, or the next line, as the singer's way is."""
    SONG_PREFERENCES = auto()
    """How this song is sung here."""
    WORDS_EARLIER = auto()
    WORDS_LATER = auto()
    SONG_EARLIER = auto()
    """The words of this song alone, wherever it is heard."""
    SONG_LATER = auto()
    STILL_AWAKE = auto()
    """Ten minutes more; soon after the end, too."""
    LAST_SONG = auto()
    """The song that sounds is heard to its end, and nothing follows it."""
    CHILD_LOCK = auto()
    """Keys and pointer do nothing until Esc is held."""
    WAKE = auto()
    """Bring the controls back and do nothing else."""


class Focus(Enum):
    """What kind of control the key would reach."""

    TEXT = auto()
    LIST = auto()
    SLIDER = auto()
    BUTTON = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class ScreenKeys:
    """The keys of the screen on show, beside those that act everywhere. They ask for an `Action`,
    or for a member of an enumeration of the screen's own."""

    single: Mapping[Key, Enum] = field(default_factory=dict[Key, Enum])
    """Letters, digits and signs; they act as `Situation.single_keys` says."""
    plain: Mapping[Key, Enum] = field(default_factory=dict[Key, Enum])
    """Arrows and the keys that turn pages, which a focused list or slider keeps to itself, and
    Enter (as `Key_Return`), which only a focused button keeps."""
    space: Action = Action.TOGGLE
    all_its_own: bool = False
    """Most keys are left to the screen itself."""
    asleep: bool = False
    """The first key wakes; only `AWAKE_AT_ONCE` acts as well."""


@dataclass(frozen=True, slots=True)
class Situation:
    keys: ScreenKeys = field(default_factory=ScreenKeys)
    focus: Focus = Focus.OTHER
    single_keys: bool = True
    """Letters, digits and signs act by themselves (Settings; WCAG 2.1.4)."""
    sheet_open: bool = False
    """A panel lies over the window, and the keyboard is its own."""
    shortcuts: Mapping[Key, ShowScreen] = field(default_factory=dict[Key, ShowScreen])
    """What leads to each screen, pressed with Ctrl."""


NUMBERS = {
    Key.Key_1: Action.FIRST,
    Key.Key_2: Action.SECOND,
    Key.Key_3: Action.THIRD,
    Key.Key_4: Action.FOURTH,
}
SINGLE = {
    Key.Key_F: Action.FADE,
    Key.Key_C: Action.CALM,
    Key.Key_E: Action.STILL_AWAKE,
    Key.Key_L: Action.SING,
    Key.Key_J: Action.NOTE,
    Key.Key_N: Action.LIGHT,
    Key.Key_M: Action.MELODY,
    Key.Key_Y: Action.VERSES,
    Key.Key_Plus: Action.LOUDER,
    Key.Key_Equal: Action.LOUDER,
    Key.Key_Minus: Action.SOFTER,
    Key.Key_Slash: Action.FIND,
    Key.Key_Question: Action.KEYS,
    Key.Key_BracketLeft: Action.SLOWER,
    Key.Key_BracketRight: Action.FASTER,
    Key.Key_Comma: Action.LOWER_KEY,
    Key.Key_Period: Action.HIGHER_KEY,
    Key.Key_H: Action.HAND_OVER,
}
WITH_CONTROL = {
    Key.Key_Plus: Action.LARGER_WORDS,
    Key.Key_Equal: Action.LARGER_WORDS,
    Key.Key_Minus: Action.SMALLER_WORDS,
    Key.Key_L: Action.CHILD_LOCK,
}
ARROWS = {
    Key.Key_Left: Action.BEFORE,
    Key.Key_Right: Action.AFTER,
    Key.Key_Up: Action.LOUDER,
    Key.Key_Down: Action.SOFTER,
}
MEDIA = {
    Key.Key_MediaPlay: Action.TOGGLE,
    Key.Key_MediaPause: Action.TOGGLE,
    Key.Key_MediaTogglePlayPause: Action.TOGGLE,
    Key.Key_MediaNext: Action.AFTER,
    Key.Key_MediaPrevious: Action.BEFORE,
    Key.Key_MediaStop: Action.FADE,
}
AWAKE_AT_ONCE = {
    Action.TOGGLE,
    Action.FADE,
    Action.LOUDER,
    Action.SOFTER,
    Action.STILL_AWAKE,
    Action.LAST_SONG,
    Action.CHILD_LOCK,
}
"""Wishes that a resting screen obeys with the very key that wakes it."""
OVER_A_SHEET = AWAKE_AT_ONCE | {Action.BACK, Action.UNDO, Action.LIGHT}
"""Wishes that are obeyed while a sheet is open: those about the sound, the light and the way
back. What leads elsewhere or changes what lies beneath waits until it is closed."""


def action_for(
    key: Key, modifiers: Modifier, situation: Situation, *others: Key
) -> Enum | ShowScreen | None:
    """What `key` asks for here, or None when it belongs to the focused control.

    Where `key` asks for nothing, the same is looked for in `others`, as which the press may be
    meant (`key_places.meanings`).
    """
    asked = (_awake_action(each, modifiers, situation) for each in (key, *others))
    action = next((each for each in asked if each is not None), None)
    if situation.keys.asleep:
        return action if action in AWAKE_AT_ONCE else Action.WAKE
    if situation.sheet_open:
        return action if action in OVER_A_SHEET else None
    return action


def _awake_action(key: Key, modifiers: Modifier, situation: Situation) -> Enum | ShowScreen | None:
    if key in MEDIA:
        return MEDIA[key]
    if modifiers & Modifier.ControlModifier:
        undoes = situation.focus is not Focus.TEXT and not situation.keys.all_its_own
        if key == Key.Key_Z and undoes:
            return Action.UNDO
        return WITH_CONTROL.get(key) or situation.shortcuts.get(key)
    if situation.keys.all_its_own:
        return _left_over_action(key, situation)
    if modifiers & (Modifier.AltModifier | Modifier.MetaModifier):
        return None
    if key == Key.Key_Escape:
        return Action.BACK
    if situation.focus is Focus.TEXT:
        return None
    return _single_action(key, modifiers, situation) or _plain_action(key, situation)


def _left_over_action(key: Key, situation: Situation) -> Action | None:
    """Of the keys without Ctrl, where most belong to the screen."""
    if key == Key.Key_Question and situation.single_keys and situation.focus is not Focus.TEXT:
        return Action.KEYS
    return Action.BACK if key == Key.Key_Escape else None


def _single_action(key: Key, modifiers: Modifier, situation: Situation) -> Enum | None:
    if not situation.single_keys:
        return None
    if key == Key.Key_T:
        return Action.SHORTER if modifiers & Modifier.ShiftModifier else Action.LONGER
    if key == Key.Key_F and modifiers & Modifier.ShiftModifier:
        return Action.LAST_SONG
    return situation.keys.single.get(key) or SINGLE.get(key)


def _plain_action(key: Key, situation: Situation) -> Enum | None:
    """Space, Enter and arrows stay with a focused button, list or slider of their own."""
    if key == Key.Key_Space:
        return None if situation.focus in (Focus.BUTTON, Focus.LIST) else situation.keys.space
    if key in (Key.Key_Return, Key.Key_Enter):
        on_button = situation.focus is Focus.BUTTON
        return None if on_button else situation.keys.plain.get(Key.Key_Return)
    if situation.sheet_open or situation.focus in (Focus.LIST, Focus.SLIDER):
        return None
    return situation.keys.plain.get(key)
