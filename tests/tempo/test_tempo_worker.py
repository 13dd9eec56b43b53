"""Tempo analysis in helper processes: same results, quick to cancel, restarted after a crash."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from multiprocessing import active_children
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest

from lullaby import tempo_worker
from lullaby.audio.content import content_of
from lullaby.audio.loudness import measure
from lullaby.audio.loudness_reading import Unmeasured
from lullaby.jobs import Job, JobRunner
from lullaby.library.analysis_queue import AnalysisFailure, AnalysisQueue
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.stores import over
from lullaby.tempo.analysis import NO_ANALYSIS
from lullaby.tempo.answer import TempoSource
from lullaby.tempo.spectrum import RATE
from lullaby.tempo_analysis import analyze_file
from lullaby.tempo_worker import (
    CONTENT,
    LONGEST_S,
    LOOK_EVERY_S,
    Pacing,
    TempoWorker,
    TempoWorkerPool,
    overdue,
    serve,
)
from tests.audio.sounds import write
from tests.fakes import FakeClock, ImmediateExecutor, Mailbox, Postbox
from tests.tempo.pieces import song


@pytest.fixture
def analyzer() -> Iterator[TempoWorker]:
    analyzer = TempoWorker(hurry=True, serve=serve)
    yield analyzer
    analyzer.rest()


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write(tmp_path / "a.flac", song(66, 20.0)[:, None], RATE)


def helper_of(analyzer: TempoWorker) -> BaseProcess:
    helper = analyzer._helper
    assert helper is not None
    return helper


def impatient(line: Connection, hurry: bool, pacing: Pacing) -> None:
    """A helper that leaves as soon as it is not asked."""
    tempo_worker.IDLE_S = 0.1
    serve(line, hurry, pacing)


def dies_of_poison(line: Connection, hurry: bool, pacing: Pacing) -> None:
    """A helper whose decoder is brought down by one file."""
    while True:
        what, path = line.recv()
        if path.stem == "poison":
            os.kill(os.getpid(), signal.SIGKILL)
        line.send(path.stem if what == CONTENT else NO_ANALYSIS)


def tells_each_share(line: Connection, hurry: bool, pacing: Pacing) -> None:
    """A helper that answers as soon as its share has changed, with both shares."""
    line.recv()
    first = pacing.share.value
    while pacing.share.value == first:
        line.poll(0.01)
    line.send(f"{first} {pacing.share.value}")


def test_a_helper_returns_what_an_analysis_in_this_process_does(
    analyzer: TempoWorker, recording: Path
) -> None:
    assert analyzer.content(recording, Job()) == content_of(recording)
    assert analyzer.analyze(recording, Job()) == analyze_file(recording)
    recording.with_name("bad.mp3").write_bytes(b"no song at all" * 50)
    assert analyzer.analyze(recording.with_name("bad.mp3"), Job()) is AnalysisFailure.UNREADABLE
    assert analyzer.content(recording.with_name("gone.mp3"), Job()) is AnalysisFailure.MISSING


def test_a_limited_helper_pauses_and_returns_the_same(
    analyzer: TempoWorker, recording: Path
) -> None:
    analysis = analyzer.analyze(recording, Job())
    measured = analyzer.measure(recording, Job())
    assert analyzer._pacing.paused_s.value == 0.0
    assert analyzer.analyze(recording, Job(), lambda: 0.5) == analysis
    after_one = analyzer._pacing.paused_s.value
    assert after_one > 0.0
    assert analyzer.measure(recording, Job(), lambda: 0.5) == measured
    assert analyzer._pacing.paused_s.value > after_one


def test_another_share_reaches_a_helper_in_the_middle_of_a_song(recording: Path) -> None:
    analyzer, shares = TempoWorker(True, tells_each_share), cycle((0.25, 0.125))
    answer = analyzer.content(recording, Job(), lambda: next(shares))
    assert answer in ("0.25 0.125", "0.125 0.25")
    analyzer.rest()


def test_pauses_do_not_count_as_a_slow_disk() -> None:
    assert overdue(LONGEST_S + 1.0, 0.0)
    assert not overdue(4 * LONGEST_S, 3 * LONGEST_S)
    assert overdue(4 * LONGEST_S, 2 * LONGEST_S)


def test_a_recording_is_measured_as_in_this_process(analyzer: TempoWorker, recording: Path) -> None:
    assert analyzer.measure(recording, Job()) == measure(recording)
    assert analyzer.measure(recording.with_name("gone.mp3"), Job()) is Unmeasured.MISSING
    job = Job()
    job.cancel()
    assert analyzer.measure(recording, job) is Unmeasured.CANCELLED


def test_an_idle_helper_exits_and_another_answers(recording: Path) -> None:
    analyzer = TempoWorker(True, impatient)
    assert analyzer.content(recording, Job()) == content_of(recording)
    helper = helper_of(analyzer)
    helper.join(30)
    assert helper.exitcode == 0
    assert analyzer.content(recording, Job()) == content_of(recording)
    analyzer.rest()


def test_a_helper_that_dies_is_replaced(analyzer: TempoWorker, recording: Path) -> None:
    assert analyzer.content(recording, Job()) == content_of(recording)
    helper = helper_of(analyzer)
    helper.kill()
    helper.join()
    assert analyzer.content(recording, Job()) == content_of(recording)
    analyzer.rest()
    assert analyzer.content(recording, Job()) == content_of(recording)


def test_a_cancelled_song_is_left_at_once(analyzer: TempoWorker, recording: Path) -> None:
    job = Job()
    job.cancel()
    assert analyzer.analyze(recording, job) is AnalysisFailure.CANCELLED
    assert analyzer._helper is None


def test_a_file_on_a_hanging_disk_is_postponed(
    analyzer: TempoWorker, recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempo_worker, "LONGEST_S", 0.0)
    monkeypatch.setattr(tempo_worker, "LOOK_EVERY_S", LOOK_EVERY_S / 100)
    assert analyzer.analyze(recording, Job()) is AnalysisFailure.NOT_NOW


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of that kind there")
def test_a_file_that_computes_for_ever_is_given_up(analyzer: TempoWorker, recording: Path) -> None:
    endless = "from lullaby.tempo_worker import allow_cpu; allow_cpu(0)\nwhile True: pass"
    ended = subprocess.run([sys.executable, "-c", endless], check=False).returncode
    assert ended == -signal.SIGXCPU
    analyzer.content(recording, Job())
    helper = helper_of(analyzer)
    os.kill(helper.pid or 0, signal.SIGXCPU)
    assert analyzer.analyze(recording, Job()) is AnalysisFailure.UNREADABLE, (
        "another try would cost as much"
    )
    assert analyzer.content(recording, Job()) == content_of(recording)


@pytest.mark.skipif(sys.platform != "linux", reason="told by /proc")
def test_helpers_run_at_the_lowest_priority(recording: Path) -> None:
    niceness = min(os.getpriority(os.PRIO_PROCESS, 0) + 10, 19)
    for hurry, policy in ((False, os.SCHED_IDLE), (True, os.SCHED_OTHER)):
        analyzer = TempoWorker(hurry, serve)
        analyzer.content(recording, Job())
        pid = helper_of(analyzer).pid or 0
        assert os.sched_getscheduler(pid) == policy
        assert os.getpriority(os.PRIO_PROCESS, pid) == niceness
        analyzer.rest()


def test_several_songs_are_heard_at_a_time_and_idle_helpers_leave(recording: Path) -> None:
    workers, at_work = TempoWorkerPool(hurry=True), threading.Barrier(2)

    def ask(_: int) -> str | AnalysisFailure:
        at_work.wait(30)
        return workers.content(recording, Job())

    with ThreadPoolExecutor(2) as pool:
        assert set(pool.map(ask, range(2))) == {content_of(recording)}
    children = {child for child in active_children() if child.name == "tempo analysis"}
    assert len(children) == 2
    workers.rest()
    for child in children:
        child.join(10)
    assert not children & set(active_children())
    assert workers.content(recording, Job()) == content_of(recording)
    workers.rest()


def test_a_helper_that_dies_of_one_file_loses_no_other(memory: sqlite3.Connection) -> None:
    stores, calls = over(memory, ()), Mailbox()
    names = ["a", "b", "poison", "c", "d", "e"]
    stores.scans.apply(
        ScanBatch(found=tuple(FoundFile(Path(f"/m/{n}.ogg"), 1, 1, 0, Tags(n)) for n in names))
    )
    workers = TempoWorkerPool(serve=dies_of_poison)
    with ThreadPoolExecutor(2) as pool:
        queue = AnalysisQueue(
            stores.analyses, JobRunner(pool, calls), workers, FakeClock(), lambda: None, lambda: 2
        )
        queue.start()
        calls.deliver_until(lambda: queue.progress is None)
    analyses = {
        each.title: stores.analyses.analysis_of(each.id) for each in stores.library.tracks()
    }
    assert {name for name, answer in analyses.items() if answer is None} == {"poison"}
    assert stores.analyses.next() is None, "it is not asked again as long as it is the same file"


def test_a_real_file_through_the_queue_once(
    memory: sqlite3.Connection, analyzer: TempoWorker, recording: Path
) -> None:
    stores, post = over(memory, ()), Postbox()
    stores.scans.apply(ScanBatch(found=(FoundFile(recording, 1, 1, 0, Tags("a")),)))
    queue = AnalysisQueue(
        stores.analyses, JobRunner(ImmediateExecutor(), post), analyzer, FakeClock(), lambda: None
    )
    queue.start()
    post.deliver()
    (track,) = stores.library.tracks()
    assert track.tempo.source is TempoSource.ANALYSIS
    assert track.tempo.bpm == pytest.approx(66, rel=0.02)
    assert stores.analyses.next() is None
