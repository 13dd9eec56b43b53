"""Takes a screenshot of every screen in both lights: `packaging/screens FOLDER`.

With options it shows them as others see them: in another size, with larger text, in the
pseudo-language or mirrored.
"""

import os
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, Qt
from PySide6.QtWidgets import QApplication

from lullaby.paths import assets
from lullaby.settings import Settings
from lullaby.ui.text.language import install_language
from tests.ui.pseudo import pseudo_language
from tests.ui.scenes import SCREENS, fill, go_to
from tests.world import make_world

SIZES = {"dusk": (1280, 800), "night": (1366, 768)}
CALM = Settings(welcomed=True, reduce_motion=True)


def take(
    app: QApplication, screen: str, settings: Settings, size: tuple[int, int], to: Path
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        wanted = replace(settings, welcomed=screen != "first-run")
        world = make_world(app, Path(folder), wanted, fill)
        window = world.services.gui.window
        window.resize(*size)
        window.show()
        go_to(world, screen)
        for _ in range(3):
            QCoreApplication.sendPostedEvents()
        window.grab()
        window.grab().save(str(to))
        world.close()


def options(words: list[str]) -> Namespace:
    parser = ArgumentParser(prog="packaging/screens", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("screens", nargs="*", metavar="SCREEN", default=list(SCREENS))
    parser.add_argument("--size", help="of the screen in px, such as 1366x768")
    parser.add_argument("--scale", type=int, default=100, help="of the screen, in percent")
    parser.add_argument("--text", type=int, default=100, help="size of texts, in percent")
    parser.add_argument("--light", choices=SIZES, help="only this one")
    parser.add_argument("--pseudo", action="store_true", help="in the pseudo-language")
    parser.add_argument("--mirrored", action="store_true", help="from right to left")
    return parser.parse_intermixed_args(words)


def main(words: list[str]) -> None:
    asked = options(words)
    asked.folder.mkdir(parents=True, exist_ok=True)
    os.environ["QT_SCALE_FACTOR"] = str(asked.scale / 100)
    app = QApplication([])
    install_language(app, assets() / "translations", QLocale.c())
    if asked.mirrored:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    sizes = SIZES if asked.light is None else {asked.light: SIZES[asked.light]}
    with pseudo_language() if asked.pseudo else nullcontext():
        for light, usual in sizes.items():
            wide, high = map(int, asked.size.split("x")) if asked.size else usual
            size = wide * 100 // asked.scale, high * 100 // asked.scale
            settings = replace(CALM, light=light, text_percent=asked.text, words_percent=asked.text)
            for screen in asked.screens:
                take(app, screen, settings, size, asked.folder / f"{screen}-{light}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
