"""The Songs list as a Qt model: rows are tracks, already searched and filtered."""

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from PySide6.QtCore import (
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QStringListModel,
    Qt,
)

from lullaby.frozen import frozen
from lullaby.library.paths_as_text import readable
from lullaby.library.provenance import Provenance
from lullaby.library.row_changes import RowChange, RowStep
from lullaby.library.song_order import SongOrder
from lullaby.library.track import Origin, Track, TrackId, Words
from lullaby.ui.library.tempo_words import verdict_words
from lullaby.ui.text import names
from lullaby.ui.text.language_names import beside
from lullaby.ui.text.lists import full_stop, listed, sentences
from lullaby.ui.text.locale import capitalised, whole
from lullaby.ui.text.translate import PLURAL, translate

TRACKS_MIME = "application/x-lullaby-tracks"

Index = QModelIndex | QPersistentModelIndex


class Playing(Enum):
    """What the player does with a song of the list."""

    NO = auto()
    SOUNDS = auto()
    PAUSED = auto()


@frozen
class Tally:
    """In how many answered nights a song was heard, and in how many of them the child grew calm."""

    calmed: int
    answered: int


NOT_TRIED = Tally(0, 0)
FEWEST_NIGHTS = 3
"""With fewer nights only their number is shown, no share."""


def journal_words(tally: Tally) -> str:
    """The nights column: calm on 5 of 6 nights, or how little is known; empty if never tried."""
    nights = tally.answered
    if nights == 0:
        return ""
    if nights < FEWEST_NIGHTS:
        return translate("songs", "played %n nights", None, PLURAL, nights)
    text = translate("songs", "calm on {n} of %n nights", None, PLURAL, nights)
    return text.format(n=whole(tally.calmed))


def spoken_row(track: Track, tally: Tally, below: str | None = None) -> str:
    """The row as one sentence for a screen reader; `below` is the line under the title."""
    if track.fault is not None:
        return listed((track.title, names.fault_sentence(track.fault, track.fault_note)))
    parts = [track.title, track.artist if below is None else below.replace(" · ", ", ")]
    if track.tempo.bpm is not None:
        beats = round(track.tempo.bpm)
        parts.append(
            translate("songs", "about %n beats a minute", None, PLURAL, beats)
            if track.tempo.doubtful
            else names.beats_a_minute(track.tempo.bpm)
        )
    elif not track.reasons:
        parts.append(translate("songs", "tempo not known yet"))
    if track.favourite:
        parts.append(translate("songs", "favourite"))
    parts.append(verdict_words(track))
    if track.words is not Words.NONE:
        parts.append(translate("songs", "has words"))
    if track.duration_ms is not None:
        length = translate("songs", "length {time}")
        parts.append(length.format(time=names.length(track.duration_ms)))
    if tally.answered:
        parts.append(journal_words(tally))
    return listed(parts)


def column_names() -> str:
    """The columns of the list, in the order in which `spoken_row` tells them."""
    return listed(
        (
            translate("songs", "title"),
            translate("songs", "artist"),
            translate("songs", "tempo"),
            translate("songs", "favourite"),
            translate("songs", "words"),
            translate("songs", "length"),
            translate("songs", "nights"),
        )
    )


def fault_tip(track: Track) -> str:
    """The whole path, and where in the file its fault is."""
    path = str(track.path.parent / readable(track.path))
    return f"{path}\n{names.fault_note(track.fault_note)}" if track.fault_note else path


