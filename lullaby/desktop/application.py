"""The application's object on the session bus, to which the desktop hands files.

https://specifications.freedesktop.org/desktop-entry-spec/latest/dbus.html
"""

from collections.abc import Callable, Mapping
from typing import Any

from lullaby.desktop.media_controls import Remote

NAME = "org.lullaby.Lullaby"
PATH = "/org/lullaby/Lullaby"
INTERFACE = "org.freedesktop.Application"

INTROSPECTION = f"""<node><interface name="{INTERFACE}">
<method name="Activate"><arg type="a{{sv}}" name="platform_data" direction="in"/></method>
<method name="Open"><arg type="as" name="uris" direction="in"/>
<arg type="a{{sv}}" name="platform_data" direction="in"/></method>
<method name="ActivateAction"><arg type="s" name="action_name" direction="in"/>
<arg type="av" name="parameter" direction="in"/>
<arg type="a{{sv}}" name="platform_data" direction="in"/></method>
</interface></node>"""


def obey_desktop(remote: Remote, method: str, words: tuple[Any, ...]) -> bool:
    """Run a method of the application; False if there is none that takes these arguments."""
    match method, words:
        case "Activate", (dict(platform),):
            remote.raise_window(token_of(platform))
        case "Open", (list(addresses), dict(platform)):
            remote.raise_window(token_of(platform))
            remote.open_files(tuple(map(str, addresses)))
        case "ActivateAction", (str(name), list(_), dict(_)) if name in _actions(remote):
            _actions(remote)[name]()
        case _:
            return False
    return True


def token_of(platform: Mapping[str, Any]) -> str:
    """The token that allows raising a Wayland window; empty if the desktop sent none."""
    match platform.get("activation-token"):
        case ("s", str(token)):
            return token
        case _:
            return ""


def _actions(remote: Remote) -> dict[str, Callable[[], None]]:
    return {"play": remote.play, "pause": remote.pause, "fade": remote.fade}
