"""The songs that a recording may be of: those with a score, by which it is placed."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from lullaby.frozen import frozen
from lullaby.library.score_catalogue import has_score
from lullaby.library.search import folded
from lullaby.library.track import Track
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.score_names import is_score_name


@frozen
class SongChoice:
    song: str
    """The id of its score."""
    title: str
    score: Path


def songs_with_scores(entries: Iterable[SongEntry], own: Iterable[Track]) -> list[SongChoice]:
    """The songs that come with the app, and the person's own scores, by title."""
    found = [
        SongChoice(entry.id, entry.title, entry.score)
        for entry in entries
        if entry.score is not None
    ]
    found += [
        SongChoice(track.path.stem, track.title, track.path)
        for track in own
        if track.songbook_id is None and track.fault is None and is_score_name(track.path)
    ]
    return sorted(found, key=lambda each: folded(each.title))


def song_id(track: Track) -> str:
    """The id of the score of a track that has one."""
    return track.songbook_id or track.path.stem


def songs_of_tracks(tracks: Iterable[Track]) -> list[SongChoice]:
    """The songs among these tracks that have a score, by title."""
    found = [
        SongChoice(song_id(track), track.title, track.path)
        for track in tracks
        if track.fault is None and has_score(track)
    ]
    return sorted(found, key=lambda each: folded(each.title))


def matching(songs: Sequence[SongChoice], query: str) -> list[SongChoice]:
    """The songs whose title holds every word of `query`."""
    words = folded(query).split()
    return [each for each in songs if all(word in folded(each.title) for word in words)]


def named_in(songs: Sequence[SongChoice], file: Path) -> SongChoice | None:
    """The song with the longest title that is in the name of a file."""
    name = folded(file.stem.replace("_", " ").replace("-", " "))
    found = [each for each in songs if each.title and folded(each.title).replace("-", " ") in name]
    return max(found, key=lambda each: len(each.title), default=None)
