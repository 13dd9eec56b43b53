"""Linux: systemd's timedated over the system bus, whichever program sets the clock.

https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.timedate1.html
"""

import logging
from contextlib import closing

from jeepney import DBusAddress, MessageType, Properties
from jeepney.io.blocking import open_dbus_connection

log = logging.getLogger(__name__)

WAIT_S = 3.0
"""Seconds after which a silent bus counts as absent; timedated may have to be started."""

TIMEDATED = DBusAddress(
    "/org/freedesktop/timedate1", "org.freedesktop.timedate1", "org.freedesktop.timedate1"
)


class LinuxNetworkTime:
    """`bus` is an address, or jeepney's name of one."""

    def __init__(self, bus: str = "SYSTEM") -> None:
        self._bus = bus

    def sets_clock(self) -> bool | None:
        asked = Properties(TIMEDATED).get("NTPSynchronized")
        try:
            with closing(open_dbus_connection(self._bus)) as connection:
                reply = connection.send_and_get_reply(asked, timeout=WAIT_S)
        except (OSError, RuntimeError, KeyError, ValueError) as problem:
            log.info("nobody tells whether the clock is set by the network: %s", problem)
            return None
        match reply.header.message_type, reply.body:
            case MessageType.method_return, (("b", bool(told)),):
                return told
        log.info("the system does not tell whether its clock is set by the network")
        return None
