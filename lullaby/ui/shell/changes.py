"""Signals for changes that one screen makes and others show, so that screens stay independent."""

from PySide6.QtCore import QObject, Signal

from lullaby.library.take import Take
from lullaby.library.track import Track


class NightChanges(QObject):
    """Changes to the nights in the journal."""

    answered = Signal()
    """Somebody noted how a night went."""
    changed = Signal()
    """Nights were edited, added, imported or deleted."""
    restored = Signal()
    """A backup was restored: all data may differ."""


class SongWords(QObject):
    """Changes to the words of songs."""

    edit_requested = Signal(object)
    """Somebody wants to time or correct the words of this track."""
    changed = Signal(object)
    """The words of this track have changed."""

    def edit(self, track: Track) -> None:
        self.edit_requested.emit(track)


class SongRecordings(QObject):
    """People's own recordings of songs."""

    requested = Signal(object)
    """Somebody wants to record this track."""
    message_requested = Signal()
    """Somebody wants to record a story or a few words."""
    kept = Signal(object)
    """This `Take` was kept."""

    together_requested = Signal(object)
    """Somebody wants to lay this `Take` and others of its song together."""

    def record(self, track: Track) -> None:
        self.requested.emit(track)

    def record_message(self) -> None:
        self.message_requested.emit()

    def sing_together(self, take: Take) -> None:
        self.together_requested.emit(take)
