"""Carries out what leads beyond the Library screen: files, menus, starting songs."""

from collections.abc import Callable, Container, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from lullaby.helpers import Helpers
from lullaby.jobs import Job, JobRunner
from lullaby.library.locations import is_file
from lullaby.library.playlist_entry import (
    MOST_SONGS,
    PlaylistFile,
    Refusal,
)
from lullaby.library.playlist_reading import read_aside
from lullaby.library.playlist_store import PlaylistItem
from lullaby.library.routine import Playlist, PlaylistId
from lullaby.library.score_catalogue import has_score
from lullaby.library.store import LibraryStore
from lullaby.library.track import Track
from lullaby.storage.transaction import StorageError
from lullaby.ui.controls.menus import open_at
from lullaby.ui.credits.controller import CreditsController
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.menus import offer_paper, playlist_menu, song_menu, songs_menu
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.library.playlist_controller import ImportedPlaylist, PlaylistController
from lullaby.ui.library.playlists_tab import PlaylistsTab
from lullaby.ui.library.rules_controller import RulesController
from lullaby.ui.library.tempo_controller import TempoController
from lullaby.ui.library.tempo_menu import tempo_menu
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text import names
from lullaby.ui.text.locale import whole
from lullaby.ui.text.translate import PLURAL, translate


