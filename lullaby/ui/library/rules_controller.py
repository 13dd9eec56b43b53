"""Connects the Playlists tab, the rules sheet and the playlist controller for smart playlists."""

from PySide6.QtCore import QObject, Signal

from lullaby.library.routine import Playlist, PlaylistId
from lullaby.library.rules import Rules
from lullaby.ui.library.playlist_controller import PlaylistController
from lullaby.ui.library.rules_sheet import RulesSheet
from lullaby.ui.library.starters import Starter
from lullaby.ui.text import names


class RulesController(QObject):
    made = Signal(object)
    """The id of a new playlist, to be shown."""

    def __init__(self, controller: PlaylistController, sheet: RulesSheet) -> None:
        super().__init__(sheet)
        self._controller = controller
        self.sheet = sheet
        self._open: PlaylistId | None = None
        sheet.kept.connect(self._keep)

    def make(self, starter: Starter) -> None:
        """Create a smart playlist and open its rules."""
        made = self._controller.create(starter.name, starter.rules)
        self.made.emit(made)
        self._begin(made, starter.name, starter.rules)

    def edit(self, playlist: Playlist) -> None:
        if playlist.rules is not None:
            self._begin(playlist.id, names.routine_name(playlist), playlist.rules)

    def keep_as_plain(self, playlist: Playlist) -> None:
        """Copy the current songs into a normal playlist."""
        self._controller.keep_as_plain(playlist, self.made.emit)

    def _begin(self, playlist: PlaylistId, name: str, rules: Rules) -> None:
        self._open = playlist
        self.sheet.open_for(name, rules)

    def _keep(self, rules: Rules) -> None:
        playlist = next((each for each in self._controller.all() if each.id == self._open), None)
        if playlist is not None:
            self._controller.set_rules(playlist, rules)
