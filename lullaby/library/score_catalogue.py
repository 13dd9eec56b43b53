"""Reads and caches the scores of songs that have one.

What reads and times them is imported with the first score.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from lullaby.frozen import frozen
from lullaby.jobs import JobRunner
from lullaby.library.track import Track
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.score_names import is_score_name

if TYPE_CHECKING:
    from lullaby.songbook.notes import Score

log = logging.getLogger(__name__)


@frozen
class Scored:
    """A song with a score; `entry` is None for the person's own score."""

    score: Score
    sung: tuple[int, ...]
    """The order of verses when all are sung."""
    entry: SongEntry | None = None

    def order(self, verses: tuple[int, ...] | None) -> tuple[int, ...]:
        """The order of verses for a choice, repeated to last as long as a recording."""
        from lullaby.songbook.timeline import verses_to_last

        there = tuple(v for v in verses or () if v < max(1, self.score.verses))
        return verses_to_last(self.score, there) if there else self.sung


WhenRead = Callable[[Track], None]


class Scores(Protocol):
    """Provides the scores of songs."""

    def entry(self, track: Track) -> SongEntry | None:
        """The catalogue entry of a bundled song with a score; None for all others."""
        ...

    def find(self, track: Track) -> Scored | None:
        """The song's score; None if it has none, or an unreadable one."""
        ...

    def is_read(self, track: Track) -> bool:
        """Whether the result of `find` is final; if not, the score is being read now."""
        ...

    def when_read(self, act: WhenRead) -> None:
        """Call `act` with each song whose requested score has been read."""
        ...


@frozen
class KnownScore:
    """The path of a score, and its modification time (ns since the epoch)."""

    path: Path
    changed: int
    entry: SongEntry | None = field(compare=False)


class ScoreCatalogue:
    """Reads a score on request, and again if its file has changed.

    Use each instance from one thread.
    """

    def __init__(self, songs: Iterable[SongEntry]) -> None:
        self._songs = {song.id: song for song in songs if song.score is not None}
        self._read: dict[KnownScore, Scored | None] = {}

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
        """No-op: `find` reads at once."""

    def file(self, track: Track) -> KnownScore | None:
        """The score's file; None if there is none or it is gone."""
        entry = self.entry(track)
        path = entry.score if entry is not None else track.path
        if path is None or not is_score_name(path):
            return None
        try:
            return KnownScore(path, path.stat().st_mtime_ns, entry)
        except OSError:
            return None


class BackgroundScores:
    """Scores for the window, read in the background by `jobs`."""

    def __init__(self, songs: Iterable[SongEntry], jobs: JobRunner) -> None:
        self._catalogue = ScoreCatalogue(songs)
        self._jobs = jobs
        self._read: dict[KnownScore, Scored | None] = {}
        self._waiting: dict[KnownScore, list[Track]] = {}
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

    def _has(self, file: KnownScore, track: Track) -> bool:
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

    def _keep(self, file: KnownScore, found: Scored | None) -> None:
        self._read[file] = found
        for track in self._waiting.pop(file, []):
            for act in self._acts:
                act(track)


def has_score(track: Track) -> bool:
    """Whether a track should have a score, without looking at the disk."""
    return track.songbook_id is not None or is_score_name(track.path)


def read(file: KnownScore) -> Scored | None:
    """Read a score; None if it is invalid, with the reason in the log."""
    from lullaby.songbook.score_folder import RefusedScore, read_score
    from lullaby.songbook.timeline import verses_to_last

    found = read_score(file.path)
    if isinstance(found, RefusedScore):
        log.info("the score %s %s", file.path.name, found.reason)
        return None
    sung = file.entry.sung if file.entry is not None else verses_to_last(found.score)
    return Scored(found.score, sung, file.entry)
