"""Daemon threads for calls that may never return; every wait for them has a timeout."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from typing import Any

log = logging.getLogger(__name__)

LEAVE_WITHIN_S = 0.4
"""How long `shutdown` waits for running work, in seconds."""


MOST_HANGING = 8
"""How many hanging threads are replaced at most."""


class Workers(Executor):
    """An executor with up to `most` threads, each started when no idle one can take the work.

    A call that runs longer than `patience_s` counts as hanging: the next `submit` starts another
    thread in its place, so that later work still runs.

    The interpreter joins the threads of a `ThreadPoolExecutor` at exit, so that one read from a
    dead disk would keep the process alive for ever. These threads are daemons: `shutdown` waits
    `LEAVE_WITHIN_S` for them, and the interpreter not at all.
    """

    def __init__(self, most: int, name: str, patience_s: float | None = None) -> None:
        self._most = most
        self._patience_s = patience_s
        self._begun: dict[int, float] = {}
        """When each running call began, by thread."""
        self._name = name
        self._change = threading.Condition()
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._threads: list[threading.Thread] = []
        self._idle = 0
        self._closed = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Queue a call. Raises RuntimeError after `shutdown`."""
        future: Future[Any] = Future()
        with self._change:
            if self._closed:
                raise RuntimeError(f"{self._name} takes no more work")
            self._waiting.append((future, lambda: fn(*args, **kwargs)))
            if self._idle < len(self._waiting) and self._able() < self._most:
                self._begin()
            self._change.notify()
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work; with `wait`, give running work a moment to end."""
        with self._change:
            self._closed = True
            if cancel_futures:
                for future, _ in self._waiting:
                    future.cancel()
                self._waiting.clear()
            self._change.notify_all()
            threads = tuple(self._threads)
        if wait and not join_all(threads, LEAVE_WITHIN_S):
            log.warning("%s: work that does not end is left alone", self._name)

    def _begin(self) -> None:
        thread = threading.Thread(target=self._work, name=self._name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _able(self) -> int:
        """The number of threads that do not hang."""
        if self._patience_s is None:
            return len(self._threads)
        long_ago = time.monotonic() - self._patience_s
        hanging = sum(begun < long_ago for begun in self._begun.values())
        return len(self._threads) - min(hanging, MOST_HANGING)

    def _work(self) -> None:
        own = threading.get_ident()
        while True:
            with self._change:
                self._begun.pop(own, None)
                if self._able() > self._most:
                    self._threads.remove(threading.current_thread())
                    return
                self._idle += 1
                self._change.wait_for(lambda: self._waiting or self._closed)
                self._idle -= 1
                if not self._waiting:
                    return
                future, call = self._waiting.popleft()
                self._begun[own] = time.monotonic()
            if future.set_running_or_notify_cancel():
                _do(future, call)
            del future, call


def join_all(threads: Sequence[threading.Thread], within_s: float) -> bool:
    """Wait for all threads together; whether all have ended."""
    until = time.monotonic() + within_s
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return not any(thread.is_alive() for thread in threads)


def _do(future: Future[Any], call: Callable[[], Any]) -> None:
    try:
        value = call()
    except BaseException as problem:  # the future raises it to its caller
        future.set_exception(problem)
    else:
        future.set_result(value)
