"""A thread that does one thing whenever it is time or somebody wakes it."""

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

Step = Callable[[], float | None]
"""Does what there is to do; the seconds after which there is more, None if only when woken."""

PAUSE_AFTER_FAULT = 1.0


class Loop:
    """Ends with `close`; a fault in a step is logged and the next one comes a second later."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._woken = threading.Event()
        self._closed = False
        self._thread: threading.Thread | None = None

    def start(self, step: Step) -> None:
        self._thread = threading.Thread(target=self._run, args=(step,), name=self._name)
        self._thread.daemon = True
        self._thread.start()

    def wake(self) -> None:
        self._woken.set()

    def close(self) -> None:
        """Let the step under way end, and the thread with it."""
        self._closed = True
        self._woken.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _run(self, step: Step) -> None:
        while not self._closed:
            try:
                wait = step()
            except Exception:  # sound must go on whatever one step met
                log.exception("a step of %s broke off", self._name)
                wait = PAUSE_AFTER_FAULT
            self._woken.wait(wait)
            self._woken.clear()
