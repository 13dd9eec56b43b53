"""The sheet that asks which song is to be recorded."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.ui.controls.buttons import ButtonStyle
from lullaby.ui.controls.fields import SearchField
from lullaby.ui.controls.labels import Label
from lullaby.ui.mirroring import set_margins
from lullaby.ui.shell.sheets import Sheet
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.voices.song_titles import SongTitles
from lullaby.ui.voices.voice_songs import SongChoice, matching

WIDTH = 620
SONGS_SHOWN = 7.5
"""Height of the list of songs, in rows."""


class RecordSheet(Sheet):
    """A click on a song takes it; Esc leaves everything as it was."""

    taken = Signal(object)
    """The SongChoice to record."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(theme, window, WIDTH)
        self._done.setText(self.tr("Cancel"))
        self._done.tone = ButtonStyle.QUIET
        self._songs: Sequence[SongChoice] = ()
        self.search = SearchField(theme, self.tr("Find the song"))
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self._take_first)
        self.list = SongTitles(theme, SONGS_SHOWN)
        self.list.taken.connect(self._take)
        self.search.left_below.connect(self.list.setFocus)
        self._none = Label(
            theme,
            self.tr(
                "No song of this name has notes. A song needs them, so that the words can follow"
                " your singing."
            ),
            Text.BODY,
            "text2",
            wrap=True,
        )
        inside = QWidget()
        column = QVBoxLayout(inside)
        set_margins(column, 0, 0, 6, 0)
        column.setSpacing(12)
        about = self.tr("Nothing is recorded before you press Record on the next page.")
        column.addWidget(Label(theme, about, Text.BODY, "text2", wrap=True))
        column.addWidget(self.search)
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        self.hold(inside)

    def open_for(self, songs: Sequence[SongChoice]) -> None:
        self._songs = songs
        self.search.setText("")
        self._find()
        self.open(self.tr("Which song would you like to record?"))
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        found = matching(self._songs, self.search.text())
        self.list.show_songs(found)
        self._none.setVisible(not found)

    def _take_first(self) -> None:
        """Enter in the field takes the chosen song, or the only one that is left."""
        chosen = self.list.chosen
        if chosen is None and len(self.list.songs) == 1:
            chosen = self.list.songs[0]
        if chosen is not None:
            self._take(chosen)
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, song: SongChoice) -> None:
        self.close_sheet()
        self.taken.emit(song)
