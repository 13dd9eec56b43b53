"""Functions applied to untrusted files: the interface, and the implementation in this process.

`HelperPool` applies them in processes that can be killed.
"""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Any, Protocol, TypeVar

from lullaby.frozen import frozen

A = TypeVar("A")
B = TypeVar("B")
F = TypeVar("F", bound=Callable[..., Any])

TOLD_AT_A_TIME = 100
"""Answers delivered together by `Inline`."""


class Unanswered(Enum):
    """Why there is no answer for an item."""

    TOO_MUCH = "takes more memory or computing than a file may"
    NOT_IN_TIME = "did not answer in time"
    BROKEN = "brought the reader down"


@frozen
class Bounds:
    """Limits for one item, and how long an idle helper is kept."""

    memory: int = 128 << 20
    """Bytes above the helper's memory when it starts the item."""
    cpu_s: int = 3
    idle_s: float = 3.0
    """Seconds after which an idle helper exits and frees its memory."""


class NoHelperError(OSError):
    """The system cannot start a process just now; this says nothing about any file."""


def needing(*modules: str) -> Callable[[F], F]:
    """Mark a function that imports heavy modules when it runs.

    A helper imports them before the limits of the first item apply."""

    def mark(work: F) -> F:
        vars(work)["modules"] = modules
        return work

    return mark


def costing(bounds: Bounds) -> Callable[[F], F]:
    """Mark a function whose items have other limits than the pool's."""

    def mark(work: F) -> F:
        vars(work)["bounds"] = bounds
        return work

    return mark


def never() -> bool:
    return False


class Helpers(Protocol):
    """Applies functions to items, in this process or in others."""

    def each(
        self,
        work: Callable[[A], B],
        items: Sequence[A],
        cancelled: Callable[[], bool] = never,
        patience_s: float = 5.0,
        at_once: int = 1,
    ) -> Iterator[list[tuple[A, B | Unanswered]]]:
        """Yield items with their answers, a few at a time, in any order.

        `work` is a module-level function; it, items and answers are pickled. An item may wait
        `patience_s` seconds for files; what it computes is limited by `Bounds`. Once `cancelled`
        returns True the rest get no answers. Raises NoHelperError.
        """
        ...

    def close(self) -> None:
        """Make later requests return no answers."""
        ...


def ask(
    helpers: Helpers,
    work: Callable[[A], B],
    item: A,
    cancelled: Callable[[], bool] = never,
    patience_s: float = 5.0,
) -> B | Unanswered:
    """The answer for a single item; NOT_IN_TIME also if cancelled."""
    for answers in helpers.each(work, [item], cancelled, patience_s):
        for _, answer in answers:
            return answer
    return Unanswered.NOT_IN_TIME


class Inline:
    """`Helpers` in this process, for files that are trusted, and for tests."""

    def each(
        self,
        work: Callable[[A], B],
        items: Sequence[A],
        cancelled: Callable[[], bool] = never,
        patience_s: float = 5.0,
        at_once: int = 1,
    ) -> Iterator[list[tuple[A, B | Unanswered]]]:
        for first in range(0, len(items), TOLD_AT_A_TIME):
            if cancelled():
                return
            yield [(item, work(item)) for item in items[first : first + TOLD_AT_A_TIME]]

    def close(self) -> None:
        """Nothing to do, as there is no process."""
