"""Linux: systemd-logind over the system bus, else the portal or the desktop's screen saver.

From logind we take only a `sleep` inhibitor: the screen may still go dark, and closing the lid
still suspends the laptop, because logind ignores this inhibitor for the lid. Only `handle-lid-
switch`, taken when the person wants it, keeps the laptop awake with the lid closed. The portal
(inside Flatpak, where logind is out of reach) offers the same through its flag 4, "suspend". Only
the last resort, org.freedesktop.ScreenSaver, also keeps the screen on.

https://systemd.io/INHIBITOR_LOCKS/
https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Inhibit.html
"""

import logging
import os
from collections.abc import Callable
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

log = logging.getLogger(__name__)

WAIT_S = 5.0
"""Seconds after which a silent bus counts as absent."""

WHO, WHY = "Lullaby", "A lullaby is playing"
PORTAL_SUSPEND = 4

LOGIND = DBusAddress(
    "/org/freedesktop/login1", "org.freedesktop.login1", "org.freedesktop.login1.Manager"
)
PORTAL = DBusAddress(
    "/org/freedesktop/portal/desktop",
    "org.freedesktop.portal.Desktop",
    "org.freedesktop.portal.Inhibit",
)
SCREEN_SAVER = DBusAddress(
    "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "org.freedesktop.ScreenSaver"
)

Release = Callable[[], None]


class LinuxPower:
    """`system` and `session` are bus addresses, or jeepney's names for the usual ones."""

    def __init__(self, system: str = "SYSTEM", session: str = "SESSION") -> None:
        self._system = system
        self._session = session
        self._release: Release | None = None
        self._release_lid: Release | None = None
        self._logged = False

    def keep_awake(self, lid_closed: bool = False) -> None:
        self._keep_awake()
        if not lid_closed:
            self._let_lid_sleep()
        elif self._release_lid is None:
            try:
                self._release_lid = self._by_logind("handle-lid-switch")
            except (OSError, RuntimeError, KeyError, ValueError, IndexError) as problem:
                log.info("a closed lid puts this machine to sleep: %s", problem)

    def _keep_awake(self) -> None:
        if self._release is not None:
            return
        reasons: list[str] = []
        for way in (self._by_logind, self._by_portal, self._by_screen_saver):
            try:
                self._release = way()
            except (OSError, RuntimeError, KeyError, ValueError, IndexError) as problem:
                reasons.append(str(problem) or type(problem).__name__)
            else:
                return
        if not self._logged:
            self._logged = True
            log.info("nobody here can keep the machine awake: %s", "; ".join(reasons))

    def let_sleep(self) -> None:
        self._let_lid_sleep()
        release, self._release = self._release, None
        if release is not None:
            release()

    def _let_lid_sleep(self) -> None:
        release, self._release_lid = self._release_lid, None
        if release is not None:
            release()

    def suspend(self) -> bool:
        try:
            with open_dbus_connection(self._system) as bus:
                # False: not interactive, nobody is there to type a password
                _call(bus, LOGIND, "Suspend", "b", (False,))
        except (OSError, RuntimeError, KeyError, ValueError) as problem:
            log.info("the machine could not be put to sleep: %s", problem)
            return False
        return True

    def _by_logind(self, what: str = "sleep") -> Release:
        """The lock lasts as long as its file descriptor is open."""
        with open_dbus_connection(self._system, enable_fds=True) as bus:
            words = (what, WHO, WHY, "block")
            (held,) = _call(bus, LOGIND, "Inhibit", "ssss", words)
        number = held.to_raw_fd()
        return lambda: os.close(number)

    def _by_portal(self) -> Release:
        """The inhibition lasts until its request or the connection is closed."""
        options = {"reason": ("s", WHY)}
        bus = open_dbus_connection(self._session)
        return _while_connected(bus, PORTAL, "Inhibit", "sua{sv}", ("", PORTAL_SUSPEND, options))

    def _by_screen_saver(self) -> Release:
        bus = open_dbus_connection(self._session)
        return _while_connected(bus, SCREEN_SAVER, "Inhibit", "ss", (WHO, WHY))


def _while_connected(
    bus: DBusConnection, whom: DBusAddress, method: str, signature: str, words: tuple[Any, ...]
) -> Release:
    try:
        _call(bus, whom, method, signature, words)
    except BaseException:
        bus.close()
        raise
    return bus.close


def _call(
    bus: DBusConnection, whom: DBusAddress, method: str, signature: str, words: tuple[Any, ...]
) -> tuple[Any, ...]:
    """Return the reply's values. Raises RuntimeError for an error reply."""
    message = new_method_call(whom, method, signature, words)
    reply = bus.send_and_get_reply(message, timeout=WAIT_S)
    if reply.header.message_type is MessageType.error:
        name = reply.header.fields.get(HeaderFields.error_name, "refused")
        raise RuntimeError(f"{whom.bus_name}: {name}")
    return reply.body
