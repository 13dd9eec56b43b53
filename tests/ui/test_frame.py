"""The window that exists before its content, and then asks it about everything."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QRect, QSettings, QSize, Qt
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.shell.frame import MINIMUM, TITLE_BAR, USUAL, Frame, fitted, keep
from lullaby.ui.theme.theme import plain_theme
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


def test_its_content_fills_it_and_has_focus(qtbot: QtBot, tmp_path: Path) -> None:
    frame, content = make(qtbot, tmp_path), Content()
    frame.hold(content)
    frame.resize(1100, 700)
    assert content.geometry() == frame.rect()
    assert frame.focusWidget() is content.second


def test_keys_pressed_before_its_content_is_there_wait_for_it(qtbot: QtBot, tmp_path: Path) -> None:
    frame, content = make(qtbot, tmp_path), Content()
    QTest.keyClicks(frame, "early")
    frame.hold(content, early_keys=True)
    QCoreApplication.sendPostedEvents()
    QTest.keyClicks(frame.focusWidget(), " late")
    assert content.second.text() == "early late"


def test_keys_pressed_before_a_question_do_not_answer_it(qtbot: QtBot, tmp_path: Path) -> None:
    frame, question, content = make(qtbot, tmp_path), Content(), Content()
    QTest.keyClicks(frame, "early")
    frame.hold(question)
    frame.hold(content, early_keys=True)
    QCoreApplication.sendPostedEvents()
    assert question.second.text() == content.second.text() == ""


def test_it_closes_when_its_content_agrees(qtbot: QtBot, tmp_path: Path) -> None:
    frame, content = make(qtbot, tmp_path), Content(agrees=False)
    closed: list[bool] = []
    frame.closed.connect(lambda: closed.append(True))
    frame.hold(content)
    assert not frame.close()
    assert frame.isVisible()
    content.agrees = True
    assert frame.close()
    assert closed == [True]


def test_it_closes_at_once_while_there_is_nothing_in_it(qtbot: QtBot, tmp_path: Path) -> None:
    frame = make(qtbot, tmp_path)
    with qtbot.waitSignal(frame.closed):
        frame.close()


def saved_at(place: QRect, folder: Path) -> QSettings:
    """The settings of a window that was closed at `place`."""
    geometry = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)
    window = QWidget()
    window.setGeometry(place)
    keep(window, geometry)
    geometry.sync()
    return geometry


def test_the_size_comes_back(qtbot: QtBot, tmp_path: Path) -> None:
    frame = make(qtbot, tmp_path)
    frame.setGeometry(20, 50, 700, 620)
    geometry = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    keep(frame, geometry)
    geometry.sync()
    again = make(qtbot, tmp_path)
    assert again.size() == frame.size()


@pytest.mark.parametrize(
    "place",
    [
        QRect(0, 0, 1920, 1080),
        QRect(2200, 300, 1280, 800),
        QRect(-900, -700, 640, 480),
        QRect(700, 700, 640, 480),
        QRect(100, 0, 500, 5000),
    ],
    ids=str,
)
def test_it_comes_back_onto_the_screen_that_is_there(
    qtbot: QtBot, tmp_path: Path, place: QRect
) -> None:
    """The screen on which it was closed may be gone, or be smaller."""
    saved_at(place, tmp_path)
    frame = make(qtbot, tmp_path)
    assert frame.screen().availableGeometry().contains(frame.geometry())


def test_a_damaged_geometry_falls_back_to_the_default(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_text("[General]\ngeometry=nonsense\n", encoding="utf-8")
    assert make(qtbot, tmp_path).size() == at_first(USUAL)


def test_at_first_it_fits_the_screen(qtbot: QtBot, tmp_path: Path) -> None:
    assert make(qtbot, tmp_path).size() == at_first(USUAL)


def at_first(usual: tuple[int, int]) -> QSize:
    """The usual size, limited by the screen and the title bar."""
    room = QGuiApplication.primaryScreen().availableSize()
    return QSize(min(usual[0], room.width()), min(usual[1], room.height() - TITLE_BAR))


SCREENS = st.builds(
    QRect,
    st.integers(-4000, 4000),
    st.integers(-3000, 3000),
    st.integers(MINIMUM[0], 4000),
    st.integers(MINIMUM[1] + TITLE_BAR, 3000),
)
PLACES = st.builds(
    QRect,
    st.integers(-9000, 9000),
    st.integers(-9000, 9000),
    st.integers(1, 9000),
    st.integers(1, 9000),
)


@given(PLACES, SCREENS)
def test_any_geometry_is_moved_onto_any_screen(place: QRect, screen: QRect) -> None:
    """With its title bar, and no smaller than it must be; what fits stays where it was."""
    found = fitted(place, screen)
    with_title = found.adjusted(0, -TITLE_BAR, 0, 0)
    assert screen.contains(with_title)
    assert found.width() == min(place.width(), screen.width())
    assert found.height() == min(place.height(), screen.height() - TITLE_BAR)
    if screen.contains(place.adjusted(0, -TITLE_BAR, 0, 0)):
        assert found == place


def test_the_minimum_size_fits_on_every_screen() -> None:
    """1280x800 at twice the size is 640x400, minus a panel of 30 and a title bar."""
    width, height = MINIMUM
    assert width <= 600
    assert height + TITLE_BAR + 30 <= 400


def test_an_evening_in_the_frame(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """An early key reaches the evening; closing hides the window and fades the sound out first."""
    world = make_world(qapp, tmp_path, Settings(welcomed=True, light="dusk"))
    window = world.services.gui.window
    gone: list[bool] = []
    window.closed.connect(lambda: gone.append(True))
    frame = make(qtbot, tmp_path)
    QTest.keyClick(frame, Qt.Key.Key_Space)
    frame.hold(window, early_keys=True)
    QCoreApplication.sendPostedEvents()
    world.post.deliver()
    assert world.services.bridge.state.sounding
    assert not frame.close()
    assert not frame.isVisible()
    assert gone == []
    world.pass_time(10_000)
    assert gone == [True]
    window.setParent(None)
    world.close()
