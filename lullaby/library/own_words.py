"""Looks up words that are stored in Lullaby's own folder for tracks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from lullaby.library.track import Origin, Track, Words
from lullaby.lyrics.draft_store import DraftStore
from lullaby.lyrics.placing import WordsTarget, stored_words

if TYPE_CHECKING:
    from lullaby.lyrics.model import Lyrics


def song_of(track: Track) -> WordsTarget:
    """The target for writing a track's words; bundled songs are identified by name, not path."""
    ours = track.origin is Origin.SONGBOOK
    own = track.words_key or str(track.path)
    key = track.songbook_id if ours and track.songbook_id else own
    return WordsTarget(key, track.path, track.duration_ms, ours)


def with_own_words(tracks: Sequence[Track], drafts: DraftStore) -> list[Track]:
    """The tracks, with stored words noted for those that have none elsewhere."""
    kept = drafts.kept()
    return [
        _with_own_words(track, drafts)
        if track.words is Words.NONE and kept(song_of(track).key)
        else track
        for track in tracks
    ]


def _with_own_words(track: Track, drafts: DraftStore) -> Track:
    lyrics = stored_words(song_of(track), drafts)
    if lyrics is None:
        return track
    from lullaby.lyrics.model import Timing

    kinds = {
        Timing.NONE: Words.PLAIN,
        Timing.LINES: Words.LINES,
        Timing.SYLLABLES: Words.SYLLABLES,
    }
    return replace(track, words=kinds[lyrics.timing])


def own_words(track: Track, drafts: DraftStore) -> Lyrics | None:
    """Words edited in Lullaby that could not be written beside the song.

    None for a choice of verses, because their times refer to the whole song.
    """
    return None if track.singing.verses else stored_words(song_of(track), drafts)
