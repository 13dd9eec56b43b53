"""The orders in which songs can be listed."""

from collections.abc import Callable, Mapping
from enum import Enum

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


def order_key(order: SongOrder, calmed: Calmed) -> Callable[[Track], Key]:
    """The sort key of an order; songs without what is sorted by come last, by title."""
    match order:
        case SongOrder.TITLE:
            return title_key
        case SongOrder.ARTIST:
            return lambda track: (not track.artist, folded(track.artist), *title_key(track))
        case SongOrder.ALBUM:
            return _album_key
        case SongOrder.FOLDER:
            return _folder_key
        case SongOrder.RECENT:
            return _recent_key
        case SongOrder.TEMPO:
            return lambda track: (
                track.tempo.bpm is None,
                round(track.tempo.bpm or 0),
                *title_key(track),
            )
        case SongOrder.LENGTH:
            return lambda track: (
                track.duration_ms is None,
                track.duration_ms or 0,
                *title_key(track),
            )
        case SongOrder.NIGHTS:
            return lambda track: (*_nights(calmed.get(track.id, (0, 0))), *title_key(track))


def _album_key(track: Track) -> Key:
    """An album keeps the order of its files, which usually begin with their number."""
    name = folded(track.path.name) if track.album else ""
    return (not track.album, folded(track.album), name, *title_key(track))


def _folder_key(track: Track) -> Key:
    """The person's own folders first; bundled songs have none that says anything."""
    if track.origin is Origin.SONGBOOK:
        return (True, "", "", *title_key(track))
    return (False, folded(str(track.path.parent)), folded(track.path.name), *title_key(track))


def _recent_key(track: Track) -> Key:
    if not track.added:
        return (0, "", "", "", "", -track.id)
    return (-track.added, *_folder_key(track)[1:])


def _nights(tally: tuple[int, int]) -> tuple[bool, int, int]:
    calmed, answered = tally
    return answered == 0, -calmed, answered
