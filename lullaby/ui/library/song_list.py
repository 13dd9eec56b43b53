"""The list of songs as a table of one column, in which the chosen row alone may be higher."""

from collections.abc import Collection, Sequence
from itertools import chain, groupby

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from lullaby.library.row_changes import RowChange
from lullaby.library.track import Track, TrackId
from lullaby.ui.controls.menus import asks_for_menu
from lullaby.ui.library.song_row import RowControl, SongRow
from lullaby.ui.library.songs_model import Index, SongsModel

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PRESSES = (*ENTER, Qt.Key.Key_Space)
ENDS = (QTableView.CursorAction.MoveHome, QTableView.CursorAction.MoveEnd)
NO_CHANGE = QItemSelectionModel.SelectionFlag.NoUpdate


class SongList(QTableView):
    """Space plays the song, Enter shows its words, Alt+Enter asks about its tempo; the menu key and
    the right button open a menu. Ctrl and Shift choose several songs.

    A table knows the height of each row without asking for it, so that one of 50,000 can differ.
    """

    play_requested = Signal(object)
    """The index of a song to play, or to pause if it sounds."""
    begun = Signal(object)
    """The index of a song to play from its beginning."""
    words_requested = Signal(object)
    menu_requested = Signal(object, object)
    tempo_requested = Signal(object)
    heart_requested = Signal(object)
    """The index of a song whose heart was pressed by a key."""
    heart_focused = Signal(bool)
    """Whether keys are for the heart of the current song, which Tab reaches after the song."""
    several_chosen = Signal(int)
    """How many songs are chosen now."""

    def __init__(self, model: SongsModel, row: SongRow) -> None:
        super().__init__()
        self._songs = model
        self._row = row
        self._tall = QPersistentModelIndex()
        """The row that is higher, for its story."""
        self._at_heart = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._brought = QPersistentModelIndex()
        self._settle.timeout.connect(self.fit_chosen_row)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setStretchLastSection(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Songs"))
        self.setModel(model)
        self.selectionModel().currentChanged.connect(self._await_second_click)
        self.selectionModel().selectionChanged.connect(
            lambda: self.several_chosen.emit(self.chosen_count)
        )

    @property
    def chosen_count(self) -> int:
        return sum(len(rows) for rows in self._runs())

    def chosen(self) -> tuple[Track, ...]:
        """The chosen songs, in the order of the list."""
        tracks = self._songs.tracks
        return tuple(chain.from_iterable(tracks[rows.start : rows.stop] for rows in self._runs()))

    def choose(self, ids: Collection[TrackId]) -> None:
        """Choose more songs, if they are listed."""
        if not ids:
            return
        found = QItemSelection()
        rows = (at for at, track in enumerate(self._songs.tracks) if track.id in ids)
        for _, run in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]):
            places = [row for _, row in run]
            found.select(self._songs.index(places[0]), self._songs.index(places[-1]))
        self.selectionModel().select(found, QItemSelectionModel.SelectionFlag.Select)

    def _runs(self) -> list[range]:
        """The chosen rows, in runs from top to bottom."""
        chosen = self.selectionModel().selection()
        parts = (chosen.at(place) for place in range(chosen.count()))
        runs = (range(part.top(), part.bottom() + 1) for part in parts)
        return sorted(runs, key=lambda rows: rows.start)

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """A press on a button of a row leaves several chosen songs as they are."""
        if isinstance(event, QMouseEvent) and index.isValid() and self.chosen_count > 1:
            row, track = self.visualRect(index), self._songs.track(index)
            control = self._row.control_at(event.position(), row, self.layoutDirection(), track)
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if plain and control is not None:
                chosen = self.selectionModel().isSelected(index)
                if chosen or control is not RowControl.MORE:
                    return NO_CHANGE
        return super().selectionCommand(index, event)

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End lead to the first and the last song; a table would stay in the row."""
        if action in ENDS:
            last = self._songs.rowCount() - 1
            return self._songs.index(0 if action is ENDS[0] else last)
        return super().moveCursor(action, modifiers)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab leads from a song to its heart, then out of the list; Shift+Tab back."""
        index = self.currentIndex()
        if self.hasFocus() and self._has_heart(index) and forward is not self._at_heart:
            self._focus_heart(forward)
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            back = event.reason() is Qt.FocusReason.BacktabFocusReason
            self._focus_heart(back and self._has_heart(self.currentIndex()))
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._focus_heart(False)
        super().mousePressEvent(event)

    def _focus_heart(self, focused: bool) -> None:
        if focused is not self._at_heart:
            self._at_heart = focused
            self.heart_focused.emit(focused)
            self.update(self.currentIndex())
        if focused:
            self._tell_heart()

    def _has_heart(self, index: QModelIndex) -> bool:
        if not index.isValid() or self._songs.track(index).fault is not None:
            return False
        return not self._row.heart_box(QRectF(self.visualRect(index))).isEmpty()

    def _tell_heart(self) -> None:
        """Tell a screen reader what the heart says, and what a key does."""
        track = self._songs.track(self.currentIndex())
        text = (
            self.tr("“{title}” is a favourite. Press Space to remove it.")
            if track.favourite
            else self.tr("“{title}” is not a favourite. Press Space to make it one.")
        )
        event = QAccessibleAnnouncementEvent(self, text.format(title=track.title))
        QAccessible.updateAccessibility(event)

    def fit_rows(self) -> None:
        """Make the rows as high as the text size and the width want them."""
        wanted = self._row.height(self.viewport().width())
        if self.verticalHeader().defaultSectionSize() != wanted:
            self.verticalHeader().setDefaultSectionSize(wanted)
            self._tall = QPersistentModelIndex()
        self.fit_chosen_row()
        if self._brought.isValid() and self._brought.row() == self.currentIndex().row():
            self.scrollTo(self.currentIndex())

    def show_songs(
        self,
        tracks: Sequence[Track],
        changes: Sequence[RowChange] | None,
        place: int | None,
        anew: bool,
    ) -> None:
        """Show other songs; `changes` lead to them from the current ones, None if unknown.

        If all differ, the song at `place`, which was current before, keeps its position, unless
        the list is shown `anew`, from its beginning. Several chosen songs stay chosen, without
        others; if none is left, the current one is chosen.
        """
        scrolled, before = self.verticalScrollBar().value(), self.currentIndex()
        current = self._songs.track(before).id if before.isValid() else None
        alone = self.chosen_count <= 1
        several = self.chosen() if changes is None and self.chosen_count > 1 else ()
        if changes is None or changes:
            self._songs.show(tracks, changes)
        if anew and tracks:
            self.bring(0)
        elif changes is None and tracks:
            self.choose({track.id for track in several})
            chosen = self._runs()
            first = chosen[0].start if chosen else 0
            self._make_current(first if place is None else place)
            if place is not None:
                self.verticalScrollBar().setValue(scrolled)
        elif changes and tracks:
            row = max(0, self.currentIndex().row())
            if current is not None and tracks[row].id != current:
                # it changed itself while another came above it, so its row went and came
                row = next((at for at, track in enumerate(tracks) if track.id == current), row)
                if alone:
                    self.clearSelection()
            self._make_current(row)

    def _make_current(self, row: int) -> None:
        """Lead to a row, and choose it unless songs are chosen already."""
        choose = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(
            self._songs.index(row), NO_CHANGE if self.chosen_count else choose
        )

    def bring_song(self, song: TrackId | None) -> bool:
        """Choose a song if it is listed."""
        if song is None:
            return False
        rows = (at for at, track in enumerate(self._songs.tracks) if track.id == song)
        row = next(rows, None)
        if row is not None:
            self.bring(row)
        return row is not None

    def bring(self, row: int) -> None:
        """Choose a song, which stays in view while the list takes its size."""
        index = self.model().index(row, 0)
        self._brought = QPersistentModelIndex(index)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def fit_chosen_row(self) -> None:
        """Make room for the story of the chosen song, and take that of the one before back.

        The chosen row keeps its place on screen if possible.
        """
        self._settle.stop()
        index, width = self.currentIndex(), self.viewport().width()
        before = self.rowViewportPosition(index.row())
        if self._tall.isValid() and self._tall.row() != index.row():
            self.setRowHeight(self._tall.row(), self._row.height(width))
        self._tall = QPersistentModelIndex(index)
        if not index.isValid():
            return
        story = self._songs.story(index) if self._songs.track(index).fault is None else ""
        row = self._row
        self.setRowHeight(
            index.row(), row.height_with_story(width, story) if story else row.height(width)
        )
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.rowViewportPosition(index.row()) - before)
        if self.visualRect(index).intersects(self.viewport().rect()):
            self.scrollTo(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), event.key()
        if not index.isValid():
            super().keyPressEvent(event)
        elif self._at_heart and self._has_heart(index) and key in PRESSES:
            self.heart_requested.emit(index)
        elif key in ENTER:
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            (self.tempo_requested if alt else self.words_requested).emit(index)
        elif key == Qt.Key.Key_Space and not event.modifiers():
            self.play_requested.emit(index)
        elif key == Qt.Key.Key_Insert or asks_for_menu(event):
            centre = self.visualRect(index).center()
            self.menu_requested.emit(index, self.viewport().mapToGlobal(centre))
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A second press on a button of a row is one press too many, not a double click."""
        at = event.position()
        index = self.indexAt(at.toPoint())
        if not index.isValid() or event.button() is not Qt.MouseButton.LeftButton:
            super().mouseDoubleClickEvent(event)
            return
        track = self._songs.track(index)
        row = self.visualRect(index)
        if self._row.control_at(at, row, self.layoutDirection(), track) is None:
            self.begun.emit(index)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_rows()

    def menu_corner(self, index: QModelIndex) -> QPoint:
        """Where the menu of a row opens if its button is pressed, on screen."""
        return self.viewport().mapToGlobal(
            self._row.menu_corner(self.visualRect(index), self.layoutDirection())
        )

    def _await_second_click(self) -> None:
        """Heights follow when the second click of a double click can no longer miss its row."""
        self._settle.start(QApplication.doubleClickInterval())
