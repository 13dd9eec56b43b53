"""In right-to-left languages controls are mirrored; text is not."""

import ast
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMargins, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHBoxLayout, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from lullaby.journal.entry import EntryId, JournalEntry, Outcome
from lullaby.journal.weeks import stretches
from lullaby.settings import Settings
from lullaby.ui.controls.bars import MessageBar
from lullaby.ui.controls.menus import corner_below
from lullaby.ui.controls.rows import IconRow
from lullaby.ui.controls.slider import GentleSlider
from lullaby.ui.desktop.status_line import StatusLine
from lullaby.ui.journal.minutes_chart import MinutesChart
from lullaby.ui.journal.words import spoken
from lullaby.ui.mirroring import draw_text, draw_words, mirror, place, set_margins
from lullaby.ui.theme.theme import Text, plain_theme
from tests.fakes import A_NIGHT
from tests.ui.marked_texts import source_files
from tests.ui.mirror_image import Mark, not_mirrored, places, recorded
from tests.world import make_world

LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft


def message(window: QWidget) -> QWidget:
    bar = MessageBar(plain_theme(), closable=True)
    bar.setParent(window)
    bar.resize(700, 100)
    bar.say("The speaker went away.", "We kept your place.", action="Scan again")
    return bar


def status(window: QWidget) -> QWidget:
    line = StatusLine(plain_theme(), window, "info")
    line.say("Hold Esc to open")
    line.fill(0.3)
    return line


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
        mirror(painter, QRectF(image.rect()), RIGHT)
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


def ink(text: str, begin: Qt.LayoutDirection) -> tuple[int, int]:
    """From where to where there is anything, px, in a box from 0 to 200."""
    image = QImage(200, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setLayoutDirection(begin)
    draw_words(painter, QRectF(image.rect()), text)
    painter.end()
    white = image.pixelColor(199, 39)
    columns = [x for x in range(200) if any(image.pixelColor(x, y) != white for y in range(40))]
    return columns[0], columns[-1]


@pytest.mark.parametrize("app", [LEFT, RIGHT])
def test_words_of_a_song_go_by_their_own_script(
    qapp: QApplication, app: Qt.LayoutDirection
) -> None:
    assert ink("mit Rosen", app)[0] < 10
    assert ink("نامي", app)[1] > 190


def test_a_sentence_ends_where_its_own_script_does(qapp: QApplication) -> None:
    """The full stop of an English sentence stays behind it in a mirrored window."""
    image = QImage(200, 40, QImage.Format.Format_RGB32)

    def last_column(text: str) -> QImage:
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setLayoutDirection(RIGHT)
        draw_text(painter, QRectF(image.rect()), text, Qt.AlignmentFlag.AlignVCenter)
        painter.end()
        return image.copy(190, 0, 10, 40)

    assert last_column("Hush!") != last_column("!Hush")


@pytest.mark.parametrize("text", ["Hush", "für Oma", "江戸子守唄", "Japanese · 日本語", "ייִדיש"])
def test_letters_of_another_font_are_not_cut(qapp: QApplication, text: str) -> None:
    """Letters that the font lacks come from one whose lines may be higher."""
    theme = plain_theme()
    font, tall = theme.font(Text.CAPTION), round(theme.metrics(Text.CAPTION).height())

    def drawn(room: int) -> int:
        """The number of rows of pixels with ink, with `room` px for the line."""
        image = QImage(300, 100, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        painter.setFont(font)
        draw_text(painter, QRectF(10, 30, 280, room), text)
        painter.end()
        white = image.pixelColor(299, 99)
        return sum(any(image.pixelColor(x, y) != white for x in range(300)) for y in range(100))

    assert drawn(tall) == drawn(60)


@pytest.mark.usefixtures("mirrored")
def test_a_layout_changes_the_sides_of_its_margins(qapp: QApplication) -> None:
    layout = QHBoxLayout()
    set_margins(layout, 1, 2, 3, 4)
    assert layout.contentsMargins() == QMargins(3, 2, 1, 4)


def test_unlike_margins_are_set_so_that_they_are_mirrored() -> None:
    unlike: list[str] = []
    for file in source_files():
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="setContentsMargins"), args=[left, _, right, _]
                ):
                    if ast.dump(left) != ast.dump(right):
                        unlike.append(file.name)
    assert unlike == ["mirroring.py"], "only in set_margins"


@pytest.mark.usefixtures("mirrored")
def test_a_menu_opens_where_its_button_begins(qtbot: QtBot) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    button.resize(200, 50)
    assert corner_below(button, 4) - button.mapToGlobal(QPoint(0, 0)) == QPoint(200, 54)


@pytest.mark.usefixtures("mirrored")
def test_a_press_finds_the_button_of_a_row_at_the_other_side(
    qapp: QApplication, tmp_path: Path
) -> None:
    world = make_world(qapp, tmp_path, Settings(welcomed=True, reduce_motion=True))
    window = world.services.gui.window
    window.resize(1280, 800)
    window.show()
    world.go("library")
    songs = next(
        each for each in window.findChildren(QAbstractItemView) if each.accessibleName() == "Songs"
    )
    pressed: list[int] = []
    rows: Any = songs.itemDelegate()
    rows.button_pressed.disconnect()
    rows.button_pressed.connect(lambda index: pressed.append(index.row()))
    row = songs.visualRect(songs.model().index(1, 0))
    for x in (row.right() - 36, row.left() + 36):
        spot = QPoint(x, row.center().y())
        QTest.mouseClick(songs.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    world.close()
    assert pressed == [1]


def test_left_and_right_go_the_way_that_is_seen(qtbot: QtBot) -> None:
    now = A_NIGHT
    nights = [
        JournalEntry(
            EntryId(day), now - timedelta(days=day), outcome=Outcome.ASLEEP, minutes_to_calm=5
        )
        for day in (1, 2)
    ]
    chart = MinutesChart(plain_theme())
    qtbot.addWidget(chart)
    chart.show_nights(nights, stretches(nights, now.date()), now)
    told: list[str] = []
    for direction, key in ((LEFT, Qt.Key.Key_Left), (RIGHT, Qt.Key.Key_Right)):
        chart.setLayoutDirection(direction)
        for _ in range(3):
            QTest.keyClick(chart, key)
        told.append(chart.accessibleDescription())
        chart.show_nights(nights, stretches(nights, now.date()), now)
    assert told[0] == told[1] == spoken(nights[1], now)


@pytest.mark.parametrize("make", [message, status])
def test_a_bar_over_the_page_is_mirrored(qtbot: QtBot, make: Callable[[QWidget], QWidget]) -> None:
    seen: list[list[Mark]] = []
    for direction in (LEFT, RIGHT):
        window = QWidget()
        qtbot.addWidget(window)
        window.setLayoutDirection(direction)
        QGuiApplication.setLayoutDirection(direction)
        window.resize(700, 200)
        bar = make(window)
        window.show()
        marks = places(window, lambda _: False)
        with recorded(marks, lambda _: False):
            bar.grab()
        seen.append(marks)
    QGuiApplication.setLayoutDirection(LEFT)
    english, mirrored = seen
    assert not not_mirrored(english, mirrored, 700)
