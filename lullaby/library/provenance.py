"""Looks up language, season and story of songs, and filters by them.

Season and story of bundled songs come from their catalogue; the language of the person's own songs
comes from words or tags.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date

from lullaby.frozen import frozen
from lullaby.library.track import Origin, Track
from lullaby.lyrics.languages import base_of
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.season import in_season

ANY_LANGUAGE = ""


@frozen
class Provenance:
    """Catalogue data of tracks."""

    songs: Mapping[str, SongEntry] = field(default_factory=dict)
    """Catalogue entries by song id."""

    def song(self, track: Track) -> SongEntry | None:
        """The catalogue entry of a track; None for the person's own files."""
        return None if track.songbook_id is None else self.songs.get(track.songbook_id)

    def language(self, track: Track) -> str:
        """Language without script and region: `yi` for `yi-Latn`; empty if unknown."""
        song = self.song(track)
        return track.language if song is None else base_of(song.language)

    def rests(self, track: Track, day: date) -> bool:
        """Whether it is out of season on `day`."""
        song = self.song(track)
        return song is not None and not in_season(song.season, day)


def provenance(songs: Iterable[SongEntry]) -> Provenance:
    return Provenance({song.id: song for song in songs})


@frozen
class SongFilter:
    """Filters for a list of songs besides tempo and name."""

    language: str = ANY_LANGUAGE
    out_of_season: bool = False
    """Whether to include songs that are out of season."""
    favourites: bool = False
    """Whether to leave out all songs but favourites."""
    own: bool = False
    """Whether to leave out bundled songs."""

    def keeps(self, track: Track) -> bool:
        """Whether a song is a favourite, and the person's own, where only those are wanted."""
        own = track.origin is not Origin.SONGBOOK or not self.own
        return own and (track.favourite or not self.favourites)


@frozen
class FilteredSongs:
    """The filtered list, in the original order, with counts."""

    songs: Sequence[Track]
    resting: int
    """Number of out-of-season songs in the chosen language, listed or not."""
    languages: Mapping[str, int]
    """Number of songs per language before filtering by language."""
    total: int
    """Number of songs before filtering by language."""


def filter_songs(
    tracks: Iterable[Track], choice: SongFilter, origins: Provenance, day: date
) -> FilteredSongs:
    """The songs in the chosen language, without those out of season unless requested; of
    favourites or own songs alone if so chosen."""
    songs: list[Track] = []
    languages: Counter[str] = Counter()
    resting = total = 0
    for track in tracks:
        language = origins.language(track)
        rests = origins.rests(track, day)
        wanted = choice.language in (ANY_LANGUAGE, language)
        kept = choice.keeps(track)
        resting += rests and wanted and kept
        if rests and not choice.out_of_season:
            continue
        if not kept:
            continue
        total += 1
        if language:
            languages[language] += 1
        if wanted:
            songs.append(track)
    return FilteredSongs(songs, resting, languages, total)


def named(tracks: Sequence[Track], choice: SongFilter, origins: Provenance) -> Sequence[Track]:
    """Filter search results: by language, heart and origin, but not by season."""
    if choice.favourites or choice.own:
        tracks = [track for track in tracks if choice.keeps(track)]
    if choice.language == ANY_LANGUAGE:
        return tracks
    return [track for track in tracks if origins.language(track) == choice.language]
