"""What plays a ring of frames, and what stands in for it where there is none."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from lullaby.audio.decoder import RATE
from lullaby.audio.ring import Memory
from lullaby.clock import Clock
from lullaby.units import Ms

RING = 4 * RATE
"""Frames of the memory a loudspeaker reads."""

FOLLOW = 0.1
"""The share of a wavering that one look takes away."""

JUMP = RATE // 10
"""A difference beyond 100 ms is no wavering; seen `LOOKS` times in a row it is believed."""

LOOKS = 2

SETTLING = 6
"""In the first looks the count is followed quickly: a device takes several buffers at its start."""


class Loudspeaker(Protocol):
    """Reads its memory round and round from frame 0, as soon as it is open."""

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
        """What can be chosen, as last looked."""
        ...

    @property
    def using(self) -> str | None:
        """The name of the one that is open; None where there is none, or none that is known."""
        ...

    def choose(self, name: str | None) -> None:
        """What `open_device` opens from now on; None leaves it to the system, once, at the next
        `open_device`.

        Having opened one, it opens no other by itself.
        """
        ...

    def open_device(self) -> Memory | None:
        """Begin anew, with silent memory; None when the device is not there."""
        ...

    def taken(self) -> int:
        """About how many frames it has taken since it was opened: `read`, and up to a `buffer` more
        by the clock. May waver a little."""
        ...

    def read(self) -> int:
        """How many frames it has read; grows by whole buffers, and not while it stands still."""
        ...

    def there(self) -> bool:
        """The device is still plugged in."""
        ...

    def close(self) -> None: ...


class NullLoudspeaker:
    """Takes frames by the clock and lets them go."""

    buffer = 0
    latency = 0
    names = ()
    using = None

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


@dataclass(frozen=True, slots=True)
class PlayHead:
    """The count of taken frames made smooth: it follows the clock and is led back gently."""

    offset: float
    """Taken frames less the frames of the clock's own time."""
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
