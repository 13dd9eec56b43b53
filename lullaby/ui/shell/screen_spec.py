"""What the window knows of a screen. One list of these drives the rail, the stack of screens, the
keys, the sheet that explains them, and Esc."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.shell.keys import ScreenId, ScreenKeys

Handlers = Mapping[Enum, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Landscape:
    """The picture behind a screen: the house stands at `house_x` px; `plain` leaves it out."""

    house_x: float = 0.0
    plain: bool = False
    lit: bool = True


def nothing() -> None:
    pass


def never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen that is built: its widget, and what is called when."""

    widget: QWidget
    enter: Callable[[], None] = nothing
    """It is about to be seen."""
    leave: Callable[[], None] = nothing
    """Another one is about to be seen."""
    focus: Callable[[], None] = nothing
    """Put the keyboard where it is expected."""
    step_back: Callable[[], bool] = never
    """Esc: close the nearest thing within the screen; false where there is none."""
    actions: Handlers = field(default_factory=dict[Enum, Callable[[], None]])
    """What these keys do, whichever screen is on show."""
    own_actions: Handlers = field(default_factory=dict[Enum, Callable[[], None]])
    """What they do instead while this one is."""
    keys: Callable[[], ScreenKeys] = ScreenKeys
    """Asked for at each key."""
    landscape: Callable[[QRect], Landscape] | None = None
    """For a screen that lies over the landscape; it is told where it lies in the window, px."""
    room_for_bars: Callable[[QRect], QRect] = lambda room: room
    """The part of itself, px in the window, over which notices and undo may lie."""
    keeps_light: Callable[[], bool] = never
    """The colours do not change by themselves just now."""
    start: Callable[[], None] = nothing
    """The first picture has been painted."""
    stop: Callable[[], None] = nothing
    """The application ends."""


@dataclass(frozen=True, slots=True)
class ScreenSpec:
    """What there is to say of a screen before it is built."""

    id: ScreenId
    title: Callable[[], str]
    build: Callable[[AppContext], Screen]
    """Makes the screen and whatever works for it, and connects both."""
    icon: str = ""
    """The icon of its button in the rail; empty where it has none."""
    shortcut: str = ""
    """The sign that leads to it, pressed with Ctrl."""
    key_lines: Callable[[], Sequence[tuple[str, str]]] = tuple
    """Its part of the sheet of keys: each key and what it does."""
    fills_window: bool = False
    """It covers the rail too."""
    paints_ground: bool = False
    """Nothing is painted behind it."""
    modal: bool = False
    """It waits for an answer: until then no evening begins and nothing else is opened."""
    undisturbed: bool = False
    """No question is asked while it is on show."""
    stays: bool = False
    """An evening that begins here, or a note that is written from here, leads back here and not to
    the first screen."""
    shows_notices: bool = True
    shows_undo: bool = True
