"""What one screen changes and others show: they are told here, and do not know each other."""

from PySide6.QtCore import QObject, Signal

from lullaby.library.track import Track


class NightChanges(QObject):
    """The nights of the journal."""

    answered = Signal()
    """Somebody said how a night went."""
    changed = Signal()
    """Nights were changed by hand, added, brought in or taken out."""
    restored = Signal()
    """Everything that is remembered is another: a copy was brought back."""


class SongWords(QObject):
    """The words of songs."""

    edit_requested = Signal(object)
    """The words of this track are to be timed or mended."""
    changed = Signal(object)
    """This track has other words from now on."""

    def edit(self, track: Track) -> None:
        self.edit_requested.emit(track)
