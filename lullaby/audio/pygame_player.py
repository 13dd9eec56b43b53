"""The application's player: engine, loudspeaker and threads."""

from lullaby.audio.driver import Driver
from lullaby.audio.engine import Engine
from lullaby.audio.engine_player import EnginePlayer
from lullaby.audio.feeder import AmbientLoops, Feeder
from lullaby.audio.loudspeaker import Loudspeaker
from lullaby.audio.output import PygameLoudspeaker
from lullaby.audio.worker_loop import WorkerLoop
from lullaby.clock import Clock
from lullaby.workers import Workers

MOST_FILES = 64
"""The most files that are read at a time. A few are usual, but one that hangs keeps its thread."""


class PygamePlayer(EnginePlayer):
    """Plays through pygame. Without a device, time still runs, and nothing is heard.

    `ambient_loops` makes the background sounds. The sound thread opens the device; until then
    `status()` reports it as present.
    """

    def __init__(
        self, clock: Clock, ambient_loops: AmbientLoops, loudspeaker: Loudspeaker | None = None
    ) -> None:
        self._feeding = WorkerLoop("feeder")
        self._sounding = WorkerLoop("sound")
        readers = Workers(MOST_FILES, "reader")
        feeder = Feeder(
            ambient_loops, Workers(1, "ambient sounds"), readers, clock, self._feeding.wake
        )
        speaker = loudspeaker or PygameLoudspeaker(self._sounding.wake)
        driver = Driver(Engine(), speaker, clock, self._sounding.wake)
        super().__init__(driver, feeder)
        self._feeding.start(feeder.step)
        self._sounding.start(driver.step, at_end=driver.close)

    def close(self) -> None:
        """End all threads and close the device; a second call does nothing.

        Abandons a thread that hangs in a file or in the sound system.
        """
        self._sounding.close()
        self._feeding.close()
        self._feeder.close()
