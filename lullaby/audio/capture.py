"""A helper process that listens to a microphone and passes on what it hears.

It has SDL for itself: `pygame.mixer` cannot open a loudspeaker in a process where SDL already
listens.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from lullaby.audio.frame_count import FrameCount
from lullaby.audio.microphone import (
    BYTES,
    MicrophoneBlock,
    MicrophoneFacts,
    MicrophoneTrouble,
    NoMicrophoneError,
)
from lullaby.audio.portaudio_capture import PortAudioCapture
from lullaby.audio.sdl_capture import SdlCapture
from lullaby.child_processes import end_with_parent, silence_stderr

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


class Capture(Protocol):
    """A library that captures sound."""

    def names(self) -> tuple[str, ...]: ...

    def open(self, name: str | None) -> MicrophoneFacts:
        """Raises NoMicrophoneError."""
        ...

    def fetch(self) -> bytes | None:
        """What has come since the last call, after waiting some ms; None once the device is
        lost."""
        ...


class Library(Enum):
    SDL = "sdl"
    PORTAUDIO = "portaudio"


MAKERS: dict[Library, Callable[[], Capture]] = {
    Library.SDL: SdlCapture.make,
    Library.PORTAUDIO: PortAudioCapture,
}

Serve = Callable[["Connection", Library, str | None], None]


def listen(line: Connection, library: Library, name: str | None) -> None:
    """Send MicrophoneFacts, then blocks until the other side closes the line; a MicrophoneTrouble
    instead of the facts, or after the last block."""
    _listen(line, library, lambda: name)


def listen_when_told(line: Connection, library: Library, _name: str | None = None) -> None:
    """Load the library without opening a device; as soon as the name of a microphone comes, or None
    for the system's choice, do as `listen`."""
    _listen(line, library, line.recv)


def _listen(line: Connection, library: Library, name: Callable[[], str | None]) -> None:
    silence_stderr()
    end_with_parent()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        try:
            capture = MAKERS[library]()
            line.send(capture.open(name()))
        except NoMicrophoneError as problem:
            line.send(problem.trouble)
            return
        count = FrameCount()
        while (samples := capture.fetch()) is not None:
            came_ms = time.monotonic_ns() / 1e6
            if samples:
                first = count.number(len(samples) // BYTES, came_ms)
                line.send(MicrophoneBlock(first, samples, came_ms))
            elif line.poll():
                return
        line.send(MicrophoneTrouble.LOST)


def tell_names(line: Connection, library: Library, _name: str | None = None) -> None:
    """Send the names of the microphones as a tuple."""
    silence_stderr()
    end_with_parent()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        try:
            line.send(MAKERS[library]().names())
        except NoMicrophoneError:
            line.send(())
