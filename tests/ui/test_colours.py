"""Dusk and Night reach every window and what it opens, without styling the whole application."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from lullaby.settings import Settings
from lullaby.ui.shell.frame import Frame
from lullaby.ui.theme.dress import dress
from lullaby.ui.theme.stylesheet import stylesheet
from lullaby.ui.theme.theme import plain_theme
from tests.world import World, make_world


@pytest.fixture
def world(qapp: QApplication, tmp_path: Path) -> Iterator[World]:
    made = make_world(qapp, tmp_path, Settings(welcomed=True))
    made.services.gui.window.show()
    yield made
    made.close()


def ground_of_menu(parent: QWidget) -> QColor:
    menu = QMenu(parent)
    menu.addAction("Rain")
    picture = menu.grab().toImage()
    menu.deleteLater()
    return picture.pixelColor(picture.width() - 20, picture.height() // 2)


def test_a_change_of_colours_sets_no_application_style_sheet(
    world: World, qapp: QApplication
) -> None:
    theme, window = world.services.theme, world.services.gui.window
    for _ in range(2):
        world.services.gui.light.toggle()
        assert ground_of_menu(window) == theme.tokens.surface2
        assert window.styleSheet() == stylesheet(theme)
        assert qapp.styleSheet() == "", "every control would be styled again in each new parent"
        assert qapp.palette().window().color() == theme.tokens.bg


def test_a_window_keeps_its_style_in_a_frame(world: World, tmp_path: Path) -> None:
    theme = world.services.theme
    world.services.gui.light.toggle()
    frame = Frame(theme, QSettings(str(tmp_path / "w.ini"), QSettings.Format.IniFormat))
    frame.hold(world.services.gui.window)
    world.services.gui.light.toggle()
    world.services.gui.light.toggle()
    assert ground_of_menu(world.services.gui.window) == theme.tokens.surface2
    world.services.gui.window.setParent(None)
    frame.deleteLater()


def colours_of(widget: QWidget) -> set[str]:
    picture = widget.grab().toImage()
    across, down = range(picture.width()), range(picture.height())
    return {picture.pixelColor(x, y).name() for x in across for y in down}


def test_controls_with_a_rule_take_the_new_colours_shown_or_hidden(
    qtbot: QtBot, qapp: QApplication
) -> None:
    theme = plain_theme()
    dress(qapp, theme)
    window = QWidget()
    qtbot.addWidget(window)
    shown, hidden = (QScrollBar(Qt.Orientation.Vertical, window) for _ in range(2))
    for bar in (shown, hidden):
        bar.setRange(0, 100)
        bar.resize(14, 200)
    field = QLineEdit("Sleep well", window)
    hidden.hide()
    rules = stylesheet(theme)
    window.setStyleSheet(rules)
    window.show()
    theme.set_light(True, 0)
    hidden.show()
    for bar in (shown, hidden):
        assert theme.tokens.line.name() in colours_of(bar)
    assert field.palette().color(QPalette.ColorRole.Text) == theme.tokens.text
    assert stylesheet(theme) == rules, "only the text size changes the rules"
