"""Work that must not hold up the person: one serial runner with an injectable executor.

`work` runs wherever the executor runs it and returns a value. `done`, `failed` and what `work`
itself posts are handed to `post`, which the composition root makes run on the owner thread (the
thread of the window and of the database).
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Executor
from typing import TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")
Call = Callable[[], None]
Post = Callable[[Call], None]


class Job:
    """A handle on work under way. Cancelling is a request which the work looks at."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; what it has delivered stays delivered."""
        self._cancelled.set()


class JobRunner:
    """Hands work to an executor and its outcome back to the owner thread.

    `executor` is a one-thread `ThreadPoolExecutor` in the app, which makes the runner serial, and
    an executor that runs at once in tests. Errors of `work` reach `failed`; they are never lost.
    """

    def __init__(self, executor: Executor, post: Post) -> None:
        self._executor = executor
        self._post = post

    def post(self, call: Call) -> None:
        """Run `call` on the owner thread; for progress reported from inside `work`."""
        self._post(call)

    def submit(
        self,
        work: Callable[[Job], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
    ) -> Job:
        """Queue `work`; it receives its own `Job` and should end soon once it is cancelled."""
        job = Job()

        def run() -> None:
            try:
                value = work(job)
            except Exception as problem:  # the outcome of any work is reported, whatever it is
                log.exception("background work ended early")
                caught = problem
                self._post(lambda: failed(caught))
            else:
                self._post(lambda: done(value))

        self._executor.submit(run)
        return job

    def close(self) -> None:
        """Drop what has not begun and wait for what has."""
        self._executor.shutdown(wait=True, cancel_futures=True)
