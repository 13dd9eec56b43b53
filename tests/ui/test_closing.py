"""A closed application leaves nothing in memory, whatever was open in it."""

import gc
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from lullaby.settings import Settings
from tests.memory import resident_kb
from tests.ui.scenes import fill, go_to
from tests.world import make_world

VISITED = (
    "first-run",
    "editor",
    "about-song",
    *(
        pytest.param(screen, marks=pytest.mark.long)
        for screen in (
            *("resting", "sing-two-voices", "languages", "playlists", "rules"),
            *("numbers", "settings", "credits"),
        )
    ),
)

APPLICATIONS = 20

MOST_GROWTH_KB = 8_000
"""For all of them; one application that is not freed takes 4 to 11 MB."""


def alive() -> Counter[str]:
    """How many objects of each of our classes exist."""
    gc.collect()
    kinds = (type(each) for each in gc.get_objects())
    return Counter(
        f"{kind.__module__}.{kind.__qualname__}"
        for kind in kinds
        if str(kind.__module__).startswith("lullaby.")
    )


def open_and_close(qapp: QApplication, folder: Path, screen: str = "tonight") -> None:
    settings = Settings(welcomed=screen != "first-run", reduce_motion=True)
    world = make_world(qapp, folder, settings, fill)
    window = world.services.gui.window
    window.resize(1200, 800)
    window.show()
    go_to(world, screen)
    world.post.deliver()
    window.grab()
    world.close()


@pytest.mark.parametrize("screen", VISITED)
def test_nothing_of_a_closed_application_is_left(
    qapp: QApplication, tmp_path: Path, screen: str
) -> None:
    open_and_close(qapp, tmp_path / "first", screen)
    before, widgets = alive(), len(qapp.allWidgets())
    open_and_close(qapp, tmp_path / "second", screen)
    assert alive() - before == Counter()
    assert len(qapp.allWidgets()) == widgets


@pytest.mark.long
def test_repeated_openings_do_not_use_more_memory(qapp: QApplication, tmp_path: Path) -> None:
    for number in range(2):
        open_and_close(qapp, tmp_path / f"warming {number}", "sing")
    before, resident = alive(), resident_kb()
    for number in range(APPLICATIONS):
        open_and_close(qapp, tmp_path / str(number), "sing")
    assert alive() - before == Counter()
    assert resident_kb() - resident < MOST_GROWTH_KB
