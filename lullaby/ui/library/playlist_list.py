"""The list of playlists at the left of the tab, and the buttons for a new one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from lullaby.library.routine import Playlist, PlaylistId
from lullaby.ui.controls.areas import QuietArea
from lullaby.ui.controls.buttons import ButtonStyle, PillButton
from lullaby.ui.controls.menus import PassingMenu, open_below
from lullaby.ui.controls.radio_group import RadioGroup
from lullaby.ui.controls.rows import IconRow
from lullaby.ui.library.starters import starters
from lullaby.ui.mirroring import set_margins
from lullaby.ui.text import names
from lullaby.ui.theme.theme import Theme
from lullaby.units import Ms

RULES_ICON = "sliders-horizontal"


class PlaylistList(QuietArea):
    chosen = Signal(object)
    """The id of a playlist."""
    new_requested = Signal()
    starter_requested = Signal(object)
    """A Starter, for a new smart playlist."""
    import_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: dict[PlaylistId, IconRow] = {}
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
        for row in self._rows.values():
            self._group.remove(row)
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows.clear()
        for playlist in playlists:
            row = self._row(playlist, *counts.get(playlist.id, (0, Ms(0))))
            row.setChecked(playlist.id == chosen)
            self._group.add(row)
            self._list.addWidget(row)
            self._rows[playlist.id] = row

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

    def _row(self, playlist: Playlist, songs: int, length_ms: Ms) -> IconRow:
        smart = playlist.rules is not None
        line = names.by_rules(songs) if smart else names.songs_and_minutes(songs, length_ms)
        icon = RULES_ICON if smart else names.ROUTINE_ICONS[playlist.built_in]
        row = IconRow(self._theme, icon, names.routine_name(playlist), line, edged=True)
        row.set_trailing("")
        row.setCheckable(True)
        row.clicked.connect(lambda *_: self.chosen.emit(playlist.id))
        return row

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
