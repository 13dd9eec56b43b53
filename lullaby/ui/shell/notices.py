"""Calm sentences about things that need no hurry, shown in a bar and never in a dialog."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from lullaby.frozen import frozen


@frozen
class Notice:
    """A sentence, a hint, and at most one action."""

    text: str
    hint: str = ""
    icon: str = "info"
    action_text: str = ""
    action: Callable[[], None] | None = None
    while_resting: bool = False
    """It concerns the whole night, so the resting screen shows it too."""


class NoticeBoard(QObject):
    """Holds at most one notice per topic, and shows the newest topic; the others wait.

    `show` is for events, which are shown each time. `keep` is for conditions, which are shown once:
    after the person hides one, it stays hidden until it ends or changes.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices: dict[str, Notice] = {}
        self._put_away: set[str] = set()

    @property
    def current(self) -> tuple[str, Notice] | None:
        """The topic and notice to show, or None."""
        return next(reversed(self._not_hidden), None)

    @property
    def waiting(self) -> int:
        """How many others there are to read."""
        return max(0, len(self._not_hidden) - 1)

    @property
    def while_resting(self) -> list[Notice]:
        """Notices that hold now and matter all night, hidden or not; newest first."""
        return [each for each in reversed(self._notices.values()) if each.while_resting]

    def notice(self, topic: str) -> Notice | None:
        """The notice on a topic, shown or hidden."""
        return self._notices.get(topic)

    def show(self, topic: str, notice: Notice) -> None:
        self._put_away.discard(topic)
        self._notices.pop(topic, None)
        self._notices[topic] = notice
        self.changed.emit()

    def keep(self, topic: str, notice: Notice | None) -> None:
        """Set the current condition of this topic; None if it has ended."""
        known = self._notices.get(topic)
        if notice is None:
            self.clear(topic)
        elif known is None or known.text != notice.text:
            self.show(topic, notice)

    def dismiss(self) -> bool:
        """Hide the notice on show; False if there is none."""
        current = self.current
        if current is not None:
            self._put_away.add(current[0])
            self.changed.emit()
        return current is not None

    def turn(self) -> None:
        """Show the next of those that wait; the one on show waits behind the others."""
        current = self.current
        if current is not None:
            topic, notice = current
            del self._notices[topic]
            self._notices = {topic: notice, **self._notices}
            self.changed.emit()

    @property
    def _not_hidden(self) -> list[tuple[str, Notice]]:
        return [each for each in self._notices.items() if each[0] not in self._put_away]

    def clear(self, topic: str) -> None:
        """Remove the notice of a topic."""
        self._put_away.discard(topic)
        if self._notices.pop(topic, None) is not None:
            self.changed.emit()
