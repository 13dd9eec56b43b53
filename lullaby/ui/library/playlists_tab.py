"""The Playlists tab: the playlists at the left, the songs of one at the right."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QListView, QVBoxLayout, QWidget

from lullaby.library.playlist_store import PlaylistItem
from lullaby.library.routine import Playlist, PlaylistId
from lullaby.library.rules import Found
from lullaby.library.track import TrackId
from lullaby.ui.controls.buttons import ButtonStyle, PillButton, RoundButton
from lullaby.ui.controls.fields import PillField
from lullaby.ui.controls.flow import Flow
from lullaby.ui.controls.labels import Card, Elided, Label
from lullaby.ui.controls.menus import corner_below, open_below
from lullaby.ui.graphics.covers import Covers
from lullaby.ui.graphics.covers_on_screen import CoversOnScreen
from lullaby.ui.library.playlist_controller import PlaylistController
from lullaby.ui.library.playlist_delegate import PlaylistDelegate
from lullaby.ui.library.playlist_list import RULES_ICON, PlaylistList
from lullaby.ui.library.playlist_model import PlaylistModel, moved, title_of
from lullaby.ui.library.playlist_view import PlaylistView
from lullaby.ui.library.playlist_words import about_smart, falling, nothing_in, tracks_of
from lullaby.ui.mirroring import set_margins
from lullaby.ui.text import names
from lullaby.ui.theme.theme import Text, Theme

LIST_WIDTH = 300
SHORT = 1050
NARROW = 760
"""Below this width (at 100 %) the list of playlists becomes a menu."""

TIGHT = 500
EDGES, TIGHT_EDGES = (26, 18, 20, 16), (14, 12, 8, 8)
"""Margins around the songs of a playlist, in px; smaller in a tab narrower than `TIGHT` px."""


class PlaylistsTab(QWidget):
    begin_requested = Signal(object, int)
    """The playlist's id and the index to start at."""
    menu_requested = Signal(object, object)
    import_requested = Signal()
    starter_requested = Signal(object)
    """Create a smart playlist with the rules of a Starter."""
    rules_requested = Signal(object)
    """The playlist whose rules are to be edited."""
    find_requested = Signal(object, int)

    def __init__(self, theme: Theme, controller: PlaylistController, covers: Covers) -> None:
        super().__init__()
        self._theme = theme
        self._controller = controller
        self._narrow = False
        self._stale = True
        """Whether something changed since the last read."""
        self._reading = False
        """Whether the songs to be shown are being read."""
        self._found: dict[PlaylistId, Found] = {}
        self._chosen: PlaylistId | None = None
        self._playlists: list[Playlist] = []
        self._area = PlaylistList(theme)
        self._picker = PillButton(theme, self.tr("Playlists"), "list")
        self._picker.clicked.connect(self._pick)
        self._title = Elided(theme, "", Text.SECTION)
        self._field = PillField(theme, "pencil", self.tr("Playlist name"))
        self._field.editingFinished.connect(self._take_name)
        self._field.hide()
        self._line = Label(theme, "", Text.ROW, "text2", wrap=True)
        self._sort = PillButton(theme, self.tr("Sort fast to slow"), "trending-down")
        self._rules = PillButton(theme, self.tr("Rules"), RULES_ICON)
        self._begin = PillButton(theme, self.tr("Begin"), "play-solid", ButtonStyle.FILLED)
        self._more = RoundButton(theme, "ellipsis", self.tr("More for this playlist"))
        self._empty = Label(theme, "", Text.BODY, "text2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.model = PlaylistModel()
        self.view = PlaylistView()
        self.view.setModel(self.model)
        self._delegate = PlaylistDelegate(theme, covers, self.model)
        self._prepare_view()
        CoversOnScreen(covers, self.view, self._track_at)
        self._connect()
        self._lay_out(theme)
        controller.changed.connect(self.refresh)
        theme.changed.connect(self._restyle)

    @property
    def chosen(self) -> Playlist | None:
        return next((p for p in self._playlists if p.id == self._chosen), None)

    def refresh(self) -> None:
        """Read what is shown; if the tab is hidden, read once it is visible."""
        self._playlists = self._controller.all()
        if self.chosen is None:
            self._chosen = self._playlists[0].id if self._playlists else None
        self._stale = not self.isVisible()
        if not self._stale:
            self._controller.find(self._playlists, self._show)

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self.refresh()

    def _show(self, found: dict[PlaylistId, Found]) -> None:
        self._found = found
        fitting = {each: (len(f.tracks), f.length_ms) for each, f in found.items()}
        counts = self._controller.counts() | fitting
        self._area.show_playlists(self._playlists, counts, self._chosen)
        self._show_items()

    def choose(self, playlist: PlaylistId) -> None:
        self._chosen = playlist
        self.refresh()

    def rename(self) -> None:
        """Let the person type another name."""
        if self.chosen is not None:
            self._field.setText(names.routine_name(self.chosen))
            self._title.hide()
            self._field.show()
            self._field.selectAll()
            self._field.setFocus(Qt.FocusReason.TabFocusReason)

    def tab_regions(self) -> tuple[QWidget, ...]:
        """What Tab goes through: the playlists and what makes new ones, then the songs of one."""
        return self._area, self._card

    def stop_naming(self) -> bool:
        """Discard a name being typed; False if there is none."""
        if self._field.isHidden():
            return False
        if self.chosen is not None:
            self._field.setText(names.routine_name(self.chosen))
        self._field.hide()
        self._title.show()
        (self.view if self.model.items else self._more).setFocus()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._restyle()

    def _prepare_view(self) -> None:
        view = self.view
        view.setItemDelegate(self._delegate)
        view.setUniformItemSizes(True)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setDragDropMode(QListView.DragDropMode.InternalMove)
        view.setDefaultDropAction(Qt.DropAction.MoveAction)
        view.setDropIndicatorShown(True)
        view.setAccessibleName(self.tr("Songs of the playlist"))

    def _connect(self) -> None:
        self._area.chosen.connect(self.choose)
        self._area.menu_requested.connect(self._open_menu_of)
        self._area.new_requested.connect(self._make)
        self._area.starter_requested.connect(self.starter_requested)
        self._area.import_requested.connect(self.import_requested)
        self._sort.clicked.connect(self.sort_by_tempo)
        self._rules.clicked.connect(lambda: self.rules_requested.emit(self.chosen))
        self._begin.clicked.connect(lambda: self.begin_requested.emit(self._chosen, 0))
        self._more.clicked.connect(self._open_menu)
        self.model.move_requested.connect(self._move)
        self.view.move_requested.connect(self._step)
        self.view.remove_requested.connect(self._remove)
        self.view.begun.connect(self._begin_at)
        self.view.doubleClicked.connect(self._begin_at)
        self._delegate.removed.connect(self._remove)
        self._delegate.find_requested.connect(self._find)

    def _lay_out(self, theme: Theme) -> None:
        card = self._card = Card(theme, 24)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._field)
        words.addWidget(self._line)
        buttons = Flow(12)
        for button in (self._picker, self._more, self._sort, self._rules, self._begin):
            buttons.add(button)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(12)
        self._head.addLayout(words, 1)
        self._head.addWidget(buttons)
        column = self._column = QVBoxLayout(card)
        set_margins(column, *EDGES)
        column.setSpacing(12)
        column.addLayout(self._head)
        column.addWidget(self._empty)
        column.addWidget(self.view, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addWidget(self._area)
        row.addWidget(card, 1)
        self._restyle()

    def _show_items(self) -> None:
        playlist = self.chosen
        if playlist is None:
            self._list_items(None, [])
        elif playlist.rules is not None:
            found = self._found.get(playlist.id)
            self._reading = True
            self._controller.list_found(
                found or Found(), lambda items: self._list_read(playlist, items)
            )
        else:
            self._reading = True
            self._controller.look_up(playlist.id, lambda items: self._list_read(playlist, items))

    def _list_read(self, playlist: Playlist, items: list[PlaylistItem]) -> None:
        """Show the songs of a playlist, unless another was chosen meanwhile."""
        if playlist.id == self._chosen:
            self._list_items(playlist, items)

    def _list_items(self, playlist: Playlist | None, items: list[PlaylistItem]) -> None:
        self._reading = False
        at = self.view.currentIndex().row()
        rules = playlist.rules if playlist else None
        found = self._found.get(playlist.id) if playlist else None
        self._title.setText(names.routine_name(playlist) if playlist else "")
        self._line.setText(
            about_smart(rules, found) if rules and found else falling(tracks_of(items))
        )
        self.model.show(items, fixed=rules is not None)
        if items:
            self.view.setCurrentIndex(self.model.index(min(max(at, 0), len(items) - 1)))
        for button in (self._begin, self._sort):
            button.setEnabled(bool(items))
        self._more.setEnabled(playlist is not None)
        if not items and self.view.hasFocus():
            self._more.setFocus()
        self.view.setVisible(bool(items))
        self._empty.setVisible(not items)
        self._empty.setText(nothing_in(playlist))
        self._show_buttons()

    def _track_at(self, index: QModelIndex) -> TrackId | None:
        track = self.model.item(index).track
        return None if track is None else track.id

    def _make(self) -> None:
        self.choose(self._controller.create(self.tr("New playlist")))
        self.rename()

    def _take_name(self) -> None:
        name, playlist = self._field.text().strip(), self.chosen
        was_open = self._field.isVisible()
        self._field.hide()
        self._title.show()
        if was_open and playlist and name and name != names.routine_name(playlist):
            self._controller.rename(playlist, name)

    def sort_by_tempo(self) -> None:
        if self._chosen is not None and not self.model.fixed:
            self._controller.slow_to_slower(self._chosen)

    def _move(self, start: int, before: int) -> None:
        items = self.model.items
        if self._chosen is None or self._is_fixed or before in (start, start + 1):
            return
        text = self.tr("{title} moved").format(title=title_of(items[start]))
        self._controller.set_items(self._chosen, moved(items, start, before), text)
        place = before - 1 if before > start else before
        self.view.setCurrentIndex(self.model.index(place))

    def _step(self, by: int) -> None:
        at = self.view.currentIndex().row()
        if at >= 0 and 0 <= at + by < len(self.model.items):
            self._move(at, at + by + (1 if by > 0 else 0))

    def _remove(self, index: QModelIndex) -> None:
        if self._is_fixed:
            return
        if self._chosen is not None:
            title = title_of(self.model.items[index.row()])
            text = self.tr("{title} removed").format(title=title)
            self._controller.take_out(self._chosen, index.row(), text)

    def _begin_at(self, index: QModelIndex) -> None:
        if not self._is_passing:
            self.begin_requested.emit(self._chosen, index.row())

    @property
    def _is_passing(self) -> bool:
        """Whether the songs on show are about to be replaced, and places in them mean nothing."""
        return self._reading or self._controller.writing

    @property
    def _is_fixed(self) -> bool:
        """Whether the songs on show cannot be moved or removed, for good or just now."""
        return self._is_passing or self.model.fixed

    def _find(self, index: QModelIndex) -> None:
        if not self._is_passing:
            self.find_requested.emit(self._chosen, index.row())

    def _pick(self) -> None:
        """Show the list as a menu, for narrow windows."""
        open_below(self._area.menu(self), self._picker)

    def _open_menu(self) -> None:
        self.menu_requested.emit(self.chosen, corner_below(self._more))

    def _open_menu_of(self, playlist: Playlist, where: QPoint) -> None:
        """Its menu acts on the playlist whose songs are shown."""
        if playlist.id != self._chosen:
            self.choose(playlist.id)
        self.menu_requested.emit(playlist, where)

    def _restyle(self) -> None:
        scale = self._theme.scale
        width = min(round(LIST_WIDTH * scale), max(200, self.width() * 34 // 100))
        self._narrow = self.width() < NARROW * scale
        self._area.setFixedWidth(width)
        self._show_buttons()
        set_margins(self._column, *(TIGHT_EDGES if self.width() < TIGHT else EDGES))
        short = self.width() < SHORT * scale
        self._head.setDirection(
            QBoxLayout.Direction.TopToBottom if short else QBoxLayout.Direction.LeftToRight
        )
        self.view.doItemsLayout()

    def _show_buttons(self) -> None:
        """Show the buttons that apply: smart playlists keep their order, and in little space the
        menu has both buttons."""
        smart = self.chosen is not None and self.chosen.rules is not None
        self._area.setVisible(not self._narrow)
        self._picker.setVisible(self._narrow)
        self._sort.setVisible(not self._narrow and not smart)
        self._rules.setVisible(not self._narrow and smart)
