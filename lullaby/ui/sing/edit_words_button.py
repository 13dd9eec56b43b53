"""Opens the words editor from the Sing screen."""

from PySide6.QtCore import Signal

from lullaby.library.track import Track
from lullaby.ui.sing.aid_tile import HeadTile
from lullaby.ui.theme.theme import Theme


class EditWordsButton(HeadTile):
    requested = Signal(object)
    """Somebody wants to time or correct the words of this track."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "pencil", "")
        self._track: Track | None = None
        self.clicked.connect(self.request)

    def offer(self, track: Track | None, timed: bool | None) -> bool:
        """Offer to edit the words of `track`; `timed` is None if there are none. Returns whether
        the label changed."""
        self._track = track
        if timed is None:
            return self.say(self.tr("Type words"), self.tr("Type words and sync them"))
        return self.say(self.tr("Edit words") if timed else self.tr("Sync words"))

    def request(self) -> None:
        """Open the editor, by W or a press."""
        if self._track is not None:
            self.requested.emit(self._track)
