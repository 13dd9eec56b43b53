"""What a screen reader gets of the application, over a real accessibility bus (AT-SPI)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MatchRule, message_bus, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

REGISTRY = Path("/usr/libexec/at-spi2-registryd")
CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>accessibility</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"
EVENTS = "org.a11y.atspi.Event.Object"
VALUE = "org.a11y.atspi.Value"
OF_A_VALUE = ("progress bar", "slider", "spin button")
"""Roles that have a value."""
STATES = {"checked": 4, "focusable": 11, "modal": 16, "showing": 25}
"""Bits of the states (`AtspiStateType`)."""
OF_MANY = ("list", "table", "tree table", "tree")
"""Roles whose items are not walked: there may be thousands."""
DEEPEST = 40
REPLY_S = 30.0

missing = next(
    (each for each in ("dbus-daemon", "Xvfb") if shutil.which(each) is None),
    "" if REGISTRY.exists() else "at-spi2-core",
)
"""The program that has to be installed first, or nothing."""


@dataclass(frozen=True)
class Told:
    """One thing on the screen."""

    role: str
    name: str
    description: str
    states: frozenset[str]
    value: float | None = None


class ScreenReader:
    def __init__(self, address: str, app: subprocess.Popen[str]) -> None:
        self._app = app
        self._bus: DBusConnection = open_dbus_connection(address)
        self._call(
            "org.a11y.atspi.Registry",
            "/org/a11y/atspi/registry",
            "org.a11y.atspi.Registry",
            "RegisterEvent",
            "s",
            ("object:announcement",),
        )
        rule = MatchRule(type="signal", interface=EVENTS, member="Announcement")
        self._bus.send_and_get_reply(message_bus.AddMatch(rule))
        self._heard = self._bus.filter(rule, bufsize=1_000)
        self._queue = self._heard.__enter__()

    def shown(self) -> None:
        """Wait until the application shows what it was asked for."""
        assert self._app.stdout is not None
        line = self._app.stdout.readline()
        assert line == "shown\n", f"the application ended: {line!r}"

    def ask(self, order: str) -> None:
        assert self._app.stdin is not None
        self._app.stdin.write(order + "\n")
        self._app.stdin.flush()
        self.shown()

    def tree(self) -> list[Told]:
        """All that shows, from the top window down."""
        (apps,) = self._get("org.a11y.atspi.Registry", ROOT, "GetChildren")
        assert apps, "the application is not on the bus"
        found: list[Told] = []
        for owner, path in apps:
            (windows,) = self._get(owner, path, "GetChildren")
            for window_of, window in windows:
                self._walk(window_of, window, found, 0)
        return found

    def announced(self) -> list[str]:
        """What was announced since the last call."""
        self._meet()
        heard = [message.body[3][1] for message in self._queue]
        self._queue.clear()
        return heard

    def _meet(self) -> None:
        """Ask the application something, after which all that it sent before has come."""
        (apps,) = self._get("org.a11y.atspi.Registry", ROOT, "GetChildren")
        for owner, path in apps:
            self._get(owner, path, "GetChildren")

    def close(self) -> None:
        self._heard.__exit__(None, None, None)
        self._bus.close()

    def _walk(self, owner: str, path: str, found: list[Told], depth: int) -> None:
        (bits,) = self._get(owner, path, "GetState")
        whole = bits[0] | bits[1] << 32
        states = frozenset(name for name, bit in STATES.items() if whole >> bit & 1)
        if "showing" not in states or depth > DEEPEST:
            return
        (role,) = self._get(owner, path, "GetRoleName")
        name, description = (self._property(owner, path, each) for each in ("Name", "Description"))
        value = None
        if role in OF_A_VALUE:
            value = self._property(owner, path, "CurrentValue", VALUE)
        found.append(Told(role, name, description, states, value))
        if role not in OF_MANY:
            for child_of, child in self._get(owner, path, "GetChildren")[0]:
                self._walk(child_of, child, found, depth + 1)

    def _get(self, owner: str, path: str, method: str) -> tuple:
        return self._call(owner, path, ACCESSIBLE, method)

    def _property(self, owner: str, path: str, name: str, of: str = ACCESSIBLE) -> Any:
        interface = "org.freedesktop.DBus.Properties"
        ((_, value),) = self._call(owner, path, interface, "Get", "ss", (of, name))
        return value

    def _call(
        self,
        owner: str,
        path: str,
        interface: str,
        method: str,
        signature: str = "",
        body: tuple = (),
    ) -> tuple:
        whom = DBusAddress(path, owner, interface)
        call = new_method_call(whom, method, signature or None, body)
        return self._bus.send_and_get_reply(call, timeout=REPLY_S).body


@contextmanager
def screen_reader(folder: Path) -> Iterator[ScreenReader]:
    """The application on a screen and a bus of its own. `folder` has to have a short path."""
    config = folder / "bus.conf"
    config.write_text(CONFIG.format(folder=folder), encoding="utf-8")
    with _screen() as display, _daemon(config) as address, _registry(address, display):
        app = subprocess.Popen(
            (sys.executable, "-m", "tests.ui.app_for_screen_readers", str(folder)),
            env={
                **os.environ,
                "DISPLAY": display,
                "QT_QPA_PLATFORM": "xcb",
                "AT_SPI_BUS_ADDRESS": address,
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                "LC_ALL": "C.UTF-8",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        reader = ScreenReader(address, app)
        try:
            reader.shown()
            yield reader
        finally:
            reader.close()
            assert app.stdin is not None
            app.stdin.close()
            app.wait(timeout=REPLY_S)
            assert app.stdout is not None
            app.stdout.close()


@contextmanager
def _screen() -> Iterator[str]:
    readable, writable = os.pipe()
    server = subprocess.Popen(
        ("Xvfb", "-displayfd", str(writable), "-screen", "0", "1366x900x24", "-nolisten", "tcp"),
        pass_fds=(writable,),
        stderr=subprocess.DEVNULL,
    )
    os.close(writable)
    try:
        with os.fdopen(readable) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _daemon(config: Path) -> Iterator[str]:
    daemon = subprocess.Popen(
        ("dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    try:
        yield daemon.stdout.readline().strip()
    finally:
        daemon.terminate()
        daemon.wait()
        daemon.stdout.close()


@contextmanager
def _registry(address: str, display: str) -> Iterator[None]:
    """Where applications and screen readers find each other."""
    registry = subprocess.Popen(
        (str(REGISTRY),),
        env={
            **os.environ,
            "DISPLAY": display,
            "AT_SPI_BUS_ADDRESS": address,
            "DBUS_SESSION_BUS_ADDRESS": address,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert registry.stdout is not None
    try:
        told = registry.stdout.readline()
        assert "running" in told, told
        yield
    finally:
        registry.terminate()
        registry.wait()
        registry.stdout.close()
