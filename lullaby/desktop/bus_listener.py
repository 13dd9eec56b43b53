"""A thread that listens on a D-Bus connection of its own until it is stopped."""

import logging
import threading
from collections.abc import Callable

from jeepney.io.threading import DBusConnection, ReceiveStopped, open_dbus_connection

log = logging.getLogger(__name__)

CLOSE_WITHIN_S = 1.0


class BusListener:
    """`bus` is an address, or jeepney's name of one; `without` is logged if it cannot listen."""

    def __init__(self, name: str, bus: str, without: str, enable_fds: bool = False) -> None:
        self._name = name
        self._bus = bus
        self._without = without
        self._enable_fds = enable_fds
        self._lock = threading.Lock()
        self._connection: DBusConnection | None = None
        self._closed = False
        self._thread: threading.Thread | None = None

    def start(self, follow: Callable[[DBusConnection], None]) -> None:
        """Run `follow` on the thread. It may raise OSError, RuntimeError, KeyError, ValueError or
        IndexError to give up, and is interrupted by `stop` while it receives."""
        self._thread = threading.Thread(
            target=self._listen, args=(follow,), name=self._name, daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop listening; waits at most `CLOSE_WITHIN_S`."""
        with self._lock:
            self._closed = True
            connection = self._connection
        if connection is not None:
            connection.interrupt()
        if self._thread is not None:
            self._thread.join(CLOSE_WITHIN_S)

    def _listen(self, follow: Callable[[DBusConnection], None]) -> None:
        try:
            with open_dbus_connection(self._bus, enable_fds=self._enable_fds) as connection:
                with self._lock:
                    if self._closed:
                        return
                    self._connection = connection
                follow(connection)
        except ReceiveStopped:
            pass
        except (OSError, RuntimeError, KeyError, ValueError, IndexError) as problem:
            log.info("%s: %s", self._without, problem)
