"""Starts and reaps child processes; inside one, keeps what it takes of the machine low.

`multiprocessing` takes 20 ms to load, so it is imported when the first process starts.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

LOOK_EVERY_S = 0.05
"""How often to check on another process, in seconds."""

LOOKS_AT_TRACKER = 40
"""How often, every `LOOK_EVERY_S`, to check whether the tracker has exited."""

TIDY_AFTER_S = 1.0
"""Seconds after a helper's expected exit until `Tidying` checks for it."""

_starting = threading.Lock()
"""`multiprocessing` keeps its list of children without a lock of its own."""


@contextmanager
def starting() -> Iterator[None]:
    """Make a process started in this block ignore Ctrl-C, which its parent handles."""
    with _starting:
        if sys.platform == "win32":
            yield
            return
        from multiprocessing import resource_tracker

        resource_tracker.ensure_running()  # it would lift the mask as it starts
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def forget(process: BaseProcess) -> None:
    """Stop `multiprocessing` from waiting at exit for a killed process that cannot end.

    A process that hangs in the system, as on a dead disk, would block it for ever."""
    from multiprocessing import process as processes

    process.join(LOOK_EVERY_S)
    if process.exitcode is None:
        children: set[BaseProcess] = getattr(processes, "_children", set())
        children.discard(process)


class Tidying:
    """Reaps exited helpers, and ends `multiprocessing`'s resource tracker after the last one."""

    def __init__(self, after_s: float) -> None:
        self._after_s = after_s
        self._lock = threading.Lock()
        self._awaited = False

    def begin(self) -> None:
        """Check `after_s` seconds from now, and again until all have exited."""
        with self._lock:
            if not self._awaited:
                self._awaited = True
                self._wait()

    def _wait(self) -> None:
        timer = threading.Timer(self._after_s, self._look)
        timer.daemon = True
        timer.start()

    def _look(self) -> None:
        with self._lock:
            self._awaited = not end_tracker()
            if self._awaited:
                self._wait()


def end_tracker() -> bool:
    """End the resource tracker if no helper is running; returns whether none is.

    The next helper starts it again. Does not wait for it, because a hanging helper may hold it for
    ever.
    """
    from multiprocessing import active_children, resource_tracker

    with _starting:
        if active_children():
            return False
        tracker: Any = resource_tracker._resource_tracker  # noqa: SLF001 - there is no other way
        line, pid = getattr(tracker, "_fd", None), getattr(tracker, "_pid", None)
        if line is None or pid is None:
            return True
        tracker._fd = tracker._pid = None  # noqa: SLF001
        os.close(line)
    for _ in range(LOOKS_AT_TRACKER):
        with suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG) == (0, 0):
                time.sleep(LOOK_EVERY_S)
                continue
        break
    return True


def silence_stderr() -> None:
    """Discard what libraries print about damaged files."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def busy_s(pid: int) -> float:
    """Seconds for which a process has run or waited for a processor, not for files or others.

    0 where the system does not tell. Linux gives both in ns (its documentation, sched-stats).
    """
    try:
        with open(f"/proc/{pid}/schedstat", "rb") as file:  # noqa: PTH123 - many times a second
            ran, waited, *_ = file.read().split()
    except (OSError, ValueError):
        return 0.0
    return (int(ran) + int(waited)) / 1e9


def lower_priority() -> None:
    """Run below the priority of sound and window."""
    if hasattr(os, "nice"):
        os.nice(10)


def end_with_parent() -> None:
    """End this helper with the process that started it, even in the middle of its work."""
    from multiprocessing import parent_process

    app = parent_process()

    def leave() -> None:
        if app is not None:
            app.join()
            os._exit(1)

    threading.Thread(target=leave, daemon=True).start()


def allow_cpu(seconds: int) -> None:
    """Have the system end this process after this much more processor time."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        until = int(time.process_time()) + 1 + seconds
        within = until if most == resource.RLIM_INFINITY else min(until, most)
        resource.setrlimit(resource.RLIMIT_CPU, (within, most))
