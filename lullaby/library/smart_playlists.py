"""Which songs fit the rules of a smart playlist just now, in the library and by the journal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lullaby.journal.store import JournalStore
from lullaby.library.provenance import Provenance
from lullaby.library.rules import Found, History, Rules, find
from lullaby.library.track import Track, TrackId


@dataclass(slots=True)
class SmartPlaylistEvaluator:
    """`tracks` are the songs to choose from: the store's, or those that a screen has in memory.

    Songs that rest out of their season, as `origins` tell, are not among them.
    """

    tracks: Callable[[], Sequence[Track]]
    journal: JournalStore
    now: Callable[[], datetime]
    origins: Provenance = field(default_factory=Provenance)

    def find(self, rules: Rules) -> Found:
        """What fits, read anew. Raises `StorageError` when the disk does not serve."""
        return self.find_each([rules])[0]

    def find_each(self, several: Sequence[Rules]) -> list[Found]:
        """The same for several playlists, with the library and the journal looked at once."""
        if not several:
            return []
        histories, now = self.histories(), self.now()
        tracks = [each for each in self.tracks() if not self.origins.rests(each, now.date())]
        return [find(rules, tracks, histories, now) for rules in several]

    def histories(self) -> dict[TrackId, History]:
        """What the journal tells of every song that it knows."""
        tallies, played = self.journal.tallies(), self.journal.last_played()
        return {
            TrackId(track): History(
                played.get(track), tallies[track].calmed if track in tallies else 0
            )
            for track in played.keys() | tallies.keys()
        }
