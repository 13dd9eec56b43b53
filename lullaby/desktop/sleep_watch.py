"""Hearing that the machine is about to sleep, in time to let the sound sink, as a port."""

from collections.abc import Callable
from typing import Protocol

Release = Callable[[], None]
"""Called from any thread: the machine may sleep now. Calling it twice does no harm."""


class SleepWatch(Protocol):
    """Neither method waits for another program or raises."""

    def start(self, about_to_sleep: Callable[[Release], None], woke: Callable[[], None]) -> None:
        """Watch from now on. Both are called in the window's thread.

        `about_to_sleep` has a few seconds (logind: 5, InhibitDelayMaxSec) before the machine
        sleeps all the same.
        """
        ...

    def stop(self) -> None: ...


class NullSleepWatch:
    """A system that does not tell."""

    def start(self, about_to_sleep: Callable[[Release], None], woke: Callable[[], None]) -> None:
        pass

    def stop(self) -> None:
        pass