class LibraryActions(QObject):
    print_requested = Signal(str, object)
    """Print the words of these tracks, in a book of that name."""
    edit_requested = Signal(object)
    """Somebody wants to time or correct the words of this track."""
    give_requested = Signal(object)
    """Somebody wants to give this track away."""
    give_playlist_requested = Signal(object)
    """Somebody wants to give this playlist away."""
    record_requested = Signal(object)
    """Somebody wants to record this track."""

    def __init__(
        self,
        window: QWidget,
        store: LibraryStore,
        library_model: LibraryModel,
        folders: MusicFolders,
        controller: PlaylistController,
        tab: PlaylistsTab,
        next_session: NextSession,
        files: Files,
        notices: Notifications,
        undo: UndoController,
        show_words: Callable[[], None],
        tempo: TempoController,
        thanks: CreditsController,
        rules: RulesController,
        runner: JobRunner,
        helpers: Helpers,
        split: Callable[[Track], None],
        offer_recordings: Callable[[QMenu, Track], None],
    ) -> None:
        """`show_words` brings the words of the current song on screen; `split` makes files of all
        songs in a song's file; `offer_recordings` adds to a song's menu which of its may play."""
        super().__init__(window)
        self._window = window
        self._store = store
        self._library_model = library_model
        self._folders = folders
        self.controller = controller
        self._tab = tab
        self._next_session = next_session
        self._files = files
        self._notices = notices
        self._undo = undo
        self._show_words = show_words
        self._tempo = tempo
        self._thanks = thanks
        self._rules = rules
        self._runner, self._helpers = runner, helpers
        self._split = split
        self._offer_recordings = offer_recordings

    def start_songs(self, tracks: tuple[Track, ...], first: int) -> None:
        """Start with a song of the list and continue down the list."""
        self._next_session.start_tracks(*playable_from(tracks, first))

    def show_words(self) -> None:
        """Show the words of the current song."""
        self._show_words()

    def start_playlist(self, playlist: PlaylistId, first: int) -> None:
        found = next((each for each in self.controller.all() if each.id == playlist), None)

        def start(playlist: Playlist, items: Sequence[PlaylistItem]) -> None:
            tracks = [item.track for item in items]
            self._next_session.start_playlist(playlist, *playable_from(tracks, first))

        if found is not None:
            self.controller.read(found, partial(start, found))

    def song_menu(self, tracks: tuple[Track, ...], at: int, where: QPoint) -> None:
        """Open the menu of a song in a list."""
        track = tracks[at]
        playlists, tonight = self._playlists()
        menu = song_menu(
            self._window,
            track,
            playlists,
            tonight,
            self._tempo,
            play=lambda: self.start_songs(tracks, at),
            add=lambda playlist: self.controller.add(playlist, [track]),
            add_to_new=lambda: self._add_to_new([track]),
            sing=lambda: self._sing_this(track),
            sing_alone=lambda: self._sing_this(track, by_voice=True),
            favour=lambda favourite: self._library_model.set_favourite([track], favourite),
            hide=lambda: self.hide([track]),
            edit_words=lambda: self.edit_requested.emit(track),
            give=lambda: self.give_requested.emit(track),
            about=partial(self._thanks.open_song, track) if self._thanks.knows(track) else None,
            split=partial(self._split, track) if track.songs > 1 else None,
            record=partial(self.record_requested.emit, track) if has_score(track) else None,
        )
        offer_paper(menu, lambda: self.print_requested.emit(track.title, [track]), at=0)
        self._offer_recordings(menu, track)
        open_at(menu, where)

    def songs_menu(self, tracks: tuple[Track, ...], where: QPoint) -> None:
        """Open the menu of several songs."""
        playlists, tonight = self._playlists()
        menu = songs_menu(
            self._window,
            tracks,
            playlists,
            tonight,
            play=lambda: self.start_songs(tracks, 0),
            add=lambda playlist: self.controller.add(playlist, tracks),
            add_to_new=lambda: self._add_to_new(tracks),
            favour=lambda favourite: self._favour(tracks, favourite),
            mark=lambda calms: self._tempo.calm_several(tracks, calms),
            hide=lambda: self.hide(tracks),
        )
        open_at(menu, where)

    def _playlists(self) -> tuple[list[Playlist], Playlist | None]:
        """The playlists that take songs, and that of tonight among them."""
        playlists = [each for each in self.controller.all() if each.rules is None]
        own = self._next_session.chosen.playlist
        return playlists, next((each for each in playlists if each.id == own), None)

    def _favour(self, tracks: Sequence[Track], favourite: bool) -> None:
        changed = [track for track in tracks if track.favourite is not favourite]

        def offer() -> None:
            self._undo.offer(
                _favoured(len(changed), favourite),
                lambda: self._library_model.set_favourite(changed, not favourite),
            )

        self._library_model.set_favourite(changed, favourite, offer)

    def tempo_menu(self, track: Track, where: QPoint) -> None:
        """Open the menu with its first choice selected, so that Enter takes it."""
        menu = tempo_menu(self._window, track, self._tempo)
        open_at(menu, where)
        menu.setActiveAction(menu.actions()[0])

    def playlist_menu(self, playlist: Playlist, where: QPoint) -> None:
        smart = playlist.rules is not None
        menu = playlist_menu(
            self._window,
            rename=self._tab.rename,
            duplicate=lambda: self.controller.duplicate(playlist, self._tab.choose),
            sort=self._tab.sort_by_tempo,
            export_playlist=lambda: self._export_playlist(playlist),
            give=lambda: self.give_playlist_requested.emit(playlist),
            delete=lambda: self.controller.delete(playlist),
            playlist=playlist,
            routines=self.controller.routines(),
            use_for=lambda routine, used: self.controller.use_for(
                routine, playlist if used else None
            ),
            change_rules=(lambda: self._rules.edit(playlist)) if smart else None,
            keep=(lambda: self._rules.keep_as_plain(playlist)) if smart else None,
            find_missing=None if smart else lambda: self._look_elsewhere(playlist.id, asked=True),
        )
        offer_paper(menu, lambda: self._print_playlist(playlist))
        open_at(menu, where)

    def import_playlist(self) -> None:
        """Import a playlist from a file of another player."""
        kinds = self.tr("Playlists (*.m3u *.m3u8 *.xspf *.pls *.asx *.wax *.wpl *.cue)")
        path = self._files.ask_open(self.tr("Import a playlist"), kinds)
        if path is not None:
            self.import_from(path)

    def import_from(self, path: Path) -> None:
        """Import a playlist file of another player."""

        def work(job: Job) -> ImportedPlaylist | Refusal:
            read, present = _read(path, self._helpers, job)
            return (
                read if isinstance(read, Refusal) else self.controller.write_import(read, present)
            )

        def failed(problem: Exception) -> None:
            if isinstance(problem, StorageError):
                self._notices.report_not_saved(problem)
            else:
                self._take_in(path, Refusal.UNREADABLE)

        self._runner.submit(
            work, lambda imported: self._take_in(path, imported), failed, finish=True
        )

    def _take_in(self, path: Path, imported: ImportedPlaylist | Refusal) -> None:
        if isinstance(imported, Refusal):
            self._notices.say("playlist", self._refusal(path.name, imported))
            return
        read = imported.read
        self.controller.announce_import(imported)
        self._tab.choose(imported.made)
        self._look_elsewhere(imported.made, asked=False)
        if read.skipped:
            self._notices.say("playlist", _addresses(read.skipped, read.source is not None))

    def _look_elsewhere(self, playlist: PlaylistId, asked: bool) -> None:
        """Offer songs at another place; if the person `asked`, also tell that there are none."""

        def offer(found: dict[Path, Track], total: int) -> None:
            if found:
                self._notices.offer(
                    "elsewhere",
                    _found_elsewhere(len(found), total),
                    self.tr("Nothing changes until you say so."),
                    self.tr("Use them"),
                    lambda: self._relink(playlist, found),
                )
            elif asked:
                text = self.tr("None of the missing songs is in your library.")
                self._notices.say("elsewhere", text)

        self.controller.look_elsewhere(playlist, self._runner, offer)

    def _relink(self, playlist: PlaylistId, found: dict[Path, Track]) -> bool:
        if any(each.id == playlist for each in self.controller.all()):
            self.controller.relink(playlist, found)
        return True

    def find_song(self, track: Track) -> None:
        """Let the person choose the new location of a moved file."""
        path = self._files.ask_open(
            self.tr("Where is “{title}”?").format(title=track.title), self.tr("All files (*)")
        )
        if path is None:
            return
        forgotten = self._store.set_path(track.id, path)
        self._library_model.refresh()
        self._folders.rescan()
        if forgotten is not None:
            text = self.tr("Found “{title}”").format(title=track.title)
            self._undo.offer(text, lambda: self._folders.restore_folder(forgotten))

    def find_item(self, playlist: PlaylistId, place: int) -> None:
        path = self._files.ask_open(self.tr("Where is this song?"), self.tr("All files (*)"))
        if path is not None:
            self.controller.find_file(playlist, place, path)

    def hide(self, tracks: Sequence[Track]) -> None:
        count = len(tracks)
        if count == 1:
            text = self.tr("“{title}” hidden").format(title=tracks[0].title)
        else:
            text = translate("library", "%n songs hidden", None, PLURAL, count)
        self._library_model.hide(tracks, partial(self._undo.offer, text))

    def _sing_this(self, track: Track, by_voice: bool = False) -> None:
        """`by_voice`: without its recording."""
        self._next_session.start_tracks((track,), 0, by_voice=by_voice)
        self._show_words()

    def _add_to_new(self, tracks: Sequence[Track]) -> None:
        self.controller.create_with(self.tr("New playlist"), tracks, self._tab.choose)

    def _export_playlist(self, playlist: Playlist) -> None:
        name, suffix = names.routine_name(playlist), self.controller.usual_suffix(playlist)
        kinds = self.tr("Playlists (*.m3u8 *.m3u *.xspf)")
        wanted = f"{name}{suffix}".replace("/", "-")
        path = self._files.ask_save(self.tr("Export the playlist"), wanted, kinds)
        if path is None:
            return

        def write(items: Sequence[PlaylistItem]) -> None:
            self._runner.submit(
                lambda _: self.controller.write_export(playlist, name, items, path),
                lambda whole: self._notices.say("playlist", self._saved(path, whole)),
                lambda _: self._notices.say(
                    "playlist", self.tr("The playlist could not be saved there.")
                ),
                finish=True,
            )

        self.controller.read(playlist, write)

    def _saved(self, path: Path, whole: bool) -> str:
        """`whole`: with everything that its own file held."""
        if whole:
            return self.tr("Saved as {file}.").format(file=path.name)
        text = self.tr(
            "Saved as {file}, without the comments of the imported list, as this is another kind"
            " of file."
        )
        return text.format(file=path.name)

    def _print_playlist(self, playlist: Playlist) -> None:
        def print_words(items: Sequence[PlaylistItem]) -> None:
            tracks = [item.track for item in items if item.track is not None]
            self.print_requested.emit(names.routine_name(playlist), tracks)

        self.controller.read(playlist, print_words)

    def _refusal(self, name: str, why: Refusal) -> str:
        if why is Refusal.STREAM:
            return self.tr("“{file}” is a stream from the internet.").format(file=name)
        if why is Refusal.TOO_LONG:
            text = self.tr("“{file}” has more than {most} songs, too many for one playlist.")
            return text.format(file=name, most=whole(MOST_SONGS))
        return self.tr("We can’t read “{file}”. The original is untouched.").format(file=name)


