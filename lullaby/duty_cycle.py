"""Keeps a process to a share of one core: after each piece of work it pauses in proportion."""

import time
from collections.abc import Callable

SHORTEST_S = 0.005
"""Seconds of processor time below which pieces of work are gathered into one pause."""

LOOK_EVERY_S = 0.1
"""How often a pause checks whether the share has changed, in seconds."""


class DutyCycle:
    """Counts this process's own processor time, so that a busy machine lengthens no pause."""

    def __init__(
        self,
        share: Callable[[], float],
        cpu_s: Callable[[], float] = time.process_time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`share` returns the share of one core that may be used now, above 0; no pause is made
        from 1 up. The time since the process started counts towards the first pause."""
        self._share = share
        self._cpu_s = cpu_s
        self._sleep = sleep
        self._counted_s = 0.0

    def pause(self) -> float:
        """Pause for the work since the last pause, and return the seconds that it took.

        If the share changes meanwhile, the pause becomes shorter or longer.
        """
        cost_s = self._cpu_s() - self._counted_s
        if cost_s < SHORTEST_S:
            return 0.0
        paused_s = 0.0
        while (left_s := pause_s(cost_s, self._share()) - paused_s) > 0:
            slept_s = min(left_s, LOOK_EVERY_S)
            self._sleep(slept_s)
            paused_s += slept_s
        self._counted_s += cost_s
        return paused_s


def pause_s(cpu_s: float, share: float) -> float:
    """Seconds to pause after `cpu_s` seconds of work, for a share of one core above 0."""
    return max(0.0, cpu_s * (1 / share - 1))
