"""Handles requests to quit: the end of the desktop session, `kill`, Ctrl+C in a terminal.

Qt's loop runs outside Python, so a Python signal handler alone would wait for the next event; a
byte through a pipe wakes the loop at once. This is set up before SDL, which would otherwise take
SIGTERM and never pass it on.
"""

import os
import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QSocketNotifier, Signal

from lullaby.frozen import frozen

NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
"""Each operating system has some of these."""


class QuitSignals(QObject):
    """Listens from construction until `release`; only one at a time, on the main thread."""

    requested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wake = _sockets() if sys.platform == "win32" else _pipe()
        self._notifier = QSocketNotifier(self._wake.end, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        self._before = {
            number: signal.signal(number, _let_the_byte_tell)
            for name in NAMES
            if (number := getattr(signal, name, None)) is not None
        }
        self._waker = signal.set_wakeup_fd(self._wake.start, warn_on_full_buffer=False)

    def release(self) -> None:
        """Restore the previous signal handlers."""
        signal.set_wakeup_fd(self._waker)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._wake.close()

    def _hear(self) -> None:
        received = self._wake.read()
        if any(number in received for number in self._before):
            self.requested.emit()


def _let_the_byte_tell(number: int, frame: object) -> None:
    """Does nothing: only a Python handler makes the interpreter write the byte that wakes."""


@frozen
class _Wake:
    """A way for bytes, as the numbers of its two ends."""

    start: int
    end: int
    read: Callable[[], bytes]
    """What has arrived at the end, without waiting."""
    close: Callable[[], None]


def _pipe() -> _Wake:
    end, start = os.pipe()

    def close() -> None:
        os.close(start)
        os.close(end)

    os.set_blocking(start, False)
    os.set_blocking(end, False)
    return _Wake(start, end, lambda: os.read(end, 64), close)


def _sockets() -> _Wake:
    """For Windows, where Qt hears only sockets."""
    import socket

    inner, outer = socket.socketpair()

    def close() -> None:
        outer.close()
        inner.close()

    inner.setblocking(False)
    outer.setblocking(False)
    return _Wake(outer.fileno(), inner.fileno(), lambda: inner.recv(64), close)
