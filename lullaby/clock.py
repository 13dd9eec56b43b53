"""Time as a port: the only way the application learns what time it is."""

import time
from datetime import datetime
from typing import Protocol

from lullaby.units import Ms


class Clock(Protocol):
    """Tells time. Measure durations by the monotonic clock; it may stop or jump during sleep."""

    def monotonic_ms(self) -> Ms:
        """Milliseconds since an arbitrary start; never goes backwards."""
        ...

    def slept_ms(self) -> Ms:
        """Milliseconds that the machine has been suspended, since an arbitrary start."""
        ...

    def now(self) -> datetime:
        """The local time of day, with its UTC offset."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def monotonic_ms(self) -> Ms:
        return Ms(time.monotonic_ns() // 1_000_000)

    def slept_ms(self) -> Ms:
        """Exact on Linux; elsewhere the wall clock reveals it (koreader#8031)."""
        awake = time.monotonic_ns()
        if hasattr(time, "CLOCK_BOOTTIME"):
            return Ms((time.clock_gettime_ns(time.CLOCK_BOOTTIME) - awake) // 1_000_000)
        return Ms((time.time_ns() - awake) // 1_000_000)

    def now(self) -> datetime:
        return datetime.now().astimezone()
