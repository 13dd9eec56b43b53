"""Takes a screenshot of every screen in both lights: `packaging/screens FOLDER`."""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from lullaby.paths import assets
from lullaby.settings import Settings
from lullaby.ui.text.language import install_language
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


def main(words: list[str]) -> None:
    target = Path(words[0])
    text = int(words[1]) if len(words) > 1 else 100
    target.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    install_language(app, assets() / "translations", QLocale.c())
    for light, size in SIZES.items():
        settings = replace(CALM, light=light, text_percent=text, words_percent=text)
        for screen in SCREENS:
            take(app, screen, settings, size, target / f"{screen}-{light}.png")


if __name__ == "__main__":
    main(sys.argv[1:])
