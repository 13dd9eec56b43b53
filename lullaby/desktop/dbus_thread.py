"""One D-Bus connection on threads of its own, so that no bus can block the window."""

import logging
import os
import threading
from collections.abc import Callable
from queue import SimpleQueue

from jeepney import HeaderFields, Message, MessageType, message_bus
from jeepney.io.threading import DBusConnection, ReceiveStopped, open_dbus_connection

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 2.0
LEAVE_WITHIN_S = 0.5
DO_NOT_QUEUE = 4
OWNER = 1
"""RequestName reply: we are the name's primary owner (D-Bus specification)."""

OnMessage = Callable[[Message], None]


class DBusThread:
    """Calls `on_message` with every incoming method call, on its reader thread."""

    def __init__(
        self, name: str, on_message: OnMessage, bus: str = "SESSION", second_name: str = ""
    ) -> None:
        """`second_name` is requested too, and done without if somebody owns it."""
        self._name = name
        self._second_name = second_name
        self._on_message = on_message
        self._bus = bus
        self._waiting: SimpleQueue[Message | None] = SimpleQueue()
        self._writer = threading.Thread(target=self._write, name="media keys", daemon=True)

    def connect(self) -> None:
        """Connect and request the name in the background; no effect without a bus."""
        self._writer.start()

    def send(self, message: Message) -> None:
        """Queue a message; messages are sent in order."""
        self._waiting.put(message)

    def disconnect(self) -> None:
        self._waiting.put(None)
        if self._writer.is_alive():
            self._writer.join(LEAVE_WITHIN_S)

    def _write(self) -> None:
        try:
            connection = open_dbus_connection(self._bus)
        except (OSError, KeyError, ValueError, RuntimeError) as problem:
            log.info("no bus of the desktop, so no media keys by way of it: %s", problem)
            return
        reader = threading.Thread(
            target=self._read, args=(connection,), name="media keys heard", daemon=True
        )
        try:
            self._take_names(connection)
            reader.start()
            while (message := self._waiting.get()) is not None:
                connection.send(message)
        except (OSError, ReceiveStopped, TimeoutError) as problem:
            log.info("the bus of the desktop went away: %s", problem)
        finally:
            connection.interrupt()
            if reader.is_alive():
                reader.join(LEAVE_WITHIN_S)
            connection.close()

    def _take_names(self, connection: DBusConnection) -> None:
        """Request the names, the first with the process id appended if another Lullaby owns it
        (MPRIS)."""
        if not self._owns(connection, self._name):
            self._owns(connection, f"{self._name}.instance{os.getpid()}")
        if self._second_name:
            self._owns(connection, self._second_name)

    def _owns(self, connection: DBusConnection, name: str) -> bool:
        """Request a name; whether it is ours now."""
        serial = next(connection.outgoing_serial)
        connection.send(message_bus.RequestName(name, DO_NOT_QUEUE), serial=serial)
        while True:
            reply = connection.receive(timeout=ANSWER_WITHIN_S)
            if reply.header.fields.get(HeaderFields.reply_serial) == serial:
                return bool(reply.body) and reply.body[0] == OWNER
            self._take(reply)

    def _read(self, connection: DBusConnection) -> None:
        try:
            while True:
                self._take(connection.receive())
        except ReceiveStopped:
            pass
        except (OSError, ValueError) as problem:
            log.info("the bus of the desktop went away: %s", problem)
            self._waiting.put(None)

    def _take(self, message: Message) -> None:
        if message.header.message_type is MessageType.method_call:
            self._on_message(message)
