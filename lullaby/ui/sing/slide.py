"""Animates the words sliding up by a line."""

from PySide6.QtCore import QEasingCurve, QElapsedTimer, QObject, QVariantAnimation, Signal

SLIDE_MS = 450
STEP_MS = 30
"""The least time between two steps, in ms."""


class Slide(QObject):
    """`px` is the distance left, 0 when the words stand still."""

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.px = 0
        self._way = 0.0
        self._since = QElapsedTimer()
        self._ease = QVariantAnimation(self)
        self._ease.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._ease.setStartValue(1.0)
        self._ease.setEndValue(0.0)
        self._ease.valueChanged.connect(self._step)

    def begin(self, way_px: float, duration_ms: int) -> None:
        """Start `way_px` below the final position; without a duration, end at once."""
        self._ease.stop()
        self._way = way_px
        if duration_ms:
            self._ease.setDuration(duration_ms)
            self._ease.start()

    def finish(self) -> None:
        """End at once."""
        self._ease.stop()
        if self.px:
            self.px = 0
            self.moved.emit()

    def _step(self, part: float) -> None:
        px = round(part * self._way)
        soon = self._since.isValid() and self._since.elapsed() < STEP_MS
        if px == self.px or (px and soon):
            return
        self.px = px
        self._since.start()
        self.moved.emit()
