"""Everything can be taken back for eight seconds."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

UNDO_MS = 8_000


class UndoController(QObject):
    """Holds the last thing that can be taken back. A newer offer replaces the older one."""

    offered = Signal(str)
    """What was done, in the person's words; show it with an Undo button."""
    withdrawn = Signal()
    """The time is over, or it was taken back."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._take_back: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(UNDO_MS)
        self._timer.timeout.connect(self.withdraw)

    @property
    def is_open(self) -> bool:
        return self._take_back is not None

    def offer(self, text: str, take_back: Callable[[], object]) -> None:
        self._take_back = take_back
        self._timer.start()
        self.offered.emit(text)

    def undo(self) -> None:
        """Take the last thing back, once."""
        take_back, self._take_back = self._take_back, None
        if take_back is not None:
            take_back()
            self.withdraw()

    def withdraw(self) -> None:
        self._take_back = None
        self._timer.stop()
        self.withdrawn.emit()
