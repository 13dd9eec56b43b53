"""The only fakes there are: time, the player, and where background work runs."""

from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from types import MappingProxyType
from typing import Any, TypeVar

from lullaby.audio.content import content_of
from lullaby.audio.decoder import CannotPlay
from lullaby.audio.port import PAUSE_RAMP, Cue, Device, Trouble
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
    """Stands still until it is told otherwise."""

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
        """Time passes while the machine is awake: both clocks move."""
        self._monotonic += ms
        self._now += timedelta(milliseconds=ms)

    def jump_wall(self, ms: int) -> None:
        """The machine slept: the wall clock moves, the monotonic one stood still."""
        self._slept += ms
        self._now += timedelta(milliseconds=ms)


class FakePlayer(SilentPlayer):
    """Plays by the clock, lasts as long as told, and finds the files troublesome that are named.

    Passes `tests/contracts/test_player.py`. What it was asked to play is in `cues`, in order;
    `ambient`, `volume` and `ceiling` hold what was last asked for.
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
        self.resumed_over: list[Ms] = []
        """The ramps it was asked to rise over, in order."""
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
        """Sound leaves through this one now."""
        self._speaker = name

    def unplug(self, device: Device = Device.LOST) -> None:
        """The loudspeaker goes away while in use, or (NONE) was never there."""
        self._advance()
        self._device = device

    def plug_in(self) -> None:
        """The loudspeaker is there again."""
        self._advance()
        self._device = Device.READY

    def _begin(self, cue: Cue, position_ms: float) -> None:
        self.cues.append(cue)
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
    """Keeps work until it is told to do it, as a busy machine would."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self._waiting.append((future, lambda: fn(*args, **kwargs)))
        return future

    def work(self) -> bool:
        """Do the next piece of work; false when there is none."""
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
        """Run everything that waits, and what that posts in turn; how many calls that were."""
        delivered = 0
        while self._calls:
            self._calls.popleft()()
            delivered += 1
        return delivered


class Mailbox:
    """`post` for a JobRunner with real threads: calls are run by whoever waits for them."""

    def __init__(self) -> None:
        self._calls: Queue[Callable[[], None]] = Queue()

    def __call__(self, call: Callable[[], None]) -> None:
        self._calls.put(call)

    def deliver_until(self, fact: Callable[[], bool], patience_s: float = 60.0) -> None:
        """Run what comes until `fact` holds; raises `queue.Empty` when nothing comes for long."""
        while not fact():
            self._calls.get(timeout=patience_s)()


class LocalAnalyzer:
    """The real ear in this process, without a helper."""

    def content(self, path: Path, job: Job) -> str | AnalysisFailure:
        return self._answer(content_of, path)

    def analyze(self, path: Path, job: Job) -> TempoAnalysis | AnalysisFailure:
        return self._answer(analyze_file, path)

    def rest(self) -> None:
        """There is no helper to let go."""

    def _answer(self, work: Callable[[Path], T], path: Path) -> T | AnalysisFailure:
        try:
            return work(path)
        except CannotPlay as problem:
            gone = problem.trouble is Trouble.MISSING
            return AnalysisFailure.MISSING if gone else AnalysisFailure.UNREADABLE
