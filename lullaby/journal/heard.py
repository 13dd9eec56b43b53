"""Which song sounded at a moment of an evening, out of what is remembered of it."""

from lullaby.journal.entry import EntrySong, JournalEntry
from lullaby.units import Ms

MS_PER_MINUTE = 60_000
ROUNDING_MS = MS_PER_MINUTE // 2
"""Minutes are told as whole ones."""


def song_when_calm(entry: JournalEntry) -> EntrySong | None:
    """The song that sounded at the minute of calm; None where none did, or where it is not known.

    Songs are remembered one after the other, so that the time of each is that of those before it.
    The last one also stands for half a minute after it, as minutes are rounded.
    """
    if entry.minutes_to_calm is None:
        return None
    calm, until = entry.minutes_to_calm * MS_PER_MINUTE, Ms(0)
    for song in entry.songs:
        until = Ms(until + song.played_ms)
        if calm < until:
            return song
    return entry.songs[-1] if entry.songs and calm <= until + ROUNDING_MS else None
