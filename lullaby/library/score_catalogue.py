"""The scores of the songs that have one, read once."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

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


class ScoreCatalogue:
    """Used from one thread, or one for each instance. A score that changed is read again."""

    def __init__(self, songs: Iterable[SongEntry]) -> None:
        self._songs = {song.id: song for song in songs if song.score is not None}
        self._read: dict[Path, tuple[int, Scored | None]] = {}

    def find(self, track: Track) -> Scored | None:
        """The song's score; None where it has none, or one that cannot be read."""
        entry = self._songs.get(track.songbook_id or "")
        path = entry.score if entry is not None else track.path
        if path is None or path.suffix.lower() != SUFFIX:
            return None
        try:
            changed = path.stat().st_mtime_ns
        except OSError:
            return None
        known = self._read.get(path)
        if known is None or known[0] != changed:
            known = self._read[path] = (changed, _scored(path, entry))
        return known[1]


def _scored(path: Path, entry: SongEntry | None) -> Scored | None:
    found = read_score(path)
    if isinstance(found, RefusedScore):
        log.info("the score %s %s", path.name, found.reason)
        return None
    sung = entry.sung if entry is not None else verses_to_last(found.score)
    return Scored(found.score, sung, entry)
