"""Watches the keys of a window and turns them into wishes."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QInputEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QWidget,
)

from lullaby.ui.keys import Focus, Place, Situation, Wish, wish_for


def focus_kind(widget: QWidget | None) -> Focus:
    """The kind of control that has the keyboard."""
    match widget:
        case QLineEdit() | QTextEdit() | QPlainTextEdit() | QAbstractSpinBox():
            return Focus.TEXT
        case QAbstractItemView():
            return Focus.LIST
        case QAbstractSlider() | QScrollArea():
            return Focus.SLIDER
        case QAbstractButton():
            return Focus.BUTTON
        case _:
            return Focus.OTHER


POINTER = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class KeyRouter(QObject):
    """Watches the keys of one window and turns them into wishes."""

    wished = Signal(object)
    touched = Signal()
    """Any key or pointer movement inside the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.situation = Situation(Place.TONIGHT)
        """Kept up to date by the window; `focus` is found at the moment of the key."""
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Every event of the app comes by here, frames and timers too.
        if not isinstance(event, QInputEvent):
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._belongs(watched) and self._route(event)
        if kind in POINTER and self._belongs(watched):
            self.touched.emit()
        return False

    def _belongs(self, watched: QObject) -> bool:
        return isinstance(watched, QWidget) and watched.window() is self._window.window()

    def _route(self, event: QKeyEvent) -> bool:
        here = self.situation
        focus = focus_kind(QApplication.focusWidget())
        situation = replace(here, focus=focus)
        wish = wish_for(Qt.Key(event.key()), event.modifiers(), situation)
        self.touched.emit()
        if wish is None:
            return False
        if not (event.isAutoRepeat() and wish not in (Wish.LOUDER, Wish.SOFTER)):
            self.wished.emit(wish)
        return True
