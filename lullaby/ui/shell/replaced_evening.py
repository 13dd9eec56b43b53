"""Offers to return to an evening that other songs have replaced."""

from PySide6.QtCore import QObject

from lullaby.journal.entry import EntryId
from lullaby.journal.writer import NightWriter
from lullaby.session.continuing import returning
from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.shell.changes import NightChanges
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.undo import UndoController


class ReplacedEvening(QObject):
    def __init__(
        self,
        next_session: NextSession,
        bridge: SessionBridge,
        undo: UndoController,
        writer: NightWriter,
        nights: NightChanges,
        parent: QObject,
    ) -> None:
        """`writer` deletes the night of the songs that were played by mistake."""
        super().__init__(parent)
        self._next_session = next_session
        self._bridge = bridge
        self._undo = undo
        self._writer = writer
        self._nights = nights
        next_session.replaced.connect(self._offer)

    def _offer(self, before: SessionState) -> None:
        now = self._bridge.state
        if now.track is not None:
            text = self.tr("“{title}” plays instead of your evening").format(title=now.track.title)
            self._undo.offer(text, lambda: self._return_to(before, now.entry))

    def _return_to(self, before: SessionState, mistaken: EntryId | None) -> None:
        programme = returning(before)
        if programme is None:
            return
        self._next_session.continue_session(programme)
        state = self._bridge.state
        if state.entry == mistaken:
            return
        if before.shuffled:
            self._bridge.set_shuffle(True)
        if before.repeat:
            self._bridge.set_repeat(True)
        if before.last_song:
            self._bridge.end_after_song()
        if before.stage is Stage.PAUSED:
            self._bridge.toggle()
        if mistaken is not None:
            self._writer.delete(mistaken)
            self._nights.changed.emit()
