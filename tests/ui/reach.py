"""Whether everything on a screen can be reached by pointer and keys, asked of the widgets."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from lullaby.ui.controls.areas import reveal
from lullaby.ui.controls.labels import Elided
from lullaby.ui.graphics.moon import BeginMoon
from lullaby.ui.shell.sheets import Sheet

KINDS = (
    QAbstractButton,
    QAbstractSlider,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QAbstractItemView,
)
SETTLES = 4
"""Rounds of layout until nested layouts agree."""
LEAST = 40
"""The least visible height of a list or a page, in px."""


def settle() -> None:
    for _ in range(SETTLES):
        QCoreApplication.sendPostedEvents()


def top_of(window: QWidget) -> QWidget:
    """The sheet over the window, or the window itself."""
    sheets = [each for each in window.findChildren(Sheet) if each.isVisible()]
    return sheets[-1] if sheets else window


def controls(root: QWidget) -> list[QWidget]:
    """All visible controls."""
    return [each for each in root.findChildren(QWidget) if each.isVisible() and _is_control(each)]


def labels(root: QWidget) -> list[QLabel]:
    """All texts that must be readable as a whole."""
    return [
        each
        for each in root.findChildren(QLabel)
        if each.isVisible() and each.text() and not isinstance(each, Elided)
    ]


def name_of(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton | QLabel | QLineEdit) else ""
    return f"{type(widget).__name__} “{widget.accessibleName() or text}”"


def faults(window: QWidget) -> list[str]:
    """Every control that cannot be reached, and every text that is cut or covered."""
    root = top_of(window)
    shown, texts = controls(root), labels(root)
    found = [fault for each in (*shown, *texts) for fault in _size_faults(each)]
    found += [fault for each in shown for fault in _reach_faults(window, each)]
    found += [fault for each in texts for fault in _read_faults(window, each)]
    return found


def _is_control(widget: QWidget) -> bool:
    if isinstance(widget, QScrollBar | QScrollArea) or widget.parentWidget() is None:
        return False
    if widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents):
        return False
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return isinstance(widget, KINDS) or bool(by_tab)


def _size_faults(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, BeginMoon):
        return
    wanted = widget.minimumSizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():
        wanted.setHeight(widget.heightForWidth(widget.width()))
        wanted.setWidth(0)
    if widget.width() < wanted.width() - 1:
        yield f"{name_of(widget)} is too narrow: {widget.width()} for {wanted.width()}"
    if widget.height() < wanted.height() - 1:
        yield f"{name_of(widget)} is too low: {widget.height()} for {wanted.height()}"


def _areas(widget: QWidget) -> Iterator[QScrollArea]:
    """The areas in which a widget can be scrolled, from the inside out."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            yield parent
        parent = parent.parentWidget()


def _body(widget: QWidget) -> QRect:
    """The part of the widget that is the control, in its own coordinates."""
    return widget.disc().toRect() if isinstance(widget, BeginMoon) else widget.rect()


def seen(window: QWidget, widget: QWidget) -> QRect:
    """The visible part of a widget, in the window's coordinates."""
    box = _body(widget).translated(widget.mapTo(window, QPoint(0, 0)))
    parent = widget.parentWidget()
    while parent is not None:
        box &= QRect(parent.mapTo(window, QPoint(0, 0)), parent.size())
        if parent is window:
            break
        parent = parent.parentWidget()
    return box


def show(widget: QWidget) -> None:
    """Scroll to it, like Tab."""
    reveal(widget)


def _reach_faults(window: QWidget, widget: QWidget) -> Iterator[str]:
    show(widget)
    box, whole = seen(window, widget), _body(widget).size()
    scrolls = isinstance(widget, QAbstractScrollArea)
    most = whole
    for area in _areas(widget):
        most = most.boundedTo(area.viewport().size())
    if scrolls:
        most.setHeight(min(most.height(), LEAST))
    if box.width() < most.width() or box.height() < most.height():
        where = seen(window, widget)
        yield (
            f"{name_of(widget)} is cut: {box.width()}x{box.height()} of"
            f" {whole.width()}x{whole.height()} is seen, at {where.x()},{where.y()}"
        )
        return
    if whole.width() > most.width():
        yield f"{name_of(widget)} is wider than what scrolls it: {whole.width()}"
    for point in _points(box, round_=isinstance(widget, BeginMoon)):
        found = window.childAt(point)
        if found is None or not (found is widget or widget.isAncestorOf(found)):
            other = "nothing" if found is None else name_of(found)
            yield f"{name_of(widget)} is covered by {other}"
            return


def _points(box: QRect, round_: bool) -> list[QPoint]:
    """Where a pointer may press."""
    inset = min(6, box.width() // 3, box.height() // 3)
    inner = box.adjusted(inset, inset, -inset, -inset)
    middle = inner.center()
    points = [
        middle,
        QPoint(inner.left(), middle.y()),
        QPoint(inner.right(), middle.y()),
        QPoint(middle.x(), inner.top()),
        QPoint(middle.x(), inner.bottom()),
    ]
    if not round_:
        points += [inner.topLeft(), inner.topRight(), inner.bottomLeft(), inner.bottomRight()]
    return points


def _read_faults(window: QWidget, label: QLabel) -> Iterator[str]:
    show(label)
    box, whole = seen(window, label), label.size()
    for area in _areas(label):
        whole = whole.boundedTo(area.viewport().size())
    if box.width() < whole.width() - 1 or box.height() < whole.height() - 1:
        yield f"{name_of(label)} is cut: {box.size().toTuple()} of {whole.toTuple()} is seen"
        return
    found = window.childAt(box.center())
    if isinstance(found, QAbstractButton) and not found.isAncestorOf(label):
        yield f"{name_of(label)} is covered by {name_of(found)}"
