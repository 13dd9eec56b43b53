"""Runs functions on untrusted files in reusable helper processes, which can be killed.

A crafted or damaged file can take gigabytes or minutes to read, or crash the reader; a folder may
be on a disk that never responds. In a helper process that costs only this one file.
"""

from __future__ import annotations

import queue
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from lullaby.child_processes import (
    LOOK_EVERY_S,
    TIDY_AFTER_S,
    Tidying,
    busy_s,
    forget,
    starting,
)
from lullaby.helper_process import NOBODY, TOO_MUCH_MEMORY, serve
from lullaby.helpers import Bounds, NoHelperError, Unanswered, never
from lullaby.workers import Workers

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

A = TypeVar("A")
B = TypeVar("B")

AT_A_TIME = 250
"""Items in one message."""

START_S = 30.0
"""Seconds for a helper to start on a busy machine."""

LONGEST = 12
"""How many times its patience an item may take while it waits for a processor: on a busy machine a
file is slow through no fault of its own. What it computes has a limit of its own."""

TRIES = 2
"""Attempts per item: a helper may be killed through no fault of its file."""

USUAL_BOUNDS = Bounds()

_SIGKILL = getattr(signal, "SIGKILL", signal.SIGTERM)


class HelperPool:
    """`Helpers` in separate processes, used from any thread.

    Starts helpers on demand, one per concurrent request; idle ones exit after a while. They end
    with this process, however that ends.
    """

    def __init__(self, bounds: Bounds = USUAL_BOUNDS, awaited: bool = False) -> None:
        """`awaited`: a person waits for what its helpers do, so they run at the usual priority."""
        self._bounds = bounds
        self._awaited = awaited
        self._lock = threading.Lock()
        self._idle: list[_Helper] = []
        self._busy: set[_Helper] = set()
        self._closed = False
        self._tidying = Tidying(bounds.idle_s + TIDY_AFTER_S)

    def each(
        self,
        work: Callable[[A], B],
        items: Sequence[A],
        cancelled: Callable[[], bool] = never,
        patience_s: float = 5.0,
        at_once: int = 1,
    ) -> Iterator[list[tuple[A, B | Unanswered]]]:
        """As `Helpers.each`; `at_once` processes share the items."""
        parts = deque(items[at : at + AT_A_TIME] for at in range(0, len(items), AT_A_TIME))

        def stop() -> bool:
            return self._closed or cancelled()

        def some() -> Iterator[list[tuple[A, B | Unanswered]]]:
            with self._lent() as helper:
                while not stop():
                    try:
                        part = parts.popleft()
                    except IndexError:
                        return
                    yield from helper.each(work, part, stop, patience_s)

        count = min(at_once, len(parts))
        return some() if count <= 1 else _together(some, count)

    def close(self) -> None:
        """Kill all helpers now; later requests get no answers."""
        with self._lock:
            self._closed = True
            for helper in self._idle:
                helper.kill()
            for helper in self._busy:
                helper.interrupt()
            self._idle.clear()

    @contextmanager
    def _lent(self) -> Iterator[_Helper]:
        with self._lock:
            helper = self._idle.pop() if self._idle else _Helper(self._bounds, self._awaited)
            self._busy.add(helper)
        try:
            yield helper
        finally:
            with self._lock:
                self._busy.discard(helper)
                if self._closed:
                    helper.kill()
                else:
                    self._idle.append(helper)
                    self._tidying.begin()


def _together(some: Callable[[], Iterator[list[Any]]], count: int) -> Iterator[list[Any]]:
    """Merge the results of several threads as they arrive; the first exception ends it."""
    results: queue.SimpleQueue[list[Any] | BaseException | None] = queue.SimpleQueue()
    left = threading.Event()

    def run() -> None:
        try:
            for answers in some():
                results.put(answers)
                if left.is_set():
                    return
        except BaseException as problem:  # raised again where the answers are consumed
            results.put(problem)
        finally:
            results.put(None)

    pool = Workers(count, "helper")
    try:
        running = [pool.submit(run) for _ in range(count)]
        ended = 0
        while ended < len(running):
            answers = results.get()
            if answers is None:
                ended += 1
            elif isinstance(answers, BaseException):
                raise answers
            else:
                yield answers
    finally:
        left.set()
        pool.shutdown(wait=False, cancel_futures=True)


