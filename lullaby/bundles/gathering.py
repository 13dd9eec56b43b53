"""Looks up what of a song could be given away."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from lullaby.bundles.giving import Gift, Giveable, GiveableTake
from lullaby.bundles.manifest import BundleKind, GivenRoutine
from lullaby.frozen import frozen
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.own_words import own_words
from lullaby.library.score_catalogue import ScoreCatalogue
from lullaby.library.singing import WHOLE_SONG
from lullaby.library.song_preferences import EVERYBODY
from lullaby.library.song_preferences_store import SongPreferencesStore
from lullaby.library.store import LibraryStore
from lullaby.library.take_store import TakeStore
from lullaby.library.track import Origin, Track
from lullaby.lyrics.draft_store import DraftStore
from lullaby.lyrics.model import Lyrics
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.score_names import is_score_name


@frozen
class Gatherer:
    """Used from one thread, that of its stores and of `find_words`."""

    library: LibraryStore
    preferences: SongPreferencesStore
    takes: TakeStore
    kept_takes: KeptTakes
    drafts: DraftStore
    songs: Sequence[SongEntry]
    find_words: Callable[[Track], Lyrics | None]

    def giveable(self, track: Track) -> Giveable:
        """What can be given away of a song. Raises `StorageError`."""
        scored = ScoreCatalogue(self.songs).find(track)
        whole = replace(track, singing=WHOLE_SONG)
        own = own_words(whole, self.drafts)
        score_id = "" if scored is None else scored.score.about.id
        children = {child.id: child.name for child in self.preferences.children()}
        return Giveable(
            track,
            self.preferences.own(track.id, EVERYBODY),
            None if scored is None else self._score_file(track),
            score_id,
            self.find_words(whole) if own is None else own,
            own is not None,
            self.library.sound_of(track.id) if scored is None else "",
            tuple(
                GiveableTake(
                    take, self.kept_takes.path_of(take), children.get(take.facts.child, "")
                )
                for take in (self.takes.all(score_id) if score_id else ())
            ),
        )

    def gift(
        self,
        kind: BundleKind,
        name: str,
        tracks: Sequence[Track],
        routine: GivenRoutine | None = None,
    ) -> Gift:
        """The songs of a list, in which one may come more than once. Raises `StorageError`."""
        songs = list({track.id: track for track in tracks}.values())
        places = {track.id: place for place, track in enumerate(songs)}
        order = tuple(places[track.id] for track in tracks) if len(songs) < len(tracks) else ()
        return Gift(kind, name, tuple(map(self.giveable, songs)), order, routine)

    def _score_file(self, track: Track) -> Path | None:
        entry = ScoreCatalogue(self.songs).entry(track)
        if entry is not None:
            return entry.score
        return track.path if track.origin is Origin.FILE and is_score_name(track.path) else None
