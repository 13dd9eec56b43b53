"""Linux: the desktop portal's settings.

https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Settings.html
"""

from collections.abc import Callable, Mapping
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
from lullaby.desktop.system_preferences import MOST_SCALE, SystemPreferences

SETTINGS = "org.freedesktop.portal.Settings"
PORTAL = DBusAddress("/org/freedesktop/portal/desktop", "org.freedesktop.portal.Desktop", SETTINGS)
SIGNAL = "SettingChanged"
APPEARANCE = "org.freedesktop.appearance"
GNOME = "org.gnome.desktop.interface"
GNOME_ACCESS = "org.gnome.desktop.a11y.interface"
ANSWER_WITHIN_S = 5.0

Post = Callable[[Callable[[], None]], None]
Values = dict[tuple[str, str], Any]
"""The value of each setting, by namespace and key."""


def preferences_in(values: Mapping[tuple[str, str], Any]) -> SystemPreferences:
    """What the settings ask for. Values of an unexpected kind count as not set."""
    scale = values.get((GNOME, "text-scaling-factor"), 1.0)
    if isinstance(scale, bool) or not isinstance(scale, int | float) or not scale >= 1:
        scale = 1.0
    return SystemPreferences(
        high_contrast=values.get((APPEARANCE, "contrast")) == 1
        or values.get((GNOME_ACCESS, "high-contrast")) is True,
        reduce_motion=values.get((APPEARANCE, "reduced-motion")) == 1
        or values.get((GNOME, "enable-animations")) is False,
        text_scale=min(float(scale), MOST_SCALE),
    )


class LinuxPreferencesWatch:
    """`post` runs a call in the window's thread; `bus` is an address, or jeepney's name of one."""

    def __init__(self, post: Post, bus: str = "SESSION") -> None:
        self._post = post
        self._listener = BusListener(
            "preferences watch", bus, "the desktop does not tell how it should look"
        )

    def start(self, changed: Callable[[SystemPreferences], None]) -> None:
        self._listener.start(lambda connection: self._follow(connection, changed))

    def stop(self) -> None:
        self._listener.stop()

    def _follow(
        self, connection: DBusConnection, changed: Callable[[SystemPreferences], None]
    ) -> None:
        rule = MatchRule(type="signal", interface=SETTINGS, member=SIGNAL, path=PORTAL.object_path)
        connection.send(message_bus.AddMatch(rule))
        asked = new_method_call(PORTAL, "ReadAll", "as", ([APPEARANCE, GNOME, GNOME_ACCESS],))
        serial = next(connection.outgoing_serial)
        connection.send(asked, serial=serial)
        values: Values = {}
        known: SystemPreferences | None = None
        while True:
            message = connection.receive(timeout=None if known else ANSWER_WITHIN_S)
            found = _values_in(message, serial)
            if found is None:
                continue
            values |= found
            now = preferences_in(values)
            if now != known:
                known = now
                self._post(lambda now=now: changed(now))


def _values_in(message: Message, serial: int) -> Values | None:
    """The settings in the portal's reply to `serial` or in its signal; None in other messages.

    Raises RuntimeError if the portal refused, ValueError for an answer of another form.
    """
    fields, kind = message.header.fields, message.header.message_type
    if fields.get(HeaderFields.reply_serial) == serial:
        if kind is MessageType.error:
            raise RuntimeError(fields.get(HeaderFields.error_name, "refused"))
        if fields.get(HeaderFields.signature) != "a{sa{sv}}":
            raise ValueError("the portal's answer has another form")
        (spaces,) = message.body
        return {
            (space, key): value[1] for space, keys in spaces.items() for key, value in keys.items()
        }
    if kind is MessageType.signal and fields.get(HeaderFields.member) == SIGNAL:
        match message.body:
            case (str(space), str(key), (_, value)):
                return {(space, key): value}
    return None
