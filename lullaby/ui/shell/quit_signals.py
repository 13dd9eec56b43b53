"""A word from outside to leave: the end of the desktop's session, `kill`, Ctrl+C in the terminal.

Qt's loop runs outside Python, so Python's handler alone would only come to its turn with the next
event; a byte through a socket wakes the loop at once. It is set up before SDL, which would take
SIGTERM for itself and never pass it on.
"""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal

NAMES = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
"""Each system has some of them."""


class QuitSignals(QObject):
    """Listens from its making to `release`; one of its kind at a time, in the main thread."""

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
        """Give the signals back to whoever had them."""
        signal.set_wakeup_fd(self._waker)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._inner.close()
        self._outer.close()

    def _hear(self) -> None:
        heard = self._inner.recv(64)
        if any(number in heard for number in self._before):
            self.requested.emit()


def _let_the_socket_tell(number: int, frame: object) -> None:
    """Only a handler of Python's own makes the wakeup socket be written."""