def _read(path: Path, helpers: Helpers, job: Job) -> tuple[PlaylistFile | Refusal, Container[Path]]:
    """The playlist, and those of its files that exist."""
    read = read_aside(path, helpers, lambda: job.cancelled)
    if isinstance(read, Refusal):
        return read, ()
    return read, {entry.path for entry in read.entries if is_file(entry.path)}


def _favoured(count: int, favourite: bool) -> str:
    if favourite:
        return translate("library", "%n songs added to favourites", None, PLURAL, count)
    return translate("library", "%n songs removed from favourites", None, PLURAL, count)


def _found_elsewhere(count: int, total: int) -> str:
    text = translate(
        "playlists", "%n of {all} songs were found in another place.", None, PLURAL, count
    )
    return text.format(all=whole(total))


def _addresses(count: int, kept: bool) -> str:
    """What became of network addresses; `kept` in the text that goes out again."""
    if kept:
        return translate(
            "playlists", "%n internet addresses are kept, but not played.", None, PLURAL, count
        )
    return translate("playlists", "%n internet addresses were left out.", None, PLURAL, count)


def playable_from(tracks: Sequence[Track | None], first: int) -> tuple[tuple[Track, ...], int]:
    """The playable songs, and the index among them of `first` or the next one after it."""
    usable = [track is not None and track.fault is None for track in tracks]
    playable = tuple(track for track in tracks if track is not None and track.fault is None)
    at = sum(usable[:first])
    return playable, at if at < len(playable) else 0
