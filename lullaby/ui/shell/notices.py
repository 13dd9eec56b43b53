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
    while_resting: bool = False
    """It changes what the night is, so the resting screen says it too."""


class NoticeBoard(QObject):
    """At most one notice per topic; the newest topic is the one on show.

    What happened is shown each time (`show`). What is so for a while (`keep`) is told once: put
    away, it stays away until it has ended or is another.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices: dict[str, Notice] = {}
        self._put_away: set[str] = set()

    @property
    def current(self) -> tuple[str, Notice] | None:
        """The topic and notice to show, or None."""
        shown = (each for each in reversed(self._notices.items()) if each[0] not in self._put_away)
        return next(shown, None)

    @property
    def while_resting(self) -> list[Notice]:
        """What holds now and matters all night, put away or not; newest first."""
        return [each for each in reversed(self._notices.values()) if each.while_resting]

    def notice(self, topic: str) -> Notice | None:
        """What is said on a topic, on show or not."""
        return self._notices.get(topic)

    def show(self, topic: str, notice: Notice) -> None:
        self._put_away.discard(topic)
        self._notices.pop(topic, None)
        self._notices[topic] = notice
        self.changed.emit()

    def keep(self, topic: str, notice: Notice | None) -> None:
        """What is so on this topic just now; None when there is nothing to say any more."""
        known = self._notices.get(topic)
        if notice is None:
            self.clear(topic)
        elif known is None or known.text != notice.text:
            self.show(topic, notice)

    def put_away(self) -> bool:
        """The person has read what is on show; false where nothing is."""
        current = self.current
        if current is not None:
            self._put_away.add(current[0])
            self.changed.emit()
        return current is not None

    def clear(self, topic: str) -> None:
        """It is no longer so, or done with."""
        self._put_away.discard(topic)
        if self._notices.pop(topic, None) is not None:
            self.changed.emit()
