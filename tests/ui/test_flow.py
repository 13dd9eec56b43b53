"""Widgets that flow into lines, and that may come, go and grow at any time."""

import gc

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lullaby.ui.controls.flow import Flow


def boxes(flow: Flow, count: int, width: int = 90) -> list[QLabel]:
    made = []
    for _ in range(count):
        label = QLabel("x")
        label.setFixedSize(width, 30)
        flow.add(label)
        made.append(label)
    return made


def test_what_has_no_room_goes_to_the_next_line(qtbot: QtBot) -> None:
    flow = Flow(10)
    qtbot.addWidget(flow)
    made = boxes(flow, 3)
    flow.resize(200, 100)
    flow.show()
    assert [(each.x(), each.y()) for each in made] == [(0, 0), (100, 0), (0, 40)]
    assert flow.heightForWidth(200) == 70
    assert flow.heightForWidth(300) == 30


def test_what_is_hidden_leaves_no_gap(qtbot: QtBot) -> None:
    flow = Flow(10)
    qtbot.addWidget(flow)
    first, second = boxes(flow, 2)
    flow.resize(300, 100)
    flow.show()
    first.hide()
    qtbot.waitUntil(lambda: second.x() == 0)
    first.show()
    qtbot.waitUntil(lambda: second.x() == 100)


def test_no_item_of_a_layout_is_kept_that_qt_may_delete(qtbot: QtBot) -> None:
    """A layout in Python died of "Internal C++ object (QWidgetItem) already deleted"."""
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
