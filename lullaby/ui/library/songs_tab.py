"""The Songs tab: tempo, language, then the list."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lullaby.clock import Clock
from lullaby.library.calm import ANY_TEMPO, Band
from lullaby.library.provenance import Provenance, SongFilter
from lullaby.library.reader import LibraryReader
from lullaby.library.song_lists import SongQuestion, SongsFound
from lullaby.library.song_order import SongOrder, Sorting
from lullaby.library.track import NOT_THERE, TrackId
from lullaby.ui.controls.areas import overhang
from lullaby.ui.graphics.covers import Covers
from lullaby.ui.graphics.covers_on_screen import CoversOnScreen
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.no_songs import NoSongs
from lullaby.ui.library.season_line import SeasonLine
from lullaby.ui.library.slow_card import SlowCard
from lullaby.ui.library.slow_fold import LEAST_LIST, SlowFold
from lullaby.ui.library.song_delegate import SongDelegate
from lullaby.ui.library.song_header import SongHeader
from lullaby.ui.library.song_list import SongList
from lullaby.ui.library.song_row import SongRow
from lullaby.ui.library.songs_model import Playing, SongsModel, Tally
from lullaby.ui.theme.theme import Theme

SEASON_ROOM = 360
"""The least height below `LEAST_LIST`, in px at 100 %, that shows the line about songs out of
season: eight songs are worth more."""


class SongsTab(QWidget):
    """`begin_requested` carries the listed songs and the index to start at."""

    begin_requested = Signal(object, int)
    toggle_requested = Signal()
    """Pause the current song, or resume it."""
    words_requested = Signal()
    """Show the words of the current song."""
    menu_requested = Signal(object, int, object)
    """The listed songs, the index of the chosen one, and where to open."""
    several_requested = Signal(object, object)
    """Several chosen songs, and where to open their menu."""
    tempo_requested = Signal(object, object)
    find_requested = Signal(object)
    hide_requested = Signal(object)
    sorted = Signal(object, bool)
    """The `Sorting` that the person chose, and whether to list only own songs."""

    _fitting = False
    _anew = False
    """Whether the list is to be shown from its beginning."""
    _wanted: TrackId | None = None
    """The song to select as soon as it is listed."""

    def __init__(
        self,
        theme: Theme,
        library_model: LibraryModel,
        covers: Covers,
        origins: Provenance,
        clock: Clock,
        sorting: Sorting | None = None,
        own: bool = False,
    ) -> None:
        """`own` lists only the person's own songs."""
        super().__init__()
        self._theme = theme
        self._library_model = library_model
        self._origins = origins
        self._clock = clock
        self._choice = SongFilter(own=own)
        self._sorting = sorting or Sorting()
        self._query = ""
        self._band: Band = ANY_TEMPO
        """The current band."""
        self._chosen = False
        """Whether the person chose the band; it then stays until the application closes."""
        self._unknown = False
        self._stale = True
        self._day = clock.now().date()
        self._card = SlowCard(theme)
        self._card.band_requested.connect(self._take_band)
        self._card.unknown_requested.connect(self._take_unknown)
        self._season = SeasonLine(theme)
        self._season.requested.connect(lambda shown: self._choose(out_of_season=shown))
        self._empty = NoSongs(theme)
        self._empty.all_requested.connect(self._search_all)
        self.model = SongsModel(origins)
        row = SongRow(theme)
        self.list = SongList(self.model, row)
        self._delegate = SongDelegate(theme, covers, self.model, row)
        self._row = row
        self._header = SongHeader(theme)
        self._header.favourites.clicked.connect(lambda only: self._choose(favourites=only))
        self._header.sort.chosen.connect(self._sort)
        self._header.language.requested.connect(lambda each: self._choose(language=each))
        self._header.language.season_requested.connect(
            lambda shown: self._choose(out_of_season=shown)
        )
        self._connect_list()
        covers.loaded.connect(self.list.viewport().update)
        CoversOnScreen(covers, self.list, lambda index: self.model.track(index).id)
        self._fold = self._lay_out(theme)
        library_model.changed.connect(self._forget)
        theme.changed.connect(self._restyle)

    def _connect_list(self) -> None:
        self.list.several_chosen.connect(self._header.show_chosen)
        self.list.setItemDelegate(self._delegate)
        self.list.customContextMenuRequested.connect(self._menu_at)
        self.list.begun.connect(self._begin)
        self.list.play_requested.connect(self._play)
        self.list.words_requested.connect(self._show_words)
        self.list.menu_requested.connect(self._menu)
        self._delegate.play_pressed.connect(self._play)
        self._delegate.button_pressed.connect(self._button)
        self._delegate.heart_pressed.connect(self._favour)
        self._delegate.tempo_pressed.connect(self._tempo)
        self.list.tempo_requested.connect(self._tempo)
        self.list.heart_requested.connect(self._favour)
        self.list.heart_focused.connect(self._delegate.show_heart_focus)

    def _lay_out(self, theme: Theme) -> SlowFold:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._header)
        column.addWidget(self._card)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)
        column.addWidget(self._season)
        fold = SlowFold(theme, self._header.line, self._card, self, column)
        fold.changed.connect(self._restyle)
        return fold

    def search(self, query: str) -> None:
        self._query = query
        self._ask()

    def show_song(self, track: TrackId) -> None:
        """List songs of every tempo and language, with this one selected."""
        self._query, self._choice = "", SongFilter()
        self._band, self._unknown, self._chosen = ANY_TEMPO, False, True
        self._wanted = track
        self.refresh()

    def show_new(self, song: TrackId | None = None) -> None:
        """List all songs, the latest first, with this one or the first selected."""
        self._query, self._choice = "", SongFilter()
        self._sorting = Sorting(SongOrder.RECENT)
        self._band, self._unknown, self._chosen = ANY_TEMPO, False, True
        self._wanted, self._anew = song, True
        self.refresh()

    def show_sounding(self, track: TrackId | None, paused: bool) -> None:
        self.model.set_sounding(track, paused)

    def refresh_if_stale(self) -> None:
        if self._stale:
            self.refresh()

    def enter(self) -> None:
        """Prepare to be shown; unless the person chose one, the usual band is set."""
        self._stale = self._stale or self._day != self._clock.now().date()
        self.refresh_if_stale()

    def refresh(self) -> None:
        """Count, search, filter and show; the previous result stays until the new one is known."""
        self._stale = False
        self._day = self._clock.now().date()
        self._ask()

    def _ask(self) -> None:
        current = self.list.currentIndex()
        question = SongQuestion(
            self._clock.now().date(),
            self._query,
            self._choice,
            self._band if self._chosen else None,
            self._chosen,
            self._unknown,
            self._sorting,
            self.model.tracks,
            self.model.track(current).id if current.isValid() else None,
        )

        def look(reader: LibraryReader) -> tuple[SongsFound, Mapping[TrackId, tuple[int, int]]]:
            return reader.songs(question)

        self._library_model.ask("songs", look, lambda found: self._show(question, *found))

    def _show(
        self,
        asked: SongQuestion,
        found: SongsFound,
        calmed: Mapping[TrackId, tuple[int, int]],
    ) -> None:
        self._choice, self._band = found.choice, found.band
        filtered = found.counts.filtered
        self._header.language.show_languages(
            filtered.languages, self._choice.language, filtered.total
        )
        self._header.favourites.setChecked(self._choice.favourites)
        self._header.sort.show_sorting(asked.sorting, self._choice.own)
        self._header.language.show_season(filtered.resting, self._choice.out_of_season)
        self._season.show_season(filtered.resting, self._choice.out_of_season)
        self._card.show_found(found.counts, self._band, self._unknown)
        self._header.show_found(found.counts.sorted_out, self._band, self._unknown)
        self.model.set_tallies({track: Tally(*each) for track, each in calmed.items()})
        self._list_found(asked, found)

    def _list_found(self, asked: SongQuestion, found: SongsFound) -> None:
        self.model.set_order(asked.sorting.order)
        changes = found.changes if asked.shown is self.model.tracks else None
        self.list.show_songs(found.rows, changes, found.place, self._anew)
        self._anew = False
        self._header.show_chosen(self.list.chosen_count)
        if self.list.bring_song(self._wanted):
            self._wanted = None
        self.list.fit_chosen_row()
        self._empty.show_found(asked, found)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._restyle()

    def event(self, event: QEvent) -> bool:
        """Fit again when a child wants another size, as after a change of the text size."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _search_all(self) -> None:
        """Search among songs of every tempo and language."""
        self._choice = SongFilter(out_of_season=self._choice.out_of_season)
        self._band, self._unknown, self._chosen = ANY_TEMPO, False, True
        self.refresh()
        self.list.setFocus()

    def _choose(self, **what: str | bool) -> None:
        self._choice = replace(self._choice, **what)
        self.refresh()

    def _sort(self, sorting: Sorting, own: bool) -> None:
        """List the songs in another order, from its beginning."""
        self._anew = sorting != self._sorting
        self._sorting = sorting
        self._choose(own=own)
        self.sorted.emit(sorting, own)

    def _take_band(self, band: Band) -> None:
        self._band, self._unknown, self._chosen = band, False, True
        self.refresh()

    def _take_unknown(self, shown: bool) -> None:
        self._unknown = shown
        self.refresh()

    def _begin(self, index: QModelIndex) -> None:
        """Play from a song down the list; one that sounds already goes on."""
        if self.model.playing(index) is not Playing.SOUNDS:
            self._play(index)

    def _play(self, index: QModelIndex) -> None:
        if self.model.track(index).fault is not None:
            return
        if self.model.playing(index) is Playing.NO:
            self.begin_requested.emit(tuple(self.model.tracks), index.row())
        else:
            self.toggle_requested.emit()

    def _favour(self, index: QModelIndex) -> None:
        track = self.model.track(index)
        self._library_model.set_favourite([track], not track.favourite)

    def _show_words(self, index: QModelIndex) -> None:
        """Show the words of a song, which starts unless it is the current one."""
        if self.model.track(index).fault is not None:
            return
        if self.model.playing(index) is Playing.NO:
            self._play(index)
        self.words_requested.emit()

    def _button(self, index: QModelIndex) -> None:
        track = self.model.track(index)
        if track.fault in NOT_THERE:
            self.find_requested.emit(track)
        elif track.fault is not None:
            self.hide_requested.emit(track)
        else:
            self._menu(index, self.list.menu_corner(index))

    def _tempo(self, index: QModelIndex) -> None:
        """Open the tempo menu right below the tempo."""
        track, row = self.model.track(index), self.list.visualRect(index)
        if track.fault is None:
            at = self._row.tempo_corner(row, self.list.layoutDirection())
            self.tempo_requested.emit(track, self.list.viewport().mapToGlobal(at))

    def _menu_at(self, where: QPoint) -> None:
        index = self.list.indexAt(where)
        if index.isValid():
            self._menu(index, self.list.viewport().mapToGlobal(where))

    def _menu(self, index: QModelIndex, where: QPoint) -> None:
        several = self.list.chosen_count > 1
        if several and self.list.selectionModel().isSelected(index):
            self.several_requested.emit(self.list.chosen(), where)
        else:
            self.menu_requested.emit(tuple(self.model.tracks), index.row(), where)

    def _forget(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _restyle(self) -> None:
        self._fit()
        self.list.fit_rows()

    def _fit(self) -> None:
        """Choose what stands above the list; showing or hiding it calls this again."""
        if self._fitting:
            return
        self._fitting = True
        room = self.height() - overhang(self) - self._header.sizeHint().height()
        card = self._fold.fit(room, self.width())
        self._season.set_room(room - card > (LEAST_LIST + SEASON_ROOM) * self._theme.scale)
        self._fitting = False
