"""The window over the whole screen, for as long as a view asks for it."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget


class FullScreen(QObject):
    def __init__(self, inside: QWidget) -> None:
        """`inside` is anything in the window."""
        super().__init__(inside)
        self._inside = inside
        self._before: Qt.WindowState | None = None
        """What the window returns to; None if nobody asked."""

    def set_on(self, on: bool) -> None:
        """Fill the screen, or return to how the window was."""
        window = self._inside.window()
        if on and not window.isFullScreen():
            self._before = window.windowState()
            window.setWindowState(self._before | Qt.WindowState.WindowFullScreen)
        elif not on and self._before is not None:
            window.setWindowState(self._before)
            self._before = None
