"""A request to quit from outside is obeyed, even with the child lock on; nothing is lost by it."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lullaby import app
from lullaby.audio.port import Player
from lullaby.opening import Startup
from lullaby.paths import paths_under
from lullaby.session.state import Stage
from lullaby.ui.shell.single_instance import SingleInstance
from tests.fakes import FakeClock, FakePlayer


def test_sigterm_ignores_the_child_lock(
    qtbot: QtBot, qapp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object) -> Player:
        return FakePlayer(FakeClock())

    monkeypatch.setattr(app, "make_player", silent)
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    paths = paths_under(tmp_path / "data")
    one = SingleInstance(paths.data)
    assert not one.is_second()
    opening = Startup(qapp, paths, one)
    try:
        opening._frame.show()
        opening._fill()
        qtbot.waitUntil(lambda: opening._services is not None, timeout=30_000)
        services = opening._services
        assert services is not None
        assert services.desktop_integration is not None
        services.gui.dispatcher.start_evening()
        services.desktop_integration.lock.lock()
        opening._outside.requested.emit()
        assert not opening._frame.isVisible()
        assert services.bridge.state.stage is Stage.ENDING, "the sound fades out first"
        app.shutdown(services)
    finally:
        opening._outside.release()
        one.close()
        opening._frame.deleteLater()
        opening.deleteLater()


def test_what_was_asked_for_is_written_before_the_end(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app, "make_player", lambda *_: FakePlayer(FakeClock()))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    paths = paths_under(tmp_path / "data")
    one = SingleInstance(paths.data)
    assert not one.is_second()
    opening = Startup(qapp, paths, one)
    closed, told = threading.Event(), list[str]()
    look = QTimer()

    def close_in_the_middle() -> None:
        if opening._services is not None:
            look.stop()
            opening._services.lookups.submit(
                lambda _: closed.wait(5.0), lambda _: told.append("written"), print, finish=True
            )
            opening._frame.close()

    look.timeout.connect(close_in_the_middle)
    look.start(20)
    opening._frame.closed.connect(lambda: QTimer.singleShot(50, closed.set))
    loop = QEventLoop()
    opening._frame.closed.connect(loop.quit)
    monkeypatch.setattr(qapp, "exec", loop.exec)
    try:
        opening.stay(lambda: told.append("leaving"))
    finally:
        opening._outside.release()
        opening._frame.deleteLater()
        opening.deleteLater()
    assert told == ["written", "leaving"]
