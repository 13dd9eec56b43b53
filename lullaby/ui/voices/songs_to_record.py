"""Leads from My voice to the recorder: with a song that is asked for, or with one again."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from lullaby.library.score_catalogue import has_score
from lullaby.library.track import Track
from lullaby.ui.theme.theme import Theme
from lullaby.ui.voices.record_sheet import RecordSheet
from lullaby.ui.voices.voice_songs import SongChoice, song_id, songs_of_tracks


class SongsToRecord(QObject):
    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        tracks: Callable[[], Sequence[Track]],
        record: Callable[[Track], None],
    ) -> None:
        """`tracks` are those of the library; `record` gets ready to record one."""
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._tracks = tracks
        self._record = record
        self._sheet: RecordSheet | None = None

    def ask(self) -> None:
        """Let the person choose a song."""
        if self._sheet is None:
            self._sheet = RecordSheet(self._theme, self._window)
            self._sheet.taken.connect(self._take)
        self._sheet.open_for(songs_of_tracks(self._tracks()))

    def again(self, song: str) -> None:
        """Record the song with this score once more; if it is gone, ask for another."""
        found = self._track(song)
        if found is None:
            self.ask()
        else:
            self._record(found)

    def _take(self, choice: SongChoice) -> None:
        self.again(choice.song)

    def _track(self, song: str) -> Track | None:
        return next((t for t in self._tracks() if has_score(t) and song_id(t) == song), None)
