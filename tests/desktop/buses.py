"""A private bus, and a logind that exists only there."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest
from jeepney import (
    DBusAddress,
    FileDescriptor,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_signal,
)
from jeepney.io.threading import DBusConnection, ReceiveStopped, open_dbus_connection
from jeepney.wrappers import new_error, new_method_return

needs_a_bus = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed"
)

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def a_bus(folder: Path) -> Iterator[str]:
    """The address of a temporary bus. `folder` has to have a short path."""
    config = folder / "bus.conf"
    config.write_text(CONFIG.format(folder=folder), encoding="utf-8")
    daemon = subprocess.Popen(
        ("dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    try:
        address = daemon.stdout.readline().strip()
        assert address, "the bus told no address"
        yield address
    finally:
        daemon.terminate()
        daemon.wait()
        daemon.stdout.close()


class Stand:
    """A service on the bus with scripted answers; `asked` records its calls.

    `answers` maps a method to the signature and values of its reply; other methods are refused.
    Inhibit of logind answers with the writing end of a pipe: `held` says whether somebody still has
    it.
    """

    def __init__(self, bus: str, name: str, answers: dict[str, tuple[str, tuple]]) -> None:
        self.asked: SimpleQueue[tuple[str, tuple]] = SimpleQueue()
        self._answers = answers
        self._pipes: list[int] = []
        self._connection = open_dbus_connection(bus, enable_fds=True)
        self._take_name(name)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def __enter__(self) -> "Stand":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.interrupt()
        self._thread.join()
        self._connection.close()
        for pipe in self._pipes:
            os.close(pipe)

    def tell(self, whom: DBusAddress, signal: str, signature: str, values: tuple) -> None:
        """Send a signal to everybody who listens."""
        self._connection.send(new_signal(whom, signal, signature, values))

    @property
    def held(self) -> bool:
        """Whether a writer is left; otherwise the reading end is at its end."""
        os.set_blocking(self._pipes[-1], False)
        try:
            return os.read(self._pipes[-1], 1) != b""
        except BlockingIOError:
            return True

    def _take_name(self, name: str) -> None:
        serial = next(self._connection.outgoing_serial)
        self._connection.send(message_bus.RequestName(name, 0), serial=serial)
        while (
            self._connection.receive(timeout=5).header.fields.get(HeaderFields.reply_serial)
            != serial
        ):
            pass

    def _serve(self) -> None:
        try:
            while True:
                message = self._connection.receive()
                if message.header.message_type is MessageType.method_call:
                    self._reply(message)
        except ReceiveStopped:
            pass

    def _reply(self, call: Message) -> None:
        member = call.header.fields[HeaderFields.member]
        self.asked.put((member, tuple(call.body)))
        if member not in self._answers:
            self._connection.send(new_error(call, "org.freedesktop.DBus.Error.AccessDenied"))
            return
        signature, values = self._answers[member]
        if signature == "h":
            ours, theirs = os.pipe()
            self._pipes.append(ours)
            with FileDescriptor(theirs) as lent:
                self._connection.send(new_method_return(call, "h", (lent,)))
            return
        self._connection.send(new_method_return(call, signature or None, values))


def names_on(connection: DBusConnection) -> set[str]:
    serial = next(connection.outgoing_serial)
    connection.send(message_bus.ListNames(), serial=serial)
    while True:
        reply = connection.receive(timeout=5)
        if reply.header.fields.get(HeaderFields.reply_serial) == serial:
            return set(reply.body[0])
