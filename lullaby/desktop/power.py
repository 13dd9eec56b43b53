"""A port that keeps the machine awake during playback, and puts it to sleep.

Every method may block briefly, so call them from one background thread, never the window's. None
raises: what a system does not offer is logged once and skipped.
"""

from typing import Protocol


class Power(Protocol):
    def keep_awake(self, lid_closed: bool = False) -> None:
        """Prevent automatic sleep; the screen may go dark. Calling it twice changes nothing.

        With `lid_closed` also prevent sleep on closing the lid, if the system allows it.
        """
        ...

    def let_sleep(self) -> None:
        """Allow sleep again; no effect without a preceding `keep_awake`."""
        ...

    def suspend(self) -> bool:
        """Suspend the machine now; False if that could not be requested."""
        ...


class NullPower:
    """Does nothing."""

    def keep_awake(self, lid_closed: bool = False) -> None:
        pass

    def let_sleep(self) -> None:
        pass

    def suspend(self) -> bool:
        return False
