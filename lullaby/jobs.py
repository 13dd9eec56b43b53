"""Background work: a serial runner with an injectable executor.

`work` runs wherever the executor runs it and returns a value. `done`, `failed` and what `work`
itself posts are handed to `post`, which the composition root makes run on the owner thread (the
thread of the window and of the database).
"""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, wait
from typing import TypeVar

log = logging.getLogger(__name__)

LEAVE_WITHIN_S = 0.5
"""How long `close_all` waits for work under way, in seconds."""

T = TypeVar("T")
Call = Callable[[], None]
Post = Callable[[Call], None]


class Job:
    """A handle on running work, which has to check for cancellation itself."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop; results already delivered stay."""
        self._cancelled.set()


class JobRunner:
    """Hands work to an executor and its outcome back to the owner thread.

    `executor` has one thread in the app, which makes the runner serial, and runs at once in tests.
    Errors of `work` reach `failed`; they are never lost.
    """

    def __init__(self, executor: Executor, post: Post) -> None:
        self._executor = executor
        self._post = post
        self._under_way: dict[Job, Future[None]] = {}
        self._closed = False
        self._unfinished = 0

    @property
    def closed(self) -> bool:
        """Whether the runner was stopped, so that long work should give up."""
        return self._closed

    @property
    def unfinished(self) -> bool:
        """Whether work that is to be finished has not yet delivered its outcome."""
        return self._unfinished > 0

    def post(self, call: Call) -> None:
        """Run `call` on the owner thread; for progress reported from inside `work`."""
        self._post(call)

    def submit(
        self,
        work: Callable[[Job], T],
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        finish: bool = False,
    ) -> Job:
        """Queue `work`; it receives its own `Job` and should end soon once it is cancelled.

        `finish`: the person asked for it, so that the application waits for it before it ends.
        """
        job = Job()
        if finish:
            done, failed = self._counted(done), self._counted(failed)
            self._unfinished += 1

        def run() -> None:
            try:
                value = work(job)
            except Exception as problem:  # every error of the work is reported
                log.exception("background work ended early")
                caught = problem
                self._post(lambda: failed(caught))
            else:
                self._post(lambda: done(value))

        future = self._executor.submit(run)
        self._under_way[job] = future
        future.add_done_callback(lambda _: self._under_way.pop(job, None))
        return job

    def unfinished_until(self) -> Call:
        """Count as unfinished until the returned function is called.

        For what the person asked for and the owner thread goes on with, in pieces.
        """
        self._unfinished += 1
        left = [None]

        def ended() -> None:
            while left:
                left.pop()
                self._unfinished -= 1

        return ended

    def _counted(self, outcome: Callable[[T], None]) -> Callable[[T], None]:
        def delivered(value: T) -> None:
            try:
                outcome(value)
            finally:
                self._unfinished -= 1

        return delivered

    def stop(self) -> tuple[Future[None], ...]:
        """Drop queued work, cancel running work and return the futures of the latter."""
        self._closed = True
        self._executor.shutdown(wait=False, cancel_futures=True)
        left = [*self._under_way.items()]
        for job, _ in left:
            job.cancel()
        return tuple(future for _, future in left)

    def close(self) -> None:
        """Stop, and wait briefly for running work."""
        close_all([self])


def close_all(runners: Sequence[JobRunner], within_s: float = LEAVE_WITHIN_S) -> bool:
    """Stop all runners and wait for running work together; whether everything ended in time."""
    left = [future for runner in runners for future in runner.stop()]
    still = wait(left, within_s).not_done
    for _ in still:
        log.warning("background work does not end; it is left alone")
    return not still
