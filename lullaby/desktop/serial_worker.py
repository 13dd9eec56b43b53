"""Calls that may wait on other programs, one after the other in a thread of their own.

Nobody waits for that thread longer than a moment: a bus that never answers cannot keep the
application from closing.
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
        """Soon, in order."""
        self._waiting.put(call)

    def close(self) -> None:
        """What was asked for is still done, if that takes no longer than a moment."""
        self._waiting.put(None)
        self._thread.join(CLOSE_WITHIN_S)

    def _run(self) -> None:
        while (call := self._waiting.get()) is not None:
            try:
                call()
            except Exception:  # one errand that goes wrong leaves the others alone
                log.exception("an errand ended early")
