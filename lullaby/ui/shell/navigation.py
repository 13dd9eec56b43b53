"""What a screen may ask of the window and of the keyboard map, without knowing either."""

from enum import Enum
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from lullaby.ui.shell.keys import ScreenId, ShowScreen


class NavigationSignals(QObject):
    shown = Signal()
    """Another screen is on show."""
    touched = Signal()
    """Any key or movement of the pointer inside the window."""


class Navigation(Protocol):
    """Which screen is on show."""

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
        """The window can be seen."""
        ...

    @property
    def asking(self) -> bool:
        """A question is on show (`ScreenSpec.modal`): nothing else is opened meanwhile."""
        ...

    @property
    def may_ask(self) -> bool:
        """A question of its own accord would disturb nobody."""
        ...

    @property
    def stays(self) -> bool:
        """What is begun here leads back here (`ScreenSpec.stays`)."""
        ...

    def show_screen(self, screen: ScreenId, melt_ms: int | None = None) -> None:
        """`melt_ms` is how long the picture takes to change, where that is not as usual."""
        ...

    def show_place(self) -> None:
        """Back to the screen beside the rail that was on show last."""
        ...


class Commands(Protocol):
    """The same that keys do."""

    def dispatch(self, request: Enum | ShowScreen) -> None: ...

    def start_evening(self) -> None:
        """The one press."""
        ...

    def back(self) -> None:
        """Esc."""
        ...
