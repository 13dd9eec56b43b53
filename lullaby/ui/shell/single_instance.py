"""One window for each folder of data: a second start brings the first one forward and leaves.

Whether there is a first one is told by a lock that dies with its process. The word to it goes by a
local socket. One that is closing is waited for. One that does not answer can be ended, if the
person wants that: two windows never share a folder of data.
"""

import hashlib
import logging
import os
import signal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import (
    QDeadlineTimer,
    QLockFile,
    QObject,
    QSysInfo,
    QThread,
    Signal,
)

from lullaby.ui.shell.raising import TOKEN

log = logging.getLogger(__name__)

ANSWER_MS = 2_000
CLOSING_MS = 6_000
"""A window that closes lets the sound sink first, and is gone after 3 s."""

END_MS = 1_500
"""How long a process may take to end when it is asked to, and again when it is told to."""

TRY_EVERY_MS = 50
LONGEST_WORD = 512
COME, HERE, CLOSING = b"come", b"here", b"closing"


class SingleInstance(QObject):
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
        self.hangs = False
        """A first one holds the folder and does not answer."""

    def is_second(self, within_ms: int = ANSWER_MS, closing_ms: int = CLOSING_MS) -> bool:
        """True where a first one answered and comes forward; else `hangs` tells the rest."""
        self.hangs = False
        if self._free():
            return False
        patience = QDeadlineTimer(within_ms)
        while not patience.hasExpired():
            match self._call(patience.remainingTime()):
                case answer if answer == HERE:
                    return True
                case answer if answer == CLOSING:
                    self.hangs = not self._free_within(closing_ms)
                    return False
            QThread.msleep(TRY_EVERY_MS)
            if self._free():
                return False
        log.info("the first window does not answer")
        self.hangs = True
        return False

    def end_first(self) -> bool:
        """End the process of a first one that hangs; whether the folder is free now.

        It is asked first (SIGTERM) and then told (SIGKILL): a night is written down as it goes,
        so that nothing of it is lost. A process of another machine is left alone.
        """
        process, machine = _holder(self._lock)
        if machine != QSysInfo.machineHostName() or process <= 0:
            return self._free()
        for number in (signal.SIGTERM, getattr(signal, "SIGKILL", signal.SIGTERM)):
            if self._free():
                break
            with suppress(OSError):
                os.kill(process, number)
            if self._free_within(END_MS):
                break
        self.hangs = not self._free()
        return not self.hangs

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

    def _free_within(self, ms: int) -> bool:
        patience = QDeadlineTimer(ms)
        while not self._free():
            if patience.hasExpired():
                return False
            QThread.msleep(TRY_EVERY_MS)
        return True

    def _free(self) -> bool:
        """Whether this is the first one, or there is no way to know."""
        return (
            self._lock.isLocked()
            or self._lock.tryLock(0)
            or self._lock.error() is not QLockFile.LockError.LockFailedError
        )

    def _call(self, within_ms: int) -> bytes:
        """Its answer; empty without one."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(within_ms):
            return b""
        socket.write(COME + b" " + os.environ.get(TOKEN, "").encode()[:LONGEST_WORD] + b"\n")
        socket.waitForBytesWritten(within_ms)
        answered = socket.waitForReadyRead(within_ms)
        answer = bytes(socket.readAll().data()) if answered else b""
        socket.abort()
        return answer

    def _hear(self, server: QObject, there: Callable[[], bool]) -> None:
        from PySide6.QtNetwork import QLocalServer

        assert isinstance(server, QLocalServer)
        while (caller := server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)

            def read(caller=caller) -> None:
                if not caller.canReadLine():
                    return
                word, _, token = bytes(caller.readLine(LONGEST_WORD * 2).data()).partition(b" ")
                if word == COME:
                    here = there()
                    caller.write(HERE if here else CLOSING)
                    caller.flush()
                    if here:
                        self.raised.emit(token.decode(errors="replace").strip())
                caller.disconnectFromServer()

            caller.readyRead.connect(read)
            read()


def _holder(lock: QLockFile) -> tuple[int, str]:
    """The process and the machine that hold it; 0 where nobody does."""
    found = lock.getLockInfo()
    return (int(found[0]), str(found[1])) if isinstance(found, tuple) else (0, "")


def address_of(data: Path) -> str:
    """Where the first window of this folder listens; short, as the paths of sockets have to be."""
    name = "lullaby-" + hashlib.sha256(os.path.realpath(data).encode()).hexdigest()[:16]
    run = os.environ.get("XDG_RUNTIME_DIR", "")
    return f"{run}/{name}" if run and Path(run).is_dir() else name
