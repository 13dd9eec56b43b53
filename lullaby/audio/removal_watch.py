"""Learns from SDL at once that a device went, so that nobody has to ask every few moments.

SDL tells so on a thread of its own, while it holds its locks. Python must not be called there: it
would wait for the interpreter, whose holder may wait for these locks. So SDL calls a function of
the C library that writes to a counter of the system (eventfd(2)), and a thread waits for that.
"""

import ctypes
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lullaby.audio.sdl import sdl_function


class RemovalWatch:
    """Calls `changed` on a thread of its own after SDL told of anything, such as a device that
    went. Only Linux has what it needs."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._lock = threading.Lock()
        self._counter: int | None = None
        self._write: Any = None
        self._end: Callable[[], None] | None = None
        self._closed = False

    def begin(self, pygame: Path) -> bool:
        """Watch the device that has just been opened; False if SDL cannot tell.

        `pygame` is the folder of the package, whose SDL library the process has already loaded.
        """
        self.end()
        add, remove = (
            sdl_function(pygame, "SDL_AddEventWatch"),
            sdl_function(pygame, "SDL_DelEventWatch"),
        )
        if add is None or remove is None or not self._begin_counting():
            return False
        # SDL passes two values: the one given here, and the address of the event, which is added.
        told = ctypes.cast(self._write, ctypes.c_void_p), ctypes.c_void_p(self._counter)
        add.argtypes = remove.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        add.restype = remove.restype = None
        add(*told)
        self._end = lambda: remove(*told)
        return True

    def end(self) -> None:
        """Watch no longer; call it before the device is closed."""
        end, self._end = self._end, None
        if end is not None:
            end()

    def close(self) -> None:
        """End the thread; nothing may begin afterwards."""
        self.end()
        with self._lock:
            self._closed = True
            if self._counter is not None:
                os.eventfd_write(self._counter, 1)

    def _begin_counting(self) -> bool:
        if sys.platform != "linux" or self._closed:
            return False
        if self._counter is not None:
            return True
        self._write = getattr(ctypes.CDLL(None), "eventfd_write", None)
        if self._write is None:
            return False
        self._counter = os.eventfd(0)
        threading.Thread(
            target=self._wait, args=(self._counter,), daemon=True, name="watch"
        ).start()
        return True

    def _wait(self, counter: int) -> None:
        while not self._closed:
            os.eventfd_read(counter)
            if not self._closed:
                self._changed()
        with self._lock:
            self._counter = None
            os.close(counter)
