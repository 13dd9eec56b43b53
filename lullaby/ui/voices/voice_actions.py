"""Carries out what leads beyond the tab My voice: files, menus, sheets, playing."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from lullaby.library.routine import Playlist
from lullaby.library.song_preferences import Child, ChildId
from lullaby.library.take import Take, TakeKind
from lullaby.library.track import Track
from lullaby.library.walk import AUDIO
from lullaby.portable_names import file_name
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores
from lullaby.ui.controls.menus import PassingMenu, open_at
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.text import names
from lullaby.ui.theme.theme import Theme
from lullaby.ui.voices import voice_words
from lullaby.ui.voices.bring_in_sheet import BringInSheet
from lullaby.ui.voices.rename_sheet import RenameSheet
from lullaby.ui.voices.voice_songs import songs_with_scores
from lullaby.ui.voices.voices_controller import VoicesController

PATTERNS = " ".join(f"*{suffix}" for suffix in sorted(AUDIO))

AddTo = Callable[[Playlist, Sequence[Track], bool], None]
"""Adds songs to a playlist, at its end or as the first."""


class VoiceActions(QObject):
    again_requested = Signal(str)
    """Record the song with this score again."""
    together_requested = Signal(object)
    """Lay this take and others of its song together."""

    def __init__(
        self,
        theme: Theme,
        window: QWidget,
        controller: VoicesController,
        stores: Stores,
        files: Files,
        notices: Notifications,
        next_session: NextSession,
        own_songs: Callable[[], Sequence[Track]],
        chosen_child: Callable[[], ChildId],
        add_to: AddTo,
        show_words: Callable[[], None],
    ) -> None:
        """`own_songs` are those of the library; `show_words` brings the words of the current song
        on screen."""
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._controller = controller
        self._stores = stores
        self._files = files
        self._notices = notices
        self._next_session = next_session
        self._own_songs = own_songs
        self._chosen_child = chosen_child
        self._add_to = add_to
        self._show_words = show_words
        self._bring: BringInSheet | None = None
        self._rename: RenameSheet | None = None

    def play(self, takes: tuple[Take, ...], first: int, words: bool = False) -> None:
        """Play takes from one of them down the list; `words` shows its words too."""

        def start(found: list[Track | None]) -> None:
            if found[first] is None:
                text = self.tr("This recording can’t be played right now.")
                self._notices.say("voice", text, self.tr("Its file is not where it was."))
                return
            tracks = tuple(each for each in found if each is not None)
            at = sum(each is not None for each in found[:first])
            self._next_session.start_tracks(tracks, at)
            if words:
                self._show_words()

        self._controller.tracks(takes, start)

    def ask_recording(self) -> None:
        """Let the person choose a recording to bring in."""
        kinds = self.tr("Recordings ({patterns})").replace("{patterns}", PATTERNS)
        path = self._files.ask_open(self.tr("Which recording?"), kinds)
        if path is not None:
            self.ask_about(path)

    def ask_about(self, path: Path) -> None:
        """Ask which song a recording is of, who sings, and for whom."""
        if self._bring is None:
            self._bring = BringInSheet(self._theme, self._window)
            self._bring.kept.connect(
                lambda path, what, singer, child: self._controller.bring_in(
                    path, what, singer, ChildId(child)
                )
            )
        try:
            singers = self._stores.takes.singers()
        except StorageError:
            singers = []
        songs = songs_with_scores(self._stores.songs, self._own_songs())
        self._bring.open_for(path, songs, singers, self._children(), self._chosen_child())

    def ask_ward_folder(self, takes: tuple[Take, ...]) -> None:
        """Let the person choose where recordings for a ward go: a folder or a USB stick."""
        folder = self._files.ask_folder(self.tr("Where should the recordings for the ward go?"))
        if folder is not None:
            self._controller.export_for_ward(takes, folder)

    def menu(self, take: Take, where: QPoint) -> None:
        """Open the menu of a take."""
        menu = PassingMenu(self._window)
        play = menu.addAction(self.tr("Play"), lambda: self.play((take,), 0))
        menu.setDefaultAction(play)
        menu.addAction(self.tr("Show the words"), lambda: self.play((take,), 0, words=True))
        song = take.facts.song
        if not voice_words.is_message(take):
            menu.addAction(self.tr("Record again…"), lambda: self.again_requested.emit(song))
        menu.addSeparator()
        menu.addAction(self.tr("Rename…"), lambda: self._ask_name(take))
        if voice_words.is_message(take):
            self._offer_routines(menu, self.tr("Play first in a routine"), take, first=True)
            self._offer_routines(menu, self.tr("Play last in a routine"), take)
        else:
            self._offer_routines(menu, self.tr("Use in a routine"), take)
        if take.facts.kind is TakeKind.VOICE:
            menu.addAction(self.tr("Sing together…"), lambda: self.together_requested.emit(take))
        menu.addAction(self.tr("Export…"), lambda: self._export(take))
        menu.addSeparator()
        menu.addAction(self.tr("Delete"), lambda: self._controller.delete(take))
        menu.addAction(
            self.tr("Delete, also from backups"),
            lambda: self._controller.delete(take, everywhere=True),
        )
        open_at(menu, where)

    def _offer_routines(self, menu: QMenu, text: str, take: Take, first: bool = False) -> None:
        uses = menu.addMenu(text)
        for name, playlist in self._routines():
            uses.addAction(name, lambda playlist=playlist: self._use_in(take, playlist, first))
        uses.setEnabled(bool(uses.actions()))

    def _ask_name(self, take: Take) -> None:
        if self._rename is None:
            self._rename = RenameSheet(self._theme, self._window)
            self._rename.kept.connect(
                lambda take, singer, child: self._controller.rename(take, singer, ChildId(child))
            )
        self._rename.open_for(take, self._children())

    def _export(self, take: Take) -> None:
        kinds = ";;".join(
            (
                self.tr("MP3, for every player (*.mp3)"),
                self.tr("Opus, small and as good as here (*.opus)"),
                self.tr("FLAC, large (*.flac)"),
            )
        )
        facts = take.facts
        wanted = file_name(f"{facts.title} – {facts.singer}", "song")
        path = self._files.ask_save(self.tr("Export the recording"), wanted, kinds)
        if path is not None:
            self._controller.export(take, path)

    def _routines(self) -> list[tuple[str, Playlist]]:
        """The routines that take songs, with their playlists."""
        try:
            playlists = {each.id: each for each in self._stores.playlists.all()}
            routines = self._stores.routines.all()
        except StorageError:
            return []
        pairs = [
            (names.routine_name(each), playlists[each.playlist])
            for each in routines
            if each.playlist is not None and each.playlist in playlists
        ]
        return [(name, playlist) for name, playlist in pairs if playlist.rules is None]

    def _use_in(self, take: Take, playlist: Playlist, first: bool = False) -> None:
        def add(found: list[Track | None]) -> None:
            tracks = [each for each in found if each is not None]
            if tracks:
                self._add_to(playlist, tracks, first)
                self._controller.changed.emit()

        self._controller.tracks([take], add)

    def _children(self) -> list[Child]:
        try:
            return self._stores.song_preferences.children()
        except StorageError:
            return []
