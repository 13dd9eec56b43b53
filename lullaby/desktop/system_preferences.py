"""A port that tells what the person asked the whole desktop for: contrast, motion, text size."""

from collections.abc import Callable
from typing import Protocol

from lullaby.frozen import frozen

MOST_SCALE = 2.0
"""The largest text of Lullaby, as a share of its usual size."""


@frozen
class SystemPreferences:
    high_contrast: bool = False
    reduce_motion: bool = False
    text_scale: float = 1.0
    """1 to `MOST_SCALE`; 1 is the usual size."""


class PreferencesWatch(Protocol):
    """Tells the desktop's preferences. Neither method blocks on another program or raises."""

    def start(self, changed: Callable[[SystemPreferences], None]) -> None:
        """`changed` runs on the window's thread, for the first answer and each change."""
        ...

    def stop(self) -> None: ...


class NullPreferencesWatch:
    """A desktop that asks for nothing."""

    def start(self, changed: Callable[[SystemPreferences], None]) -> None:
        pass

    def stop(self) -> None:
        pass
