"""Offers Undo for eight seconds after a change."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

UNDO_MS = 8_000


class UndoController(QObject):
    """Holds the last change that can be undone. A newer offer replaces an older one."""

    offered = Signal(str)
    """What was done, as a sentence to show with an Undo button."""
    withdrawn = Signal()
    """The time is over, or the change was undone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._take_back: Callable[[], object] | None = None
        self._settle: Callable[[], object] = _nothing
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(UNDO_MS)
        self._timer.timeout.connect(self.withdraw)

    @property
    def is_open(self) -> bool:
        return self._take_back is not None

    def offer(
        self,
        text: str,
        take_back: Callable[[], object],
        settle: Callable[[], object] | None = None,
    ) -> None:
        """`settle` is called once the change can no longer be undone here, while the window is
        open."""
        self._finish()
        self._take_back, self._settle = take_back, settle or _nothing
        self._timer.start()
        self.offered.emit(text)

    def undo(self) -> None:
        """Undo the last change, once. The offer stays, for its full time, if that fails."""
        take_back, self._take_back = self._take_back, None
        if take_back is not None:
            try:
                take_back()
            except Exception:
                self._take_back = take_back
                self._timer.start()
                raise
            self._settle = _nothing
            self.withdraw()

    def withdraw(self) -> None:
        self._take_back = None
        self._timer.stop()
        self.withdrawn.emit()
        self._finish()

    def _finish(self) -> None:
        settle, self._settle = self._settle, _nothing
        settle()


def _nothing() -> None:
    pass
