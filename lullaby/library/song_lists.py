"""Works out the list of songs and its counts outside the window's thread."""

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import date

from lullaby.frozen import frozen
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
from lullaby.library.song_order import Calmed, SongOrder, Sorting, backwards, order_key
from lullaby.library.track import Track, TrackId

NOTHING_KNOWN: Calmed = {}


@frozen
class SongQuestion:
    """A query; a `band` of None, while nobody chose, means the default band."""

    day: date
    query: str = ""
    choice: SongFilter = field(default_factory=SongFilter)
    band: Band | None = None
    chosen: bool = False
    """Whether the person chose the band."""
    unknown: bool = False
    """Whether to list the songs of unknown tempo instead."""
    sorting: Sorting = field(default_factory=Sorting)
    shown: Sequence[Track] = ()
    """The songs on screen now."""
    current: TrackId | None = None
    """The song to keep selected."""


@frozen
class SongCounts:
    """Counts before searching by name."""

    filtered: FilteredSongs
    usable: Sequence[Track]
    sorted_out: SortedOut
    histogram: Sequence[int]
    histogram_inside: Sequence[int]
    """The same bars for the songs inside the band."""


@frozen
class SongsFound:
    choice: SongFilter
    """The filter used; any language if the requested one no longer exists."""
    band: Band
    counts: SongCounts
    rows: Sequence[Track]
    changes: Sequence[RowChange] | None
    """The row changes from the songs on screen to these; None if the list is new."""
    place: int | None
    """The new row of the selected song."""
    by_name: int
    """Number of search results of any tempo."""
    anywhere: int
    """The same among all songs of the library."""


class SongLists:
    """Answers queries, and reuses order and counts of the previous one. Used from one thread."""

    def __init__(self, origins: Provenance) -> None:
        self._origins = origins
        self._counted: tuple[LibrarySnapshot, SongFilter, Band | None, date] | None = None
        self._counts: SongCounts | None = None
        self._band: Band = ANY_TEMPO
        self._choice = SongFilter()
        self._ordered_by: tuple[SongOrder, Calmed] | None = None
        self._unordered = self._ordered = LibrarySnapshot()
        """The songs by title, and as last ordered."""
        self._turned: tuple[LibrarySnapshot, Calmed, LibrarySnapshot] | None = None
        """Songs as last ordered, and the same the other way round."""

    def find(
        self, by_title: LibrarySnapshot, asked: SongQuestion, calmed: Calmed = NOTHING_KNOWN
    ) -> SongsFound:
        order = asked.sorting.order
        snapshot = self._order(by_title, order, calmed)
        if asked.sorting.backwards:
            snapshot = self._turn_round(snapshot, order, calmed)
        counts = self._count(snapshot, asked)
        choice, band = self._choice, self._band
        found: Sequence[Track] = counts.filtered.songs
        anywhere: Sequence[Track] = snapshot.tracks
        if asked.query:
            anywhere = snapshot.find(asked.query)
            found = named(anywhere, choice, self._origins)
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
            len(anywhere),
        )

    def _order(
        self, snapshot: LibrarySnapshot, order: SongOrder, calmed: Calmed
    ) -> LibrarySnapshot:
        """The songs in order; after few changes only those are sorted in."""
        if order is SongOrder.TITLE:
            return snapshot
        by = order, calmed if order is SongOrder.NIGHTS else NOTHING_KNOWN
        if by != self._ordered_by:
            self._ordered = snapshot.sorted_by(order_key(*by))
        elif snapshot is not self._unordered:
            self._ordered = self._ordered.updated(*self._unordered.changes_to(snapshot))
        self._ordered_by, self._unordered = by, snapshot
        return self._ordered

    def _turn_round(
        self, snapshot: LibrarySnapshot, order: SongOrder, calmed: Calmed
    ) -> LibrarySnapshot:
        before = self._turned
        if before is None or before[0] is not snapshot or before[1] != calmed:
            turned = snapshot.in_places(backwards(snapshot.tracks, order, calmed))
            self._turned = before = (snapshot, calmed, turned)
        return before[2]

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
        usual = ANY_TEMPO if choice.favourites else usual_band(usable)
        band = usual if asked.band is None else asked.band
        sorted_out = sort_out(usable, band)
        self._counts = SongCounts(
            filtered, usable, sorted_out, histogram(usable), histogram(sorted_out.inside)
        )
        self._counted, self._choice, self._band = wanted, choice, band
        return self._counts

    def _rows(
        self, asked: SongQuestion, band: Band, found: Sequence[Track], counts: SongCounts
    ) -> Sequence[Track]:
        """The songs to list. Unusable files appear only in an unfiltered list, and in no count.

        A search by name finds songs of any tempo, unless a band was chosen.
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
