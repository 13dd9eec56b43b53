"""What happens when the evening is over: nothing, a black window, or sleep, as chosen in
Settings.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from lullaby.clock import Clock
from lullaby.session.state import SessionState, Stage
from lullaby.settings import AtEnd
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.desktop.screen_blanker import LIFTS, ScreenBlanker
from lullaby.ui.desktop.status_line import StatusLine
from lullaby.ui.text.translate import PLURAL, translate
from lullaby.ui.theme.theme import Theme
from lullaby.units import Ms

WAIT_MS = 30_000
LOOK_EVERY_MS = 250
SLEPT_MS = 5_000
"""A longer gap means that the lid was closed: whoever opens it wants the laptop awake."""


class AfterSession(QObject):
    """`sleep` suspends the machine; `at_end` and `locked` are called when they matter."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        bridge: SessionBridge,
        clock: Clock,
        at_end: Callable[[], AtEnd],
        locked: Callable[[], bool],
        sleep: Callable[[], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._clock = clock
        self._at_end = at_end
        self._locked = locked
        self._sleep = sleep
        self._stage = bridge.state.stage
        self._until: Ms | None = None
        self._slept = Ms(0)
        self.screen_blanker = ScreenBlanker(theme, window)
        self.line = StatusLine(theme, window, "moon")
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        bridge.stage_changed.connect(self._on_change)

    def stay(self) -> None:
        """Somebody is there: show the window again, and do not sleep."""
        self.screen_blanker.lift()
        self._cancel()

    def look(self) -> None:
        """Act if the time has come."""
        if self._until is None:
            return
        now = self._clock.monotonic_ms()
        if self._clock.slept_ms() - self._slept > SLEPT_MS:
            self._cancel()
        elif now < self._until:
            self._say(-(-(self._until - now) // 1000))
        else:
            self._cancel()
            if self._bridge.state.stage is Stage.ENDED:
                self._sleep()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the laptop awake on any key or click, and let it have its usual effect."""
        if self._until is not None and event.type() in LIFTS and not self._locked():
            self._cancel()
        return False

    def _on_change(self, state: SessionState) -> None:
        before, self._stage = self._stage, state.stage
        if state.stage is not Stage.ENDED:
            self.stay()
        elif before is not Stage.ENDED and self._window.isVisible():
            match self._at_end():
                case "dark":
                    self.screen_blanker.fall()
                case "sleep":
                    self._wait()
                case "nothing":
                    pass

    def _wait(self) -> None:
        self._until = Ms(self._clock.monotonic_ms() + WAIT_MS)
        self._slept = self._clock.slept_ms()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self._timer.start()
        self._say(WAIT_MS // 1000)

    def _cancel(self) -> None:
        if self._until is None:
            return
        self._until = None
        self._timer.stop()
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        self.line.hide()

    def _say(self, seconds: int) -> None:
        self.line.say(_sleep_words(seconds))


def _sleep_words(n: int) -> str:
    return translate(
        "sleep", "The laptop goes to sleep in %n seconds. Any key keeps it awake.", None, PLURAL, n
    )
