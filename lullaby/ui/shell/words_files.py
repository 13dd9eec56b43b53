"""Copies a file of words next to a song."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from lullaby.library.track import Track
from lullaby.ui.shell.changes import SongWords
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.words_choice import ask_words_file
from lullaby.ui.text.translate import translate

if TYPE_CHECKING:
    from lullaby.lyrics.not_words import NotWords


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
        path = ask_words_file(self._files, track.title, track.path.parent)
        if path is not None:
            self.use(track, path)

    def use(self, track: Track, path: Path) -> None:
        """Copy the words in `path` beside a song, or say why that is not possible."""
        from lullaby.lyrics.adopt import NotWordsError, adopt_words

        try:
            adopt_words(track.path, path)
        except NotWordsError as refused:
            self._notices.say("words", self._refusal(path.name, refused.what))
        except FileExistsError:
            self._notices.say(
                "words", self.tr("There is already a words file. It was not changed.")
            )
        except OSError:
            self._notices.say("words", self.tr("The words could not be saved beside the song."))
        else:
            self._song_words.changed.emit(track)

    def _refusal(self, name: str, what: "NotWords | None") -> str:
        if what is None:
            return self.tr("There are no words in “{file}”.").format(file=name)
        from lullaby.ui.text.complaints import what_it_is

        text = self.tr("There are no words in “{file}”. {what}")
        return text.format(file=name, what=what_it_is(what, translate))
