"""Analyses the tempo of the library in the background, several songs at a time.

Each song is a job of its own and each result is stored at once, so that the queue continues where
it was after a stop or crash. A recording that was analysed before is recognised by its content,
wherever its file was then.
"""

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Protocol

from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.jobs import Job, JobRunner
from lullaby.library.analysis_store import AnalysisStore, UnanalyzedTrack
from lullaby.library.track import TrackId
from lullaby.storage.transaction import StorageError
from lullaby.tempo.analysis import TempoAnalysis
from lullaby.units import Ms

log = logging.getLogger(__name__)

ENOUGH_TO_TELL = 5
"""Number of finished songs from which the remaining time is estimated."""

TELLING = 40
"""Number of newest songs in that estimate, because starting music halves the helpers."""

AHEAD = 64
"""Number of songs looked up at once."""


class AnalysisFailure(Enum):
    """Why a recording was not analysed."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    CANCELLED = "cancelled"
    NOT_NOW = "not now"
    """The file or the machine is too slow just now; retried another day."""


class TempoAnalyzer(Protocol):
    """Both methods return `AnalysisFailure.CANCELLED` soon after their job is cancelled.

    Called from as many threads as the job runner has.
    """

    def content(self, path: Path, job: Job) -> str | AnalysisFailure:
        """The identity of the recording in a file, independent of its tags."""
        ...

    def analyze(self, path: Path, job: Job) -> TempoAnalysis | AnalysisFailure: ...

    def rest(self) -> None:
        """Free idle resources; running requests continue."""
        ...


@frozen
class AnalysisProgress:
    """Progress: songs analysed and in total; `left_ms` once it can be estimated."""

    done: int
    total: int
    left_ms: Ms | None = None
    paused: bool = False


@dataclass(slots=True)
class _Slot:
    """A song being analysed, and its job."""

    song: UnanalyzedTrack
    job: Job | None = None
    content: str = ""


def one_at_a_time() -> int:
    return 1


@dataclass(slots=True)
class _Round:
    """The state between a start and the next stop."""

    hands: list[_Slot] = field(default_factory=list)
    ahead: deque[UnanalyzedTrack] = field(default_factory=deque)
    same: dict[str, list[_Slot]] = field(default_factory=dict)
    """By content under analysis in another slot: the slots that wait for its result."""
    ends_ms: deque[Ms] = field(default_factory=lambda: deque(maxlen=TELLING + 1))
    """When the newest songs finished; at first the start of the round."""


class AnalysisQueue:
    """Lives on the owner thread; only the analysis itself runs elsewhere."""

    def __init__(
        self,
        store: AnalysisStore,
        runner: JobRunner,
        analyzer: TempoAnalyzer,
        clock: Clock,
        on_progress: Callable[[], None],
        hands: Callable[[], int] = one_at_a_time,
    ) -> None:
        """`on_progress` is called whenever `progress` has changed. `hands` returns how many songs
        may be analysed at a time just now; it is called before each song."""
        self._store = store
        self._runner = runner
        self._analyzer = analyzer
        self._clock = clock
        self._on_progress = on_progress
        self._most = hands
        self._round: _Round | None = None
        self._put_off: set[TrackId] = set()
        self._paused = False
        self._done = self._total = 0

    @property
    def progress(self) -> AnalysisProgress | None:
        """The progress; None if nothing is left to analyse or nothing was started."""
        if self._round is None and not self._paused:
            return None
        return AnalysisProgress(self._done, self._total, self._left_ms(), self._paused)

    def start(self) -> None:
        """Continue unless paused; no effect while running. Never raises."""
        if self._round is not None or self._paused:
            return
        try:
            self._done, self._total = self._store.counts()
        except StorageError as problem:
            log.warning("no song is analysed: %s", problem)
            return
        self._round = _Round()
        self._round.ends_ms.append(self._clock.monotonic_ms())
        self._fill(self._round)
        self._on_progress()

    def pause(self) -> None:
        """Pause until `go_on` or the next start of the app."""
        if self._round is not None:
            self._paused = True
            self.stop()

    def go_on(self) -> None:
        self._paused = False
        self.start()
        self._on_progress()

    def stop(self) -> None:
        """Stop; songs under way are analysed after the next start."""
        ended, self._round = self._round, None
        for hand in ended.hands if ended is not None else ():
            if hand.job is not None:
                hand.job.cancel()
        self._analyzer.rest()
        self._on_progress()

    def _left_ms(self) -> Ms | None:
        """Remaining time at the speed of the newest songs."""
        if self._round is None or len(self._round.ends_ms) <= ENOUGH_TO_TELL:
            return None
        ends = self._round.ends_ms
        each = (ends[-1] - ends[0]) / (len(ends) - 1)
        return Ms(round(each * (self._total - self._done)))

    def _fill(self, now: _Round) -> None:
        """Start songs in all free slots; if none are left, the round ends."""
        while self._round is now and len(now.hands) < max(1, self._most()):
            song = self._next(now)
            if song is None:
                break
            hand = _Slot(song)
            now.hands.append(hand)
            self._name(now, hand)
        if self._round is now and not now.hands:
            self._round = None
            self._analyzer.rest()

    def _next(self, now: _Round) -> UnanalyzedTrack | None:
        if not now.ahead:
            busy = {hand.song.track for hand in now.hands} | self._put_off
            try:
                now.ahead.extend(self._store.waiting(AHEAD, busy))
            except StorageError as problem:
                log.warning("no more songs are analysed: %s", problem)
        return now.ahead.popleft() if now.ahead else None

    def _name(self, now: _Round, hand: _Slot) -> None:
        def done(content: str | AnalysisFailure) -> None:
            if isinstance(content, AnalysisFailure):
                self._keep(now, hand, content)
            elif self._round is now:
                self._recognise(now, hand, content)

        def failed(_: Exception) -> None:
            self._keep(now, hand, AnalysisFailure.UNREADABLE)

        path = hand.song.path
        hand.job = self._runner.submit(lambda job: self._analyzer.content(path, job), done, failed)

    def _recognise(self, now: _Round, hand: _Slot, content: str) -> None:
        hand.content = content
        if content in now.same:
            now.same[content].append(hand)
            return
        try:
            known = self._store.recognise(hand.song, content)
        except StorageError as problem:
            self._give_up_for_now(now, hand, problem)
            return
        if known:
            self._go_to_next(now, hand)
        else:
            now.same[content] = []
            self._analyze(now, hand)

    def _analyze(self, now: _Round, hand: _Slot) -> None:
        def done(result: TempoAnalysis | AnalysisFailure) -> None:
            self._keep(now, hand, result)

        def failed(_: Exception) -> None:
            self._keep(now, hand, AnalysisFailure.UNREADABLE)

        path = hand.song.path
        hand.job = self._runner.submit(lambda job: self._analyzer.analyze(path, job), done, failed)

    def _keep(self, now: _Round, hand: _Slot, result: TempoAnalysis | AnalysisFailure) -> None:
        """Store a result, even of a song that was cancelled too late, and continue if running."""
        try:
            if isinstance(result, TempoAnalysis):
                self._store.write(hand.song, hand.content, result)
            elif result in (AnalysisFailure.MISSING, AnalysisFailure.UNREADABLE):
                self._store.give_up(hand.song, missing=result is AnalysisFailure.MISSING)
        except StorageError as problem:
            self._give_up_for_now(now, hand, problem)
            return
        if result is AnalysisFailure.NOT_NOW:
            self._put_off.add(hand.song.track)
        if result is not AnalysisFailure.CANCELLED:
            self._go_to_next(now, hand)

    def _go_to_next(self, now: _Round, hand: _Slot) -> None:
        if self._round is not now:
            return
        self._done += 1
        now.ends_ms.append(self._clock.monotonic_ms())
        now.hands.remove(hand)
        for other in now.same.pop(hand.content, ()):
            self._recognise(now, other, other.content)
        self._fill(now)
        self._on_progress()

    def _give_up_for_now(self, now: _Round, hand: _Slot, problem: StorageError) -> None:
        log.warning("what was heard of %s is not kept: %s", hand.song.path, problem)
        if self._round is now:
            self.stop()
