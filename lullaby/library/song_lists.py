"""What the list of songs shows and what is counted beside it, worked out away from the window."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lullaby.library.calm import (
    ANY_TEMPO,
    Band,
    SortedOut,
    histogram,
    sort_out,
    usual_band,
)
from lullaby.library.provenance import (
    ANY_LANGUAGE,
    FilteredSongs,
    Provenance,
    SongFilter,
    filter_songs,
    named,
)
from lullaby.library.row_changes import RowChange, row_changes
from lullaby.library.snapshot import LibrarySnapshot
from lullaby.library.track import Track, TrackId


@dataclass(frozen=True, slots=True)
class SongQuestion:
    """What is asked for; `band` is None while nobody chose: then the usual one is shown."""

    day: date
    query: str = ""
    choice: SongFilter = field(default_factory=SongFilter)
    band: Band | None = None
    chosen: bool = False
    """Whether the person chose the band."""
    unknown: bool = False
    """The songs of unknown tempo are asked for instead."""
    shown: Sequence[Track] = ()
    """What the list shows now."""
    current: TrackId | None = None
    """The song that is to be current again."""


@dataclass(frozen=True, slots=True)
class SongCounts:
    """What is counted before anything is looked for by name."""

    filtered: FilteredSongs
    usable: Sequence[Track]
    sorted_out: SortedOut
    histogram: Sequence[int]


@dataclass(frozen=True, slots=True)
class SongsFound:
    choice: SongFilter
    """The language is any where that which was asked for is gone."""
    band: Band
    counts: SongCounts
    rows: Sequence[Track]
    changes: Sequence[RowChange] | None
    """The way from the rows that were shown to these; None: all are other ones."""
    place: int | None
    """Where the current song is now."""
    by_name: int
    """How many songs there are of that name, whatever their tempo."""
    stories: bool
    """Any of the songs has a line about where it comes from."""


class SongLists:
    """Answers questions; what the one before had to count is counted once. Used from one thread."""

    def __init__(self, origins: Provenance) -> None:
        self._origins = origins
        self._counted: tuple[LibrarySnapshot, SongFilter, Band | None, date] | None = None
        self._counts: SongCounts | None = None
        self._band: Band = ANY_TEMPO
        self._choice = SongFilter()

    def find(self, snapshot: LibrarySnapshot, asked: SongQuestion) -> SongsFound:
        counts = self._count(snapshot, asked)
        choice, band = self._choice, self._band
        found: Sequence[Track] = counts.filtered.songs
        if asked.query:
            found = named(snapshot.find(asked.query), choice, self._origins)
        rows = self._rows(asked, band, found, counts)
        places = (at for at, track in enumerate(rows) if track.id == asked.current)
        return SongsFound(
            choice,
            band,
            counts,
            rows,
            row_changes(asked.shown, rows),
            None if asked.current is None else next(places, None),
            len(found),
            any(self._tells(track) for track in rows),
        )

    def _count(self, snapshot: LibrarySnapshot, asked: SongQuestion) -> SongCounts:
        wanted = (snapshot, asked.choice, asked.band, asked.day)
        before = self._counted
        if (
            self._counts is not None
            and before is not None
            and before[0] is snapshot
            and before[1:] == wanted[1:]
        ):
            return self._counts
        choice = asked.choice
        filtered = filter_songs(snapshot.tracks, choice, self._origins, asked.day)
        if choice.language not in (ANY_LANGUAGE, *filtered.languages):
            choice = replace(choice, language=ANY_LANGUAGE)
            filtered = filter_songs(snapshot.tracks, choice, self._origins, asked.day)
        usable = [track for track in filtered.songs if track.fault is None]
        band = usual_band(usable) if asked.band is None else asked.band
        self._counts = SongCounts(filtered, usable, sort_out(usable, band), histogram(usable))
        self._counted, self._choice, self._band = wanted, choice, band
        return self._counts

    def _rows(
        self, asked: SongQuestion, band: Band, found: Sequence[Track], counts: SongCounts
    ) -> Sequence[Track]:
        """Files that cannot be used are listed where nothing is filtered, and counted nowhere.

        A song looked for by its name is found whatever its tempo, unless a band was chosen.
        """
        everything = band == ANY_TEMPO or (asked.query and not asked.chosen)
        if everything and not asked.unknown:
            return found
        sorted_out = (
            sort_out((track for track in found if track.fault is None), band)
            if asked.query
            else counts.sorted_out
        )
        return sorted_out.unknown if asked.unknown else sorted_out.inside

    def _tells(self, track: Track) -> bool:
        if track.songbook_id is None:
            return False
        song = self._origins.song(track)
        return song is not None and bool(song.story)
