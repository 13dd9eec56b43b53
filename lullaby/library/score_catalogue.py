"""The scores of the songs that have one, read once."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from lullaby.jobs import JobRunner
from lullaby.library.track import Track
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.notes import Score
from lullaby.songbook.score_folder import SUFFIX, RefusedScore, read_score
from lullaby.songbook.timeline import verses_to_last

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Scored:
    """A song made from a score. `entry` is None for one of the person's own."""

    score: Score
    sung: tuple[int, ...]
    """The verses as they come when all of them are sung."""
    entry: SongEntry | None = None

    def order(self, verses: tuple[int, ...] | None) -> tuple[int, ...]:
        """The verses as they come for a choice: over and over, to last as long as a recording."""
        there = tuple(v for v in verses or () if v < max(1, self.score.verses))
        return verses_to_last(self.score, there) if there else self.sung


WhenRead = Callable[[Track], None]


class Scores(Protocol):
    """Where the scores of songs are asked for."""

    def entry(self, track: Track) -> SongEntry | None:
        """The song in the songbook that has a score; None for all others."""
        ...

    def find(self, track: Track) -> Scored | None:
        """The song's score; None where it has none, or one that cannot be read."""
        ...

    def is_read(self, track: Track) -> bool:
        """Whether `find` has the last word on it; if not, it is being read now."""
        ...

    def when_read(self, act: WhenRead) -> None:
        """Have `act` called with each song whose score has been read since it was asked for."""
        ...


@dataclass(frozen=True, slots=True)
class ScoreFile:
    """Where a score is to be read, as it was changed last (ns since the epoch)."""

    path: Path
    changed: int
    entry: SongEntry | None = field(compare=False)


class ScoreCatalogue:
    """Reads a score as soon as it is asked for, and again when its file has changed.

    Used from one thread, or one for each instance.
    """

    def __init__(self, songs: Iterable[SongEntry]) -> None:
        self._songs = {song.id: song for song in songs if song.score is not None}
        self._read: dict[ScoreFile, Scored | None] = {}

    def entry(self, track: Track) -> SongEntry | None:
        return self._songs.get(track.songbook_id or "")

    def find(self, track: Track) -> Scored | None:
        file = self.file(track)
        if file is None:
            return None
        if file not in self._read:
            self._read[file] = read(file)
        return self._read[file]

    def is_read(self, track: Track) -> bool:
        return True

    def when_read(self, act: WhenRead) -> None:
        """Nobody has to wait for it."""

    def file(self, track: Track) -> ScoreFile | None:
        """The file of its score; None where it has none, or one that is gone."""
        entry = self.entry(track)
        path = entry.score if entry is not None else track.path
        if path is None or path.suffix.lower() != SUFFIX:
            return None
        try:
            return ScoreFile(path, path.stat().st_mtime_ns, entry)
        except OSError:
            return None


class BackgroundScores:
    """Scores for the window: read by `jobs`, and unknown until then."""

    def __init__(self, songs: Iterable[SongEntry], jobs: JobRunner) -> None:
        self._catalogue = ScoreCatalogue(songs)
        self._jobs = jobs
        self._read: dict[ScoreFile, Scored | None] = {}
        self._waiting: dict[ScoreFile, list[Track]] = {}
        self._acts: list[WhenRead] = []

    def entry(self, track: Track) -> SongEntry | None:
        return self._catalogue.entry(track)

    def find(self, track: Track) -> Scored | None:
        file = self._catalogue.file(track)
        return self._read[file] if file is not None and self._has(file, track) else None

    def is_read(self, track: Track) -> bool:
        file = self._catalogue.file(track)
        return file is None or self._has(file, track)

    def when_read(self, act: WhenRead) -> None:
        self._acts.append(act)

    def _has(self, file: ScoreFile, track: Track) -> bool:
        if file in self._read:
            return True
        if file in self._waiting:
            if all(other.id != track.id for other in self._waiting[file]):
                self._waiting[file].append(track)
            return False
        self._waiting[file] = [track]
        self._jobs.submit(
            lambda _: read(file),
            lambda found: self._keep(file, found),
            lambda _: self._keep(file, None),
        )
        return False

    def _keep(self, file: ScoreFile, found: Scored | None) -> None:
        self._read[file] = found
        for track in self._waiting.pop(file, []):
            for act in self._acts:
                act(track)


def read(file: ScoreFile) -> Scored | None:
    """None where it cannot be read; the log says why."""
    found = read_score(file.path)
    if isinstance(found, RefusedScore):
        log.info("the score %s %s", file.path.name, found.reason)
        return None
    sung = file.entry.sung if file.entry is not None else verses_to_last(found.score)
    return Scored(found.score, sung, file.entry)