class _Helper:
    """One process at a time; used from one thread at a time, interrupted from any."""

    def __init__(self, bounds: Bounds, awaited: bool) -> None:
        self._bounds = bounds
        self._awaited = awaited
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._at: Any = None

    def each(
        self,
        work: Callable[[A], B],
        items: Sequence[A],
        cancelled: Callable[[], bool],
        patience_s: float,
    ) -> Iterator[list[tuple[A, B | Unanswered]]]:
        """As `Helpers.each`; if a helper ends, the next one gets the remaining items."""
        left = list(items)
        deaths = starts = 0
        while left and not cancelled():
            part = left
            done = 0
            try:
                for answers in self._ask(work, part, cancelled, patience_s):
                    yield list(zip(part[done:], answers, strict=False))
                    done += len(answers)
                left = part[done:]
                continue
            except _EndedError as end:
                left = part[done:]
                reason, at = end.reason, end.at
            if at is None or at < done:
                starts += 1
                if reason is not None and starts >= TRIES:
                    raise NoHelperError(None, "no helper process could be started") from None
                continue
            starts = 0
            culprit = part[at]
            if reason is None:
                deaths += 1
                if deaths < TRIES:
                    continue
            deaths = 0
            yield [(culprit, reason or Unanswered.BROKEN)]
            left = part[done:at] + part[at + 1 :]

    def interrupt(self) -> None:
        """Make the waiting thread give up without an answer."""
        process = self._process
        if process is not None:
            process.kill()

    def kill(self) -> None:
        """Kill the process, without waiting if the system cannot end it just now."""
        process, line, self._process, self._line = self._process, self._line, None, None
        if line is not None:
            with suppress(OSError):
                line.close()
        if process is not None:
            process.kill()
            forget(process)

    def _ask(
        self,
        work: Callable[[A], B],
        part: Sequence[A],
        cancelled: Callable[[], bool],
        patience_s: float,
    ) -> Iterator[list[B | Unanswered]]:
        """Yield the answers for `part`. Raises _EndedError if the helper ends too soon."""
        try:
            line = self._line or self._start()
            line.send((work, part))
        except (BrokenPipeError, ConnectionError):
            raise self._ended() from None
        except (OSError, RuntimeError) as problem:
            self.kill()
            raise NoHelperError(None, "no helper process could be started") from problem
        answered, at = 0, NOBODY
        clock = _Clock(self._process)
        try:
            while answered < len(part):
                if line.poll(LOOK_EVERY_S):
                    answers = line.recv()
                    answered += len(answers)
                    yield answers
                    clock.begin()
                elif cancelled():
                    self.kill()
                    return
                elif self._at.value != at:
                    at = self._at.value
                    clock.begin()
                elif clock.is_over(START_S if at == NOBODY else patience_s):
                    self.kill()
                    raise _EndedError(Unanswered.NOT_IN_TIME, None if at == NOBODY else at)
        except (EOFError, OSError):
            raise self._ended() from None
        except GeneratorExit:
            if answered < len(part):
                self.kill()
            raise

    def _ended(self) -> _EndedError:
        """Why the process ended, and at which item."""
        process, at = self._process, self._at.value if self._at is not None else NOBODY
        if process is None:
            return _EndedError(None, None)
        process.join(1.0)
        code = process.exitcode
        self.kill()
        where = None if at == NOBODY else at
        if code == 0:
            return _EndedError(None, None)
        if code == TOO_MUCH_MEMORY or (sys.platform != "win32" and code == -signal.SIGXCPU):
            return _EndedError(Unanswered.TOO_MUCH, where)
        if code is not None and code < 0 and -code not in (signal.SIGTERM, _SIGKILL):
            return _EndedError(Unanswered.BROKEN, where)
        return _EndedError(Unanswered.BROKEN if where is None else None, where)

    def _start(self) -> Connection:
        import multiprocessing

        fresh = multiprocessing.get_context("spawn")
        self._at = fresh.RawValue("q", NOBODY)
        ours, theirs = fresh.Pipe()
        words = (theirs, self._at, self._bounds, self._awaited)
        process = fresh.Process(target=serve, args=words, name="reader", daemon=True)
        with starting(), theirs:
            process.start()
        self._process, self._line = process, ours
        return ours


class _Clock:
    """For how long a helper has waited for a file, a disk or another process."""

    def __init__(self, process: BaseProcess | None) -> None:
        self._pid = None if process is None else process.pid
        self.begin()

    def begin(self) -> None:
        """Start again for the next item."""
        self._began, self._busy = time.monotonic(), self._busy_s()

    def is_over(self, patience_s: float) -> bool:
        """Whether it has waited for so many seconds, or taken `LONGEST` times as many in all."""
        passed = time.monotonic() - self._began
        if passed <= patience_s:
            return False
        waited = passed - (self._busy_s() - self._busy)
        return waited > patience_s or passed > LONGEST * patience_s

    def _busy_s(self) -> float:
        return 0.0 if self._pid is None else busy_s(self._pid)


class _EndedError(Exception):
    """A helper ended at an item (None: at none); without a reason the item is not to blame."""

    def __init__(self, reason: Unanswered | None, at: int | None) -> None:
        self.reason = reason
        self.at = at
