"""Leads from the words to where they are timed and mended."""

from PySide6.QtCore import Signal

from lullaby.library.track import Track
from lullaby.ui.controls.buttons import RoundButton
from lullaby.ui.theme.theme import Theme


class EditWordsButton(RoundButton):
    requested = Signal(object)
    """The words of this track are to be timed or mended."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "pencil", "")
        self._track: Track | None = None
        self.clicked.connect(self.request)

    def offer(self, track: Track | None, timed: bool | None) -> None:
        """What can be done with the words of `track`; `timed` is None where there are none."""
        self._track = track
        if timed is None:
            self.set_name(self.tr("Type the words in and time them"))
        else:
            self.set_name(self.tr("Mend the words") if timed else self.tr("Time these words"))

    def request(self) -> None:
        """W, or a press."""
        if self._track is not None:
            self.requested.emit(self._track)
