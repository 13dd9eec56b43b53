"""The keyboard map as a pure function (everything works in the dark with one hand).

`action_for` decides before a key reaches the focused control. None leaves the key to the control,
so that typing, lists, sliders and a focused button keep their usual keys.
"""

from collections.abc import Mapping
from dataclasses import field
from enum import Enum, auto
from typing import NewType

from PySide6.QtCore import Qt

from lullaby.frozen import frozen

Key = Qt.Key
Modifier = Qt.KeyboardModifier


ScreenId = NewType("ScreenId", str)
"""Identifies a screen; the package of each screen defines its own."""


@frozen
class ShowScreen:
    """A request to show a screen of the rail."""

    screen: ScreenId


class Action(Enum):
    TOGGLE = auto()
    """Start, pause or resume."""
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
    """Previous song, or previous line on the Sing screen."""
    AFTER = auto()
    PREVIOUS_SONG = auto()
    """The songs beside this one, also on the Sing screen."""
    NEXT_SONG = auto()
    ROOM = auto()
    EDIT_WORDS = auto()
    """Time or correct the words of the song."""
    FIRST = auto()
    SECOND = auto()
    THIRD = auto()
    FOURTH = auto()
    FIFTH = auto()
    SIXTH = auto()
    SEVENTH = auto()
    EIGHTH = auto()
    NINTH = auto()
    FIND = auto()
    UNDO = auto()
    KEYS = auto()
    SLOWER = auto()
    FASTER = auto()
    LOWER_KEY = auto()
    HIGHER_KEY = auto()
    MELODY = auto()
    """Switch the melody of a song with a score on or off."""
    VERSES = auto()
    SMALLER_WORDS = auto()
    LARGER_WORDS = auto()
    HAND_OVER = auto()
    """Switch between the recording and singing without it."""
    NEXT_WAY = auto()
    """Change what moves the words when singing without the recording."""
    VOICE = auto()
    """Let the words follow the singer's voice, or stop that."""
    BEAT = auto()
    """A beat of the rocking, or the next line, depending on what moves the words."""
    SONG_PREFERENCES = auto()
    """Show the preferences of this song."""
    WORDS_EARLIER = auto()
    WORDS_LATER = auto()
    SONG_EARLIER = auto()
    """Shift the words of this song alone, on every loudspeaker."""
    SONG_LATER = auto()
    STILL_AWAKE = auto()
    """Ten minutes more; also soon after the end."""
    LAST_SONG = auto()
    """Play the current song to its end, and nothing after it."""
    RECORD = auto()
    """Get ready to record this song."""
    CHILD_LOCK = auto()
    """Ignore keys and pointer until Esc is held."""
    NEW_ROUTINE = auto()
    """Make a routine of the person's own; from Settings, without a key."""
    WAKE = auto()
    """Show the controls again and do nothing else."""


class Focus(Enum):
    """The kind of control that a key would reach."""

    TEXT = auto()
    LIST = auto()
    SLIDER = auto()
    BUTTON = auto()
    OTHER = auto()


@frozen
class ScreenKeys:
    """The keys of the screen on show, in addition to the global ones.

    They ask for an `Action`, or for a member of an enum of the screen.
    """

    single: Mapping[Key, Enum] = field(default_factory=dict[Key, Enum])
    """Letters, digits and punctuation; `Situation.single_keys` can switch them off."""
    plain: Mapping[Key, Enum] = field(default_factory=dict[Key, Enum])
    """Arrow and paging keys, which a focused list or slider keeps, and Enter (as `Key_Return`),
    which only a focused button keeps."""
    shifted: Mapping[Key, Enum] = field(default_factory=dict[Key, Enum])
    """Those of `plain` that mean something else with Shift."""
    space: Action = Action.TOGGLE
    all_its_own: bool = False
    """The screen handles most keys itself."""
    asleep: bool = False
    """The first key wakes it; only `AWAKE_AT_ONCE` acts as well."""


@frozen
class Situation:
    keys: ScreenKeys = field(default_factory=ScreenKeys)
    focus: Focus = Focus.OTHER
    single_keys: bool = True
    """Whether letters, digits and punctuation act by themselves (Settings; WCAG 2.1.4)."""
    sheet_open: bool = False
    """A panel covers the window and has the keyboard."""
    shortcuts: Mapping[Key, ShowScreen] = field(default_factory=dict[Key, ShowScreen])
    """The key that shows each screen, pressed with Ctrl."""


NUMBERS = {
    Key.Key_1: Action.FIRST,
    Key.Key_2: Action.SECOND,
    Key.Key_3: Action.THIRD,
    Key.Key_4: Action.FOURTH,
    Key.Key_5: Action.FIFTH,
    Key.Key_6: Action.SIXTH,
    Key.Key_7: Action.SEVENTH,
    Key.Key_8: Action.EIGHTH,
    Key.Key_9: Action.NINTH,
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
"""Actions that act on a resting screen with the same key press that wakes it."""
OVER_A_SHEET = AWAKE_AT_ONCE | {Action.BACK, Action.UNDO, Action.LIGHT, Action.KEYS}
"""Actions available while a sheet is open: those for sound, light and the way back, and the list of
keys. Others, which show another screen or change what the sheet covers, wait until it is closed."""


def action_for(
    key: Key, modifiers: Modifier, situation: Situation, *others: Key
) -> Enum | ShowScreen | None:
    """The action for `key`, or None if the key belongs to the focused control.

    If `key` has no action, this tries `others`, which the press may also mean
    (`key_places.meanings`).
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
    if key == Key.Key_F1:
        return Action.KEYS
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
    return _single_action(key, modifiers, situation) or _plain_action(key, modifiers, situation)


def _left_over_action(key: Key, situation: Situation) -> Action | None:
    """The action of a key without Ctrl on a screen that handles most keys itself."""
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


def _plain_action(key: Key, modifiers: Modifier, situation: Situation) -> Enum | None:
    """Leave Space, Enter and arrows to a focused button, list or slider that uses them."""
    if key == Key.Key_Space:
        return None if situation.focus in (Focus.BUTTON, Focus.LIST) else situation.keys.space
    if key in (Key.Key_Return, Key.Key_Enter):
        on_button = situation.focus is Focus.BUTTON
        return None if on_button else situation.keys.plain.get(Key.Key_Return)
    if situation.sheet_open or situation.focus in (Focus.LIST, Focus.SLIDER):
        return None
    shifted = modifiers & Modifier.ShiftModifier and situation.keys.shifted.get(key)
    return shifted or situation.keys.plain.get(key)
