"""Whatever can be pressed is at least 48 x 48 px for a tired thumb, on every screen and sheet."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QWidget
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.words_editor.lines_view import LinesView
from tests.ui import reach
from tests.ui.scenes import every_screen, fill, go_to
from tests.ui.sheets_of_the_app import OPENERS, close, world_for_sheets
from tests.world import make_world

LEAST = 48


def small(window: QWidget) -> list[str]:
    """The controls with less than the least hit area, and the lists with lower rows."""
    reach.settle()
    found = []
    for each in reach.controls(window):
        if isinstance(each, QAbstractItemView):
            found += _low_rows(each)
            continue
        body = reach._body(each)
        if body.width() < LEAST or body.height() < LEAST:
            found.append(f"{reach.name_of(each)}: {body.width()}x{body.height()}")
    return found


def _low_rows(view: QAbstractItemView) -> list[str]:
    """The heights of rows that can be chosen; the gaps between verses are none."""
    if isinstance(view, QHeaderView):
        return [reach.name_of(view)] if view.sectionsClickable() else []
    if view.selectionMode() is QAbstractItemView.SelectionMode.NoSelection:
        return []
    rows = range(view.model().rowCount())
    tall = {view.sizeHintForIndex(view.model().index(row, 0)).height() for row in rows}
    gaps = 1 if isinstance(view, LinesView) else 0
    return [f"{reach.name_of(view)}: {each}" for each in sorted(tall)[gaps:] if each < LEAST]


@pytest.mark.parametrize("screen", every_screen(("playing", "songs", "editor")))
def test_every_control_of_a_screen_is_large_enough(
    screen: str, qapp: QApplication, tmp_path: Path
) -> None:
    settings = Settings(welcomed=screen != "first-run", reduce_motion=True)
    world = make_world(qapp, tmp_path, settings, fill)
    window = world.services.gui.window
    window.resize(1280, 800)
    window.show()
    go_to(world, screen)
    assert small(window) == []
    world.close()


def test_every_control_of_a_sheet_is_large_enough(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    world = world_for_sheets(qtbot, qapp, tmp_path)
    found = {}
    for name, show in OPENERS.items():
        show(world)
        found[name] = small(world.services.gui.window)
        close(world)
    assert {name: each for name, each in found.items() if each} == {}
    world.close()
