"""Analysis of tempo and loudness in helper processes, at a lower priority than sound and window.

A file that crashes the decoder cannot crash the app, and no long computation competes with the
window and sound threads. Helpers keep to the share of a core that `AnalysisLimit` gives them.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lullaby.audio.file_access import CannotPlay
from lullaby.audio.loudness_reading import LoudnessReading, Unmeasured
from lullaby.audio.port import Trouble
from lullaby.child_processes import TIDY_AFTER_S, Tidying, allow_cpu, lower_priority, starting
from lullaby.duty_cycle import DutyCycle
from lullaby.frozen import frozen
from lullaby.jobs import Job
from lullaby.library.analysis_limit import AnalysisLimit, never, unlimited
from lullaby.library.analysis_queue import AnalysisFailure
from lullaby.tempo.analysis import TempoAnalysis

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from lullaby.tempo_analysis import FileAnalysis

LOOK_EVERY_S = 0.1
"""How often a running analysis checks for cancellation and passes on its share, in seconds."""

MOST_CPU_S = 60
"""A file that needs more processor time is given up; usual ones need a third of a second."""

LONGEST_S = 180.0
"""Seconds, without pauses, after which the disk or machine counts as too slow for a file now."""

TRIES = 2
"""A helper may die through no fault of its song."""

MOST_HELPERS = 2
"""A helper holds 70 to 100 MB of its own; the window and two of them stay below 400 MB."""

MOST_IN_TERMINAL = 4

IDLE_S = 5.0
"""Seconds after which an idle helper exits and frees its memory."""

CONTENT, ANALYZE, MEASURE = "content", "analyze", "measure"

Answer = str | TempoAnalysis | LoudnessReading | Unmeasured | AnalysisFailure
Share = Callable[[], float]
Pause = Callable[[], None]
GONE = {AnalysisFailure.MISSING: Trouble.MISSING}


@frozen
class Pacing:
    """Memory shared with a helper: `value` of each is a float."""

    share: Any
    """The share of one core that the helper may use now."""
    paused_s: Any
    """Seconds that the helper has paused so far."""


Serve = Callable[["Connection", bool, Pacing], None]


def worker_count() -> int:
    """How many songs are analysed at a time while nothing plays."""
    return min(MOST_HELPERS, os.cpu_count() or 1)


def overdue(waited_s: float, paused_s: float) -> bool:
    """Whether a file takes too long, of which the helper paused `paused_s`."""
    return waited_s - paused_s > LONGEST_S


def serve(line: Connection, hurry: bool, pacing: Pacing) -> None:
    """Answer requests until the connection closes, which it does however the app ends."""
    lower_priority()
    if not hurry:
        lowest_priority()
    duty = DutyCycle(lambda: pacing.share.value)

    def pause() -> None:
        pacing.paused_s.value += duty.pause()

    with suppress(EOFError, OSError, KeyboardInterrupt):
        while line.poll(IDLE_S):
            what, path = line.recv()
            allow_cpu(MOST_CPU_S)
            answer = _answer(what, path, pause)
            pause()
            line.send(answer)


class TempoWorker:
    """A `TempoAnalyzer` with one helper process.

    Call it from one thread at a time, and `rest` only between calls."""

    def __init__(self, hurry: bool, serve: Serve) -> None:
        self._hurry = hurry
        self._serve = serve
        self._helper: BaseProcess | None = None
        self._line: Connection | None = None
        import multiprocessing

        fresh = multiprocessing.get_context("spawn")
        self._pacing = Pacing(fresh.RawValue("d", 1.0), fresh.RawValue("d", 0.0))

    def content(self, path: Path, job: Job, share: Share = unlimited) -> str | AnalysisFailure:
        answer = self._ask(CONTENT, path, job, share)
        return answer if isinstance(answer, (str, AnalysisFailure)) else AnalysisFailure.UNREADABLE

    def analyze(
        self, path: Path, job: Job, share: Share = unlimited
    ) -> TempoAnalysis | AnalysisFailure:
        answer = self._ask(ANALYZE, path, job, share)
        return (
            answer
            if isinstance(answer, (TempoAnalysis, AnalysisFailure))
            else AnalysisFailure.UNREADABLE
        )

    def measure(
        self, path: Path, job: Job, share: Share = unlimited
    ) -> LoudnessReading | Unmeasured:
        answer = self._ask(MEASURE, path, job, share)
        if isinstance(answer, (LoudnessReading, Unmeasured)):
            return answer
        not_now = answer in (AnalysisFailure.CANCELLED, AnalysisFailure.NOT_NOW)
        return Unmeasured.CANCELLED if not_now else Unmeasured.UNREADABLE

    def rest(self) -> None:
        """End the helper to free its memory; the next request starts another.

        Does not wait: on a busy machine a lowest-priority process takes long to exit.
        """
        if self._line is not None:
            self._line.close()
        if self._helper is not None:
            self._helper.terminate()
        self._helper = self._line = None

    def _ask(self, what: str, path: Path, job: Job, share: Share) -> Answer:
        """`share` returns the share of one core that the request may use now."""
        for _ in range(TRIES):
            if job.cancelled:
                return AnalysisFailure.CANCELLED
            try:
                self._pacing.share.value = share()
                line = self._line or self._call_helper()
                line.send((what, path))
                since, paused_s = time.monotonic(), self._pacing.paused_s.value
                while not line.poll(LOOK_EVERY_S):
                    self._pacing.share.value = share()
                    if job.cancelled:
                        self.rest()
                        return AnalysisFailure.CANCELLED
                    waited_s = time.monotonic() - since
                    if overdue(waited_s, self._pacing.paused_s.value - paused_s):
                        self.rest()
                        return AnalysisFailure.NOT_NOW
                return line.recv()
            except (EOFError, OSError):
                worn_out = self._worn_out()
                self.rest()
                if worn_out:
                    break
        return AnalysisFailure.UNREADABLE

    def _worn_out(self) -> bool:
        """Whether the helper died because a song cost too much."""
        if self._helper is None or sys.platform == "win32":
            return False
        self._helper.join(1.0)
        return self._helper.exitcode == -signal.SIGXCPU

    def _call_helper(self) -> Connection:
        import multiprocessing

        fresh = multiprocessing.get_context("spawn")
        ours, theirs = fresh.Pipe()
        words = (theirs, self._hurry, self._pacing)
        self._helper = fresh.Process(
            target=self._serve, args=words, name="tempo analysis", daemon=True
        )
        with starting():
            self._helper.start()
        theirs.close()
        self._line = ours
        return ours


class TempoWorkerPool:
    """A `TempoAnalyzer` for several threads, with one helper process per running request."""

    def __init__(
        self, hurry: bool = False, serve: Serve = serve, limit: AnalysisLimit | None = None
    ) -> None:
        """Use `hurry` when somebody waits for the answers: helpers then run at a higher priority.

        `serve` is the helper's main loop. Pools with the same `limit` share it."""
        self._hurry = hurry
        self._limit = limit
        self._serve = serve
        self._lock = threading.Lock()
        self._idle: list[TempoWorker] = []
        self._tidying = Tidying(IDLE_S + TIDY_AFTER_S)

    def content(self, path: Path, job: Job) -> str | AnalysisFailure:
        with self._part() as share, self._lent() as worker:
            return worker.content(path, job, share)

    def analyze(self, path: Path, job: Job) -> TempoAnalysis | AnalysisFailure:
        with self._part() as share, self._lent() as worker:
            return worker.analyze(path, job, share)

    def measure(
        self, path: Path, job: Job, asked: Callable[[], bool] = never
    ) -> LoudnessReading | Unmeasured:
        """Measure a recording's loudness; `CANCELLED` also when it ran out of time.

        While `asked` returns True the person waits for it, and the limit does not apply."""
        with self._part(asked) as share, self._lent() as worker:
            return worker.measure(path, job, share)

    def rest(self) -> None:
        """End the idle helpers."""
        with self._lock:
            for worker in self._idle:
                worker.rest()

    def _part(self, asked: Callable[[], bool] = never) -> AbstractContextManager[Share]:
        return nullcontext(unlimited) if self._limit is None else self._limit.part(asked)

    @contextmanager
    def _lent(self) -> Iterator[TempoWorker]:
        with self._lock:
            worker = self._idle.pop() if self._idle else TempoWorker(self._hurry, self._serve)
        try:
            yield worker
        finally:
            with self._lock:
                self._idle.append(worker)
            self._tidying.begin()


