"""The list of playlists at the left of the tab, and the buttons for a new one."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from lullaby.library.routine import Playlist, PlaylistId
from lullaby.ui.controls.areas import QuietArea
from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.menus import PassingMenu, asks_for_menu, corner_below, open_below
from lullaby.ui.controls.radio_group import RadioGroup
from lullaby.ui.controls.rows import IconRow
from lullaby.ui.library.starters import starters
from lullaby.ui.mirroring import set_margins
from lullaby.ui.text import names
from lullaby.ui.theme.theme import Theme
from lullaby.units import Ms

RULES_ICON = "sliders-horizontal"


class PlaylistRow(IconRow):
    """Its menu opens by the right button, the menu key or Shift+F10."""

    menu_requested = Signal(object)
    """Where on the screen."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is not QContextMenuEvent.Reason.Keyboard:
            self.menu_requested.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if asks_for_menu(event):
            self.menu_requested.emit(corner_below(self))
        else:
            super().keyPressEvent(event)


class PlaylistList(QuietArea):
    chosen = Signal(object)
    """The id of a playlist."""
    menu_requested = Signal(object, object)
    """The playlist, and where on the screen."""
    new_requested = Signal()
    starter_requested = Signal(object)
    """A Starter, for a new smart playlist."""
    import_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: dict[PlaylistId, PlaylistRow] = {}
        self._playlists: Sequence[Playlist] = ()
        self._group = RadioGroup(self)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self._new = PillButton(theme, self.tr("New playlist"), "plus", height=64)
        self._new.clicked.connect(self.new_requested)
        self._by_rules = PillButton(
            theme, self.tr("New smart playlist"), RULES_ICON, ButtonStyle.BARE, 52
        )
        self._by_rules.clicked.connect(self._offer_starters)
        self._import = PillButton(
            theme, self.tr("Import a playlist…"), "download", ButtonStyle.BARE, 52
        )
        self._import.clicked.connect(self.import_requested)
        inside = QWidget()
        column = QVBoxLayout(inside)
        set_margins(column, 0, 0, 4, 0)
        column.setSpacing(10)
        column.addLayout(self._list)
        for button in (self._new, self._by_rules, self._import):
            column.addWidget(button)
        column.addStretch(1)
        self.hold(inside)

    def show_playlists(
        self,
        playlists: Sequence[Playlist],
        counts: dict[PlaylistId, tuple[int, Ms]],
        chosen: PlaylistId | None,
    ) -> None:
        self._playlists = playlists
        kept = [playlist.id for playlist in playlists] == [*self._rows]
        had_focus = None if kept else self._drop_rows()
        for playlist in playlists:
            if not kept:
                self._add_row(playlist.id)
            smart = playlist.rules is not None
            songs, length_ms = counts.get(playlist.id, (0, Ms(0)))
            line = names.by_rules(songs) if smart else names.songs_and_minutes(songs, length_ms)
            icon = RULES_ICON if smart else names.ROUTINE_ICONS[playlist.built_in]
            self._rows[playlist.id].show_as(icon, names.routine_name(playlist), line)
            self._rows[playlist.id].setChecked(playlist.id == chosen)
        if had_focus is not None:
            near = self._rows.get(had_focus) or (self._rows.get(chosen) if chosen else None)
            near = near or self._new
            near.show()  # otherwise a new row waits for the event loop, and takes no focus
            near.show_ring()

    def menu(self, parent: QWidget) -> QMenu:
        """The list as a menu, for narrow windows."""
        menu = PassingMenu(parent)
        for playlist in self._playlists:
            name = names.routine_name(playlist)
            menu.addAction(name, lambda each=playlist.id: self.chosen.emit(each))
        menu.addSeparator()
        menu.addAction(self._new.text(), self.new_requested.emit)
        self._add_starters(menu.addMenu(self._by_rules.text()))
        menu.addAction(self._import.text(), self.import_requested.emit)
        return menu

    def _drop_rows(self) -> PlaylistId | None:
        """Take all rows away; the playlist of the one that had focus."""
        had_focus = next((each for each, row in self._rows.items() if row.hasFocus()), None)
        for row in self._rows.values():
            self._group.discard(row, self._list)
        self._rows.clear()
        return had_focus

    def _add_row(self, playlist: PlaylistId) -> None:
        row = PlaylistRow(self._theme, "", "", "", edged=True)
        row.set_trailing("")
        row.setCheckable(True)
        row.clicked.connect(lambda *_: self.chosen.emit(playlist))
        row.menu_requested.connect(lambda where: self._ask_for_menu(playlist, where))
        self._group.add(row)
        self._list.addWidget(row)
        self._rows[playlist] = row

    def _ask_for_menu(self, playlist: PlaylistId, where: QPoint) -> None:
        listed = next(each for each in self._playlists if each.id == playlist)
        self.menu_requested.emit(listed, where)

    def _offer_starters(self) -> None:
        menu = PassingMenu(self)
        self._add_starters(menu)
        open_below(menu, self._by_rules)

    def _add_starters(self, menu: QMenu) -> None:
        *ready, own = starters()
        for starter in ready:
            menu.addAction(starter.name, lambda each=starter: self.starter_requested.emit(each))
        menu.addSeparator()
        menu.addAction(own.name, lambda: self.starter_requested.emit(own))
