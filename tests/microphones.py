"""Microphones without a device: one that hears what a test lets it hear, and one that is silent."""

import threading
from collections import deque

from lullaby.audio.microphone import (
    BYTES,
    RATE,
    MicrophoneBlock,
    MicrophoneFacts,
    MicrophoneTrouble,
    NoMicrophoneError,
)
from lullaby.clock import Clock

BLOCK_MS = 10
BLOCK = RATE * BLOCK_MS // 1000


class FakeMicrophone:
    """Delivers what it heard, in blocks of 10 ms."""

    def __init__(self, facts: MicrophoneFacts, clock: Clock) -> None:
        self.facts = facts
        self.closed = False
        self._clock = clock
        self._number = 0
        self._coming: deque[MicrophoneBlock | None] = deque()
        self._change = threading.Condition()

    def hear(self, samples: bytes, came_ms: float | None = None) -> None:
        """Hear sound whose last frame comes at `came_ms`, by default now."""
        end_ms = self._clock.monotonic_ms() if came_ms is None else came_ms
        frames = len(samples) // BYTES
        with self._change:
            for first in range(0, frames, BLOCK):
                part = samples[first * BYTES : (first + BLOCK) * BYTES]
                after = frames - first - len(part) // BYTES
                block = MicrophoneBlock(self._number, part, end_ms - after * 1000 / RATE)
                self._number = block.end
                self._coming.append(block)
            self._change.notify_all()

    def miss(self, frames: int) -> None:
        """Lose frames."""
        self._number += frames

    def unplug(self) -> None:
        with self._change:
            self._coming.append(None)
            self._change.notify_all()

    def read(self, within_s: float) -> MicrophoneBlock | None:
        with self._change:
            self._change.wait_for(lambda: self._coming or self.closed, within_s)
            if self.closed or not self._coming:
                return None
            block = self._coming[0]
            if block is None:
                raise NoMicrophoneError(MicrophoneTrouble.LOST)
            return self._coming.popleft()

    def close(self) -> None:
        with self._change:
            self.closed = True
            self._change.notify_all()


class FakeMicrophones:
    """Any number of microphones by name; the first is the system's choice."""

    def __init__(self, clock: Clock, *facts: MicrophoneFacts) -> None:
        self._clock = clock
        self.there = list(facts)
        self.refused = False
        self.prepared = False
        self.opened: list[FakeMicrophone] = []

    def names(self) -> tuple[str, ...]:
        return tuple(each.name for each in self.there)

    def prepare(self) -> None:
        self.prepared = True

    def release(self) -> None:
        self.prepared = False

    def open(self, name: str | None = None) -> FakeMicrophone:
        self.prepared = False
        wanted = [each for each in self.there if name in (None, each.name)]
        if not wanted:
            raise NoMicrophoneError(MicrophoneTrouble.NONE)
        if self.refused:
            raise NoMicrophoneError(MicrophoneTrouble.REFUSED)
        self.opened.append(FakeMicrophone(wanted[0], self._clock))
        return self.opened[-1]

    def unplug(self) -> None:
        """Unplug the one that is open."""
        self.opened[-1].unplug()


class SilentMicrophones(FakeMicrophones):
    """One microphone that hears silence as time passes."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, MicrophoneFacts("silence", RATE))

    def open(self, name: str | None = None) -> FakeMicrophone:
        super().open(name)
        self.opened[-1] = _Silent(self.there[0], self._clock)
        return self.opened[-1]


class _Silent(FakeMicrophone):
    def __init__(self, facts: MicrophoneFacts, clock: Clock) -> None:
        super().__init__(facts, clock)
        self._heard_ms = clock.monotonic_ms()

    def read(self, within_s: float) -> MicrophoneBlock | None:
        while self._clock.monotonic_ms() - self._heard_ms >= BLOCK_MS:
            self._heard_ms += BLOCK_MS
            self.hear(bytes(BLOCK * BYTES), self._heard_ms)
        return super().read(0 if self._coming else within_s)
