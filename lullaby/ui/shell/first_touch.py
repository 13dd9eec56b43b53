"""Reports when somebody first uses the window."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

Type = QEvent.Type
TOUCHES = frozenset(
    {
        *(Type.MouseMove, Type.MouseButtonPress, Type.HoverEnter, Type.Enter, Type.Wheel),
        *(Type.KeyPress, Type.ShortcutOverride, Type.TouchBegin, Type.TabletPress),
        *(Type.TabletMove, Type.DragEnter, Type.InputMethod),
    }
)


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
