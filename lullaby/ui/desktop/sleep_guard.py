"""Pauses softly before the laptop sleeps; it stays silent when it wakes."""

from PySide6.QtCore import QObject, QTimer

from lullaby.audio.port import PAUSE_RAMP
from lullaby.clock import Clock
from lullaby.desktop.sleep_watch import Release, SleepWatch
from lullaby.session.state import Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.units import Ms

HEARD_LATER_MS = 1_000
"""How much later than requested a pause is complete at the loudspeaker, at most: sound is rendered
0.6 s ahead, and the loudspeaker adds its own delay."""

SILENT_AFTER_MS = PAUSE_RAMP + HEARD_LATER_MS
LOOK_EVERY_MS = 100

SOUNDING = (Stage.PLAYING, Stage.ENDING)


class SleepGuard(QObject):
    """Pauses before sleep, and lets the machine sleep once the pause has been heard."""

    def __init__(
        self,
        bridge: SessionBridge,
        clock: Clock,
        watch: SleepWatch,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._clock = clock
        self._watch = watch
        self._release: Release | None = None
        self._silent_at = Ms(0)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        self._watch.start(self._before_sleep, self._after_sleep)

    def stop(self) -> None:
        """Stop delaying sleep; the application ends."""
        self._let_sleep()
        self._watch.stop()

    def look(self) -> None:
        """Let the machine sleep if the pause has been heard."""
        if self._clock.monotonic_ms() >= self._silent_at:
            self._let_sleep()

    def _before_sleep(self, release: Release) -> None:
        self._let_sleep()
        self._release = release
        if self._bridge.state.stage not in SOUNDING:
            self._let_sleep()
            return
        self._bridge.pause_for_sleep()
        self._silent_at = Ms(self._clock.monotonic_ms() + SILENT_AFTER_MS)
        self._timer.start()

    def _after_sleep(self) -> None:
        """Tick at once: the session notices the sleep by its clocks, whatever was reported."""
        self._let_sleep()
        self._bridge.tick()

    def _let_sleep(self) -> None:
        self._timer.stop()
        release, self._release = self._release, None
        if release is not None:
            release()
