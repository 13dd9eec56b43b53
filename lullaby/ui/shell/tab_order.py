"""The controls that Tab reaches inside a widget, in reading order.

This does not use Qt's own chain: PySide treats each widget that `nextInFocusChain` returns as a
child of the one before, and when that one is deleted it considers every widget after it deleted
too.
"""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget


def tab_stops(root: QWidget) -> list[QWidget]:
    """The controls that Tab reaches inside `root` in its current layout, row by row."""
    stops = [each for each in root.findChildren(QWidget) if _is_stop(each)]
    places = {each: QRect(each.mapTo(root, QPoint(0, 0)), each.size()) for each in stops}
    left = sorted(stops, key=lambda each: (places[each].top(), places[each].left()))
    order: list[QWidget] = []
    while left:
        foot = places[left[0]].bottom()
        row = [each for each in left if places[each].center().y() <= foot]
        order += sorted(row, key=lambda each: places[each].left())
        left = [each for each in left if each not in row]
    return order


def _is_stop(widget: QWidget) -> bool:
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(by_tab) and widget.isVisible() and widget.isEnabled()
