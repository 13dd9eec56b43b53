"""The current line of the words, as screen readers get it."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


class SpokenLine(QObject):
    """The line is always there to be asked for; if wished, it is announced when it begins."""

    said = Signal(str)

    def __init__(self, words: QWidget) -> None:
        super().__init__(words)
        self.aloud = False
        """Whether each line is announced."""
        self._words = words
        self._shown: tuple[int | None, str] = None, ""

    def show(self, line: int | None, text: str) -> None:
        """Show the line of that index; None and no text between lines."""
        if (line, text) == self._shown:
            return
        self._shown = line, text
        self._words.setAccessibleDescription(text)
        if self.aloud and text and self._words.isVisible():
            event = QAccessibleAnnouncementEvent(self._words, text)
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
            QAccessible.updateAccessibility(event)
            self.said.emit(text)
