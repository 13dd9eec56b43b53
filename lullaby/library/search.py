"""Search as you type: every word of the query, anywhere in a track, ignoring accents and case."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lullaby.library.track import Origin, Track

REMEMBERED = 4_096
"""Size of the cache; artists and albums repeat often."""

EXTRA = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "’": "'"})


def folded(text: str) -> str:
    """Lower case without accents, so that "suo gan" finds "Suo Gân"."""
    return text.lower() if text.isascii() else _folded(text)


@lru_cache(maxsize=REMEMBERED)
def _folded(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return "".join(c for c in parts if not unicodedata.combining(c)).translate(EXTRA)


class SearchIndex:
    """Folds every track once; a search then scans short strings."""

    def __init__(self, tracks: Sequence[Track]) -> None:
        self._tracks = tracks
        self._texts = [search_text(track) for track in tracks]

    def find(self, query: str) -> Sequence[Track]:
        """The tracks that contain every word of `query`, in the original order."""
        words = folded(query).split()
        if not words:
            return self._tracks
        found = zip(self._tracks, self._texts, strict=True)
        for word in words:
            found = [pair for pair in found if word in pair[1]]
        return [track for track, _ in found]


def search_text(track: Track) -> str:
    """The text that a search matches; of the person's own files also the names of file and folder.

    A name that the title repeats stands there once.
    """
    texts = [track.title, track.artist, track.album, track.genre]
    if track.origin is Origin.FILE:
        texts += [track.path.stem, track.path.parent.name]
    return " ".join(dict.fromkeys(folded(text) for text in texts if text))


def sorted_by_title(tracks: Iterable[Track]) -> list[Track]:
    """Sort by title, then by artist, ignoring accents and case."""
    return sorted(tracks, key=lambda track: (folded(track.title), folded(track.artist), track.id))
