"""The computer's microphones, each read by a helper process."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from lullaby.audio.capture import Library, Serve, listen, listen_when_told, tell_names
from lullaby.audio.microphone import (
    MicrophoneBlock,
    MicrophoneFacts,
    MicrophoneTrouble,
    NoMicrophoneError,
)
from lullaby.child_processes import TIDY_AFTER_S, Tidying, forget, starting

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

OPEN_WITHIN_S = 8.0
"""For the process to start, and for the sound system to open the device."""


class CapturedMicrophones:
    """SDL's microphones; those of PortAudio where SDL has none and sounddevice is installed."""

    def __init__(self, libraries: tuple[Library, ...] = tuple(Library)) -> None:
        self._libraries = libraries
        self._tidying = Tidying(TIDY_AFTER_S)
        self._lock = threading.Lock()
        self._prepared: _Process | None = None

    def names(self) -> tuple[str, ...]:
        for library in self._libraries:
            process = _Process(tell_names, library, None, self._tidying)
            try:
                found = process.receive(OPEN_WITHIN_S)
            finally:
                process.end()
            if isinstance(found, tuple) and found:
                return found
        return ()

    def prepare(self) -> None:
        with self._lock:
            if self._prepared is None:
                self._prepared = _Process(listen_when_told, self._libraries[0], None, self._tidying)

    def release(self) -> None:
        process = self._take_prepared()
        if process is not None:
            process.end()

    def open(self, name: str | None = None) -> CapturedMicrophone:
        return self._open_prepared(name) or self._open(name)

    def _open_prepared(self, name: str | None) -> CapturedMicrophone | None:
        """None if nothing is prepared, or if that fails."""
        process = self._take_prepared()
        if process is None:
            return None
        process.send(name)
        first = process.receive(OPEN_WITHIN_S)
        if isinstance(first, MicrophoneFacts):
            return CapturedMicrophone(first, process)
        process.end()
        return None

    def _take_prepared(self) -> _Process | None:
        with self._lock:
            process, self._prepared = self._prepared, None
        return process

    def _open(self, name: str | None) -> CapturedMicrophone:
        trouble = MicrophoneTrouble.NONE
        for library in self._libraries:
            process = _Process(listen, library, name, self._tidying)
            first = process.receive(OPEN_WITHIN_S)
            if isinstance(first, MicrophoneFacts):
                return CapturedMicrophone(first, process)
            process.end()
            if first is not MicrophoneTrouble.NONE:
                trouble = MicrophoneTrouble.REFUSED
        raise NoMicrophoneError(trouble)


class CapturedMicrophone:
    """An `OpenMicrophone` that a helper process reads."""

    def __init__(self, facts: MicrophoneFacts, process: _Process) -> None:
        self._facts = facts
        self._process = process
        self._closed = False

    @property
    def facts(self) -> MicrophoneFacts:
        return self._facts

    def read(self, within_s: float) -> MicrophoneBlock | None:
        if self._closed:
            return None
        came = self._process.receive(within_s)
        if self._closed or came is NOTHING:
            return None
        if isinstance(came, MicrophoneBlock):
            return came
        self._process.end()
        raise NoMicrophoneError(MicrophoneTrouble.LOST)

    def close(self) -> None:
        self._closed = True
        self._process.end()


NOTHING = object()
"""Stands for a message that has not come yet."""


class _Process:
    """A helper with a line to it. One thread receives; any thread may end it."""

    def __init__(self, serve: Serve, library: Library, name: str | None, tidying: Tidying) -> None:
        import multiprocessing

        fresh = multiprocessing.get_context("spawn")
        self._tidying = tidying
        self._receiving = threading.Lock()
        self._line: Connection | None
        self._line, theirs = fresh.Pipe()
        self._process: BaseProcess = fresh.Process(
            target=serve, args=(theirs, library, name), name="microphone", daemon=True
        )
        try:
            with starting():
                self._process.start()
        except OSError:
            self._line.close()
            self._line = None
        theirs.close()

    def send(self, message: str | None) -> None:
        """No effect once the process has ended."""
        line = self._line
        if line is not None:
            with suppress(OSError):
                line.send(message)

    def receive(self, within_s: float) -> Any:
        """The next message; NOTHING if none came in time, None after the last."""
        with self._receiving:
            line = self._line
            if line is None:
                return None
            try:
                return line.recv() if line.poll(within_s) else NOTHING
            except (EOFError, OSError):
                return None

    def end(self) -> None:
        """End the process; a thread that receives meanwhile gets None."""
        if self._process.pid is not None:
            self._process.kill()
            forget(self._process)
            self._tidying.begin()
        with self._receiving, suppress(OSError):
            if self._line is not None:
                self._line.close()
                self._line = None
