"""Tempo analysis in helper processes, at a lower priority than sound and window.

A file that crashes the decoder cannot crash the app, and no long computation competes with the
window and sound threads.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING

from lullaby.audio.file_access import CannotPlay
from lullaby.audio.loudness_reading import LoudnessReading, Unmeasured
from lullaby.audio.port import Trouble
from lullaby.helper_process import TIDY_AFTER_S, Tidying, allow_cpu, lower_priority, starting
from lullaby.jobs import Job
from lullaby.library.analysis_queue import AnalysisFailure
from lullaby.tempo.analysis import TempoAnalysis

if TYPE_CHECKING:
    from lullaby.tempo_analysis import FileAnalysis

LOOK_EVERY_S = 0.1
"""How often a running analysis checks for cancellation, in seconds."""

MOST_CPU_S = 60
"""A file that needs more processor time is given up; usual ones need a third of a second."""

LONGEST_S = 180.0
"""Seconds after which the disk or machine counts as too slow for a file just now."""

TRIES = 2
"""A helper may die through no fault of its song."""

MOST_HELPERS = 2
"""A helper holds 70 to 100 MB of its own; the window and two of them stay below 400 MB."""

MOST_IN_TERMINAL = 4

IDLE_S = 5.0
"""Seconds after which an idle helper exits and frees its memory."""

CONTENT, ANALYZE, MEASURE = "content", "analyze", "measure"

Answer = str | TempoAnalysis | LoudnessReading | Unmeasured | AnalysisFailure
Serve = Callable[[Connection, bool], None]
GONE = {AnalysisFailure.MISSING: Trouble.MISSING}


def worker_count() -> int:
    """How many songs are analysed at a time while nothing plays."""
    return min(MOST_HELPERS, os.cpu_count() or 1)


def serve(line: Connection, hurry: bool) -> None:
    """Answer requests until the connection closes, which it does however the app ends."""
    lower_priority()
    if not hurry:
        lowest_priority()
    with suppress(EOFError, OSError, KeyboardInterrupt):
        while line.poll(IDLE_S):
            what, path = line.recv()
            allow_cpu(MOST_CPU_S)
            line.send(_answer(what, path))


class TempoWorker:
    """A `TempoAnalyzer` with one helper process.

    Call it from one thread at a time, and `rest` only between calls."""

    def __init__(self, hurry: bool, serve: Serve) -> None:
        self._hurry = hurry
        self._serve = serve
        self._helper: BaseProcess | None = None
        self._line: Connection | None = None

    def content(self, path: Path, job: Job) -> str | AnalysisFailure:
        answer = self._ask(CONTENT, path, job)
        return answer if isinstance(answer, (str, AnalysisFailure)) else AnalysisFailure.UNREADABLE

    def analyze(self, path: Path, job: Job) -> TempoAnalysis | AnalysisFailure:
        answer = self._ask(ANALYZE, path, job)
        return (
            answer
            if isinstance(answer, (TempoAnalysis, AnalysisFailure))
            else AnalysisFailure.UNREADABLE
        )

    def measure(self, path: Path, job: Job) -> LoudnessReading | Unmeasured:
        answer = self._ask(MEASURE, path, job)
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

    def _ask(self, what: str, path: Path, job: Job) -> Answer:
        for _ in range(TRIES):
            if job.cancelled:
                return AnalysisFailure.CANCELLED
            try:
                line = self._line or self._call_helper()
                line.send((what, path))
                until = time.monotonic() + LONGEST_S
                while not line.poll(LOOK_EVERY_S):
                    if job.cancelled:
                        self.rest()
                        return AnalysisFailure.CANCELLED
                    if time.monotonic() > until:
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
        fresh = multiprocessing.get_context("spawn")
        ours, theirs = fresh.Pipe()
        words = (theirs, self._hurry)
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

    def __init__(self, hurry: bool = False, serve: Serve = serve) -> None:
        """Use `hurry` when somebody waits for the answers: helpers then run at a higher priority.

        `serve` is the helper's main loop."""
        self._hurry = hurry
        self._serve = serve
        self._lock = threading.Lock()
        self._idle: list[TempoWorker] = []
        self._tidying = Tidying(IDLE_S + TIDY_AFTER_S)

    def content(self, path: Path, job: Job) -> str | AnalysisFailure:
        with self._lent() as worker:
            return worker.content(path, job)

    def analyze(self, path: Path, job: Job) -> TempoAnalysis | AnalysisFailure:
        with self._lent() as worker:
            return worker.analyze(path, job)

    def measure(self, path: Path, job: Job) -> LoudnessReading | Unmeasured:
        """Measure a recording's loudness; `CANCELLED` also when it ran out of time."""
        with self._lent() as worker:
            return worker.measure(path, job)

    def rest(self) -> None:
        """End the idle helpers."""
        with self._lock:
            for worker in self._idle:
                worker.rest()

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


def analyze_files(paths: Sequence[Path], workers: int | None = None) -> "Iterator[FileAnalysis]":
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


def _answer(what: str, path: Path) -> Answer:
    try:
        return _work(what)(path)
    except CannotPlay as problem:
        gone = problem.trouble is Trouble.MISSING
        return AnalysisFailure.MISSING if gone else AnalysisFailure.UNREADABLE
    except Exception:  # an unforeseen error means that this recording cannot be analysed
        return AnalysisFailure.UNREADABLE


def _work(what: str) -> Callable[[Path], Answer]:
    """Import decoder and analyser only inside the helper."""
    if what == CONTENT:
        from lullaby.audio.content import content_of

        return content_of
    if what == MEASURE:
        from lullaby.audio.loudness import measure

        return measure
    from lullaby.tempo_analysis import analyze_file

    return analyze_file
