"""Animates the words sliding up by a line."""

from PySide6.QtCore import QEasingCurve, QElapsedTimer, QObject, Qt, QTimer, Signal

SLIDE_MS = 450
STEP_MS = 50
"""Between two steps, in ms."""


class Slide(QObject):
    """`px` is the distance left, 0 when the words stand still.

    Qt's own animations wake the window every 16 ms, however rarely something is to be painted.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.px = 0
        self._way = 0.0
        self._duration_ms = 0
        self._since = QElapsedTimer()
        self._ease = QEasingCurve(QEasingCurve.Type.OutCubic)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._step)

    def begin(self, way_px: float, duration_ms: int) -> None:
        """Start `way_px` below the final position; without a duration, end at once."""
        if not duration_ms:
            self.finish()
            return
        self._way, self._duration_ms = way_px, duration_ms
        self._since.start()
        self._timer.start()
        self._step()

    def finish(self) -> None:
        """End at once."""
        self._timer.stop()
        self._go_to(0)

    def _step(self) -> None:
        passed = self._since.elapsed() / self._duration_ms
        if passed >= 1.0:
            self.finish()
        else:
            self._go_to(round(self._way * (1.0 - self._ease.valueForProgress(passed))))

    def _go_to(self, px: int) -> None:
        if px != self.px:
            self.px = px
            self.moved.emit()
