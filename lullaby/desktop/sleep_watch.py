"""A port that announces sleep in time to fade the sound out."""

from collections.abc import Callable
from typing import Protocol

Release = Callable[[], None]
"""Lets the machine sleep now. May be called from any thread, and more than once."""


class SleepWatch(Protocol):
    """Announces sleep. Neither method blocks on another program or raises."""

    def start(self, about_to_sleep: Callable[[Release], None], woke: Callable[[], None]) -> None:
        """Start watching. Both callbacks run on the window's thread.

        `about_to_sleep` has a few seconds (logind: 5, InhibitDelayMaxSec) before the machine
        sleeps anyway.
        """
        ...

    def stop(self) -> None: ...


class NullSleepWatch:
    """Announces nothing."""

    def start(self, about_to_sleep: Callable[[Release], None], woke: Callable[[], None]) -> None:
        pass

    def stop(self) -> None:
        pass
