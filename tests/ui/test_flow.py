"""Widgets that wrap into lines, and that may be added, removed and resized at any time."""

import gc

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lullaby.ui.controls.chips import Segmented
from lullaby.ui.controls.flow import Flow
from lullaby.ui.theme.theme import plain_theme


def boxes(flow: Flow, count: int, width: int = 90) -> list[QLabel]:
    made = []
    for _ in range(count):
        label = QLabel("x")
        label.setFixedSize(width, 30)
        flow.add(label)
        made.append(label)
    return made


def test_widgets_that_do_not_fit_wrap_to_the_next_line(qtbot: QtBot) -> None:
    flow = Flow(10)
    qtbot.addWidget(flow)
    made = boxes(flow, 3)
    flow.resize(200, 100)
    flow.show()
    assert [(each.x(), each.y()) for each in made] == [(0, 0), (100, 0), (0, 40)]
    assert flow.heightForWidth(200) == 70
    assert flow.heightForWidth(300) == 30


def test_hidden_widgets_leave_no_gap(qtbot: QtBot) -> None:
    flow = Flow(10)
    qtbot.addWidget(flow)
    first, second = boxes(flow, 2)
    flow.resize(300, 100)
    flow.show()
    first.hide()
    qtbot.waitUntil(lambda: second.x() == 0)
    first.show()
    qtbot.waitUntil(lambda: second.x() == 100)


def test_changes_made_while_hidden_apply_when_shown(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    holder = QWidget(window)
    column = QVBoxLayout(holder)
    flow = Flow(10)
    (label,) = boxes(flow, 1)
    column.addWidget(flow)
    holder.resize(400, 300)
    window.show()
    flow.hide()
    label.setFixedSize(90, 200)
    flow.show()
    qtbot.waitUntil(lambda: flow.height() >= 200)


def test_chips_wrap_if_their_text_does_not_fit(qtbot: QtBot) -> None:
    chips = Segmented(plain_theme(), ["Follow the evening", "Dusk", "Night"])
    qtbot.addWidget(chips)
    chips.resize(chips.sizeHint())
    chips.show()
    low = chips.minimumSizeHint().height()
    assert len({chip.y() for chip in chips.chips}) == 1
    chips.resize(chips.minimumSizeHint().width(), 400)
    assert len({chip.y() for chip in chips.chips}) > 1
    assert chips.minimumSizeHint().height() > low
    assert all(chips.rect().contains(chip.geometry()) for chip in chips.chips)


def test_no_item_of_a_layout_is_kept_that_qt_may_delete(qtbot: QtBot) -> None:
    """A layout in Python failed with "Internal C++ object (QWidgetItem) already deleted"."""
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    flows = [Flow() for _ in range(4)]
    for flow in flows:
        boxes(flow, 5)
        column.addWidget(flow)
    for width in range(120, 620, 5):
        holder.resize(width, 400)
        gc.collect(0)
    assert all(flow.layout() is None for flow in flows)
    assert all(flow.heightForWidth(100) == 5 * 38 - 8 for flow in flows)
