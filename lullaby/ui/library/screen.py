"""The Library screen: Songs, Playlists and My voice."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from lullaby.library.track import TrackId
from lullaby.session.state import SessionState, Stage
from lullaby.ui.bridge import SessionBridge
from lullaby.ui.controls.areas import PageStack, overhang
from lullaby.ui.controls.buttons import ButtonStyle, PillButton, RoundButton
from lullaby.ui.controls.chips import Segmented
from lullaby.ui.controls.fields import SearchField
from lullaby.ui.controls.labels import Label
from lullaby.ui.controls.menus import PassingMenu, open_below
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.scan_bar import ScanBar
from lullaby.ui.library.songs_tab import SongsTab
from lullaby.ui.theme.theme import Text, Theme
from lullaby.ui.voices.voices_tab import VoicesTab

FIND_AFTER_MS = 60
"""The search starts after this pause in typing, so that it does not slow down fast typing."""

NARROW = 900
WORDED = 420
"""Widths in px at 100 %, below which the head takes two rows, and a button loses its text."""

ROOMY = 1060
"""The width in px at 100 % below which the second of two buttons loses its text."""

SONGS, PLAYLISTS, VOICES = range(3)
"""The tabs."""

EDGE, LOWER_EDGE, LOW = 32, 12, 640
TIGHT, TIGHT_EDGE = 560, 12
"""A screen narrower than this, in px, has smaller margins."""


class LibraryScreen(QWidget):
    folder_requested = Signal()
    songs_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        bridge: SessionBridge,
        songs: SongsTab,
        playlists: PlaylistsTab,
        voices: VoicesTab,
        scan_bar: ScanBar,
    ) -> None:
        super().__init__()
        self._theme = theme
        self._songs = songs
        self._playlists = playlists
        self._voices = voices
        self._title = Label(theme, self.tr("Library"), Text.TITLE)
        self._tabs = Segmented(theme, [self.tr("Songs"), self.tr("Playlists"), self.tr("My voice")])
        self._tabs.chosen.connect(self.show_tab)
        self._field = SearchField(theme, self.tr("Find a song"))
        self._field.textChanged.connect(self._typed)
        self._field.left_below.connect(self.focus_first)
        self._add = PillButton(theme, self.tr("Add music"), "plus")
        self._small_add = RoundButton(theme, "plus", self.tr("Add music"))
        self._add.clicked.connect(lambda: open_below(self.add_menu(), self._add, 4))
        self._small_add.clicked.connect(lambda: open_below(self.add_menu(), self._small_add, 4))
        bring, record = self.tr("Bring in a recording"), self.tr("Record a song")
        self._bring = PillButton(theme, bring, "download")
        self._small_bring = RoundButton(theme, "download", bring)
        self._record = PillButton(theme, record, "circle-dot", ButtonStyle.FILLED)
        self._small_record = RoundButton(theme, "circle-dot", record)
        for button in (self._bring, self._small_bring):
            button.clicked.connect(voices.bring_requested)
        for button in (self._record, self._small_record):
            button.clicked.connect(voices.record_requested)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(FIND_AFTER_MS)
        self._wait.timeout.connect(lambda: songs.search(self._field.text()))
        self._stack = PageStack()
        self._stack.addWidget(songs)
        self._stack.addWidget(playlists)
        self._stack.addWidget(voices)
        self._head = self._make_head()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(EDGE, 28, EDGE, LOWER_EDGE)
        column.setSpacing(12)
        column.addLayout(self._head)
        column.addWidget(scan_bar)
        column.addWidget(self._stack, 1)
        bridge.track_changed.connect(self._on_change)
        bridge.stage_changed.connect(self._on_change)
        theme.changed.connect(self._restyle)
        self._on_change(bridge.state)
        scan_bar.refresh()

    def _make_head(self) -> QBoxLayout:
        """Title and tabs, and what belongs to the tab on show."""
        left = QHBoxLayout()
        left.setSpacing(36)
        left.addWidget(self._title)
        left.addWidget(self._tabs)
        left.addStretch(1)
        right = QHBoxLayout()
        right.setSpacing(16)
        right.addWidget(self._field, 1)
        right.addWidget(self._add)
        right.addWidget(self._small_add)
        voices = (self._bring, self._small_bring, self._record, self._small_record)
        for button in voices:
            right.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        head.setSpacing(12)
        head.addLayout(left, 1)
        head.addLayout(right)
        return head

    def enter(self) -> None:
        self._songs.enter()
        self._playlists.refresh()
        self._voices.refresh()

    def show_tab(self, at: int) -> None:
        self._tabs.choose(at)
        self._stack.setCurrentIndex(at)
        self._field.setVisible(at == 0)
        self._show_add()
        if at == PLAYLISTS:
            self._playlists.refresh()
        elif at == VOICES:
            self._voices.refresh()

    def show_playlists(self) -> None:
        self.show_tab(PLAYLISTS)

    def show_song(self, track: TrackId) -> None:
        """List all songs, with this one selected."""
        self.show_tab(0)
        self._field.clear()
        self._wait.stop()
        self._songs.show_song(track)

    def show_new(self, song: TrackId | None = None) -> None:
        """List all songs, the latest first, with this one or the first selected."""
        self.show_tab(0)
        self._field.clear()
        self._wait.stop()
        self._songs.show_new(song)

    def show_added(self) -> None:
        """The same after a scan, unless the person looks for something else meanwhile."""
        if self._stack.currentIndex() == 0 and not self._field.text():
            self.show_new()

    @property
    def shows_voices(self) -> bool:
        """Whether the tab My voice is on show."""
        return self.isVisible() and self._stack.currentIndex() == VOICES

    def focus_first(self) -> None:
        lists = (self._songs.list, self._playlists.view, self._voices.view)
        lists[self._stack.currentIndex()].setFocus()

    def tab_regions(self) -> tuple[QWidget, ...]:
        """What Tab goes through: the tabs, then what is on show."""
        if self._stack.currentIndex() != PLAYLISTS:
            return ()
        return self._tabs, *self._playlists.tab_regions()

    def begin_search(self) -> None:
        """Focus the search field."""
        self.show_tab(0)
        self._field.setFocus()
        self._field.selectAll()

    def step_back(self) -> bool:
        """Leave the text field; False if none has focus."""
        if self._playlists.stop_naming():
            return True
        typing = self._field.hasFocus() and bool(self._field.text())
        if typing:
            self._field.clear()
            self._songs.list.setFocus()
        return typing

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._restyle()

    def _typed(self) -> None:
        self._wait.start()

    def _on_change(self, state: SessionState) -> None:
        track = state.track if state.sounding else None
        paused = state.stage is Stage.PAUSED
        self._songs.show_sounding(track.id if track else None, paused)
        self._voices.show_sounding(state)

    def _restyle(self) -> None:
        narrow = self.width() < NARROW * self._theme.scale
        edge = TIGHT_EDGE if self.width() < TIGHT else EDGE
        self._column.setContentsMargins(edge, 28, edge, LOWER_EDGE)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._head.setDirection(down if narrow else across)
        beside = self._title.sizeHint().width() + 36 + self._tabs.sizeHint().width()
        low = narrow and self.height() - overhang(self) < LOW
        self._title.setVisible(not low and beside <= self.width() - 2 * edge)
        self._show_add()

    def add_menu(self) -> PassingMenu:
        """The ways to add music."""
        menu = PassingMenu(self)
        menu.addAction(self.tr("Add a folder…"), self.folder_requested.emit)
        menu.addAction(self.tr("Add songs…"), self.songs_requested.emit)
        return menu

    def _show_add(self) -> None:
        """Show the button with its text if that fits."""
        at_songs = self._stack.currentIndex() == 0
        worded = self.width() >= WORDED * self._theme.scale
        self._add.setVisible(at_songs and worded)
        self._small_add.setVisible(at_songs and not worded)
        at_voices = self._stack.currentIndex() == VOICES
        roomy = self.width() >= ROOMY * self._theme.scale
        self._bring.setVisible(at_voices and roomy)
        self._small_bring.setVisible(at_voices and not roomy)
        self._record.setVisible(at_voices and worded)
        self._small_record.setVisible(at_voices and not worded)

    def minimumSizeHint(self) -> QSize:
        """Allow the head to be as narrow as its tabs, or as a field and a round button."""
        search = self._field.minimumSizeHint().width() + 16 + self._small_add.sizeHint().width()
        head = max(search, self._tabs.minimumSizeHint().width())
        list_width = self._stack.minimumSizeHint().width()
        return QSize(max(head, list_width) + 2 * TIGHT_EDGE, super().minimumSizeHint().height())
