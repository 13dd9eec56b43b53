"""The device that plays a ring of frames, and its replacement where there is none."""

from typing import Protocol

import numpy as np

from lullaby.audio.decoder import RATE
from lullaby.audio.ring import Memory
from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.units import Ms

RING = 5 * RATE
"""Frames in the memory that a device reads: it is late by nearly 3 s before it reads any again."""

FOLLOW = 0.1
"""The share of a deviation that one reading corrects."""

JUMP = RATE // 10
"""A difference beyond 100 ms is no jitter; seen `LOOKS` times in a row, it is accepted."""

LOOKS = 2

SETTLING = 6
"""Readings at first that are followed quickly: a starting device takes several buffers at once."""


class Loudspeaker(Protocol):
    """Reads its memory in a loop from frame 0, as soon as it is open."""

    @property
    def buffer(self) -> int:
        """How many frames it takes at a time."""
        ...

    @property
    def latency(self) -> int:
        """Frames between `taken` and what is heard."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """The devices that can be chosen, as of the last look."""
        ...

    @property
    def using(self) -> str | None:
        """The name of the open device; None if there is none or it is unknown."""
        ...

    @property
    def tells_loss(self) -> bool:
        """Whether it wakes its driver when the open device goes, which need not ask often then."""
        ...

    def choose(self, name: str | None) -> None:
        """Choose what `open_device` opens from now on.

        With None, the system chooses once, at the next `open_device`; that device is then kept.
        """
        ...

    def open_device(self) -> Memory | None:
        """Start over with silent memory; None if the device is not there."""
        ...

    def taken(self) -> int:
        """About how many frames it has taken since it was opened: `read`, plus what it has played
        of that by the clock. May jitter a little."""
        ...

    def read(self) -> int:
        """How many frames it has read; grows by whole buffers, and not while it stands still."""
        ...

    def there(self) -> bool:
        """Whether the device is still plugged in."""
        ...

    def close(self) -> None: ...


class NullLoudspeaker:
    """Takes frames by the clock and discards them."""

    buffer = 0
    latency = 0
    names = ()
    using = None
    tells_loss = False

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._begun = clock.monotonic_ms()

    def choose(self, name: str | None) -> None:
        pass

    def open_device(self) -> Memory | None:
        self._begun = self._clock.monotonic_ms()
        return np.zeros((RING, 2), np.int16)

    def taken(self) -> int:
        return (self._clock.monotonic_ms() - self._begun) * RATE // 1000

    def read(self) -> int:
        return self.taken()

    def there(self) -> bool:
        return True

    def close(self) -> None:
        pass


@frozen
class PlayHead:
    """A smooth count of taken frames: it follows the clock and is corrected gently."""

    offset: float
    """Taken frames minus frames by the clock."""
    doubts: int = 0
    looks: int = 0

    @classmethod
    def at_first(cls, now: Ms, taken: int) -> "PlayHead":
        return cls(taken - now * RATE / 1000)

    def look(self, now: Ms, taken: int) -> "PlayHead":
        difference = taken - self.at(now)
        looks = self.looks + 1
        if looks <= SETTLING:
            return PlayHead(self.offset + difference / 2, 0, looks)
        if abs(difference) <= JUMP:
            return PlayHead(self.offset + difference * FOLLOW, 0, looks)
        if self.doubts + 1 < LOOKS:
            return PlayHead(self.offset, self.doubts + 1, looks)
        return PlayHead(self.offset + difference, 0, looks)

    def at(self, now: Ms) -> int:
        return round(now * RATE / 1000 + self.offset)
