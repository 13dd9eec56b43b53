"""In a language from right to left, every screen is the mirror image of the one in English."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from lullaby.settings import Settings
from tests.ui import reach
from tests.ui.mirror_image import Mark, not_mirrored, places, recorded
from tests.ui.scenes import every_screen, fill, go_to
from tests.world import World, make_world

CALM = Settings(welcomed=True, reduce_motion=True, light="follow")
SIZE = (1280, 800)
QUICK = ("songs", "journal", "sing")

BY_SCRIPT = frozenset({"WordsView", "LinesView"})
"""What they paint, the words of a song, goes by its own script in every language of the app."""

NEVER_TURNED = frozenset({"TimerMoon", "BeginMoon"})
"""The moon wanes, and its ring shortens clockwise, the same way everywhere."""

PLAYER = frozenset({"Transport", "RoomPlayer"})
"""Back is at the left of Pause and on at its right in every language, with the names below them."""


@pytest.fixture
def see(qapp: QApplication, tmp_path: Path) -> Iterator[Callable[..., list[Mark]]]:
    def look(screen: str, direction: Qt.LayoutDirection) -> list[Mark]:
        qapp.setLayoutDirection(direction)
        folder = tmp_path / direction.name
        wanted = replace(CALM, welcomed=screen != "first-run")
        world = make_world(qapp, folder, wanted, fill)
        try:
            return _shown(world, screen)
        finally:
            world.close()

    yield look
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def _shown(world: World, screen: str) -> list[Mark]:
    window = world.services.gui.window
    window.resize(*SIZE)
    window.show()
    go_to(world, screen)
    reach.settle()
    window.grab()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    reach.settle()
    marks = places(window, _never_turned)
    with recorded(marks, lambda widget: _never_turned(widget) or _is_among(BY_SCRIPT, widget)):
        window.grab()
    return marks


def _never_turned(widget: QWidget) -> bool:
    row = (widget, widget.parentWidget())
    in_player = any(type(each).__name__ in PLAYER for each in row)
    return in_player or _is_among(NEVER_TURNED, widget)


def _is_among(names: frozenset[str], widget: QWidget) -> bool:
    around = (widget, widget.parentWidget(), *widget.children())
    return any(type(each).__name__ in names for each in around)


@pytest.mark.parametrize("screen", every_screen(QUICK))
def test_all_that_is_shown_stands_at_the_other_side(
    see: Callable[..., list[Mark]], screen: str
) -> None:
    english = see(screen, Qt.LayoutDirection.LeftToRight)
    mirrored = see(screen, Qt.LayoutDirection.RightToLeft)
    assert any(each.what != "its place" for each in english), "something was painted"
    wrong = not_mirrored(english, mirrored, SIZE[0])
    assert not wrong, "\n".join(wrong)
