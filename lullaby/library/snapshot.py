"""All listed songs at one moment, sorted by title, with their search texts."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from lullaby.library.search import folded, search_text
from lullaby.library.track import Track, TrackId

Key = tuple[str, str, TrackId]

MANY = 64
"""Number of changed songs from which sorting everything is cheaper than inserting each."""


@dataclass(frozen=True, slots=True)
class LibrarySnapshot:
    """Immutable, so any thread may read it."""

    tracks: Sequence[Track] = ()
    texts: Sequence[str] = ()
    """The folded search text of each song, in the same order."""

    def find(self, query: str) -> Sequence[Track]:
        """The songs that contain every word of `query`, in order."""
        words = folded(query).split()
        if not words:
            return self.tracks
        first, *others = words
        places = [at for at, text in enumerate(self.texts) if first in text]
        for word in others:
            places = [at for at in places if word in self.texts[at]]
        return [self.tracks[at] for at in places]

    def updated(self, fresh: Sequence[Track], ids: Collection[TrackId]) -> "LibrarySnapshot":
        """A copy with the songs of `ids` replaced from `fresh`, or removed if absent there.

        All others stay the same objects in the same order.
        """
        if not ids:
            return self
        kept = [at for at, track in enumerate(self.tracks) if track.id not in ids]
        tracks = [self.tracks[at] for at in kept]
        texts = [self.texts[at] for at in kept]
        if len(fresh) > MANY:
            return _sorted([*tracks, *fresh], [*texts, *map(search_text, fresh)])
        for track in fresh:
            at = bisect_left(tracks, title_key(track), key=title_key)
            tracks.insert(at, track)
            texts.insert(at, search_text(track))
        return LibrarySnapshot(tracks, texts)


def title_key(track: Track) -> Key:
    """Sort key: title, then artist, ignoring accents and case."""
    return folded(track.title), folded(track.artist), track.id


def snapshot_of(tracks: Iterable[Track]) -> LibrarySnapshot:
    listed = list(tracks)
    return _sorted(listed, list(map(search_text, listed)))


def _sorted(tracks: Sequence[Track], texts: Sequence[str]) -> LibrarySnapshot:
    keys = list(map(title_key, tracks))
    order = sorted(range(len(tracks)), key=keys.__getitem__)
    return LibrarySnapshot([tracks[at] for at in order], [texts[at] for at in order])
