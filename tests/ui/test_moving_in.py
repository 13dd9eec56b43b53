"""The first press works wherever the data cannot be kept."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from lullaby import app
from lullaby.audio.port import Player
from lullaby.clock import Clock
from lullaby.paths import paths_under
from lullaby.session.state import Stage
from lullaby.ui.frame import Frame
from lullaby.ui.over_the_page import NoticeBar
from lullaby.ui.theme.dress import dress, plain_theme
from lullaby.ui.window import Page
from tests.fakes import FakeClock, FakePlayer


def test_a_folder_that_cannot_be_written_costs_no_evening(
    qtbot: QtBot, qapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_: Clock, __: Path) -> Player:
        return FakePlayer(FakeClock())

    monkeypatch.setattr(app, "make_player", silent)
    in_the_way = tmp_path / "data"
    in_the_way.write_text("a file where the folder should be")
    theme = plain_theme()
    frame = Frame(theme, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(frame)
    rooms = app.move_in(paths_under(in_the_way), theme, dress(qapp, theme), frame)
    assert rooms is not None
    frame.show()
    try:
        window = rooms.gui.window
        assert window.page is Page.WELCOME
        (told,) = [bar for bar in window.findChildren(NoticeBar) if bar.isVisible()]
        assert "cannot write" in told.accessibleName()
        rooms.gui.conductor.begin()
        assert rooms.bridge.state.stage is Stage.PLAYING
        assert rooms.bridge.state.track is not None
        assert in_the_way.read_text() == "a file where the folder should be"
    finally:
        app.move_out(rooms)
    frame.close()
    rooms.bridge.beat()
    assert rooms.bridge.state.stage is Stage.PLAYING, "who has moved out does nothing any more"
