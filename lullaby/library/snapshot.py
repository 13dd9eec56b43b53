"""All listed songs at one moment, in order, with their search texts."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import field
from heapq import merge

from lullaby.frozen import frozen
from lullaby.library.search import folded, search_text
from lullaby.library.track import Track, TrackId

Key = tuple[object, ...]
"""Sorts songs; no two songs have the same, since its last part is the id."""

MANY = 64
"""Number of changed songs from which sorting everything is cheaper than inserting each."""

PART = 2_000
"""Number of songs sorted at once, in about 5 ms, during which no other thread runs."""


def title_key(track: Track) -> Key:
    """Sort key: title, then artist, ignoring accents and case."""
    return folded(track.title), folded(track.artist), track.id


@frozen
class LibrarySnapshot:
    """Immutable, so any thread may read it."""

    tracks: Sequence[Track] = ()
    texts: Sequence[str] = ()
    """The folded search text of each song, in the same order."""
    key: Callable[[Track], Key] = field(default=title_key, compare=False)
    """What the songs are sorted by."""

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
            return _sorted([*tracks, *fresh], [*texts, *map(search_text, fresh)], self.key)
        for track in fresh:
            at = bisect_left(tracks, self.key(track), key=self.key)
            tracks.insert(at, track)
            texts.insert(at, search_text(track))
        return LibrarySnapshot(tracks, texts, self.key)

    def sorted_by(self, key: Callable[[Track], Key]) -> "LibrarySnapshot":
        return _sorted(self.tracks, self.texts, key)

    def in_places(self, places: Sequence[int]) -> "LibrarySnapshot":
        """The songs of these places, in their order; changed songs cannot be sorted into it."""
        tracks, texts = self.tracks, self.texts
        return LibrarySnapshot([tracks[at] for at in places], [texts[at] for at in places])

    def changes_to(self, other: "LibrarySnapshot") -> tuple[list[Track], set[TrackId]]:
        """The new or changed songs of `other`, and the ids of all that differ, for `updated`."""
        mine, theirs = set(map(id, self.tracks)), set(map(id, other.tracks))
        fresh = [track for track in other.tracks if id(track) not in mine]
        gone = {track.id for track in self.tracks if id(track) not in theirs}
        return fresh, gone | {track.id for track in fresh}


def snapshot_of(tracks: Iterable[Track]) -> LibrarySnapshot:
    listed = list(tracks)
    return _sorted(listed, list(map(search_text, listed)), title_key)


def _sorted(
    tracks: Sequence[Track], texts: Sequence[str], key: Callable[[Track], Key]
) -> LibrarySnapshot:
    """Sorts in parts, because one sort of all songs would hold up the window."""
    keys = list(map(key, tracks))
    every = range(len(tracks))
    parts = [
        sorted(every[at : at + PART], key=keys.__getitem__) for at in range(0, len(tracks), PART)
    ]
    order = list(merge(*parts, key=keys.__getitem__))
    return LibrarySnapshot([tracks[at] for at in order], [texts[at] for at in order], key)
