"""A whole evening with every screen, in a process of its own; prints what it loaded and opened."""

import json
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from lullaby.session.state import Stage
from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action

if TYPE_CHECKING:
    from tests.world import World

MINUTE = 60_000
NETWORKS = ("tcp", "tcp6", "udp", "udp6", "udplite", "udplite6", "raw", "raw6")


def internet_sockets() -> list[str]:
    """The sockets of this process in AF_INET and AF_INET6, by their tables in Linux."""
    open_now = [path for path in Path("/proc/self/fd").iterdir() if path.is_symlink()]
    own = {path.readlink().as_posix() for path in open_now}
    found: list[str] = []
    for name in NETWORKS:
        table = Path(f"/proc/self/net/{name}")
        rows = table.read_text().splitlines()[1:] if table.exists() else []
        found += [f"{name} {row}" for row in rows if f"socket:[{row.split()[9]}]" in own]
    return found


def world_maker() -> "Callable[[QApplication, Path, Settings], World]":
    """That of the tests. The double of the server, in which no phone ever comes, knows the names of
    what it stands for; they are unloaded, so that they show only if the application wants them."""
    import_module("lullaby.app")
    of_the_application = set(sys.modules)
    from tests.world import make_world

    for name in set(sys.modules) - of_the_application:
        if name.startswith("lullaby.together"):
            del sys.modules[name]
    return make_world


def main() -> None:
    app = QApplication([])
    make_world = world_maker()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(welcomed=True, reduce_motion=True, light="dusk")
        world = make_world(app, Path(folder), settings)
        world.services.gui.window.show()
        world.tonight.idle.moon.click()
        world.post.deliver()
        for screen in ("sing", "library", "journal", "settings", "tonight"):
            world.go(screen)
            world.pass_time(MINUTE)
        world.act(Action.SING)
        world.pass_time(40 * MINUTE, beat_ms=2_000)
        stage = world.services.bridge.state.stage
        told = {
            "ended": stage is Stage.ENDED,
            "modules": sorted(sys.modules),
            "sockets": internet_sockets(),
        }
        world.close()
    print(json.dumps(told))


if __name__ == "__main__":
    main()
