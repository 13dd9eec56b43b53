"""The modules behind the first picture are loaded a piece at a time."""

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby import opening
from lullaby.paths import paths_under
from lullaby.ui.shell.single_instance import SingleInstance


def test_every_piece_is_loaded_and_the_last_is_the_root() -> None:
    assert all(find_spec(name) for name in opening.LOADED)
    assert opening.LOADED[-1] == "lullaby.app"


def test_no_two_pieces_share_a_turn_of_the_event_loop(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded: list[str] = []
    missing = ("one_that_is_not_loaded", "another")
    monkeypatch.setattr(opening, "LOADED", ("sys", *missing))
    monkeypatch.setattr(opening, "import_module", loaded.append)
    one = SingleInstance(paths_under(tmp_path).data)
    assert not one.is_second()
    startup = opening.Startup(qapp, paths_under(tmp_path), one)
    started: list[object] = []
    monkeypatch.setattr(startup, "_start", started.append)
    try:
        startup._fill()
        assert (loaded, started) == (["one_that_is_not_loaded"], []), "what is there costs nothing"
        qtbot.waitUntil(lambda: bool(started))
        assert loaded == list(missing)
        assert not set(missing) & set(sys.modules)
    finally:
        startup._outside.release()
        one.close()
        startup._frame.deleteLater()
        startup.deleteLater()
