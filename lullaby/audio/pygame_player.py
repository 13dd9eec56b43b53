"""The player of the app: engine, loudspeaker and threads put together."""

from concurrent.futures import ThreadPoolExecutor

from lullaby.audio.driver import Driver
from lullaby.audio.engine import Engine
from lullaby.audio.engine_player import EnginePlayer
from lullaby.audio.feeder import Beds, Feeder
from lullaby.audio.loop import Loop
from lullaby.audio.loudspeaker import Loudspeaker
from lullaby.audio.output import PygameLoudspeaker
from lullaby.clock import Clock


class PygamePlayer(EnginePlayer):
    """Plays through pygame. Without a device time runs all the same, and nothing is heard.

    `beds` makes the background sounds. The device is opened on the sound's own thread: until then
    `status()` takes it to be there.
    """

    def __init__(self, clock: Clock, beds: Beds, loudspeaker: Loudspeaker | None = None) -> None:
        self._feeding = Loop("feeder")
        self._sounding = Loop("sound")
        feeder = Feeder(beds, ThreadPoolExecutor(1, "beds"), self._feeding.wake)
        speaker = loudspeaker or PygameLoudspeaker()
        driver = Driver(Engine(), speaker, clock, self._sounding.wake)
        super().__init__(driver, feeder)
        self._feeding.start(feeder.step)
        self._sounding.start(driver.step)

    def close(self) -> None:
        """Both threads end and the device is free; a second call does nothing."""
        self._sounding.close()
        self._feeding.close()
        super().close()
