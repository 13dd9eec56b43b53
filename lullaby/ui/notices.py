"""Calm sentences about something that needs no hurry: shown in a bar, never in a dialog."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence, a hint, and at most one thing to do about it."""

    text: str
    hint: str = ""
    icon: str = "info"
    action_text: str = ""
    action: Callable[[], None] | None = None


class NoticeBoard(QObject):
    """At most one notice per topic; the newest topic is the one on show."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices: dict[str, Notice] = {}

    @property
    def current(self) -> tuple[str, Notice] | None:
        """The topic and notice to show, or None."""
        return next(reversed(self._notices.items()), None)

    def notice(self, topic: str) -> Notice | None:
        """What is said on a topic, on show or not."""
        return self._notices.get(topic)

    def show(self, topic: str, notice: Notice) -> None:
        self._notices.pop(topic, None)
        self._notices[topic] = notice
        self.changed.emit()

    def clear(self, topic: str) -> None:
        if self._notices.pop(topic, None) is not None:
            self.changed.emit()
