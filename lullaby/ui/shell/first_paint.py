"""Reports the first paint of a window, for everything that can wait for it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

LATEST_MS = 3_000
"""A window that is never seen (started minimised) delays nothing longer than this."""


class FirstPaint(QObject):
    """Emits `done` once, from the event loop, after the window has been painted."""

    done = Signal()

    def __init__(self, window: QWidget, latest_ms: int = LATEST_MS) -> None:
        super().__init__(window)
        self._window = window
        self._waiting = True
        self._over = False
        window.installEventFilter(self)
        QTimer.singleShot(latest_ms, self, self._tell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._tell)
        return False

    def then(self, call: Callable[[], object]) -> None:
        """Call `call` after the first paint; at once if that is over."""
        if self._over:
            call()
        else:
            self.done.connect(call)

    def give_up(self) -> None:
        """Stop waiting."""
        self._waiting = False

    def _tell(self) -> None:
        if self._waiting:
            self._waiting, self._over = False, True
            self._window.removeEventFilter(self)
            self.done.emit()
