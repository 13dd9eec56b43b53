"""The main loop of a helper process, and the limits of one item."""

from __future__ import annotations

import importlib
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from lullaby.child_processes import (
    LOOK_EVERY_S,
    allow_cpu,
    end_with_parent,
    lower_priority,
    silence_stderr,
)
from lullaby.helpers import Bounds, Unanswered

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

TELL_EVERY_S = 0.1
"""Seconds for which answers are collected before they are delivered together."""

TOO_MUCH_MEMORY = 77
"""Exit code of a helper that exceeded its memory limit."""

NOBODY = -1
"""Stands for the item number while there is no item."""


def serve(line: Connection, at: Any, bounds: Bounds, awaited: bool = False) -> None:
    """A helper's main loop: answer until it was idle for too long or the pool is gone.

    `awaited`: a person waits for what it does, so it runs at the usual priority.
    """
    silence_stderr()
    if not awaited:
        lower_priority()
    end_with_parent()
    limits = _Limits()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while line.poll(bounds.idle_s):
            work, items = line.recv()
            for module in getattr(work, "modules", ()):
                importlib.import_module(module)
            answers: list[Any] = []
            sent = time.monotonic()
            for number, item in enumerate(items):
                limits.begin(getattr(work, "bounds", bounds))
                at.value = number
                answer = _answer(work, item)
                answers.append(answer)
                if answer is Unanswered.TOO_MUCH:
                    line.send(answers)
                    return
                if time.monotonic() - sent > TELL_EVERY_S:
                    line.send(answers)
                    answers, sent = [], time.monotonic()
            at.value = NOBODY
            if answers:
                line.send(answers)


def _answer(work: Callable[[Any], Any], item: Any) -> Any:
    try:
        return work(item)
    except MemoryError:
        return Unanswered.TOO_MUCH
    except Exception:  # an unforeseen error costs only this item
        return Unanswered.BROKEN


class _Limits:
    """Ends this process, or makes it run out of memory, if one item costs too much."""

    def __init__(self) -> None:
        self._most = 0
        if sys.platform == "win32":
            return
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        threading.Thread(target=self._watch, daemon=True).start()

    def begin(self, bounds: Bounds) -> None:
        """Start counting for a new item, within `bounds`."""
        if sys.platform == "win32":
            return
        import resource

        allow_cpu(bounds.cpu_s)
        now, held = _size()
        self._most = held + bounds.memory
        if now:
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            most = now + bounds.memory
            within = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(resource.RLIMIT_AS, (within, hard))

    def _watch(self) -> None:
        """Watch the memory, for systems that do not enforce RLIMIT_AS."""
        pause = threading.Event()
        while not pause.wait(LOOK_EVERY_S):
            if self._most and _size()[1] > self._most:
                os._exit(TOO_MUCH_MEMORY)


def _size() -> tuple[int, int]:
    """Bytes of address space, 0 if not known, and of resident memory."""
    if sys.platform != "linux":
        return 0, _peak()
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - for every song of a library
        pages = file.read().split()
    return int(pages[0]) * _PAGE, int(pages[1]) * _PAGE


_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def _peak() -> int:
    """Peak resident bytes of this process; macOS reports bytes, others KB."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak << 10
