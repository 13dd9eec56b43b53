"""Makes a file of each further song in a score that holds several, beside it, and adds them."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from lullaby.helpers import Helpers
from lullaby.jobs import Job, JobRunner
from lullaby.library.track import Track
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.text.translate import PLURAL, translate


class SongSplitter(QObject):
    def __init__(
        self,
        jobs: JobRunner,
        helpers: Helpers,
        folders: MusicFolders,
        notices: Notifications,
        parent: QObject,
    ) -> None:
        """`jobs` reads and writes; `folders` takes the songs into the library."""
        super().__init__(parent)
        self._jobs = jobs
        self._helpers = helpers
        self._folders = folders
        self._notices = notices

    def offer(self, tracks: Sequence[Track]) -> None:
        """Ask whether the further songs of files that hold several should be songs of their own."""
        several = [track for track in tracks if track.songs > 1]
        if not several:
            return

        def split() -> bool:
            for track in several:
                self.split(track)
            return True

        count = sum(track.songs for track in several)
        if len(several) == 1:
            text = translate("splitting", "“{file}” holds %n songs.", None, PLURAL, count)
            text = text.format(file=several[0].path.name)
        else:
            text = translate("splitting", "Files with several songs hold %n.", None, PLURAL, count)
        self._notices.offer(
            "collections",
            text,
            self.tr("Only the first of a file is in your library. Keep all as songs of their own?"),
            self.tr("Keep all songs"),
            split,
        )

    def split(self, track: Track) -> None:
        """Write the songs of the score into a folder of its name; files that are there stay.

        The song that is sung from the score itself is in the library already.
        """

        def work(_: Job) -> tuple[Path, ...]:
            from lullaby.library.in_helper import other_songs_in
            from lullaby.songbook.score_folder import write_song

            folder = track.path.parent / track.path.stem
            songs = other_songs_in(track.path, self._helpers)
            for name, text in songs.items():
                write_song(folder / name, text)
            return tuple(folder / name for name in songs)

        self._jobs.submit(work, self._done, lambda _: self._failed(), finish=True)

    def _done(self, songs: tuple[Path, ...]) -> None:
        if not songs:
            self._failed()
            return
        self._folders.take_in(songs)
        count = 1 + len(songs)
        text = translate("splitting", "%n songs are in the library now.", None, PLURAL, count)
        self._notices.say("splitting", text)

    def _failed(self) -> None:
        self._notices.say("splitting", self.tr("The songs could not be saved next to their file."))
