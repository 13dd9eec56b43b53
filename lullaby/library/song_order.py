"""The orders in which songs can be listed."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from itertools import groupby

from lullaby.frozen import frozen
from lullaby.library.search import folded
from lullaby.library.snapshot import Key, title_key
from lullaby.library.track import Origin, Track, TrackId

Calmed = Mapping[TrackId, tuple[int, int]]
"""In how many nights a song calmed, and how many of its nights were answered."""


class SongOrder(Enum):
    """The values are those of the settings file."""

    TITLE = "title"
    ARTIST = "artist"
    ALBUM = "album"
    FOLDER = "folder"
    RECENT = "recent"
    """The songs of the latest scan first, in it by folder and file."""
    TEMPO = "tempo"
    """From slow to fast."""
    LENGTH = "length"
    """From short to long."""
    NIGHTS = "nights"
    """Those that calmed in most nights first."""


@frozen
class Sorting:
    order: SongOrder = SongOrder.TITLE
    backwards: bool = False
    """Whether it is turned round (`backwards`)."""


def order_key(order: SongOrder, calmed: Calmed) -> Callable[[Track], Key]:
    """The sort key of an order; songs without what is sorted by come last, by title."""
    group = _group_of(order, calmed)
    match order:
        case SongOrder.TITLE:
            return title_key
        case SongOrder.ALBUM:
            return lambda track: (*group(track), *_place_in_album(track), *title_key(track))
        case SongOrder.FOLDER:
            return lambda track: (*group(track), *_place_on_disk(track), *title_key(track))
        case SongOrder.RECENT:
            return lambda track: (*group(track), *_place_in_scan(track))
        case SongOrder.ARTIST | SongOrder.TEMPO | SongOrder.LENGTH | SongOrder.NIGHTS:
            return lambda track: (*group(track), *title_key(track))


def backwards(songs: Sequence[Track], order: SongOrder, calmed: Calmed) -> list[int]:
    """The places of songs that are in this order, to list them the other way round.

    Songs that are equal in it, such as those of an album, stay as they are to each other; songs
    without what is sorted by stay last.
    """
    group = _group_of(order, calmed)
    equal = groupby(range(len(songs)), lambda at: group(songs[at]))
    groups = [(bool(lacking), list(places)) for (lacking, *_), places in equal]
    there = [places for lacking, places in groups if not lacking]
    last = [places for lacking, places in groups if lacking]
    return [at for places in (*reversed(there), *last) for at in places]


def _group_of(order: SongOrder, calmed: Calmed) -> Callable[[Track], Key]:
    """What is sorted by: whether a song lacks it, then the value."""
    match order:
        case SongOrder.TITLE:
            return lambda track: (False, folded(track.title))
        case SongOrder.ARTIST:
            return lambda track: (not track.artist, folded(track.artist))
        case SongOrder.ALBUM:
            return lambda track: (not track.album, folded(track.album))
        case SongOrder.FOLDER:
            return lambda track: (track.origin is Origin.SONGBOOK, _place_on_disk(track)[0])
        case SongOrder.RECENT:
            return lambda track: (not track.added, -track.added)
        case SongOrder.TEMPO:
            return lambda track: (track.tempo.bpm is None, round(track.tempo.bpm or 0))
        case SongOrder.LENGTH:
            return lambda track: (track.duration_ms is None, track.duration_ms or 0)
        case SongOrder.NIGHTS:
            return lambda track: _nights(calmed.get(track.id, (0, 0)))


def _place_on_disk(track: Track) -> tuple[str, str]:
    """Folder and file; those of bundled songs say nothing."""
    if track.origin is Origin.SONGBOOK:
        return "", ""
    return folded(str(track.path.parent)), folded(track.path.name)


def _place_in_album(track: Track) -> tuple[str, str]:
    """Two albums of one name are in two folders; files usually begin with their number."""
    return _place_on_disk(track) if track.album else ("", "")


def _place_in_scan(track: Track) -> Key:
    """By folder and file; songs that no scan added from the newest to the oldest."""
    return (*_place_on_disk(track), *title_key(track)) if track.added else (-track.id,)


def _nights(tally: tuple[int, int]) -> tuple[bool, int, int]:
    calmed, answered = tally
    return answered == 0, -calmed, answered
