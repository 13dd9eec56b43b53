"""The application for a screen reader: it shows what it is asked for on its standard input.

A line is `screen NAME` or `sheet NAME` (`scenes.SCREENS`, `sheets_of_the_app.OPENERS`), `place
NAME` for a screen as it is, `close` for Esc, `key NAME` for an action, `rest`, or `wait MS`; the
answer is a line `shown`.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from lullaby.settings import Settings
from lullaby.ui.shell.keys import Action, ScreenId
from tests.ui.scenes import fill, go_to
from tests.ui.sheets_of_the_app import OPENERS, close
from tests.world import World, make_world


def obey(world: World, order: str, name: str) -> None:
    match order:
        case "screen":
            go_to(world, name)
        case "sheet":
            OPENERS[name](world)
        case "place":
            world.services.gui.screens.build_all()
            world.services.gui.window.show_screen(ScreenId(name))
        case "rest":
            world.rest.rest()
        case "wait":
            world.pass_time(int(name), 1_000)
        case "close":
            close(world)
        case "key":
            world.act(Action[name])
            world.pass_time(400)


def main() -> None:
    app = QApplication([])
    settings = Settings(reduce_motion=True, read_lines=True)
    world = make_world(app, Path(sys.argv[1]), settings, fill)
    window = world.services.gui.window
    window.resize(1280, 800)
    window.show()

    def read() -> None:
        line = sys.stdin.readline()
        if not line:
            app.quit()
            return
        order, _, name = line.strip().partition(" ")
        obey(world, order, name)
        print("shown", flush=True)

    orders = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    orders.activated.connect(read)
    print("shown", flush=True)
    app.exec()
    world.close()


if __name__ == "__main__":
    main()
