"""Keeping the machine awake while something sounds, and putting it to sleep, as a port.

Every method may take a moment and is called from one background thread, never from the window's.
None raises: what a system does not offer is logged once and left out.
"""

from typing import Protocol


class Power(Protocol):
    def keep_awake(self, lid_closed: bool = False) -> None:
        """The machine must not fall asleep by itself; its screen may go dark. Twice is once.

        With `lid_closed` it stays awake behind a closed lid too, where the system allows that.
        """
        ...

    def let_sleep(self) -> None:
        """It may again. Without `keep_awake` before it nothing happens."""
        ...

    def suspend(self) -> bool:
        """Put it to sleep now; False where that could not be asked for."""
        ...


class NullPower:
    """A system that is left alone."""

    def keep_awake(self, lid_closed: bool = False) -> None:
        pass

    def let_sleep(self) -> None:
        pass

    def suspend(self) -> bool:
        return False
