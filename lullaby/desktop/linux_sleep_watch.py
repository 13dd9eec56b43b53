"""Linux: logind's PrepareForSleep under a delay inhibitor.

https://systemd.io/INHIBITOR_LOCKS/
"""

import logging
import os
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageType,
    message_bus,
    new_method_call,
)
from jeepney.io.threading import DBusConnection

from lullaby.desktop.bus_listener import BusListener
from lullaby.desktop.sleep_watch import Release

log = logging.getLogger(__name__)

MANAGER = "org.freedesktop.login1.Manager"
LOGIND = DBusAddress("/org/freedesktop/login1", "org.freedesktop.login1", MANAGER)
SIGNAL = "PrepareForSleep"
WORDS = ("sleep", "Lullaby", "The music fades before the laptop sleeps", "delay")
WAIT_S = 5.0

Post = Callable[[Callable[[], None]], None]


class LinuxSleepWatch:
    """`post` runs a call in the window's thread; `system` is a bus address, or jeepney's name."""

    def __init__(self, post: Post, system: str = "SYSTEM") -> None:
        self._post = post
        self._listener = BusListener(
            "sleep watch", system, "nobody here tells when the machine will sleep", enable_fds=True
        )
        self._lock = threading.Lock()
        self._inhibitor: int | None = None
        self._held = 0
        """Number of the current inhibitor, from 1: a late release cannot close a newer one."""
        self._early: deque[Message] = deque()
        """Messages that arrived while waiting for a reply."""

    def start(self, about_to_sleep: Callable[[Release], None], woke: Callable[[], None]) -> None:
        self._listener.start(lambda connection: self._watch(connection, about_to_sleep, woke))

    def stop(self) -> None:
        self._listener.stop()
        self._release()

    def _watch(
        self,
        connection: DBusConnection,
        about_to_sleep: Callable[[Release], None],
        woke: Callable[[], None],
    ) -> None:
        try:
            self._follow(connection, about_to_sleep, woke)
        finally:
            self._release()

    def _follow(
        self,
        connection: DBusConnection,
        about_to_sleep: Callable[[Release], None],
        woke: Callable[[], None],
    ) -> None:
        rule = MatchRule(type="signal", interface=MANAGER, member=SIGNAL, path=LOGIND.object_path)
        self._call(connection, message_bus.AddMatch(rule))
        self._inhibit(connection)
        while True:
            message = self._early.popleft() if self._early else connection.receive()
            if not _is_signal(message):
                continue
            if message.body[0]:
                held = self._held
                self._post(lambda held=held: about_to_sleep(lambda: self._release(held)))
            else:
                self._post(woke)
                self._inhibit(connection)

    def _inhibit(self, connection: DBusConnection) -> None:
        """Take the delay inhibitor again. If refused, only the signal is left, maybe too late."""
        self._release()
        try:
            (held,) = self._call(connection, new_method_call(LOGIND, "Inhibit", "ssss", WORDS))
        except (RuntimeError, TimeoutError, ValueError) as problem:
            log.info("the machine will not wait for the music to fade: %s", problem)
            return
        with self._lock:
            self._inhibitor = held.to_raw_fd()
            self._held += 1

    def _call(self, connection: DBusConnection, message: Message) -> tuple[Any, ...]:
        """The reply's values. Raises RuntimeError for an error reply, TimeoutError for none."""
        serial = next(connection.outgoing_serial)
        connection.send(message, serial=serial)
        while True:
            reply = connection.receive(timeout=WAIT_S)
            if reply.header.fields.get(HeaderFields.reply_serial) == serial:
                break
            self._early.append(reply)
        if reply.header.message_type is MessageType.error:
            raise RuntimeError(reply.header.fields.get(HeaderFields.error_name, "refused"))
        return reply.body

    def _release(self, held: int | None = None) -> None:
        """Release the inhibitor, or, given a number, only if that one is still held."""
        with self._lock:
            if held not in (None, self._held):
                return
            inhibitor, self._inhibitor = self._inhibitor, None
        if inhibitor is not None:
            os.close(inhibitor)


def _is_signal(message: Message) -> bool:
    fields = message.header.fields
    return (
        message.header.message_type is MessageType.signal
        and fields.get(HeaderFields.member) == SIGNAL
        and fields.get(HeaderFields.interface) == MANAGER
        and len(message.body) == 1
    )