def analyze_files(paths: Sequence[Path], workers: int | None = None) -> Iterator[FileAnalysis]:
    """Analyse files in parallel and yield results in order, each as soon as it is ready.

    Closing the iterator, or Ctrl-C, drops queued files and abandons running ones.
    """
    from lullaby.tempo_analysis import FileAnalysis

    count = workers or min(MOST_IN_TERMINAL, os.cpu_count() or 1)
    pool, job = TempoWorkerPool(hurry=True), Job()
    threads = ThreadPoolExecutor(count, "tempo analysis")

    def listen(path: Path) -> FileAnalysis:
        answer = pool.analyze(path, job)
        if isinstance(answer, TempoAnalysis):
            return FileAnalysis(path, answer)
        return FileAnalysis(path, None, GONE.get(answer, Trouble.UNREADABLE))

    try:
        for future in [threads.submit(listen, path) for path in paths]:
            yield future.result()
    finally:
        job.cancel()
        threads.shutdown(wait=True, cancel_futures=True)
        pool.rest()


def lowest_priority() -> None:
    """Take the lowest priority; on Linux also idle scheduling of processor and disk."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _answer(what: str, path: Path, pause: Pause) -> Answer:
    try:
        return _work(what, pause)(path)
    except CannotPlay as problem:
        gone = problem.trouble is Trouble.MISSING
        return AnalysisFailure.MISSING if gone else AnalysisFailure.UNREADABLE
    except Exception:  # an unforeseen error means that this recording cannot be analysed
        return AnalysisFailure.UNREADABLE


def _work(what: str, pause: Pause) -> Callable[[Path], Answer]:
    """Import decoder and analyser only inside the helper; long work calls `pause` often."""
    if what == CONTENT:
        from lullaby.audio.content import content_of

        return content_of
    if what == MEASURE:
        from lullaby.audio.loudness import measure

        def each_second() -> bool:
            pause()
            return False

        return lambda path: measure(path, each_second)
    from lullaby.tempo_analysis import analyze_file

    return lambda path: analyze_file(path, pause)
