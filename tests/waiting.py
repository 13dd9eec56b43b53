"""For tests with the real clock: wait for a fact, not for a time."""

import threading
import time
from collections.abc import Callable


def wait_until(fact: Callable[[], bool], within: float = 10.0) -> None:
    """Check every 10 ms until `fact` holds; AssertionError after `within` seconds."""
    pause = threading.Event()
    deadline = time.monotonic() + within
    while not fact():
        assert time.monotonic() < deadline, "it did not come true in time"
        pause.wait(0.01)
