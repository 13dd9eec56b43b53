"""Creates notices for events of an evening: a lost speaker, a sleep, a full disk."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

from lullaby.audio.port import Device
from lullaby.library.track import TrackId
from lullaby.session.state import SessionState
from lullaby.storage.transaction import StorageError
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.shell.notices import Notice, NoticeBoard
from lullaby.ui.text.storage_words import storage_words


class Notifications(QObject):
    """Calls `mark_unusable` for each song that was skipped because it cannot be played."""

    def __init__(
        self,
        bridge: SessionBridge,
        board: NoticeBoard,
        mark_unusable: Callable[[TrackId], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._board = board
        self._mark = mark_unusable
        self._skipped: frozenset[TrackId] = frozenset()
        self._next_turn = QTimer(self)
        self._next_turn.setSingleShot(True)
        self._next_turn.timeout.connect(bridge.tick)
        for signal in (
            bridge.device_changed,
            bridge.stage_changed,
            bridge.track_changed,
            bridge.timer_changed,
            bridge.unwritten_changed,
        ):
            signal.connect(self.update_from)

    def update_from(self, state: SessionState) -> None:
        self._board.keep("device", self._of_device(state))
        self._board.keep("slept", self._of_sleep() if state.slept else None)
        self._board.keep("journal", self._of_journal() if state.unwritten else None)
        others = state.unsaved and not state.unwritten
        self._board.keep("unsaved", self._of_the_rest() if others else None)
        passed_over = state.skipped - self._skipped
        for track in passed_over - state.late:
            self._mark(track)
        late = passed_over & state.late
        if late:
            self._tell_late(state, late)
        self._skipped = state.skipped

    def look(self) -> None:
        """Check, in the next turn of the event loop, whether a write failed."""
        self._next_turn.start(0)

    def report_set_aside(self, file: Path) -> None:
        """Report that a damaged database was set aside at the start."""
        self._board.show(
            "set aside",
            Notice(
                self.tr("We kept your old journal file and started a new one."),
                self.tr("Nothing in it was changed."),
                action_text=self.tr("Show the file"),
                action=lambda: self._show_file(file),
            ),
        )

    def report_not_saved(self, problem: StorageError) -> None:
        """Report that something could not be written, and why."""
        self.say("not kept", *storage_words(problem))

    def report_old_settings(self, file: Path) -> None:
        """Report that the settings could not be read at the start."""
        text = self.tr("Your settings could not be read, so Lullaby uses the default ones.")
        hint = self.tr("The old file is kept as {file}.").format(file=file.name)
        self.say("settings", text, hint)

    def say(self, topic: str, text: str, hint: str = "", while_resting: bool = False) -> None:
        """Show a sentence that the person can hide."""
        self._board.show(topic, Notice(text, hint, while_resting=while_resting))

    def offer(
        self, topic: str, text: str, hint: str, action_text: str, act: Callable[[], bool]
    ) -> None:
        """Show a sentence with one action; it disappears once `act` reports success."""

        def take() -> None:
            if act():
                self._board.clear(topic)

        self._board.show(topic, Notice(text, hint, action_text=action_text, action=take))

    def take_back(self, topic: str) -> None:
        """Remove a notice that no longer applies."""
        self._board.clear(topic)

    def _tell_late(self, state: SessionState, late: frozenset[TrackId]) -> None:
        tracks = state.programme.tracks if state.programme else ()
        title = next((track.title for track in tracks if track.id in late), "")
        self.say(
            "late",
            self.tr("{title} could not be read in time.").format(title=title),
            self.tr("The evening goes on with the next song."),
        )

    def _of_device(self, state: SessionState) -> Notice | None:
        texts = {
            Device.NONE: (
                self.tr("No speaker found right now."),
                self.tr("You can still sing with the words."),
            ),
            Device.LOST: (
                self.tr("The speaker is gone. We kept your place."),
                self.tr("Music resumes softly when the speaker is back."),
            ),
        }
        if state.device not in texts:
            return None
        return Notice(
            *texts[state.device],
            "volume-x",
            self.tr("Look again"),
            self._bridge.look_again,
            while_resting=True,
        )

    def _of_sleep(self) -> Notice:
        return Notice(
            self.tr("The laptop was asleep. Your place is kept."),
            icon="moon",
            action_text=self.tr("Resume"),
            action=self._bridge.toggle,
        )

    def _of_journal(self) -> Notice:
        return Notice(
            self.tr("Tonight can’t be saved to the journal right now."),
            self.tr("The sound goes on, and Lullaby keeps trying."),
            "triangle-alert",
            while_resting=True,
        )

    def _of_the_rest(self) -> Notice:
        return Notice(
            self.tr("The disk is full or busy: not everything is saved yet."),
            self.tr("Nothing is lost while Lullaby is open. It saves as soon as it can."),
            "triangle-alert",
            while_resting=True,
        )

    def _show_file(self, file: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file.parent)))
        self._board.clear("set aside")
