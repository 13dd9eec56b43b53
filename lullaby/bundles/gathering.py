"""Looks up what of a song could be given away."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from lullaby.bundles.giving import Giveable, GiveableTake
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.own_words import own_words
from lullaby.library.score_catalogue import Scores
from lullaby.library.singing import WHOLE_SONG
from lullaby.library.song_preferences import EVERYBODY
from lullaby.library.track import Origin, Track
from lullaby.lyrics.draft_store import DraftStore
from lullaby.lyrics.model import Lyrics
from lullaby.songbook.score_names import is_score_name
from lullaby.stores import Stores


def words_of_whole_song(
    track: Track, find_words: Callable[[Track], Lyrics | None], drafts: DraftStore
) -> tuple[Lyrics | None, bool]:
    """A song's words, whatever verses were chosen, and whether they were edited here."""
    whole = replace(track, singing=WHOLE_SONG)
    own = own_words(whole, drafts)
    return (own, True) if own is not None else (find_words(whole), False)


def giveable(
    track: Track,
    words: tuple[Lyrics | None, bool],
    stores: Stores,
    scores: Scores,
    kept: KeptTakes,
) -> Giveable:
    """What can be given away of a song; `words` as `words_of_whole_song` tells.

    Reads the score unless `scores` did. Raises `StorageError`.
    """
    scored = scores.find(track)
    path = score_file(track, scores)
    children = {child.id: child.name for child in stores.song_preferences.children()}
    score_id = "" if scored is None else scored.score.about.id
    takes = stores.takes.all(score_id) if score_id else []
    return Giveable(
        track,
        stores.song_preferences.own(track.id, EVERYBODY),
        path if scored is not None else None,
        score_id,
        words[0],
        words[1],
        "" if scored is not None else stores.library.sound_of(track.id),
        tuple(
            GiveableTake(take, kept.path_of(take), children.get(take.facts.child, ""))
            for take in takes
        ),
    )


def score_file(track: Track, scores: Scores) -> Path | None:
    """The file of a song's score; None if it has none."""
    entry = scores.entry(track)
    if entry is not None:
        return entry.score
    return track.path if track.origin is Origin.FILE and is_score_name(track.path) else None
