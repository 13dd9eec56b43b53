"""Handles requests to quit: the end of the desktop session, `kill`, Ctrl+C in a terminal.

Qt's loop runs outside Python, so a Python signal handler alone would wait for the next event; a
byte through a socket wakes the loop at once. This is set up before SDL, which would otherwise take
SIGTERM and never pass it on.
"""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal

NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
"""Each operating system has some of these."""


class QuitSignals(QObject):
    """Listens from construction until `release`; only one at a time, on the main thread."""

    requested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inner, self._outer = socket.socketpair()
        self._inner.setblocking(False)
        self._outer.setblocking(False)
        self._notifier = QSocketNotifier(self._inner.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._hear)
        self._before = {
            number: signal.signal(number, _let_the_socket_tell)
            for name in NAMES
            if (number := getattr(signal, name, None)) is not None
        }
        self._waker = signal.set_wakeup_fd(self._outer.fileno(), warn_on_full_buffer=False)

    def release(self) -> None:
        """Restore the previous signal handlers."""
        signal.set_wakeup_fd(self._waker)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._inner.close()
        self._outer.close()

    def _hear(self) -> None:
        received = self._inner.recv(64)
        if any(number in received for number in self._before):
            self.requested.emit()


def _let_the_socket_tell(number: int, frame: object) -> None:
    """Does nothing: only a Python handler makes the interpreter write to the wakeup socket."""
