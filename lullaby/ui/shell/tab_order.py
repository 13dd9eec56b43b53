"""The controls that Tab reaches inside a widget, in reading order.

This does not use Qt's own chain: PySide treats each widget that `nextInFocusChain` returns as a
child of the one before, and when that one is deleted it considers every widget after it deleted
too.
"""

from collections.abc import Sequence
from functools import reduce

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QStyle, QWidget

from lullaby.ui.controls.folding import FoldingRow


def tab_stops(root: QWidget) -> list[QWidget]:
    """The controls that Tab reaches inside `root` in its current layout, row by row.

    Parts of a row that may fold are read one after the other, each from top to bottom.
    """
    folding = root.findChildren(FoldingRow)
    outer = [row for row in folding if not _is_inside(row, folding)]
    blocks = [block for row in outer if (block := _stops_of_parts(row))]
    inside = {stop for block in blocks for stop in block}
    stops = [each for each in root.findChildren(QWidget) if _is_stop(each)]
    blocks += [[each] for each in stops if each not in inside]
    return [stop for block in _by_row(root, blocks) for stop in block]


def stops_in_regions(root: QWidget, regions: Sequence[QWidget]) -> list[QWidget]:
    """All controls that Tab reaches: those of each region, then the others inside `root`.

    A region may be inside a later one. None if there is no region.
    """
    if not regions:
        return []
    stops: list[QWidget] = []
    for region in (*regions, root):
        stops += [stop for stop in tab_stops(region) if stop not in stops]
    return stops


def focus_beside(stops: Sequence[QWidget], now: QWidget | None, forward: bool) -> None:
    """Focus the stop after (`forward`) or before the one that has focus, cyclically."""
    at = stops.index(now) if now in stops else -1 if forward else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)


def _is_inside(widget: QWidget, others: Sequence[QWidget]) -> bool:
    return any(each is not widget and each.isAncestorOf(widget) for each in others)


def _stops_of_parts(row: FoldingRow) -> list[QWidget]:
    return [
        stop for part in row.parts for stop in ([part] if _is_stop(part) else []) + tab_stops(part)
    ]


def _by_row(root: QWidget, blocks: list[list[QWidget]]) -> list[list[QWidget]]:
    """Blocks of controls in reading order."""
    placed = [(_around(root, block), block) for block in blocks]
    left = sorted(placed, key=lambda each: (each[0].top(), each[0].left()))
    order: list[list[QWidget]] = []
    while left:
        foot = left[0][0].bottom()
        row = [each for each in left if each[0].center().y() <= foot]
        order += [block for _, block in sorted(row, key=lambda each: each[0].left())]
        left = [each for each in left if each not in row]
    return order


def _around(root: QWidget, block: Sequence[QWidget]) -> QRect:
    """The rectangle around all controls of a block, as `_place`."""
    places = [_place(root, each) for each in block]
    return reduce(QRect.united, places)


def _place(root: QWidget, widget: QWidget) -> QRect:
    """The place inside `root`, as in English."""
    place = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
    return QStyle.visualRect(root.layoutDirection(), root.rect(), place)


def _is_stop(widget: QWidget) -> bool:
    if not widget.isVisible() or not widget.isEnabled():
        return False
    chosen = _chosen_beside(widget)
    if chosen is not None and chosen.isVisible():
        return widget is chosen
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _chosen_beside(widget: QWidget) -> QAbstractButton | None:
    """The chosen one of several exclusive choices, which stands for all: arrows reach the others.

    Qt lets Tab reach each of them until one had focus.
    """
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group.checkedButton() if group is not None and group.exclusive() else None
