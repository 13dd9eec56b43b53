"""One window for each folder of data: a second start brings the first one forward and leaves.

Whether there is a first one is told by a lock that dies with its process. The word to it goes by a
local socket. A first one that is closing, or does not answer, never keeps the second from opening.
"""

import hashlib
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread, Signal

from lullaby.ui.raising import TOKEN

log = logging.getLogger(__name__)

ANSWER_MS = 2_000
TRY_EVERY_MS = 50
LONGEST_WORD = 512
COME, HERE = b"come", b"here"


class OneWindow(QObject):
    raised = Signal(str)
    """Somebody started Lullaby again; with the token that lets a window of Wayland come forward."""

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address_of(data)
        with suppress(OSError):
            data.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(data / "one.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QObject | None = None

    def is_second(self, within_ms: int = ANSWER_MS) -> bool:
        """True where a first one answered and comes forward."""
        if self._free():
            return False
        patience = QDeadlineTimer(within_ms)
        while not patience.hasExpired():
            if self._call(patience.remainingTime()):
                return True
            QThread.msleep(TRY_EVERY_MS)
            if self._free():
                return False
        log.info("the first window does not answer; this one opens all the same")
        return False

    def listen(self, there: Callable[[], bool]) -> None:
        """From now on a second start is answered, while `there` is so."""
        if not self._lock.isLocked():
            return
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._address)
        if not server.listen(self._address):
            log.info("a second start cannot be heard: %s", server.errorString())
            return
        server.newConnection.connect(lambda: self._hear(server, there))
        self._server = server

    def close(self) -> None:
        """The next start is a first one again."""
        if self._server is not None:
            from PySide6.QtNetwork import QLocalServer

            assert isinstance(self._server, QLocalServer)
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _free(self) -> bool:
        """Whether this is the first one, or there is no way to know."""
        return (
            self._lock.tryLock(0) or self._lock.error() is not QLockFile.LockError.LockFailedError
        )

    def _call(self, within_ms: int) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(within_ms):
            return False
        socket.write(COME + b" " + os.environ.get(TOKEN, "").encode()[:LONGEST_WORD] + b"\n")
        socket.waitForBytesWritten(within_ms)
        answered = socket.waitForReadyRead(within_ms) and bytes(socket.readAll().data()) == HERE
        socket.abort()
        return answered

    def _hear(self, server: QObject, there: Callable[[], bool]) -> None:
        from PySide6.QtNetwork import QLocalServer

        assert isinstance(server, QLocalServer)
        while (caller := server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)

            def read(caller=caller) -> None:
                if not caller.canReadLine():
                    return
                word, _, token = bytes(caller.readLine(LONGEST_WORD * 2).data()).partition(b" ")
                if word == COME and there():
                    caller.write(HERE)
                    caller.flush()
                    self.raised.emit(token.decode(errors="replace").strip())
                caller.disconnectFromServer()

            caller.readyRead.connect(read)
            read()


def address_of(data: Path) -> str:
    """Where the first window of this folder listens; short, as the paths of sockets have to be."""
    name = "lullaby-" + hashlib.sha256(os.path.realpath(data).encode()).hexdigest()[:16]
    run = os.environ.get("XDG_RUNTIME_DIR", "")
    return f"{run}/{name}" if run and Path(run).is_dir() else name
