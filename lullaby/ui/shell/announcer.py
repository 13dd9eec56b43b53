"""Tells a screen reader what began, changed or ended, and what was saved."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lullaby.clock import Clock
from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.shell.notices import Notice, NoticeBoard
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text import lists, names, sentences

DEADLINE_MS = 60_000
"""A deadline that moved by less was not moved by a person, in ms."""

SAME_MS = 5_000
"""The last sentence is not repeated within this time, in ms."""


class Announcer(QObject):
    """Announces politely: a screen reader finishes its own sentence first, and loses none."""

    said = Signal(str)

    def __init__(
        self,
        window: QWidget,
        bridge: SessionBridge,
        clock: Clock,
        board: NoticeBoard,
        undo: UndoController,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._clock = clock
        self._last: tuple[str, int] | None = None
        """The last sentence, and when it was said, in ms of the monotonic clock."""
        self._before = bridge.state
        for changed in (
            bridge.stage_changed,
            bridge.timer_changed,
            bridge.track_changed,
            bridge.device_changed,
        ):
            changed.connect(self._on_change)
        self._board = board
        self._read: Notice | None = None
        board.changed.connect(self._read_out)
        undo.offered.connect(self.say)

    def say(self, text: str) -> None:
        now = self._clock.monotonic_ms()
        if self._last is not None and self._last[0] == text and now - self._last[1] < SAME_MS:
            return
        self._last = text, now
        from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # 4 ms to load

        event = QAccessibleAnnouncementEvent(self._window, text)
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)
        self.said.emit(text)

    def _on_change(self, state: SessionState) -> None:
        before, self._before = self._before, state
        if state.stage is not before.stage:
            self._say_stage(before, state)
        elif state.stage in (Stage.PLAYING, Stage.PAUSED):
            self._say_timer(before, state)
            self._say_song(before, state)
        if state.calm_after_ms is not None and before.calm_after_ms is None:
            self._say_calm(round(state.calm_after_ms / 60_000))
        if before.speaker and state.speaker and state.speaker != before.speaker:
            self.say(self.tr("Sound on {speaker}.").format(speaker=state.speaker))

    def _say_stage(self, before: SessionState, state: SessionState) -> None:
        if state.stage is Stage.PAUSED:
            self.say(self.tr("Paused."))
        elif state.stage is Stage.ENDED:
            self.say(self.tr("Good night. It is quiet now."))
        elif state.stage is Stage.PLAYING and before.stage is Stage.PAUSED:
            self.say(self.tr("Playing again."))
        elif state.stage is Stage.PLAYING and state.programme is not None:
            name = names.routine_name_of_value(state.programme.routine)
            self.say(sentences.begun_spoken(name, _minutes_left(state)))

    def _say_timer(self, before: SessionState, state: SessionState) -> None:
        if state.fade_requested and not before.fade_requested:
            self.say(self.tr("Fading over a minute."))
        elif _timer(state) != _timer(before):
            self.say(lists.full_stop(sentences.time_left(state)))

    def _say_song(self, before: SessionState, state: SessionState) -> None:
        track = state.track
        if track is not None and track != before.track:
            self.say(self.tr("Now “{title}”.").format(title=track.title))

    def _say_calm(self, minutes: int) -> None:
        if minutes < 1:
            self.say(self.tr("Noted: calm within a minute."))
        else:
            text = self.tr("Noted: calm after {minutes}.")
            self.say(text.format(minutes=names.minutes_long(minutes)))

    def _read_out(self) -> None:
        current = self._board.current
        notice = None if current is None else current[1]
        if notice is not None and notice != self._read:
            self.say(lists.sentences((notice.text, notice.hint)))
        self._read = notice


def _timer(state: SessionState) -> tuple[object, ...]:
    """What a person changes of the timer; the deadline in steps that a late tick cannot reach."""
    remaining = state.remaining_ms
    deadline = None if remaining is None else round((remaining + state.elapsed_ms) / DEADLINE_MS)
    return deadline, state.last_song, state.fade_requested


def _minutes_left(state: SessionState) -> int | None:
    return None if state.remaining_ms is None else max(1, round(state.remaining_ms / 60_000))
