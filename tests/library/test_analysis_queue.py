"""Listening in the background: in order, paused, stopped, gone on with, and never twice."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from lullaby.jobs import Job, JobRunner
from lullaby.library.analysis_queue import (
    ENOUGH_TO_TELL,
    AnalysisFailure,
    AnalysisProgress,
    AnalysisQueue,
)
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.track import Fault
from lullaby.stores import Stores, over
from lullaby.tempo.analysis import TempoAnalysis
from lullaby.tempo.answer import Pace
from lullaby.units import Bpm
from tests.fakes import FakeClock, ImmediateExecutor, Postbox

SLOW = TempoAnalysis(Bpm(64.0), (), 0.8, Pace.SLOW, (), 66.0)
SECONDS = 3_000


def found(name: str, mtime_ns: int = 7) -> FoundFile:
    return FoundFile(Path(f"/m/{name}.ogg"), 9, mtime_ns, 0, Tags(name))


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    stores = over(memory, ())
    stores.scans.apply(ScanBatch(found=tuple(map(found, "abc"))))
    return stores


class Bench:
    """A queue whose analyser gives answers made by hand; every song has a sound of its own."""

    def __init__(self, stores: Stores) -> None:
        self.post, self.clock = Postbox(), FakeClock()
        self.asked: list[str] = []
        self.reports: list[AnalysisProgress | None] = []
        self.answers: dict[str, TempoAnalysis | AnalysisFailure] = {}
        self.contents: dict[str, str | AnalysisFailure] = {}
        self.rested = 0
        self.hands = 1
        self.on_hear: Callable[[], object] = lambda: None
        runner = JobRunner(ImmediateExecutor(), self.post)
        self.queue = AnalysisQueue(
            stores.analyses, runner, self, self.clock, self._tell, lambda: self.hands
        )

    def content(self, path: Path, job: Job) -> str | AnalysisFailure:
        return (
            AnalysisFailure.CANCELLED if job.cancelled else self.contents.get(path.stem, path.stem)
        )

    def analyze(self, path: Path, job: Job) -> TempoAnalysis | AnalysisFailure:
        self.asked.append(path.stem)
        self.clock.advance(SECONDS)
        self.on_hear()
        return AnalysisFailure.CANCELLED if job.cancelled else self.answers.get(path.stem, SLOW)

    def rest(self) -> None:
        self.rested += 1

    def _tell(self) -> None:
        self.reports.append(self.queue.progress)


def tempos(stores: Stores) -> list[float | None]:
    return [track.tempo.bpm for track in stores.library.tracks()]


def test_all_songs_are_heard_and_then_it_rests(stores: Stores) -> None:
    bench = Bench(stores)
    assert bench.queue.progress is None
    bench.queue.start()
    bench.queue.start()
    assert bench.queue.progress == AnalysisProgress(0, 3)
    bench.post.deliver()
    assert bench.asked == ["a", "b", "c"]
    assert tempos(stores) == [64, 64, 64]
    assert [each and each.done for each in bench.reports] == [0, 1, 2, None]
    assert bench.rested == 1
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a", "b", "c"]


def test_the_same_recording_is_heard_once(stores: Stores) -> None:
    bench = Bench(stores)
    bench.contents = {"a": "one", "c": "one"}
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a", "b"]
    assert tempos(stores) == [64, 64, 64]
    stores.scans.apply(ScanBatch(found=(found("b", mtime_ns=8),)))
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a", "b"], "only its tags were changed"
    assert stores.analyses.next() is None


def test_a_stopped_queue_resumes_where_it_was_even_after_a_kill(stores: Stores) -> None:
    bench = Bench(stores)
    bench.on_hear = lambda: bench.queue.stop() if bench.asked[-1] == "b" else None
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a", "b"]
    assert bench.queue.progress is None
    again = Bench(stores)
    again.queue.start()
    assert again.queue.progress == AnalysisProgress(2, 3), (
        "b was done before the stop could be seen"
    )
    again.post.deliver()
    assert again.asked == ["c"]


def test_a_song_that_was_left_halfway_is_heard_next_time(stores: Stores) -> None:
    bench = Bench(stores)
    bench.answers["a"] = AnalysisFailure.CANCELLED
    bench.on_hear = bench.queue.stop
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a"]
    again = Bench(stores)
    again.queue.start()
    again.post.deliver()
    assert again.asked == ["a", "b", "c"]


def test_a_pause_holds_until_it_is_lifted(stores: Stores) -> None:
    bench = Bench(stores)
    bench.on_hear = bench.queue.pause
    bench.queue.start()
    bench.post.deliver()
    assert bench.queue.progress == AnalysisProgress(0, 3, paused=True)
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a"], "a scan that ends does not lift it"
    bench.on_hear = lambda: None
    bench.queue.go_on()
    bench.post.deliver()
    assert bench.asked == ["a", "b", "c"]
    assert bench.reports[-1] is None


def test_how_long_the_rest_will_take_is_told_after_some_songs(stores: Stores) -> None:
    stores.scans.apply(ScanBatch(found=tuple(map(found, "defghijkl"))))
    bench = Bench(stores)
    bench.queue.start()
    bench.post.deliver()
    lefts = [each.left_ms for each in bench.reports if each is not None]
    assert lefts[:ENOUGH_TO_TELL] == [None] * ENOUGH_TO_TELL
    assert lefts[ENOUGH_TO_TELL:] == [SECONDS * left for left in range(12 - ENOUGH_TO_TELL, 0, -1)]


@pytest.mark.parametrize("at_once", [True, False])
def test_what_cannot_be_heard_does_not_hold_up_the_rest(stores: Stores, at_once: bool) -> None:
    bench = Bench(stores)
    if at_once:
        bench.contents = {"a": AnalysisFailure.UNREADABLE, "b": AnalysisFailure.MISSING}
    else:
        bench.answers = {"a": AnalysisFailure.UNREADABLE, "b": AnalysisFailure.MISSING}
    bench.queue.start()
    bench.post.deliver()
    assert tempos(stores) == [None, None, 64]
    assert [track.fault for track in stores.library.tracks()] == [None, Fault.MISSING, None]
    assert stores.analyses.next() is None


def test_an_analyser_that_fails_does_not_hold_up_the_rest(stores: Stores) -> None:
    bench = Bench(stores)

    def burst() -> None:
        if bench.asked[-1] == "a":
            raise ValueError("broken")

    bench.on_hear = burst
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a", "b", "c"]
    assert bench.queue.progress is None


def test_a_full_disk_ends_the_work_for_now(stores: Stores) -> None:
    bench = Bench(stores)
    bench.on_hear = lambda: stores.connection.execute("PRAGMA query_only = ON")
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a"]
    assert bench.queue.progress is None
    stores.connection.execute("PRAGMA query_only = OFF")
    bench.on_hear = lambda: None
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a", "a", "b", "c"]


class Waiting:
    """A queue whose songs are all under way until the test says what came of one."""

    def __init__(self, stores: Stores, hands: int) -> None:
        self.hands, self.clock = hands, FakeClock()
        self.contents: dict[str, str] = {}
        self.named: list[str] = []
        self.analyzed: list[str] = []
        self._due: list[Callable[[], None]] = []
        runner = JobRunner(Held(self._due), lambda call: call())
        self.queue = AnalysisQueue(
            stores.analyses, runner, self, self.clock, lambda: None, lambda: self.hands
        )

    def content(self, path: Path, job: Job) -> str | AnalysisFailure:
        self.named.append(path.stem)
        return (
            AnalysisFailure.CANCELLED if job.cancelled else self.contents.get(path.stem, path.stem)
        )

    def analyze(self, path: Path, job: Job) -> TempoAnalysis | AnalysisFailure:
        self.analyzed.append(path.stem)
        return AnalysisFailure.CANCELLED if job.cancelled else SLOW

    def rest(self) -> None:
        """There is no helper."""

    @property
    def under_way(self) -> int:
        return len(self._due)

    def end(self, at: int = 0) -> None:
        """What is under way at this place comes to its end."""
        self._due.pop(at)()


class Held(ImmediateExecutor):
    """Keeps work until it is called for."""

    def __init__(self, due: list[Callable[[], None]]) -> None:
        self._due = due

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self._due.append(lambda: fn(*args, **kwargs))
        return Future()


def test_several_are_heard_at_a_time_and_one_while_music_plays(stores: Stores) -> None:
    stores.scans.apply(ScanBatch(found=tuple(map(found, "defg"))))
    bench = Waiting(stores, hands=2)
    bench.queue.start()
    assert bench.under_way == 2
    for _ in range(4):
        bench.end()
    assert (bench.named, bench.analyzed) == (["a", "b"], ["a", "b"])
    assert bench.under_way == 2
    bench.hands = 1
    for _ in range(3):
        bench.end()
    assert bench.under_way == 1, "the music began: no new song for the second hand"
    bench.hands = 2
    while bench.under_way:
        bench.end()
        assert bench.under_way <= 2
    assert sorted(bench.analyzed) == list("abcdefg")
    assert bench.queue.progress is None
    assert tempos(stores) == [64] * 7


def test_two_copies_at_a_time_are_analyzed_once(stores: Stores) -> None:
    bench = Waiting(stores, hands=2)
    bench.contents = {"a": "one", "b": "one", "c": "one"}
    bench.queue.start()
    while bench.under_way:
        bench.end()
    assert bench.analyzed == ["a"]
    assert tempos(stores) == [64, 64, 64]
    assert bench.queue.progress is None


def test_all_hands_stop_and_all_their_songs_are_heard_next_time(stores: Stores) -> None:
    bench = Waiting(stores, hands=2)
    bench.queue.start()
    bench.end()
    bench.end()
    bench.queue.stop()
    assert bench.under_way == 2
    bench.end()
    bench.end()
    assert tempos(stores) == [None, None, None]
    again = Waiting(stores, hands=3)
    again.queue.start()
    assert again.queue.progress == AnalysisProgress(0, 3)
    while again.under_way:
        again.end(-1)
    assert sorted(again.analyzed) == ["a", "b", "c"]


def test_an_answer_after_a_stop_and_a_new_start_does_not_count_twice(stores: Stores) -> None:
    bench = Waiting(stores, hands=1)
    bench.queue.start()
    bench.queue.stop()
    bench.queue.start()
    bench.end()
    while bench.under_way:
        assert bench.queue.progress is not None
        bench.end()
    assert bench.analyzed == ["a", "b", "c"]
    assert bench.queue.progress is None


def test_what_is_too_slow_just_now_is_asked_again_another_day(stores: Stores) -> None:
    bench = Bench(stores)
    bench.answers["b"] = AnalysisFailure.NOT_NOW
    bench.queue.start()
    bench.post.deliver()
    bench.queue.start()
    bench.post.deliver()
    assert bench.asked == ["a", "b", "c"], "once in a day is enough"
    assert bench.queue.progress is None
    tomorrow = Bench(stores)
    tomorrow.queue.start()
    tomorrow.post.deliver()
    assert tomorrow.asked == ["b"]
    assert tempos(stores) == [64, 64, 64]


def test_the_time_left_follows_the_pace_of_the_newest_songs(stores: Stores) -> None:
    many = [found(f"{n:03}") for n in range(120)]
    stores.scans.apply(ScanBatch(found=tuple(many)))
    bench = Bench(stores)
    quick = [3_000] * 60
    lefts: list[tuple[int, int]] = []

    def slower() -> None:
        bench.clock.advance(0 if quick else 3_000)
        if quick:
            quick.pop()
        now = bench.queue.progress
        if now is not None and now.left_ms is not None:
            lefts.append((now.total - now.done, now.left_ms))

    bench.on_hear = slower
    bench.queue.start()
    bench.post.deliver()
    assert lefts[40][1] == lefts[40][0] * SECONDS
    assert lefts[-1][1] == lefts[-1][0] * 2 * SECONDS, "since then only one helper is at work"
