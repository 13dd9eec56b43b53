"""The window that is there before its content, and then asks it about everything."""

from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.frame import Frame, keep
from lullaby.ui.theme.dress import plain_theme
from tests.world import make_world


class Content(QWidget):
    def __init__(self, agrees: bool = True) -> None:
        super().__init__()
        self.agrees = agrees
        self.first, self.second = QLineEdit(), QLineEdit()
        column = QVBoxLayout(self)
        column.addWidget(self.first)
        column.addWidget(self.second)
        self.second.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.setAccepted(self.agrees)


def make(qtbot: QtBot, folder: Path) -> Frame:
    geometry = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    frame = Frame(plain_theme(), geometry)
    qtbot.addWidget(frame)
    frame.show()
    return frame


def test_the_night_is_there_before_anything_else(qtbot: QtBot, tmp_path: Path) -> None:
    frame = make(qtbot, tmp_path)
    picture = frame.grab().toImage()
    top = picture.pixelColor(5, 5)
    bottom = picture.pixelColor(picture.width() - 5, picture.height() - 5)
    assert 0 < top.lightness() < 60
    assert top != bottom


def test_its_content_fills_it_and_has_the_keys(qtbot: QtBot, tmp_path: Path) -> None:
    frame, content = make(qtbot, tmp_path), Content()
    frame.hold(content)
    frame.resize(1100, 700)
    assert content.geometry() == frame.rect()
    assert frame.focusWidget() is content.second


def test_it_closes_when_its_content_agrees(qtbot: QtBot, tmp_path: Path) -> None:
    frame, content = make(qtbot, tmp_path), Content(agrees=False)
    told: list[bool] = []
    frame.closed.connect(lambda: told.append(True))
    frame.hold(content)
    assert not frame.close()
    assert frame.isVisible()
    content.agrees = True
    assert frame.close()
    assert told == [True]


def test_it_closes_at_once_while_there_is_nothing_in_it(qtbot: QtBot, tmp_path: Path) -> None:
    frame = make(qtbot, tmp_path)
    with qtbot.waitSignal(frame.closed):
        frame.close()


def test_the_size_comes_back(qtbot: QtBot, tmp_path: Path) -> None:
    frame = make(qtbot, tmp_path)
    frame.setGeometry(20, 30, 960, 620)
    geometry = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    keep(frame, geometry)
    geometry.sync()
    again = make(qtbot, tmp_path)
    assert again.size() == frame.size()


def test_an_evening_in_the_frame(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """A key reaches the evening; closing lets the sound sink first, the window being away."""
    world = make_world(qapp, tmp_path, Settings(welcomed=True, light="dusk"))
    window = world.rooms.gui.window
    gone: list[bool] = []
    window.closed.connect(lambda: gone.append(True))
    frame = make(qtbot, tmp_path)
    frame.hold(window)
    QTest.keyClick(frame, Qt.Key.Key_Space)
    world.post.deliver()
    assert world.rooms.bridge.state.sounding
    assert not frame.close()
    assert not frame.isVisible()
    assert gone == []
    world.pass_time(10_000)
    assert gone == [True]
    window.setParent(None)
    world.close()
