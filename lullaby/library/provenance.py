"""Where the songs of the library come from, and which of them are asked for by that.

Season and story are known of the songs that came with the app, from their catalogue; the language
of a person's own song is what its words or tags tell.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lullaby.library.track import Track
from lullaby.lyrics.languages import base_of
from lullaby.songbook.catalogue import SongEntry
from lullaby.songbook.season import in_season

ANY_LANGUAGE = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the catalogue tells of tracks."""

    songs: Mapping[str, SongEntry] = field(default_factory=dict)
    """By their id."""

    def song(self, track: Track) -> SongEntry | None:
        """The song of the songbook that a track is; None for the person's own files."""
        return None if track.songbook_id is None else self.songs.get(track.songbook_id)

    def language(self, track: Track) -> str:
        """Of its words, without script and region: `yi` for `yi-Latn`; empty if nobody tells."""
        song = self.song(track)
        return track.language if song is None else base_of(song.language)

    def rests(self, track: Track, day: date) -> bool:
        """Whether it belongs to another season than that day's."""
        song = self.song(track)
        return song is not None and not in_season(song.season, day)


def provenance(songs: Iterable[SongEntry]) -> Provenance:
    return Provenance({song.id: song for song in songs})


@dataclass(frozen=True, slots=True)
class SongFilter:
    """What a list of songs is asked for beside tempo and name."""

    language: str = ANY_LANGUAGE
    out_of_season: bool = False
    """Songs of another season are wished for too."""


@dataclass(frozen=True, slots=True)
class FilteredSongs:
    """What is left of a list by a choice; the songs keep their order."""

    songs: Sequence[Track]
    resting: int
    """Songs of the chosen language that another season has, listed or not."""
    languages: Mapping[str, int]
    """How many songs there are in each language, before one of them was chosen."""
    total: int
    """How many there are in any language or none."""


def filter_songs(
    tracks: Iterable[Track], choice: SongFilter, origins: Provenance, day: date
) -> FilteredSongs:
    """The songs of the language, without those that rest unless they are wished for."""
    songs: list[Track] = []
    languages: Counter[str] = Counter()
    resting = total = 0
    for track in tracks:
        language = origins.language(track)
        rests = origins.rests(track, day)
        wanted = choice.language in (ANY_LANGUAGE, language)
        resting += rests and wanted
        if rests and not choice.out_of_season:
            continue
        total += 1
        if language:
            languages[language] += 1
        if wanted:
            songs.append(track)
    return FilteredSongs(songs, resting, languages, total)


def named(tracks: Sequence[Track], choice: SongFilter, origins: Provenance) -> Sequence[Track]:
    """What is left of songs that were looked for by name: any season's, in the language."""
    if choice.language == ANY_LANGUAGE:
        return tracks
    return [track for track in tracks if origins.language(track) == choice.language]
