"""Fetches the words of a song in the background and remembers those of the last few."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from lullaby.jobs import JobRunner
from lullaby.library.track import Track, TrackId
from lullaby.lyrics.model import Lyrics

FindWords = Callable[[Track], Lyrics | None]
KEPT = 20


class WordsSource(QObject):
    found = Signal(object, object)
    """The track's id, and its words or None."""

    def __init__(self, jobs: JobRunner, find: FindWords, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._find = find
        self._kept: dict[TrackId, Lyrics | None] = {}

    def ask(self, track: Track) -> None:
        """`found` answers, at once for words that are here already."""
        if track.id in self._kept:
            self.found.emit(track.id, self._kept[track.id])
            return
        self._jobs.submit(
            lambda job: self._find(track),
            lambda words: self._take(track.id, words),
            lambda problem: self._take(track.id, None),
        )

    def forget(self, track: TrackId) -> None:
        """Its words have changed."""
        self._kept.pop(track, None)

    def _take(self, track: TrackId, words: Lyrics | None) -> None:
        if len(self._kept) >= KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[track] = words
        self.found.emit(track, words)
