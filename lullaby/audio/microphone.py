"""The application's interface to microphones: open one on request, read its frames, close it.

Nothing is heard, and no device is opened, before `open`. Every implementation passes the suite in
`tests/contracts/test_microphone.py`. Opening and listing ask the system, so call them on a thread
that may wait.
"""

from enum import Enum, auto
from typing import Protocol

from lullaby.frozen import frozen

RATE = 48_000
"""Frames per second, whatever the device's own rate."""

BYTES = 2
"""Of a frame: one signed 16-bit number, in the machine's byte order."""

TELEPHONE_RATE = 24_000
"""A microphone with a lower own rate sounds as on a telephone; Bluetooth headsets have 8 or 16 kHz,
rarely 32, while they also play."""


@frozen
class MicrophoneBlock:
    """Consecutive frames, in order."""

    first: int
    """The number of the first frame; the first of all is 0. Where frames were lost, numbers are
    left out."""
    samples: bytes
    """Mono, `BYTES` per frame."""
    came_ms: float
    """When the last of its frames had come, in ms of `time.monotonic`; never too early."""

    @property
    def frames(self) -> int:
        return len(self.samples) // BYTES

    @property
    def end(self) -> int:
        """The number of the frame after the last."""
        return self.first + self.frames


@frozen
class MicrophoneFacts:
    name: str
    """As the system calls it; empty if unknown."""
    own_rate: int = 0
    """Frames per second before they are converted; 0 if unknown."""

    @property
    def telephone(self) -> bool:
        """Whether it only delivers the quality of a telephone, as most Bluetooth headsets do while
        they also play."""
        return 0 < self.own_rate < TELEPHONE_RATE


class MicrophoneTrouble(Enum):
    """Why nothing is heard."""

    NONE = auto()
    """There is no microphone, or none of that name."""
    REFUSED = auto()
    """It could not be opened: in use, or forbidden to applications."""
    LOST = auto()
    """It went away while it was open."""


class NoMicrophoneError(Exception):
    def __init__(self, trouble: MicrophoneTrouble) -> None:
        super().__init__(trouble.name)
        self.trouble = trouble


class OpenMicrophone(Protocol):
    """A microphone that listens. One thread reads; any thread may close."""

    @property
    def facts(self) -> MicrophoneFacts: ...

    def read(self, within_s: float) -> MicrophoneBlock | None:
        """The next frames, waiting at most `within_s`; None if none came, and after `close`.

        Raises NoMicrophoneError(LOST) after the last frames of a microphone that went away."""
        ...

    def close(self) -> None:
        """Stop listening; a second call does nothing."""
        ...


class Microphones(Protocol):
    """The microphones of this computer."""

    def names(self) -> tuple[str, ...]:
        """The names of those that are there now."""
        ...

    def prepare(self) -> None:
        """Make the next `open` quick: load what it needs, but open no device and hear nothing."""
        ...

    def release(self) -> None:
        """Give back what was prepared and not used."""
        ...

    def open(self, name: str | None = None) -> OpenMicrophone:
        """Listen to the one of this name, or to the system's choice. Raises NoMicrophoneError."""
        ...
