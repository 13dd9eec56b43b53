"""The keyboard map (design: everything works in the dark with one hand), as a pure decision.

`action_for` is asked before a key reaches the focused control. None leaves the key to the control,
so that typing, lists, sliders and a focused button keep their usual keys.
"""

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt

Key = Qt.Key
Modifier = Qt.KeyboardModifier


class Place(Enum):
    """The five places in the order of the rail; Room view and the card lie over them."""

    TONIGHT = 0
    SING = 1
    LIBRARY = 2
    JOURNAL = 3
    SETTINGS = 4


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
    MEND = auto()
    """Time or mend the words of the song."""
    FIRST = auto()
    SECOND = auto()
    THIRD = auto()
    FOURTH = auto()
    FIND = auto()
    UNDO = auto()
    KEYS = auto()
    TONIGHT = auto()
    SING_PLACE = auto()
    LIBRARY = auto()
    JOURNAL = auto()
    SETTINGS = auto()
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
class Situation:
    place: Place
    focus: Focus = Focus.OTHER
    single_keys: bool = True
    """Letters, digits and signs act by themselves (Settings; WCAG 2.1.4)."""
    resting: bool = False
    card_open: bool = False
    sheet_open: bool = False
    """A panel lies over the window, and the keyboard is its own."""
    singer_leads: bool = False
    """On the Sing screen, without a recording."""
    space_sings: bool = False
    """Space is the beat or the next line of a singer."""
    editing: bool = False
    """Words are being timed: most keys belong to that."""


PLACES = {
    Key.Key_1: Action.TONIGHT,
    Key.Key_2: Action.SING_PLACE,
    Key.Key_3: Action.LIBRARY,
    Key.Key_4: Action.JOURNAL,
    Key.Key_5: Action.SETTINGS,
}
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
SINGING = {
    Key.Key_P: Action.NEXT_WAY,
    Key.Key_K: Action.SONG_PREFERENCES,
    Key.Key_Semicolon: Action.WORDS_EARLIER,
    Key.Key_Apostrophe: Action.WORDS_LATER,
    Key.Key_Colon: Action.SONG_EARLIER,
    Key.Key_QuoteDbl: Action.SONG_LATER,
}
"""Single keys of the Sing screen alone."""
WITH_CONTROL = {
    **PLACES,
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
PAGES = {
    Key.Key_PageUp: Action.BEFORE,
    Key.Key_PageDown: Action.AFTER,
}
"""Pedals that turn pages send these."""
PEDALS = {**ARROWS, Key.Key_Up: Action.BEFORE, Key.Key_Down: Action.AFTER}
"""Others send arrows up and down, which turn lines where there is no recording to be louder."""
MEDIA = {
    Key.Key_MediaPlay: Action.TOGGLE,
    Key.Key_MediaPause: Action.TOGGLE,
    Key.Key_MediaTogglePlayPause: Action.TOGGLE,
    Key.Key_MediaNext: Action.AFTER,
    Key.Key_MediaPrevious: Action.BEFORE,
    Key.Key_MediaStop: Action.FADE,
}
GO = {
    Action.TONIGHT: Place.TONIGHT,
    Action.SING_PLACE: Place.SING,
    Action.LIBRARY: Place.LIBRARY,
    Action.JOURNAL: Place.JOURNAL,
    Action.SETTINGS: Place.SETTINGS,
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


def action_for(key: Key, modifiers: Modifier, situation: Situation, *others: Key) -> Action | None:
    """What `key` asks for here, or None when it belongs to the focused control.

    Where `key` asks for nothing, the same is looked for in `others`, as which the press may be
    meant (`key_places.meanings`).
    """
    asked = (_awake_action(each, modifiers, situation) for each in (key, *others))
    action = next((each for each in asked if each is not None), None)
    if situation.resting:
        return action if action in AWAKE_AT_ONCE else Action.WAKE
    if situation.sheet_open:
        return action if action in OVER_A_SHEET else None
    return action


def _awake_action(key: Key, modifiers: Modifier, situation: Situation) -> Action | None:
    if key in MEDIA:
        return MEDIA[key]
    if situation.editing:
        return _while_editing(key, modifiers, situation)
    if modifiers & Modifier.ControlModifier:
        if key == Key.Key_Z and situation.focus is not Focus.TEXT:
            return Action.UNDO
        return WITH_CONTROL.get(key)
    if modifiers & (Modifier.AltModifier | Modifier.MetaModifier):
        return None
    if key == Key.Key_Escape:
        return Action.BACK
    if situation.focus is Focus.TEXT:
        return None
    return _single_action(key, modifiers, situation) or _plain_action(key, situation)


def _while_editing(key: Key, modifiers: Modifier, situation: Situation) -> Action | None:
    if modifiers & Modifier.ControlModifier:
        return WITH_CONTROL.get(key)
    if key == Key.Key_Question and situation.single_keys and situation.focus is not Focus.TEXT:
        return Action.KEYS
    return Action.BACK if key == Key.Key_Escape else None


def _single_action(key: Key, modifiers: Modifier, situation: Situation) -> Action | None:
    if not situation.single_keys:
        return None
    if key == Key.Key_T:
        return Action.SHORTER if modifiers & Modifier.ShiftModifier else Action.LONGER
    if key == Key.Key_F and modifiers & Modifier.ShiftModifier:
        return Action.LAST_SONG
    if key in NUMBERS and (situation.card_open or situation.place is Place.TONIGHT):
        return NUMBERS[key]
    if key == Key.Key_W:
        return Action.MEND if situation.place is Place.SING else None
    if situation.place is Place.SING and key in SINGING:
        return SINGING[key]
    return SINGLE.get(key)


def _plain_action(key: Key, situation: Situation) -> Action | None:
    """Space, Enter and arrows stay with a focused button, list or slider of their own."""
    if key == Key.Key_Space:
        if situation.focus in (Focus.BUTTON, Focus.LIST):
            return None
        return Action.BEAT if situation.space_sings else Action.TOGGLE
    if key in (Key.Key_Return, Key.Key_Enter):
        on_button = situation.focus is Focus.BUTTON
        return Action.ROOM if situation.place is Place.SING and not on_button else None
    covered = situation.card_open or situation.sheet_open
    if covered or situation.focus in (Focus.LIST, Focus.SLIDER):
        return None
    if situation.place is Place.SING and key in PAGES:
        return PAGES[key]
    if situation.place in (Place.TONIGHT, Place.SING):
        return (PEDALS if situation.singer_leads else ARROWS).get(key)
    return None
