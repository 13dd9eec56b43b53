"""Background work of which the newest wish counts most: what is on screen now comes first."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

from lullaby.jobs import Job, JobRunner

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Request(Generic[T]):
    work: Callable[[Job], T]
    done: Callable[[T], None]
    dropped: Callable[[], None]


class NewestFirst(Generic[T]):
    """One piece of work at a time on a runner; used from the owner thread.

    Of more than `most` wishes that wait the oldest are dropped: nobody looks at them any more.
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
        """Ask for something, before all that waits; `dropped` is called where it never comes."""
        self._waiting.pop(key, None)
        self._waiting[key] = _Request(work, done, dropped)
        while len(self._waiting) > self._most:
            self._waiting.pop(next(iter(self._waiting))).dropped()
        self._next()

    def prefer(self, key: Hashable) -> None:
        """What waits already is looked at now."""
        request = self._waiting.pop(key, None)
        if request is not None:
            self._waiting[key] = request

    def leave(self, unwanted: Callable[[Hashable], bool]) -> None:
        """Nobody looks at these any more: what waits is dropped, what is under way cancelled."""
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
        except RuntimeError:  # the app ends: the runner takes no more work
            self._waiting.clear()


class _UnderWay:
    """The one piece of work at hand, which may be left before or after it has begun."""

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
