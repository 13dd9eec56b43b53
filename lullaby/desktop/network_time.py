"""Whether the system sets its clock by the network."""

from typing import Protocol


class NetworkTime(Protocol):
    def sets_clock(self) -> bool | None:
        """Whether the clock is in step with the network now; None if the system does not tell.

        May wait for the system, so it is not for the window's thread. Never raises.
        """
        ...


class UntoldNetworkTime:
    """For systems that are not asked."""

    def sets_clock(self) -> bool | None:
        return None
