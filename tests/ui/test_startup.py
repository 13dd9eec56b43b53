"""The first press works wherever the data cannot be stored."""

from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby import app, opening
from lullaby.audio.port import Player
from lullaby.clock import Clock
from lullaby.journal.entry import EntryId, JournalEntry
from lullaby.paths import paths_under
from lullaby.session.state import Stage
from lullaby.storage.backups import back_up_if_due
from lullaby.stores import open_stores
from lullaby.ui.resting.rest import RESTING
from lullaby.ui.resting.view import RestingView
from lullaby.ui.shell.frame import Frame
from lullaby.ui.shell.keys import Action
from lullaby.ui.shell.over_the_page import NoticeBar
from lullaby.ui.shell.pieces import finish
from lullaby.ui.shell.single_instance import SingleInstance
from lullaby.ui.theme.dress import dress
from lullaby.ui.theme.theme import plain_theme
from tests.fakes import A_NIGHT, FakeClock, FakePlayer
from tests.world import find_one


def test_an_unwritable_folder_does_not_prevent_an_evening(
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
    services = finish(
        app.start_in_pieces(paths_under(in_the_way), theme, dress(qapp, theme), frame)
    )
    assert services is not None
    frame.show()
    try:
        window = services.gui.window
        assert window.current == "welcome"
        (notice,) = [bar for bar in window.findChildren(NoticeBar) if bar.isVisible()]
        assert "can’t write" in notice.accessibleName()
        services.gui.screens.built(RESTING)
        assert "can’t write" in find_one(services.gui.window, RestingView).matters.text()
        services.gui.dispatcher.start_evening()
        assert services.bridge.state.stage is Stage.PLAYING
        assert services.bridge.state.track is not None
        assert in_the_way.read_text() == "a file where the folder should be"
    finally:
        app.shutdown(services)
    frame.close()
    services.bridge.tick()
    assert services.bridge.state.stage is Stage.PLAYING, "who has moved out does nothing any more"


@pytest.mark.parametrize("pieces", [1, 5, 12])
def test_a_window_closed_during_the_start_shuts_down_cleanly(
    pieces: int, qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    paths = paths_under(tmp_path)
    one = SingleInstance(paths.data)
    assert not one.is_second()
    startup = opening.Startup(qapp, paths, one)
    starting = app.start_in_pieces(
        paths, startup._theme, dress(qapp, startup._theme), startup._frame
    )
    for _ in range(pieces):
        next(starting)
    lock = QLockFile(str(paths.data / "window.lock"))
    assert not lock.tryLock(0)
    startup._starting = starting
    try:
        startup._frame.close()
        startup._shut_down()
        assert lock.tryLock(0)
        lock.unlock()
    finally:
        startup._outside.release()
        startup._frame.deleteLater()
        startup.deleteLater()


def test_a_damaged_journal_offers_its_backup_at_once(
    qtbot: QtBot, qapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "make_player", lambda *_: FakePlayer(FakeClock()))
    paths = paths_under(tmp_path / "data")
    stores = open_stores(paths.database, A_NIGHT, ())
    stores.journal.add(JournalEntry(EntryId(0), A_NIGHT, note="kept"))
    stores.connection.close()
    assert back_up_if_due(paths.database, A_NIGHT.date()) is not None
    paths.database.write_bytes(b"damaged" * 999)
    theme = plain_theme()
    frame = Frame(theme, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
    qtbot.addWidget(frame)
    services = finish(app.start_in_pieces(paths, theme, dress(qapp, theme), frame))
    assert services is not None
    try:
        board = services.gui.notices._board
        with qtbot.waitSignal(board.changed, timeout=60_000):
            frame.show()
        notice = board.notice("set aside")
        assert notice is not None
        assert "(1 night)" in notice.hint
        assert notice.action is not None
        notice.action()
        assert [each.note for each in services.stores.journal.entries()] == ["kept"]
        services.gui.dispatcher.dispatch(Action.UNDO)
        assert services.stores.journal.entries() == []
    finally:
        app.shutdown(services)
    frame.close()
