"""Fetches the words of a song in the background and caches those of the last few."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from lullaby.jobs import JobRunner
from lullaby.library.track import Track, TrackId
from lullaby.lyrics.model import Lyrics
from lullaby.ui.newest_first import NewestFirst

FindWords = Callable[[Track], Lyrics | None]
Asked = tuple[TrackId, tuple[int, ...] | None]
KEPT = 20


class WordsSource(QObject):
    found = Signal(object, object)
    """The result of `asked_for` for the track, and its words or None."""

    def __init__(self, jobs: JobRunner, find: FindWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._requests: NewestFirst[Lyrics | None] = NewestFirst(jobs, KEPT)
        self._find = find
        self._kept: dict[Asked, Lyrics | None] = {}

    def ask(self, track: Track) -> None:
        """Request words; `found` answers, at once if cached, else the latest request first."""
        asked = asked_for(track)
        if asked in self._kept:
            self.found.emit(asked, self._kept[asked])
            return
        self._requests.request(
            asked,
            lambda job: self._find(track),
            lambda words: self._take(asked, words),
            lambda: self.found.emit(asked, None),
        )

    def forget(self, track: TrackId) -> None:
        """Drop a track's words, which have changed."""
        self._kept = {asked: words for asked, words in self._kept.items() if asked[0] != track}

    def _take(self, asked: Asked, words: Lyrics | None) -> None:
        if len(self._kept) >= KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[asked] = words
        self.found.emit(asked, words)


def asked_for(track: Track) -> Asked:
    """The key of a request: a track with its choice of verses."""
    return track.id, track.singing.verses
