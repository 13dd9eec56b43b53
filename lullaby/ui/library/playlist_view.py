"""The list of a playlist's songs, with its keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QListView


class PlaylistView(QListView):
    """Alt and an arrow move a song, Delete removes it, Enter starts there."""

    move_requested = Signal(int)
    remove_requested = Signal(object)
    begun = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.move_requested.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.matches(QKeySequence.StandardKey.Delete) and index.isValid():
            self.remove_requested.emit(index)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.begun.emit(index)
        else:
            super().keyPressEvent(event)
