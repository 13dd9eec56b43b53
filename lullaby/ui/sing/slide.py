"""The words slide up by a line: how far they still are from their places, step by step."""

from PySide6.QtCore import QEasingCurve, QElapsedTimer, QObject, QVariantAnimation, Signal

SLIDE_MS = 450
STEP_MS = 30
"""A step is shown no more often than that, ms."""


class Slide(QObject):
    """`px` is the way that is left, 0 while the words stand."""

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
        """From `way_px` below their places; without a duration they stand at once."""
        self._ease.stop()
        self._way = way_px
        if duration_ms:
            self._ease.setDuration(duration_ms)
            self._ease.start()

    def finish(self) -> None:
        """Stand at once."""
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
