"""Tells a screen reader what started, faded or ended, at most once in five seconds."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from lullaby.clock import Clock
from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.shell.notices import Notice, NoticeBoard
from lullaby.ui.text import lists, names, sentences

QUIET_MS = 5_000


class Announcer(QObject):
    def __init__(
        self, window: QWidget, bridge: SessionBridge, clock: Clock, board: NoticeBoard
    ) -> None:
        super().__init__(window)
        self._window = window
        self._clock = clock
        self._last_ms: int | None = None
        self._stage = bridge.state.stage
        self._fade_requested = False
        bridge.stage_changed.connect(self._on_change)
        bridge.timer_changed.connect(self._on_change)
        self._board = board
        self._read: Notice | None = None
        board.changed.connect(self._read_out)

    def say(self, text: str) -> None:
        """Announce politely, unless something was announced a moment ago."""
        now = self._clock.monotonic_ms()
        if self._last_ms is not None and now - self._last_ms < QUIET_MS:
            return
        self._last_ms = now
        event = QAccessibleAnnouncementEvent(self._window, text)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)

    def _on_change(self, state: SessionState) -> None:
        if state.stage is not self._stage:
            before, self._stage = self._stage, state.stage
            if state.stage is Stage.PLAYING and before not in (Stage.PAUSED, Stage.PLAYING):
                self._say_begun(state)
            elif state.stage is Stage.ENDED:
                self.say(self.tr("Good night. It is quiet now."))
        elif state.fade_requested and not self._fade_requested:
            self.say(self.tr("Fading over a minute."))
        self._fade_requested = state.fade_requested

    def _read_out(self) -> None:
        current = self._board.current
        notice = None if current is None else current[1]
        if notice is not None and notice != self._read:
            self.say(lists.sentences((notice.text, notice.hint)))
        self._read = notice

    def _say_begun(self, state: SessionState) -> None:
        if state.programme is not None:
            name = names.routine_name_of_value(state.programme.routine)
            self.say(sentences.begun_spoken(name, state.programme.minutes))
