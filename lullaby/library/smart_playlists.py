"""Finds the songs that match a smart playlist now, from library and journal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lullaby.journal.store import JournalStore
from lullaby.library.provenance import Provenance
from lullaby.library.rules import Found, History, Rules, find
from lullaby.library.track import Track, TrackId


@dataclass(slots=True)
class SmartPlaylistEvaluator:
    """Evaluates rules over `tracks`, from the store or a screen's memory.

    Leaves out songs that are out of season by `origins`.
    """

    tracks: Callable[[], Sequence[Track]]
    journal: JournalStore
    now: Callable[[], datetime]
    origins: Provenance = field(default_factory=Provenance)

    def find(self, rules: Rules) -> Found:
        """The matching songs, read anew. Raises `StorageError` if the disk fails."""
        return self.find_each([rules])[0]

    def find_each(self, several: Sequence[Rules]) -> list[Found]:
        """The same for several playlists, reading library and journal once."""
        if not several:
            return []
        histories, now = self.histories(), self.now()
        tracks = [each for each in self.tracks() if not self.origins.rests(each, now.date())]
        return [find(rules, tracks, histories, now) for rules in several]

    def histories(self) -> dict[TrackId, History]:
        """The history of every song in the journal."""
        tallies, played = self.journal.tallies(), self.journal.last_played()
        return {
            TrackId(track): History(
                played.get(track), tallies[track].calmed if track in tallies else 0
            )
            for track in played.keys() | tallies.keys()
        }
