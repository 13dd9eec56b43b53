"""Runs calls that may block on other programs, one at a time on a thread of its own.

Closing waits for that thread only briefly, so that a silent bus cannot keep the application open.
"""

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue

log = logging.getLogger(__name__)

CLOSE_WITHIN_S = 0.5


class SerialWorker:
    def __init__(self, name: str) -> None:
        self._waiting: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, call: Callable[[], object]) -> None:
        """Queue a call; calls run in order."""
        self._waiting.put(call)

    def close(self) -> None:
        """Wait up to `CLOSE_WITHIN_S` for the queued calls."""
        self._waiting.put(None)
        self._thread.join(CLOSE_WITHIN_S)

    def _run(self) -> None:
        while (call := self._waiting.get()) is not None:
            try:
                call()
            except Exception:  # one failing call must not stop the others
                log.exception("an errand ended early")
