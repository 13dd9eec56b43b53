"""Reports when somebody first uses the window, and whether that may be with fingers."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputDevice
from PySide6.QtWidgets import QApplication

Type = QEvent.Type
TOUCHES = frozenset(
    {
        *(Type.MouseMove, Type.MouseButtonPress, Type.HoverEnter, Type.Enter, Type.Wheel),
        *(Type.KeyPress, Type.ShortcutOverride, Type.TouchBegin, Type.TabletPress),
        *(Type.TabletMove, Type.DragEnter, Type.InputMethod),
    }
)


def has_touch_screen() -> bool:
    """Whether this computer has a touch screen."""
    screen = QInputDevice.DeviceType.TouchScreen
    return any(device.type() is screen for device in QInputDevice.devices())


class FirstTouch(QObject):
    """Emits `came` once, from the event loop, after a pointer event or key has reached the window.

    Until then it filters every event of the application, and afterwards none.
    """

    came = Signal()

    def __init__(self, app: QApplication, parent: QObject) -> None:
        super().__init__(parent)
        self._app = app
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in TOUCHES:
            self._app.removeEventFilter(self)
            QTimer.singleShot(0, self, self.came.emit)
        return False
