"""Passes calls from any thread to the main thread."""

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, Slot


class MainThreadPost(QObject):
    """Callable from any thread; each call runs later on the thread that created this object."""

    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._posted.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def __call__(self, call: Callable[[], None]) -> None:
        self._posted.emit(call)

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        call()


def run_while(busy: Callable[[], bool], within_ms: int) -> bool:
    """Run the event loop while `busy`, for at most `within_ms`; whether that was enough."""
    loop, limit = QEventLoop(), QTimer()
    limit.setSingleShot(True)
    limit.start(within_ms)
    while busy() and limit.isActive():
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return not busy()
