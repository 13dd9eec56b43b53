"""The objects on the session bus: MPRIS for media keys, headsets and the lock screen, and the
application, to which the desktop hands files.

Runs on the window's thread; the D-Bus thread passes it each request through `post`.
"""

from collections.abc import Callable
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageFlag,
    new_error,
    new_method_return,
    new_signal,
)

from lullaby.desktop import application
from lullaby.desktop.dbus_thread import DBusThread
from lullaby.desktop.media_controls import (
    PATH,
    PLAYER,
    ROOT,
    NowPlaying,
    Remote,
    Value,
    changed_properties,
    microseconds,
    obey,
    player_properties,
    root_properties,
)
from lullaby.desktop.mpris_xml import INTROSPECTION
from lullaby.units import Ms

NAME = "org.mpris.MediaPlayer2.lullaby"
PROPERTIES = "org.freedesktop.DBus.Properties"
INTROSPECTABLE = "org.freedesktop.DBus.Introspectable"
PEER = "org.freedesktop.DBus.Peer"
ERROR = "org.freedesktop.DBus.Error."

Post = Callable[[Callable[[], None]], None]


class Mpris:
    def __init__(self, remote: Remote, post: Post, bus: str = "SESSION") -> None:
        self._remote = remote
        self._playing = NowPlaying()
        self._bus = DBusThread(
            NAME, lambda call: post(lambda: self._answer(call)), bus, application.NAME
        )

    def register(self) -> None:
        """Register on the bus in the background; no effect without a bus."""
        self._bus.connect()

    def unregister(self) -> None:
        self._bus.disconnect()

    def publish(self, playing: NowPlaying) -> None:
        """Announce what changed since the last call."""
        changed = changed_properties(self._playing, playing)
        self._playing = playing
        if changed:
            self._tell(PROPERTIES, "PropertiesChanged", "sa{sv}as", (PLAYER, changed, []))

    def seeked(self, position_ms: Ms) -> None:
        """Announce that the position jumped."""
        self._tell(PLAYER, "Seeked", "x", (microseconds(position_ms),))

    def _tell(self, interface: str, signal: str, signature: str, words: tuple[Any, ...]) -> None:
        emitter = DBusAddress(PATH, interface=interface)
        self._bus.send(new_signal(emitter, signal, signature, words))

    def _answer(self, call: Message) -> None:
        reply = self._reply(call)
        if not call.header.flags & MessageFlag.no_reply_expected:
            self._bus.send(reply)

    def _reply(self, call: Message) -> Message:
        fields = call.header.fields
        interface, member = fields.get(HeaderFields.interface), fields[HeaderFields.member]
        if fields.get(HeaderFields.path) == application.PATH and interface != PEER:
            return self._reply_of_application(call, interface, member)
        if fields.get(HeaderFields.path) != PATH and interface not in (INTROSPECTABLE, PEER):
            return _refusal(call, "UnknownObject")
        match interface, member:
            case "org.freedesktop.DBus.Introspectable", "Introspect":
                return new_method_return(call, "s", (INTROSPECTION,))
            case "org.freedesktop.DBus.Peer", "Ping":
                return new_method_return(call)
            case "org.freedesktop.DBus.Properties", _:
                return self._property(call, member)
            case "org.mpris.MediaPlayer2", "Raise":
                self._remote.raise_window()
                return new_method_return(call)
            case "org.mpris.MediaPlayer2", "Quit":
                return new_method_return(call)
            case "org.mpris.MediaPlayer2.Player", "OpenUri" if _on_a_network(call):
                return _refusal(call, "NotSupported")
            case (("org.mpris.MediaPlayer2.Player" | None), _):
                if obey(self._remote, self._playing, member, tuple(call.body)):
                    return new_method_return(call)
        return _refusal(call, "UnknownMethod")

    def _reply_of_application(self, call: Message, interface: str, member: str) -> Message:
        if (interface, member) == (INTROSPECTABLE, "Introspect"):
            return new_method_return(call, "s", (application.INTROSPECTION,))
        if interface == application.INTERFACE and application.obey_desktop(
            self._remote, member, tuple(call.body)
        ):
            return new_method_return(call)
        return _refusal(call, "UnknownMethod")

    def _property(self, call: Message, member: str) -> Message:
        match member, tuple(call.body):
            case "GetAll", (str(interface),):
                known = self._known(interface)
                if known is not None:
                    return new_method_return(call, "a{sv}", (known,))
                return _refusal(call, "UnknownInterface")
            case "Get", (str(interface), str(name)):
                value = (self._known(interface) or {}).get(name)
                if value is not None:
                    return new_method_return(call, "v", (value,))
                return _refusal(call, "UnknownProperty")
            case "Set", (str(interface), str(name), (_, value)):
                if (interface, name) == (PLAYER, "Volume") and isinstance(value, float):
                    self._remote.set_volume(max(0.0, min(value, 1.0)))
                    return new_method_return(call)
                return _refusal(call, "PropertyReadOnly")
            case "Get" | "Set" | "GetAll", _:
                return _refusal(call, "InvalidArgs")
        return _refusal(call, "UnknownMethod")

    def _known(self, interface: str) -> dict[str, Value] | None:
        if interface == ROOT:
            return root_properties()
        return player_properties(self._playing) if interface == PLAYER else None


def _on_a_network(call: Message) -> bool:
    match tuple(call.body):
        case (str(address),):
            return not address.lower().startswith("file:/")
        case _:
            return False


def _refusal(call: Message, name: str) -> Message:
    return new_error(call, ERROR + name, "s", (name,))
