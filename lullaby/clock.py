"""Time as a port: the only way the application learns what time it is."""

import time
from datetime import datetime
from typing import Protocol

from lullaby.units import Ms


class Clock(Protocol):
    """Two clocks, because a laptop sleeps: durations use one, the time of day the other."""

    def monotonic_ms(self) -> Ms:
        """Milliseconds since an arbitrary start; never goes backwards."""
        ...

    def now(self) -> datetime:
        """The local time of day, with its UTC offset."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def monotonic_ms(self) -> Ms:
        return Ms(time.monotonic_ns() // 1_000_000)

    def now(self) -> datetime:
        return datetime.now().astimezone()
