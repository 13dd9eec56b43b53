"""Background work that serves the newest request first: it concerns what is on screen."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from lullaby.frozen import frozen
from lullaby.jobs import Job, JobRunner

T = TypeVar("T")


@frozen
class _Request(Generic[T]):
    work: Callable[[Job], T]
    done: Callable[[T], None]
    dropped: Callable[[], None]


class NewestFirst(Generic[T]):
    """Runs one piece of work at a time on a runner; for use from the owner's thread.

    If more than `most` requests wait, the oldest are dropped.
    """

    def __init__(self, jobs: JobRunner, most: int) -> None:
        self._jobs = jobs
        self._most = most
        self._waiting: dict[Hashable, _Request[T]] = {}
        self._under_way: _UnderWay | None = None

    def request(
        self,
        key: Hashable,
        work: Callable[[Job], T],
        done: Callable[[T], None],
        dropped: Callable[[], None],
    ) -> None:
        """Request work, ahead of all that waits; `dropped` is called if it will never run."""
        self._waiting.pop(key, None)
        self._waiting[key] = _Request(work, done, dropped)
        while len(self._waiting) > self._most:
            self._waiting.pop(next(iter(self._waiting))).dropped()
        self._next()

    def prefer(self, key: Hashable) -> None:
        """Move a waiting request to the front."""
        request = self._waiting.pop(key, None)
        if request is not None:
            self._waiting[key] = request

    def leave(self, unwanted: Callable[[Hashable], bool]) -> None:
        """Drop the unwanted requests that wait, and cancel one that runs."""
        for key in [each for each in self._waiting if unwanted(each)]:
            self._waiting.pop(key).dropped()
        if self._under_way is not None and unwanted(self._under_way.key):
            self._under_way.leave()

    def _next(self) -> None:
        if self._under_way is not None or not self._waiting:
            return
        key, request = self._waiting.popitem()
        under_way = self._under_way = _UnderWay(key)

        def work(job: Job) -> T:
            under_way.take(job)
            return request.work(job)

        def done(value: T) -> None:
            self._under_way = None
            if under_way.left:
                request.dropped()
            else:
                request.done(value)
            self._next()

        def failed(_: Exception) -> None:
            self._under_way = None
            request.dropped()
            self._next()

        try:
            self._jobs.submit(work, done, failed)
        except RuntimeError:  # the application ends: the runner takes no more work
            self._waiting.clear()


class _UnderWay:
    """The running piece of work, which may be cancelled before or after it has started."""

    def __init__(self, key: Hashable) -> None:
        self.key = key
        self.left = False
        self._job: Job | None = None

    def take(self, job: Job) -> None:
        self._job = job
        if self.left:
            job.cancel()

    def leave(self) -> None:
        self.left = True
        if self._job is not None:
            self._job.cancel()
