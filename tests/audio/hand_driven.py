"""The real engine, driven by a fake clock instead of threads and a device."""

from collections.abc import Callable
from concurrent.futures import Executor

import numpy as np

from lullaby.audio.driver import Driver
from lullaby.audio.engine import Engine
from lullaby.audio.engine_player import EnginePlayer
from lullaby.audio.feeder import AmbientLoops, Feeder
from lullaby.audio.loudspeaker import RING, Loudspeaker
from lullaby.audio.ring import Memory
from tests.audio.sounds import RATE, Sound
from tests.fakes import FakeClock, ImmediateExecutor

TICK_MS = 20
BUFFER = TICK_MS * RATE // 1000


def no_ambient_loops(name: str, rate: int) -> Sound:
    raise KeyError(name)


class HandSpeaker:
    """Takes 20 ms of its ring at each `tick`; what it takes counts as heard, and is recorded."""

    buffer = BUFFER
    latency = 0
    tells_loss = False

    def __init__(self, plugged: bool = True) -> None:
        self.plugged = plugged
        self.names: tuple[str, ...] = ("here", "there")
        self.using: str | None = None
        self.chosen: list[str | None] = []
        self.played: list[Memory] = []
        self._memory: Memory | None = None
        self._taken = 0
        self.asked_for_taken = 0
        self.stands_still = False

    def choose(self, name: str | None) -> None:
        self.chosen.append(name)
        self.plugged = self.plugged and (name is None or name in self.names)

    def open_device(self) -> Memory | None:
        self._taken = 0
        self._memory = np.zeros((RING, 2), np.int16) if self.plugged else None
        self.using = self.chosen[-1] if self.chosen and self.plugged else None
        return self._memory

    def tick(self) -> None:
        if self._memory is not None and self.plugged and not self.stands_still:
            at = (self._taken + np.arange(BUFFER)) % RING
            self.played.append(self._memory[at])
            self._taken += BUFFER

    def taken(self) -> int:
        self.asked_for_taken += 1
        return self._taken

    def read(self) -> int:
        return self._taken

    def there(self) -> bool:
        return self.plugged

    def close(self) -> None:
        self._memory = None

    def sound(self, since: int = 0) -> Sound:
        """Everything heard, or everything since a tick; full scale is 1."""
        played = self.played[since:]
        if not played:
            return np.zeros((0, 2), np.float32)
        return (np.concatenate(played) / 32_767).astype(np.float32)


class HandDriven:
    """A `player` on a loudspeaker that `pass_ms` drives."""

    def __init__(
        self,
        clock: FakeClock,
        speaker: HandSpeaker | None = None,
        ambient_loops: AmbientLoops = no_ambient_loops,
        wrap: Callable[[HandSpeaker], Loudspeaker] = lambda speaker: speaker,
        readers: Executor | None = None,
    ) -> None:
        self.clock = clock
        self.speaker = speaker or HandSpeaker()
        at_once = ImmediateExecutor()
        self.feeder = Feeder(ambient_loops, at_once, readers or at_once, clock, lambda: None)
        self.driver = Driver(Engine(), wrap(self.speaker), clock, self._wake)
        self.player = EnginePlayer(self.driver, self.feeder)
        self.driver.step()

    def pass_ms(self, time: int) -> None:
        """Let time pass, running every part."""
        for _ in range(time // TICK_MS):
            self.feeder.step()
            self.driver.step()
            self.clock.advance(TICK_MS)
            self.speaker.tick()
        self.driver.step()

    def hear(self, time: int) -> Sound:
        """The sound that leaves the loudspeaker in the next `time` ms."""
        before = len(self.speaker.played)
        self.pass_ms(time)
        return self.speaker.sound(before)

    def _wake(self) -> None:
        self.driver.step()
