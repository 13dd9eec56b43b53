"""The D-Bus introspection XML of the player."""

from lullaby.desktop.media_controls import (
    PLAYER,
    ROOT,
    NowPlaying,
    player_properties,
    root_properties,
)

METHODS: dict[str, tuple[tuple[str, str], ...]] = {
    "Next": (),
    "Previous": (),
    "Pause": (),
    "PlayPause": (),
    "Stop": (),
    "Play": (),
    "Seek": (("Offset", "x"),),
    "SetPosition": (("TrackId", "o"), ("Position", "x")),
    "OpenUri": (("Uri", "s"),),
}
WRITABLE = ("Volume",)


def _method(name: str, words: tuple[tuple[str, str], ...]) -> str:
    inside = "".join(f'<arg name="{word}" type="{kind}" direction="in"/>' for word, kind in words)
    return f'<method name="{name}">{inside}</method>'


def _property(name: str, kind: str) -> str:
    access = "readwrite" if name in WRITABLE else "read"
    return f'<property name="{name}" type="{kind}" access="{access}"/>'


INTROSPECTION = "".join(
    (
        "<node>",
        f'<interface name="{ROOT}">',
        _method("Raise", ()),
        _method("Quit", ()),
        *(_property(name, kind) for name, (kind, _) in root_properties().items()),
        "</interface>",
        f'<interface name="{PLAYER}">',
        *(_method(name, words) for name, words in METHODS.items()),
        '<signal name="Seeked"><arg name="Position" type="x"/></signal>',
        *(_property(name, kind) for name, (kind, _) in player_properties(NowPlaying()).items()),
        "</interface>",
        '<interface name="org.freedesktop.DBus.Properties">',
        '<method name="Get"><arg type="s" direction="in"/><arg type="s" direction="in"/>',
        '<arg type="v" direction="out"/></method>',
        '<method name="GetAll"><arg type="s" direction="in"/>',
        '<arg type="a{sv}" direction="out"/></method>',
        '<method name="Set"><arg type="s" direction="in"/><arg type="s" direction="in"/>',
        '<arg type="v" direction="in"/></method>',
        '<signal name="PropertiesChanged"><arg type="s"/><arg type="a{sv}"/><arg type="as"/>',
        "</signal></interface>",
        "</node>",
    )
)
