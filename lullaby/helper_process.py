"""Runs functions on untrusted files in reusable helper processes, which can be killed.

A crafted or damaged file can take gigabytes or minutes to read, or crash the reader; a folder may
be on a disk that never responds. In a helper process that costs only this one file.
"""

import importlib
import multiprocessing
import os
import queue
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from multiprocessing import parent_process, resource_tracker
from multiprocessing import process as processes
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Protocol, TypeVar

from lullaby.workers import Workers

A = TypeVar("A")
B = TypeVar("B")
F = TypeVar("F", bound=Callable[..., Any])

LOOK_EVERY_S = 0.05
"""How often a running request checks for cancellation, in seconds."""

TELL_EVERY_S = 0.1
"""Seconds for which answers are collected before they are delivered together."""

AT_A_TIME = 250
"""Items in one message."""

TOLD_AT_A_TIME = 100
"""Answers delivered together by `Inline`."""

START_S = 30.0
"""Seconds for a helper to start on a busy machine."""

TRIES = 2
"""Attempts per item: a helper may be killed through no fault of its file."""

TOO_MUCH_MEMORY = 77
"""Exit code of a helper that exceeded its memory limit."""

NOBODY = -1
"""Stands for the item number while there is no item."""

LOOKS_AT_TRACKER = 40
"""How often, every `LOOK_EVERY_S`, to check whether the tracker has exited."""

TIDY_AFTER_S = 1.0
"""Seconds after a helper's expected exit until `Tidying` checks for it."""

_starting = threading.Lock()
"""`multiprocessing` keeps its list of children without a lock of its own."""


class Unanswered(Enum):
    """Why there is no answer for an item."""

    TOO_MUCH = "takes more memory or computing than a file may"
    NOT_IN_TIME = "did not answer in time"
    BROKEN = "brought the reader down"


@dataclass(frozen=True, slots=True)
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

        `work` is a module-level function; it, items and answers are pickled. An item may take
        `patience_s` seconds. Once `cancelled` returns True the rest get no answers. Raises
        NoHelperError.
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


class HelperPool:
    """`Helpers` in separate processes, used from any thread.

    Starts helpers on demand, one per concurrent request; idle ones exit after a while. They end
    with this process, however that ends.
    """

    def __init__(self, bounds: Bounds = Bounds()) -> None:
        self._bounds = bounds
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
    def _lent(self) -> "Iterator[_Helper]":
        with self._lock:
            helper = self._idle.pop() if self._idle else _Helper(self._bounds)
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


class Tidying:
    """Reaps exited helpers, and ends `multiprocessing`'s resource tracker after the last one."""

    def __init__(self, after_s: float) -> None:
        self._after_s = after_s
        self._lock = threading.Lock()
        self._awaited = False

    def begin(self) -> None:
        """Check `after_s` seconds from now, and again until all have exited."""
        with self._lock:
            if not self._awaited:
                self._awaited = True
                self._wait()

    def _wait(self) -> None:
        timer = threading.Timer(self._after_s, self._look)
        timer.daemon = True
        timer.start()

    def _look(self) -> None:
        with self._lock:
            self._awaited = not end_tracker()
            if self._awaited:
                self._wait()


def end_tracker() -> bool:
    """End the resource tracker if no helper is running; returns whether none is.

    The next helper starts it again. Does not wait for it, because a hanging helper may hold it for
    ever.
    """
    with _starting:
        if multiprocessing.active_children():
            return False
        tracker: Any = resource_tracker._resource_tracker  # noqa: SLF001 - there is no other way
        line, pid = getattr(tracker, "_fd", None), getattr(tracker, "_pid", None)
        if line is None or pid is None:
            return True
        tracker._fd = tracker._pid = None  # noqa: SLF001
        os.close(line)
    for _ in range(LOOKS_AT_TRACKER):
        with suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG) == (0, 0):
                time.sleep(LOOK_EVERY_S)
                continue
        break
    return True


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

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
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
            _forget(process)

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
        answered, at, since = 0, NOBODY, time.monotonic()
        try:
            while answered < len(part):
                if line.poll(LOOK_EVERY_S):
                    answers = line.recv()
                    answered += len(answers)
                    yield answers
                    since = time.monotonic()
                elif cancelled():
                    self.kill()
                    return
                elif self._at.value != at:
                    at, since = self._at.value, time.monotonic()
                elif time.monotonic() - since > (START_S if at == NOBODY else patience_s):
                    self.kill()
                    raise _EndedError(Unanswered.NOT_IN_TIME, None if at == NOBODY else at)
        except (EOFError, OSError):
            raise self._ended() from None
        except GeneratorExit:
            if answered < len(part):
                self.kill()
            raise

    def _ended(self) -> "_EndedError":
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
        fresh = multiprocessing.get_context("spawn")
        self._at = fresh.RawValue("q", NOBODY)
        ours, theirs = fresh.Pipe()
        words = (theirs, self._at, self._bounds)
        process = fresh.Process(target=serve, args=words, name="reader", daemon=True)
        with starting(), theirs:
            process.start()
        self._process, self._line = process, ours
        return ours


