"""Fingers on a touch screen: they scroll what lies under them, and rest on something for its menu.

Qt turns touches that nobody handles into the left mouse button. That is enough for buttons and
sliders; but a list would select where it should scroll, and nothing would open a menu.
"""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QTouchEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollBar, QWidget

HELD_MS = 600
"""How long a finger rests until a menu opens, in ms."""

MOVED = 12
"""A finger that has moved by no more than this, in px, rests."""

OUTSIDE = QPointF(-10_000, -10_000)

Type = QEvent.Type
BY_MOUSE = frozenset({Type.MouseMove, Type.MouseButtonRelease, Type.MouseButtonDblClick})


class Fingers(QObject):
    """Follows the first finger on a window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._start = self._last = QPointF()
        self._pressed: QWidget | None = None
        """What the finger has pressed, until it moves away or rests for long."""
        self._bar: QScrollBar | None = None
        """What the finger scrolls."""
        self._rest = 0.0
        """The part of a pixel that is still to be scrolled."""
        self._taken = False
        """Whether this touch is no press any more."""
        self._held = QTimer(self)
        self._held.setSingleShot(True)
        self._held.setInterval(HELD_MS)
        self._held.timeout.connect(self.hold)
        window.winId()  # a window that was never shown has no surface yet
        self._surface = window.windowHandle()
        self._surface.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in BY_MOUSE:
            return self._taken
        if not isinstance(event, QTouchEvent) or not event.points():
            return False
        at = event.points()[0].position()
        if kind is Type.TouchBegin:
            self._begin(at)
        elif kind is Type.TouchUpdate:
            self._move(at)
        else:
            self._held.stop()
            self._pressed = None
        return False

    def hold(self) -> None:
        """Open the menu of what is pressed, as the right mouse button does."""
        pressed = self._pressed
        if pressed is not None:
            point = self._window.mapToGlobal(self._start.toPoint())
            where = pressed.mapFromGlobal(point)
            self._take()
            menu = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, where, point)
            QCoreApplication.sendEvent(pressed, menu)

    def _begin(self, at: QPointF) -> None:
        self._start = self._last = at
        self._bar, self._taken, self._rest = None, False, 0.0
        self._pressed = None
        if QApplication.activePopupWidget() is None:
            self._pressed = self._window.childAt(at.toPoint())
            self._held.start()

    def _move(self, at: QPointF) -> None:
        away = at - self._start
        if self._pressed is not None and max(abs(away.x()), abs(away.y())) > MOVED:
            self._bar = scrolled_by(self._pressed, away)
            self._last = at
            if self._bar is None:
                self._held.stop()
                self._pressed = None
            else:
                self._take()
        if self._bar is not None:
            self._scroll(self._bar, at - self._last)
        self._last = at

    def _scroll(self, bar: QScrollBar, by: QPointF) -> None:
        way = -by.y()
        if bar.orientation() is Qt.Orientation.Horizontal:
            way = by.x() if bar.isRightToLeft() else -by.x()
        self._rest += way
        whole = int(self._rest)
        self._rest -= whole
        bar.setValue(bar.value() + whole)

    def _take(self) -> None:
        """Take the press back: nothing is clicked when the finger leaves."""
        self._held.stop()
        self._pressed = None
        none = Qt.MouseButton.NoButton
        release = QMouseEvent(
            Type.MouseButtonRelease,
            OUTSIDE,
            OUTSIDE,
            OUTSIDE,
            Qt.MouseButton.LeftButton,
            none,
            Qt.KeyboardModifier.NoModifier,
        )
        QCoreApplication.sendEvent(self._surface, release)
        self._taken = True


def scrolled_by(pressed: QWidget, away: QPointF) -> QScrollBar | None:
    """What a finger scrolls that pressed a widget and moves `away`; None if it scrolls nothing."""
    across = abs(away.x()) > abs(away.y())
    widget: QWidget | None = pressed
    while widget is not None and not isinstance(widget, QScrollBar):
        if isinstance(widget, QAbstractScrollArea):
            bar = widget.horizontalScrollBar() if across else widget.verticalScrollBar()
            if bar.maximum() > bar.minimum():
                return bar
        widget = None if widget.isWindow() else widget.parentWidget()
    return None
