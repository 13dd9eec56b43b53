"""What a screen may ask of the window and of the keyboard map, as interfaces."""

from enum import Enum
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from lullaby.ui.shell.keys import ScreenId, ShowScreen


class NavigationSignals(QObject):
    shown = Signal()
    """Another screen is on show."""
    touched = Signal()
    """A key press or pointer movement inside the window."""


class Navigation(Protocol):
    """Knows and changes which screen is on show."""

    @property
    def signals(self) -> NavigationSignals: ...

    @property
    def current(self) -> ScreenId:
        """The screen on show."""
        ...

    @property
    def place(self) -> ScreenId:
        """The screen beside the rail that was on show last."""
        ...

    @property
    def home(self) -> ScreenId:
        """The first of all screens."""
        ...

    @property
    def on_screen(self) -> bool:
        """Whether the window is visible."""
        ...

    @property
    def asking(self) -> bool:
        """Whether a question is on show (`ScreenSpec.modal`), so that nothing else may open."""
        ...

    @property
    def may_ask(self) -> bool:
        """Whether a question that nobody asked for would disturb nothing."""
        ...

    @property
    def stays(self) -> bool:
        """Whether what starts here leads back here (`ScreenSpec.stays`)."""
        ...

    def show_screen(self, screen: ScreenId, melt_ms: int | None = None) -> None:
        """Show a screen; `melt_ms` overrides the duration of the transition."""
        ...

    def show_place(self) -> None:
        """Return to the screen beside the rail that was on show last."""
        ...


class Commands(Protocol):
    """Commands that keys also give."""

    def dispatch(self, request: Enum | ShowScreen) -> None: ...

    def start_evening(self) -> None:
        """Start the chosen routine."""
        ...

    def back(self) -> None:
        """Esc."""
        ...
