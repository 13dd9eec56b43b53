"""The songs of the built-in playlists, as pure functions."""

from collections.abc import Callable, Sequence

from lullaby.library.routine import BuiltIn
from lullaby.library.track import Track

NIGHT_SONGS = 6
BEDTIME_SONGS = 8
NAP_SONGS = 4

Pace = Callable[[Track], float]
"""The tempo of a song, in beats per minute."""


def built_in_songs(songs: Sequence[Track], pace: Pace) -> dict[BuiltIn, list[Track]]:
    """The slowest of `songs`, each list from fast to slow."""
    slowest = sorted(songs, key=pace)
    calming = _slowing(slowest[:NIGHT_SONGS], pace)
    return {
        BuiltIn.NIGHT_WAKING: calming,
        BuiltIn.BEDTIME: _slowing(slowest[:BEDTIME_SONGS], pace),
        BuiltIn.NAP: calming[-NAP_SONGS:],
        BuiltIn.JUST_SOUND: [],
    }


def is_unedited(
    items: Sequence[Track], built_in: BuiltIn, songs: Sequence[Track], pace: Pace
) -> bool:
    """Whether a built-in playlist is as it was made from `songs`, which came in this order.

    It was made from the first of them if a later version of the app brought more.
    """
    ids = [item.id for item in items]
    if len(ids) < len(built_in_songs(songs, pace)[built_in]):
        return False
    return any(
        [song.id for song in built_in_songs(songs[:known], pace)[built_in]] == ids
        for known in range(len(songs), len(items) - 1, -1)
    )


def _slowing(songs: Sequence[Track], pace: Pace) -> list[Track]:
    return sorted(songs, key=lambda song: -pace(song))
