"""The only fakes: time, the player, and where background work runs."""

from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from types import MappingProxyType
from typing import Any, TypeVar

from lullaby.audio.content import content_of
from lullaby.audio.decoder import CannotPlay
from lullaby.audio.port import PAUSE_RAMP, Cue, Device, PlayerStatus, Trouble
from lullaby.jobs import Job
from lullaby.library.analysis_queue import AnalysisFailure
from lullaby.tempo.analysis import TempoAnalysis
from lullaby.tempo_analysis import analyze_file
from lullaby.units import Ms
from tests.silent_player import SilentPlayer

T = TypeVar("T")

A_NIGHT = datetime(2024, 11, 3, 2, 14, tzinfo=UTC)
THREE_MINUTES = Ms(180_000)


class FakeClock:
    """Stands still until told otherwise."""

    def __init__(self, now: datetime = A_NIGHT) -> None:
        self._now = now
        self._monotonic = 1_000_000
        self._slept = 0

    def monotonic_ms(self) -> Ms:
        return Ms(self._monotonic)

    def slept_ms(self) -> Ms:
        return Ms(self._slept)

    def now(self) -> datetime:
        return self._now

    def advance(self, ms: int) -> None:
        """Let time pass while the machine is awake: both clocks move."""
        self._monotonic += ms
        self._now += timedelta(milliseconds=ms)

    def jump_wall(self, ms: int) -> None:
        """Sleep: the wall clock moves, the monotonic one stands still."""
        self._slept += ms
        self._now += timedelta(milliseconds=ms)


class FakePlayer(SilentPlayer):
    """Plays by the clock, with the given durations and the named files failing.

    Passes `tests/contracts/test_player.py`. `cues` lists what it was asked to play, in order;
    `ambient`, `volume` and `ceiling` hold the last values set.
    """

    def __init__(
        self,
        clock: FakeClock,
        durations: Mapping[Path, Ms] = MappingProxyType({}),
        troubles: Mapping[Path, Trouble] = MappingProxyType({}),
        usual_ms: Ms = THREE_MINUTES,
    ) -> None:
        super().__init__(clock, self._outcome_of)
        self.durations = dict(durations)
        self.troubles = dict(troubles)
        self.usual_ms = usual_ms
        self.cues: list[Cue] = []
        self.opening_ms = 0
        """How long it takes until the length of a file is known, as with a real one."""
        self._begun_ms = 0
        self.resumed_over: list[Ms] = []
        """The ramps of its resumes, in order."""
        self.closed = False
        self._device = Device.READY

    def look_again(self) -> bool:
        """Finds a loudspeaker once `plug_in` was called."""
        return super().look_again()

    def resume(self, ramp_ms: Ms = PAUSE_RAMP) -> None:
        self.resumed_over.append(ramp_ms)
        super().resume(ramp_ms)

    def close(self) -> None:
        self.closed = True
        super().close()

    def name_speaker(self, name: str) -> None:
        """Set the name of the current loudspeaker."""
        self._speaker = name

    def unplug(self, device: Device = Device.LOST) -> None:
        """Remove the loudspeaker while in use, or (NONE) before it ever existed."""
        self._advance()
        self._device = device

    def plug_in(self) -> None:
        """Return the loudspeaker."""
        self._advance()
        self._device = Device.READY

    def status(self) -> PlayerStatus:
        told = super().status()
        opening = self._clock.monotonic_ms() - self._begun_ms < self.opening_ms
        return replace(told, duration_ms=None) if opening else told

    def _begin(self, cue: Cue, position_ms: float) -> None:
        self.cues.append(cue)
        self._begun_ms = self._clock.monotonic_ms()
        super()._begin(cue, position_ms)

    def _outcome_of(self, path: Path) -> Ms | Trouble:
        if path in self.troubles:
            return self.troubles[path]
        return self.durations.get(path, self.usual_ms)


class ImmediateExecutor(Executor):
    """Runs work at once, on the caller's thread."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as problem:
            future.set_exception(problem)
        return future


class PatientExecutor(Executor):
    """Queues work until told to run it, like a busy machine."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._waiting.append((future, lambda: fn(*args, **kwargs)))
        return future

    def work(self) -> bool:
        """Run the next piece of work; False if there is none."""
        if not self._waiting:
            return False
        future, run = self._waiting.popleft()
        future.set_result(run())
        return True


class Postbox:
    """`post` for a JobRunner: keeps calls until they are delivered by hand."""

    def __init__(self) -> None:
        self._calls: deque[Callable[[], None]] = deque()

    def __call__(self, call: Callable[[], None]) -> None:
        self._calls.append(call)

    def __len__(self) -> int:
        return len(self._calls)

    def deliver(self) -> int:
        """Run all waiting calls, and those that they post; returns how many."""
        delivered = 0
        while self._calls:
            self._calls.popleft()()
            delivered += 1
        return delivered


class Mailbox:
    """`post` for a JobRunner with real threads: whoever waits for calls runs them."""

    def __init__(self) -> None:
        self._calls: Queue[Callable[[], None]] = Queue()

    def __call__(self, call: Callable[[], None]) -> None:
        self._calls.put(call)

    def deliver_until(self, fact: Callable[[], bool], patience_s: float = 60.0) -> None:
        """Run calls until `fact` holds; raises `queue.Empty` if none comes for long."""
        while not fact():
            self._calls.get(timeout=patience_s)()


class LocalAnalyzer:
    """The real tempo analyser in this process, without a helper."""

    def content(self, path: Path, job: Job) -> str | AnalysisFailure:
        return self._answer(content_of, path)

    def analyze(self, path: Path, job: Job) -> TempoAnalysis | AnalysisFailure:
        return self._answer(analyze_file, path)

    def rest(self) -> None:
        """There is no helper to end."""

    def _answer(self, work: Callable[[Path], T], path: Path) -> T | AnalysisFailure:
        try:
            return work(path)
        except CannotPlay as problem:
            gone = problem.trouble is Trouble.MISSING
            return AnalysisFailure.MISSING if gone else AnalysisFailure.UNREADABLE
