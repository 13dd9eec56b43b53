"""What the window knows about a screen.

One list of specs drives the rail, the stack of screens, the keys, the key sheet and Esc.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import field
from enum import Enum

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from lullaby.frozen import frozen
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.keys import ScreenId, ScreenKeys
from lullaby.ui.shell.pieces import Pieces

Handlers = Mapping[Enum, Callable[[], None]]


@frozen
class Landscape:
    """The picture behind a screen: the house is at `house_x` px, as in English; `plain` leaves it
    out."""

    house_x: float = 0.0
    plain: bool = False
    lit: bool = True


def nothing() -> None:
    pass


def never() -> bool:
    return False


@frozen
class Screen:
    """A built screen: its widget and its callbacks.

    A screen may be built at any time, so it starts from the current state, not from a signal.
    """

    widget: QWidget
    enter: Callable[[], None] = nothing
    """Called before it is shown."""
    leave: Callable[[], None] = nothing
    """Called before another screen is shown."""
    focus: Callable[[], None] = nothing
    """Sets keyboard focus where it is expected."""
    step_back: Callable[[], bool] = never
    """Esc: closes the nearest thing within the screen; returns False if there is none."""
    actions: Handlers = field(default_factory=dict[Enum, Callable[[], None]])
    """Handlers of `PreparedScreen.answers`, called whichever screen is on show."""
    own_actions: Handlers = field(default_factory=dict[Enum, Callable[[], None]])
    """Actions that it handles instead while it is on show."""
    keys: Callable[[], ScreenKeys] = ScreenKeys
    """Called for each key."""
    landscape: Callable[[QRect], Landscape] | None = None
    """For a screen that shows the landscape; takes its rectangle in the window, in px."""
    room_for_bars: Callable[[QRect], QRect] = lambda room: room
    """The part of itself, in px of the window, over which notices and Undo may lie."""
    tab_regions: Callable[[], Sequence[QWidget]] = tuple
    """Its regions in the order in which Tab goes through them, each in reading order, before the
    rail; none for Qt's own order."""
    keeps_light: Callable[[], bool] = never
    """Whether the colours must not change by themselves now."""
    start: Callable[[], None] = nothing
    """Called once after the first paint, or when it is built if that is later."""


Building = Pieces[Screen]
"""Builds a screen. Each `yield` ends a piece, which should take at most 50 ms."""


@frozen
class PreparedScreen:
    """What exists of a screen before its first visit."""

    build: Callable[[], Building]
    """Imports its modules, builds it and connects it; called once."""
    actions: Handlers = field(default_factory=dict[Enum, Callable[[], None]])
    """Actions handled whichever screen is on show, without building this one."""
    answers: Set[Enum] = frozenset()
    """Actions that the built screen handles (`Screen.actions`): it is built for them if needed."""
    start: Callable[[], None] = nothing
    """Called after the first paint."""
    stop: Callable[[], None] = nothing
    """Called when the application ends."""


@frozen
class ScreenSpec:
    """Describes a screen before it is built."""

    id: ScreenId
    title: Callable[[], str]
    prepare: Callable[[AppContext], PreparedScreen]
    """Creates what must work from the start, even if the screen is never visited."""
    icon: str = ""
    """The icon of its button in the rail; empty if it has none."""
    within: ScreenId | None = None
    """The screen of the rail that it belongs to, if it has no button of its own beside it."""
    shortcut: str = ""
    """The character that shows it, pressed with Ctrl."""
    key_lines: Callable[[], Sequence[tuple[str, str]]] = tuple
    """Its part of the key sheet: each key and what it does."""
    fills_window: bool = False
    """It covers the rail too."""
    paints_ground: bool = False
    """Nothing is painted behind it."""
    modal: bool = False
    """It waits for an answer: until then no evening starts and nothing else opens."""
    undisturbed: bool = False
    """No question is asked while it is on show."""
    stays: bool = False
    """An evening that starts here, or a note written from here, leads back here and not to the
    first screen."""
    shows_notices: bool = True
    shows_undo: bool = True
