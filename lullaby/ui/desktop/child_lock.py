"""A child lock: no key, click or touch has any effect until Esc is held.

Closing the window by its frame shows a line the first time; a second attempt within ten seconds
closes it, so that the end of a desktop session is never blocked for long. The sound continues.
"""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QWidget

from lullaby.clock import Clock
from lullaby.ui.desktop.status_line import StatusLine
from lullaby.ui.theme.theme import Theme
from lullaby.units import Ms

HOLD_MS = 2_000
CLOSE_AGAIN_MS = 10_000
LOOK_EVERY_MS = 40
STILL_HELD_MS = 150
"""A key pressed again within this time was never released: X11 releases and presses a repeating key
each time, and on a busy machine Qt does not always recognise that."""

Type = QEvent.Type
HANDS = frozenset(
    {
        *(Type.KeyPress, Type.KeyRelease, Type.ShortcutOverride, Type.Shortcut, Type.InputMethod),
        *(Type.MouseButtonPress, Type.MouseButtonRelease, Type.MouseButtonDblClick),
        *(Type.MouseMove, Type.Wheel, Type.ContextMenu),
        *(Type.TouchBegin, Type.TouchUpdate, Type.TouchEnd),
        *(Type.TabletPress, Type.TabletMove, Type.TabletRelease),
        *(Type.NativeGesture, Type.Gesture, Type.GestureOverride),
        *(Type.DragEnter, Type.DragMove, Type.Drop),
    }
)


class ChildLock(QObject):
    changed = Signal(bool)
    """Whether it is locked now."""

    def __init__(self, theme: Theme, window: QWidget, clock: Clock) -> None:
        super().__init__(window)
        self._window = window
        self._clock = clock
        self._line = StatusLine(theme, window, "lock")
        self._locked = False
        self._held_since: Ms | None = None
        self._released: Ms | None = None
        self._close_requested: Ms | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    @property
    def locked(self) -> bool:
        return self._locked

    def lock(self) -> None:
        if self._locked:
            return
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self._locked = True
        self._close_requested = None
        self._say()
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self.changed.emit(True)

    def unlock(self) -> None:
        """Unlock, after Esc was held or at the end of the application."""
        if not self._locked:
            return
        self._locked = False
        self._cancel_hold()
        self._line.hide()
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        self.changed.emit(False)

    def look(self) -> None:
        """Check how long Esc has been held."""
        if self._held_since is None:
            return
        now = self._clock.monotonic_ms()
        if self._released is not None:
            if now - self._released > STILL_HELD_MS:
                self._cancel_hold()
            return
        held = now - self._held_since
        self._line.fill(min(1.0, held / HOLD_MS))
        if held >= HOLD_MS:
            self.unlock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == Type.Close and isinstance(watched, QWindow):
            return self._not_at_once(watched, event)
        if kind in (Type.WindowDeactivate, Type.ApplicationDeactivate):
            self._cancel_hold()
        if kind not in HANDS:
            return False
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self._track_esc(event)
        return True

    def _track_esc(self, event: QKeyEvent) -> None:
        """Track Esc; a repeating key counts as held throughout."""
        if event.isAutoRepeat():
            return
        now = self._clock.monotonic_ms()
        if event.type() == Type.KeyRelease:
            self._released = now
        elif event.type() == Type.KeyPress:
            if self._released is not None and now - self._released > STILL_HELD_MS:
                self._cancel_hold()
            self._released = None
            if self._held_since is None:
                self._held_since = now
                self._timer.start()

    def _cancel_hold(self) -> None:
        self._held_since = None
        self._released = None
        self._timer.stop()
        self._line.fill(0.0)

    def _not_at_once(self, watched: QWindow, event: QEvent) -> bool:
        if watched is not self._window.window().windowHandle():
            return False
        now, before = self._clock.monotonic_ms(), self._close_requested
        self._close_requested = now
        if before is not None and now - before <= CLOSE_AGAIN_MS:
            return False
        event.ignore()
        self._say()
        return True

    def _say(self) -> None:
        self._line.say(
            self.tr("Locked. Hold Esc for 2 seconds to unlock"),
            self.tr("Keys and pointer are locked. Hold Escape for 2 seconds to unlock."),
        )
