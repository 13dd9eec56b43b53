"""Finds which song played at a moment of an evening, from its journal entry."""

from lullaby.journal.entry import EntrySong, JournalEntry
from lullaby.units import Ms

MS_PER_MINUTE = 60_000
ROUNDING_MS = MS_PER_MINUTE // 2
"""Tolerance in ms, because minutes are stored as whole ones."""


def song_when_calm(entry: JournalEntry) -> EntrySong | None:
    """The song that played at the minute of calm; None if none did or it is not known.

    Songs are stored in order with their durations, so each starts after the sum of those before it.
    The last one also counts for half a minute after its end, because minutes are rounded.
    """
    if entry.minutes_to_calm is None:
        return None
    calm, until = entry.minutes_to_calm * MS_PER_MINUTE, Ms(0)
    for song in entry.songs:
        until = Ms(until + song.played_ms)
        if calm < until:
            return song
    return entry.songs[-1] if entry.songs and calm <= until + ROUNDING_MS else None