_SIGKILL = getattr(signal, "SIGKILL", signal.SIGTERM)


class _EndedError(Exception):
    """A helper ended at an item (None: at none); without a reason the item is not to blame."""

    def __init__(self, reason: Unanswered | None, at: int | None) -> None:
        self.reason = reason
        self.at = at


def serve(line: Connection, at: Any, bounds: Bounds) -> None:
    """A helper's main loop: answer until it was idle for too long or the pool is gone."""
    silence_stderr()
    lower_priority()
    end_with_parent()
    limits = _Limits()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while line.poll(bounds.idle_s):
            work, items = line.recv()
            for module in getattr(work, "modules", ()):
                importlib.import_module(module)
            answers: list[Any] = []
            sent = time.monotonic()
            for number, item in enumerate(items):
                limits.begin(getattr(work, "bounds", bounds))
                at.value = number
                answer = _answer(work, item)
                answers.append(answer)
                if answer is Unanswered.TOO_MUCH:
                    line.send(answers)
                    return
                if time.monotonic() - sent > TELL_EVERY_S:
                    line.send(answers)
                    answers, sent = [], time.monotonic()
            at.value = NOBODY
            if answers:
                line.send(answers)


def _answer(work: Callable[[Any], Any], item: Any) -> Any:
    try:
        return work(item)
    except MemoryError:
        return Unanswered.TOO_MUCH
    except Exception:  # an unforeseen error costs only this item
        return Unanswered.BROKEN


class _Limits:
    """Ends this process, or makes it run out of memory, if one item costs too much."""

    def __init__(self) -> None:
        self._most = 0
        if sys.platform == "win32":
            return
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        threading.Thread(target=self._watch, daemon=True).start()

    def begin(self, bounds: Bounds) -> None:
        """Start counting for a new item, within `bounds`."""
        if sys.platform == "win32":
            return
        import resource

        allow_cpu(bounds.cpu_s)
        now, held = _size()
        self._most = held + bounds.memory
        if now:
            _, hard = resource.getrlimit(resource.RLIMIT_AS)
            most = now + bounds.memory
            within = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(resource.RLIMIT_AS, (within, hard))

    def _watch(self) -> None:
        """Watch the memory, for systems that do not enforce RLIMIT_AS."""
        pause = threading.Event()
        while not pause.wait(LOOK_EVERY_S):
            if self._most and _size()[1] > self._most:
                os._exit(TOO_MUCH_MEMORY)


def _size() -> tuple[int, int]:
    """Bytes of address space, 0 if not known, and of resident memory."""
    if sys.platform != "linux":
        return 0, _peak()
    with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - for every song of a library
        pages = file.read().split()
    return int(pages[0]) * _PAGE, int(pages[1]) * _PAGE


_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def _peak() -> int:
    """Peak resident bytes of this process; macOS reports bytes, others KB."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak << 10


def silence_stderr() -> None:
    """Discard what libraries print about damaged files."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def lower_priority() -> None:
    """Run below the priority of sound and window."""
    if hasattr(os, "nice"):
        os.nice(10)


def end_with_parent() -> None:
    """End this helper with the process that started it, even in the middle of its work."""
    app = parent_process()

    def leave() -> None:
        if app is not None:
            app.join()
            os._exit(1)

    threading.Thread(target=leave, daemon=True).start()


def allow_cpu(seconds: int) -> None:
    """Have the system end this process after this much more processor time."""
    if sys.platform != "win32":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        until = int(time.process_time()) + 1 + seconds
        within = until if most == resource.RLIM_INFINITY else min(until, most)
        resource.setrlimit(resource.RLIMIT_CPU, (within, most))


@contextmanager
def starting() -> Iterator[None]:
    """Make a process started in this block ignore Ctrl-C, which its parent handles."""
    with _starting:
        if sys.platform == "win32":
            yield
            return
        resource_tracker.ensure_running()  # it would lift the mask as it starts
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _forget(process: BaseProcess) -> None:
    """Stop `multiprocessing` from waiting at exit for a killed process that cannot end.

    A process that hangs in the system, as on a dead disk, would block it for ever."""
    process.join(LOOK_EVERY_S)
    if process.exitcode is None:
        children: set[BaseProcess] = getattr(processes, "_children", set())
        children.discard(process)
