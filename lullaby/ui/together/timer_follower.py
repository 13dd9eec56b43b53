"""Follows the evening's timer and works out what remotes are told of it."""

from PySide6.QtCore import QObject, Signal

from lullaby.clock import Clock
from lullaby.session.state import SessionState, Stage
from lullaby.together.shared_timer import SharedTimer, TimerPhase, next_timer
from lullaby.ui.bridge import SessionBridge
from lullaby.units import Ms


class TimerFollower(QObject):
    """Between `start` and `stop` it emits what changes; otherwise it costs nothing."""

    changed = Signal(object)
    """SharedTimer; None while nothing plays."""

    def __init__(self, bridge: SessionBridge, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._clock = clock
        self._sent: SharedTimer | None = None
        self._on = False

    def start(self) -> None:
        """Emit how much is left now, and from now on what changes."""
        if self._on:
            return
        self._on = True
        self._bridge.stage_changed.connect(self._follow)
        self._bridge.timer_changed.connect(self._follow)
        self._sent = timer_of(self._bridge.state, self._clock.monotonic_ms())
        self.changed.emit(self._sent)

    def stop(self) -> None:
        if self._on:
            self._on = False
            self._bridge.stage_changed.disconnect(self._follow)
            self._bridge.timer_changed.disconnect(self._follow)

    def _follow(self, state: SessionState) -> None:
        seen = timer_of(state, self._clock.monotonic_ms())
        following = None if seen is None else next_timer(self._sent, seen)
        if following is not None or (seen is None and self._sent is not None):
            self._sent = following
            self.changed.emit(following)


def timer_of(state: SessionState, now_ms: Ms) -> SharedTimer | None:
    """How much of the evening is left at `now_ms` of `Clock.monotonic_ms`; None if nothing
    plays."""
    if not state.sounding:
        return None
    return SharedTimer(now_ms, state.remaining_ms, state.total_ms, state.fade_ms, _phase(state))


def _phase(state: SessionState) -> TimerPhase:
    if state.stage is Stage.PAUSED:
        return TimerPhase.PAUSED
    if state.fade_requested or state.final_fade or state.stage is Stage.ENDING:
        return TimerPhase.FADING
    return TimerPhase.LAST_SONG if state.last_song else TimerPhase.RUNNING
