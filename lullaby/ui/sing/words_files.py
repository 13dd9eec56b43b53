"""Copies a file of words next to a song."""

from PySide6.QtCore import QObject

from lullaby.library.track import Track
from lullaby.lyrics.adopt import adopt_words
from lullaby.ui.shell.changes import SongWords
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.notifications import Notifications


class WordsFiles(QObject):
    def __init__(
        self, files: Files, notices: Notifications, song_words: SongWords, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._files = files
        self._notices = notices
        self._song_words = song_words

    def add(self, track: Track | None) -> None:
        """Let the person choose a file for a song, and announce its new words."""
        if track is None:
            return
        kinds = self.tr("Words (*.lrc *.txt)")
        title = self.tr("Words for “{title}”").format(title=track.title)
        path = self._files.ask_open(title, kinds, track.path.parent)
        if path is None:
            return
        try:
            adopt_words(track.path, path)
        except FileExistsError:
            self._notices.say("words", self.tr("There is a words file already. It is untouched."))
        except OSError:
            self._notices.say("words", self.tr("The words could not be put beside the song."))
        else:
            self._song_words.changed.emit(track)
