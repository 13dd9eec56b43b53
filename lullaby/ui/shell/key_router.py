"""Watches the keys of a window and turns them into actions."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeGuard

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
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
from shiboken6 import isValid

from lullaby.ui.shell.key_places import Codes, codes_of, meanings, us_sign
from lullaby.ui.shell.keys import Action, Focus, ShowScreen, Situation, action_for
from lullaby.ui.shell.sheets import top_sheet


def focus_kind(widget: QWidget | None) -> Focus:
    """The kind of control that has keyboard focus."""
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


def meanings_of(event: QKeyEvent, codes: Codes) -> tuple[Qt.Key, ...]:
    """The keys that the press may mean, the likelier first."""
    us = us_sign(event.nativeScanCode(), event.nativeVirtualKey(), codes)
    shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return meanings(event.key(), us, shifted)


POINTER = (QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class KeyRouter(QObject):
    """Watches the keys of one window and turns them into actions.

    It sees the keys at the control that has focus, and the pointer at the native window. A filter
    of the application would be simpler, but it would call Python for each frame and timer too: a
    fifth of the window's processor time while words are shown.
    """

    requested = Signal(object)
    touched = Signal()
    """A key press or pointer movement inside the window."""

    def __init__(
        self, window: QWidget, situation: Callable[[], Situation], settle: Callable[[], bool]
    ) -> None:
        """`situation` is called for each key; focus and sheet are determined here.

        `settle` shows at once the screen that an earlier key waits for; returns whether one did.
        """
        super().__init__(window)
        self._window = window
        self._situation = situation
        self._settle = settle
        self.codes = codes_of(QGuiApplication.platformName())
        self._following = False
        self._watched: QObject | None = None
        """The control that has focus."""
        self._native: QWindow | None = None

    def watch(self) -> None:
        """Begin, when the window is shown: no key or pointer reaches it before."""
        window = self._window.window()
        self._native = window.windowHandle()
        for each in (self._window, window, self._native):
            if each is not None:
                each.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication) and not self._following:
            self._following = True
            app.focusChanged.connect(self._follow)
            self._follow(None, app.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._belongs(watched) and self._route(watched, event)
        if kind in POINTER and isinstance(watched, QWindow):
            self.touched.emit()
        return False

    def _follow(self, _: QWidget | None, now: QWidget | None) -> None:
        """Watch the control that has focus now, and no longer the one that had it."""
        if now is None or now is self._watched or not self._belongs(now):
            return
        before, self._watched = self._watched, now
        if before is not None and isValid(before) and not self._is_window(before):
            before.removeEventFilter(self)
        now.installEventFilter(self)

    def _is_window(self, watched: QObject) -> bool:
        return watched is self._window or watched is self._window.window()

    def _belongs(self, watched: QObject) -> TypeGuard[QWidget]:
        return isinstance(watched, QWidget) and watched.window() is self._window.window()

    def _route(self, watched: QWidget, event: QKeyEvent) -> bool:
        """Route a key press; returns whether it is handled."""
        focus = focus_kind(QApplication.focusWidget())
        sheet = top_sheet(self._window)
        situation = replace(self._situation(), focus=focus, sheet_open=sheet is not None)
        own, *others = meanings_of(event, self.codes)
        action = action_for(own, event.modifiers(), situation, *others)
        silent = action is None and not event.text()  # a modifier, for one
        if not silent and not isinstance(action, ShowScreen) and self._settle():
            # Pressed after the key that asked for the screen, so it belongs to what has focus now.
            focused = self._window.window().focusWidget() or self._window
            QCoreApplication.sendEvent(focused, event)
            return True
        self.touched.emit()
        if action is None:
            if sheet is None or sheet.is_around(watched):
                return False
            sheet.take_keyboard()
            return True
        if not (event.isAutoRepeat() and action not in (Action.LOUDER, Action.SOFTER)):
            self.requested.emit(action)
        return True
