"""Allows one window for each data folder: a second start raises the first one and exits.

A lock that is released with its process shows whether there is a first one. The second start sends
its message through a local socket. It waits for one that is closing. It can end one that does not
answer, if the person agrees: two windows never share a data folder.
"""

import logging
import os
import signal
from collections.abc import Callable, Sequence
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
"""A closing window lets the sound fade first, and is gone after 3 s."""

END_MS = 1_500
"""How long a process may take to end when it is asked to, and again when it is killed."""

TRY_EVERY_MS = 50
LONGEST_WORD = 512
COME, OPEN, HERE, CLOSING = b"come", b"open", b"here", b"closing"
LARGEST = 4 << 20
"""Most bytes of paths that a second start hands over; longer lists are cut, as by `opened.MOST`."""


class SingleInstance(QObject):
    raised = Signal(str)
    """Somebody started Lullaby again; with the token that allows raising a Wayland window."""
    opened = Signal(object)
    """They named these files: a tuple of paths and addresses."""

    def __init__(
        self, data: Path, parent: QObject | None = None, files: Sequence[str] = ()
    ) -> None:
        """`files` are handed over if another instance is open."""
        super().__init__(parent)
        self._files = files
        self._data = data
        with suppress(OSError):
            data.mkdir(parents=True, exist_ok=True)
        self._lock = QLockFile(str(data / "one.lock"))
        self._lock.setStaleLockTime(0)
        self._server: QObject | None = None
        self.hangs = False
        """Another instance holds the folder and does not answer."""

    def is_second(self, within_ms: int = ANSWER_MS, closing_ms: int = CLOSING_MS) -> bool:
        """Whether another instance answered and comes forward; if not, `hangs` says why."""
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
        """End the process of an instance that hangs; returns whether the folder is free now.

        It gets SIGTERM first and then SIGKILL: a night is written as it goes, so nothing is lost. A
        process on another machine is left alone.
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
        """Answer later starts from now on, while `there` returns True."""
        if not self._lock.isLocked():
            return
        from PySide6.QtNetwork import QLocalServer

        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(address_of(self._data))
        if not server.listen(address_of(self._data)):
            log.info("a second start cannot be heard: %s", server.errorString())
            return
        server.newConnection.connect(lambda: self._hear(server, there))
        self._server = server

    def close(self) -> None:
        """Stop, so that the next start is the first again."""
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
        """Whether this is the first instance, or there is no way to know."""
        return (
            self._lock.isLocked()
            or self._lock.tryLock(0)
            or self._lock.error() is not QLockFile.LockError.LockFailedError
        )

    def _call(self, within_ms: int) -> bytes:
        """The other instance's answer; empty if none came."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(address_of(self._data))
        if not socket.waitForConnected(within_ms):
            return b""
        socket.write(message(os.environ.get(TOKEN, ""), self._files))
        patience = QDeadlineTimer(within_ms)
        while socket.bytesToWrite() and socket.waitForBytesWritten(patience.remainingTime()):
            pass
        answered = socket.waitForReadyRead(within_ms)
        answer = bytes(socket.readAll().data()) if answered else b""
        socket.abort()
        return answer

    def _hear(self, server: QObject, there: Callable[[], bool]) -> None:
        from PySide6.QtNetwork import QLocalServer

        assert isinstance(server, QLocalServer)
        while (caller := server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)

            heard = bytearray()

            def read(caller=caller, heard=heard) -> None:
                heard.extend(bytes(caller.readAll().data()))
                try:
                    said = parse(bytes(heard))
                except ValueError:
                    caller.disconnectFromServer()
                    return
                if said is None:
                    return
                here = there()
                caller.write(HERE if here else CLOSING)
                caller.flush()
                if here:
                    token, files = said
                    self.raised.emit(token)
                    if files:
                        self.opened.emit(files)
                caller.disconnectFromServer()

            caller.readyRead.connect(read)
            read()


def message(token: str, files: Sequence[str]) -> bytes:
    """What a second start says: one line, which for files begins with the size of what follows."""
    known = token.encode(errors="replace")[:LONGEST_WORD].replace(b"\n", b"")
    if not files:
        return COME + b" " + known + b"\n"
    paths = b"\0".join(os.fsencode(file) for file in files)
    if len(paths) > LARGEST:
        paths = paths[:LARGEST].rpartition(b"\0")[0]
    return b"%b %d %b\n%b" % (OPEN, len(paths), known, paths)


def parse(heard: bytes) -> tuple[str, tuple[str, ...]] | None:
    """The token and files of a message; None while it is incomplete.

    Raises ValueError for anything else.
    """
    line, end, paths = heard.partition(b"\n")
    if not end:
        if len(line) > 2 * LONGEST_WORD:
            raise ValueError("no message of a second start")
        return None
    word, _, token = line.partition(b" ")
    size = 0
    if word == OPEN:
        told, _, token = token.partition(b" ")
        size = int(told)
    elif word != COME:
        raise ValueError("no message of a second start")
    if not 0 <= size <= LARGEST:
        raise ValueError("more paths than a second start hands over")
    if len(paths) < size:
        return None
    files = tuple(os.fsdecode(path) for path in paths[:size].split(b"\0") if path)
    return token.decode(errors="replace").strip(), files


def _holder(lock: QLockFile) -> tuple[int, str]:
    """The process and machine that hold the lock; process 0 if there is none."""
    found = lock.getLockInfo()
    return (int(found[0]), str(found[1])) if isinstance(found, tuple) else (0, "")


def address_of(data: Path) -> str:
    """The socket address of this folder's instance; short, as socket paths have to be."""
    import hashlib  # 3 ms to load, after the first paint

    name = "lullaby-" + hashlib.sha256(os.path.realpath(data).encode()).hexdigest()[:16]
    run = os.environ.get("XDG_RUNTIME_DIR", "")
    return f"{run}/{name}" if run and Path(run).is_dir() else name
