"""How much of the processor the analysis of songs may take: tempo and loudness together.

A laptop that stands beside a sleeping child must not start its fan.
"""

import math
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time

from lullaby.clock import Clock
from lullaby.desktop.battery import Battery
from lullaby.frozen import frozen
from lullaby.units import Ms

QUIET_SHARE = 0.25
"""The share of one core for all helpers together while the machine has to stay quiet."""

UNLIMITED = math.inf

EVENING, MORNING = time(20), time(7)
"""From EVENING until MORNING, in local time, somebody sleeps."""

LOOK_EVERY_MS = Ms(10_000)
"""How often the battery is read during analysis."""


@frozen
class AnalysisConditions:
    """What the share depends on."""

    on_battery: bool
    local_time: time
    sounding: bool
    asked: bool = False
    """Whether the person waits for the result."""


def share_of_core(now: AnalysisConditions) -> float:
    """The share of one core for all helpers together; UNLIMITED when nothing forbids more."""
    if now.asked:
        return UNLIMITED
    night = now.local_time >= EVENING or now.local_time < MORNING
    return QUIET_SHARE if now.on_battery or now.sounding or night else UNLIMITED


def never() -> bool:
    return False


def unlimited() -> float:
    return UNLIMITED


class AnalysisLimit:
    """Divides the share among the requests that run. Used from any thread."""

    def __init__(self, clock: Clock, battery: Battery) -> None:
        self._clock = clock
        self._battery = battery
        self._lock = threading.Lock()
        self._sounding = False
        self._on_battery = False
        self._read_ms: Ms | None = None
        self._running: list[Callable[[], bool]] = []

    def set_sounding(self, sounding: bool) -> None:
        self._sounding = sounding

    def at_a_time(self, most: int) -> int:
        """How many songs to analyse at a time now, up to `most`. Never blocks."""
        return most if self._share(asked=False) >= 1 else 1

    @contextmanager
    def part(self, asked: Callable[[], bool] = never) -> Iterator[Callable[[], float]]:
        """During a request: a function that returns the share of one core for it now.

        `asked` returns whether the person waits for this request. The function may briefly read
        the battery, so call it outside the window's thread.
        """
        with self._lock:
            self._running.append(asked)
        try:
            yield lambda: self._part(asked())
        finally:
            with self._lock:
                self._running.remove(asked)

    def _part(self, asked: bool) -> float:
        self._look()
        share = self._share(asked)
        if asked:
            return share
        with self._lock:
            count = sum(not each() for each in self._running)
        return share / max(1, count)

    def _share(self, asked: bool) -> float:
        local_time = self._clock.now().time()
        return share_of_core(
            AnalysisConditions(self._on_battery, local_time, self._sounding, asked)
        )

    def _look(self) -> None:
        now = self._clock.monotonic_ms()
        with self._lock:
            if self._read_ms is not None and now - self._read_ms < LOOK_EVERY_MS:
                return
            self._read_ms = now
        charge = self._battery.charge()
        self._on_battery = charge is not None and charge.discharging
