"""A thread is woken by a function of the C library, as SDL calls it."""

import ctypes
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from lullaby.audio import removal_watch
from lullaby.audio.removal_watch import RemovalWatch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs eventfd")


class Sdl:
    """Keeps what is to be called, and calls it with the address of an event."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, known: bool = True) -> None:
        self.watching: list[tuple[Any, Any]] = []
        event = ctypes.create_string_buffer(64)
        self._event = event
        functions = {"SDL_AddEventWatch": self._function(self._add)}
        functions["SDL_DelEventWatch"] = self._function(self._remove)
        found = functions if known else {}
        monkeypatch.setattr(removal_watch, "sdl_function", lambda _, name: found.get(name))

    def tell(self) -> None:
        """What SDL does on a thread of its own."""
        kind = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
        for function, first in self.watching:
            kind(function)(first, ctypes.addressof(self._event))

    def _add(self, function: Any, first: Any) -> None:
        self.watching.append((function.value, first.value))

    def _remove(self, function: Any, first: Any) -> None:
        self.watching.remove((function.value, first.value))

    @staticmethod
    def _function(call: Any) -> Any:
        class Function:
            argtypes: Any = None
            restype: Any = None

            def __call__(self, *values: Any) -> None:
                call(*values)

        return Function()


def test_what_sdl_tells_wakes_at_once_and_after_each_opening(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sdl, woken = Sdl(monkeypatch), threading.Semaphore(0)
    watch = RemovalWatch(woken.release)
    for _ in range(2):
        assert watch.begin(Path())
        assert len(sdl.watching) == 1
        sdl.tell()
        assert woken.acquire(timeout=5)
    watch.close()
    assert sdl.watching == []


def test_after_the_end_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    sdl, woken = Sdl(monkeypatch), threading.Semaphore(0)
    watch = RemovalWatch(woken.release)
    watch.begin(Path())
    watch.end()
    watch.end()
    assert sdl.watching == []
    watch.close()
    watch.close()
    assert not watch.begin(Path())
    assert not woken.acquire(blocking=False)


def test_without_that_function_of_sdl_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    Sdl(monkeypatch, known=False)
    watch = RemovalWatch(lambda: None)
    assert not watch.begin(Path())
    watch.close()