class SongsModel(QStringListModel):
    """Reports only what changed; the view asks only for what it paints.

    A list view asks for the number of rows once for each row, 50,000 times at every layout: the
    base class with a list of empty strings counts them in C++ (7 ms instead of 110).
    """

    def __init__(self, origins: Provenance) -> None:
        super().__init__()
        self._origins = origins
        self._tracks: Sequence[Track] = ()
        self._rows: list[Track] = []
        self._coming: Sequence[Track] = ()
        """The rows as they are, and as they will be, while changes are made one by one."""
        self._tallies: Mapping[TrackId, Tally] = {}
        self._sounding: TrackId | None = None
        self._paused = False
        self._order = SongOrder.TITLE
        self.rowsRemoved.connect(self._drop_rows)
        self.rowsInserted.connect(self._take_rows)

    @property
    def tracks(self) -> Sequence[Track]:
        return self._tracks

    def show(self, tracks: Sequence[Track], changes: Sequence[RowChange] | None = None) -> None:
        """Show other rows; `changes` lead to them from the current ones, None if unknown."""
        if changes is None:
            self._tracks = tracks
            self.setStringList([""] * len(tracks))
            return
        self._tracks = self._rows = list(self._tracks)
        self._coming = tracks
        for change in changes:
            part = slice(change.first, change.first + change.count)
            match change.step:
                case RowStep.GONE:
                    self.removeRows(change.first, change.count)
                case RowStep.CAME:
                    self.insertRows(change.first, change.count)
                case RowStep.CHANGED:
                    self._rows[part] = tracks[part]
                    self.dataChanged.emit(self.index(part.start), self.index(part.stop - 1))
        self._tracks = self._coming = tracks

    def _drop_rows(self, _: QModelIndex, first: int, last: int) -> None:
        """Drop rows when Qt does: a table that loses rows scrolls, and asks for those it shows."""
        del self._rows[first : last + 1]

    def _take_rows(self, _: QModelIndex, first: int, last: int) -> None:
        self._rows[first:first] = self._coming[first : last + 1]

    def set_tallies(self, tallies: Mapping[TrackId, Tally]) -> None:
        if tallies != self._tallies:
            self._tallies = tallies
            self._all_changed()

    def set_order(self, order: SongOrder) -> None:
        """Set by what the songs are sorted: albums and folders are told with each song then."""
        if order is not self._order:
            self._order = order
            self._all_changed()

    def set_sounding(self, track: TrackId | None, paused: bool = False) -> None:
        if (track, paused) != (self._sounding, self._paused):
            self._sounding, self._paused = track, paused
            self._all_changed()

    def track(self, index: Index) -> Track:
        return self._tracks[index.row()]

    def tally(self, index: Index) -> Tally:
        return self._tallies.get(self.track(index).id, NOT_TRIED)

    def playing(self, index: Index) -> Playing:
        if self.track(index).id != self._sounding:
            return Playing.NO
        return Playing.PAUSED if self._paused else Playing.SOUNDS

    def below(self, index: Index) -> str:
        """The line under the title: the author, or origin and language; or who sings. Before an
        author stands what the songs are sorted by, if nothing else in the row tells it."""
        track = self.track(index)
        if track.sung_by:
            return names.sung_by(track.sung_by)
        song = self._origins.song(track)
        author = beside(track.artist, self._origins.language(track)) if song else track.artist
        return " · ".join(part for part in (self._group(track), author) if part)

    def _group(self, track: Track) -> str:
        """The album or the folder of a song, if the songs are sorted by it."""
        match self._order:
            case SongOrder.ALBUM:
                return track.album
            case SongOrder.FOLDER if track.origin is not Origin.SONGBOOK:
                return readable(track.path.parent)
        return ""

    def story(self, index: Index) -> str:
        """One line about the song's origin; empty if unknown."""
        song = self._origins.song(self.track(index))
        return song.story if song else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.track(index).title
            case Qt.ItemDataRole.AccessibleTextRole:
                spoken = spoken_row(self.track(index), self.tally(index), self.below(index))
                story = self.story(index)
                return sentences((full_stop(spoken), story)) if story else spoken
            case Qt.ItemDataRole.ToolTipRole if self.track(index).fault is not None:
                return fault_tip(self.track(index))
            case Qt.ItemDataRole.ToolTipRole:
                verdict = capitalised(verdict_words(self.track(index)))
                if self.track(index).tempo.doubtful:
                    verdict = translate("songs", "{verdict}. Press ≈ to choose.").format(
                        verdict=verdict
                    )
                return "\n".join(part for part in (self.story(index), verdict) if part)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """What a row tells, in its order, for screen readers."""
        texts = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        if orientation is Qt.Orientation.Horizontal and role in texts:
            return column_names()
        return super().headerData(section, orientation, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return usual | Qt.ItemFlag.ItemNeverHasChildren | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [TRACKS_MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        ids = ",".join(str(self.track(index).id) for index in indexes)
        data.setData(TRACKS_MIME, ids.encode())
        return data

    def _all_changed(self) -> None:
        if self._tracks:
            self.dataChanged.emit(self.index(0), self.index(len(self._tracks) - 1))
