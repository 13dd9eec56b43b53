"""In right-to-left languages controls are mirrored; text is not."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lullaby.ui.controls.rows import IconRow
from lullaby.ui.controls.slider import GentleSlider
from lullaby.ui.mirroring import draw_text, mirror, place
from lullaby.ui.theme.dress import plain_theme

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[None]:
    qapp.setLayoutDirection(RIGHT)
    yield
    qapp.setLayoutDirection(LEFT)


def painted(turned: bool) -> QImage:
    """A word in a box at the left of a picture, mirrored or not."""
    image = QImage(200, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    if turned:
        mirror(painter, QRectF(image.rect()))
    draw_text(painter, QRectF(20, 0, 60, 40), "Rq", Qt.AlignmentFlag.AlignCenter)
    painter.end()
    return image


def test_text_moves_to_the_other_side_and_is_not_mirrored(qapp: QApplication) -> None:
    plain, turned = painted(False), painted(True)
    assert plain.copy(20, 0, 60, 40) == turned.copy(120, 0, 60, 40)
    assert turned.copy(0, 0, 120, 40) == plain.copy(80, 0, 120, 40)


@pytest.mark.usefixtures("mirrored")
def test_a_child_is_placed_on_the_other_side(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(300, 100)
    child = QWidget(parent)
    place(child, QRect(10, 20, 50, 30))
    assert child.geometry() == QRect(240, 20, 50, 30)


@pytest.mark.usefixtures("mirrored")
def test_a_slider_begins_at_the_right(qtbot: QtBot) -> None:
    slider = GentleSlider(plain_theme(), 0, 10, "Volume")
    qtbot.addWidget(slider)
    slider.resize(200, 48)
    for x, value in ((2, 10), (198, 0), (100, 5)):
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(x, 24))
        assert slider.value() == value


def test_a_row_shows_its_icon_where_reading_starts(qtbot: QtBot) -> None:
    row = IconRow(plain_theme(), "moon", "", "")
    qtbot.addWidget(row)
    row.resize(300, 64)
    before = row.grab().toImage()
    row.setLayoutDirection(RIGHT)
    after = row.grab().toImage()
    ground = before.pixelColor(150, 32)
    assert before.pixelColor(16, 32) != ground
    assert after.pixelColor(300 - 17, 32) == before.pixelColor(16, 32)
    assert after.pixelColor(16, 32) == ground
