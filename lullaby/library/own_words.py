"""A track as the one whose words are written, and the words of it that are on our own shelf."""

from lullaby.library.track import Origin, Track
from lullaby.lyrics.draft_shelf import DraftShelf
from lullaby.lyrics.model import Lyrics
from lullaby.lyrics.placing import Song, shelved_words


def song_of(track: Track) -> Song:
    """Songs of the songbook go by their name, wherever the app is installed."""
    ours = track.origin is Origin.SONGBOOK
    key = track.songbook_id if ours and track.songbook_id else str(track.path)
    return Song(key, track.path, track.duration_ms, ours)


def own_words(track: Track, shelf: DraftShelf) -> Lyrics | None:
    """What was mended in Lullaby and could not be put beside the song.

    It has the times of the whole song, so that a choice of verses goes without it.
    """
    return None if track.singing.verses else shelved_words(song_of(track), shelf)
