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
        self._busy = False

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

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        _, request = self._waiting.popitem()
        self._busy = True

        def done(value: T) -> None:
            self._busy = False
            request.done(value)
            self._next()

        def failed(_: Exception) -> None:
            self._busy = False
            request.dropped()
            self._next()

        try:
            self._jobs.submit(request.work, done, failed)
        except RuntimeError:  # the app ends: the runner takes no more work
            self._waiting.clear()
