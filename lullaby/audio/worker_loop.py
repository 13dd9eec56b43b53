"""A thread that runs a step whenever it is due or somebody wakes it."""

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

Step = Callable[[], float | None]
"""Does what is due; returns the seconds until it should run again, None to run only when woken."""

PAUSE_AFTER_FAULT = 1.0

LEAVE_WITHIN_S = 0.3
"""How long `close` waits for the running step, in seconds."""


def nothing() -> None:
    """Does nothing."""


class WorkerLoop:
    """Runs until `close`; logs an exception of a step and runs the next one a second later."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._woken = threading.Event()
        self._closed = False
        self._thread: threading.Thread | None = None

    def start(self, step: Step, at_end: Callable[[], None] = nothing) -> None:
        """Run `step` repeatedly, and `at_end` on the same thread after the last one."""
        self._thread = threading.Thread(target=self._run, args=(step, at_end), name=self._name)
        self._thread.daemon = True
        self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def close(self) -> None:
        """Let the running step end, and the thread with it; abandons a thread that hangs."""
        self._closed = True
        self._woken.set()
        if self._thread is not None:
            self._thread.join(LEAVE_WITHIN_S)
            if self._thread.is_alive():
                log.warning("%s does not end; it is left alone", self._name)
            self._thread = None

    def _run(self, step: Step, at_end: Callable[[], None]) -> None:
        while not self._closed:
            try:
                wait = step()
            except Exception:  # sound must continue whatever one step met
                log.exception("a step of %s broke off", self._name)
                wait = PAUSE_AFTER_FAULT
            self._woken.wait(wait)
            self._woken.clear()
        at_end()
