"""Opens the files and folders that the desktop, the command line or a drop hands over."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from lullaby.helper_process import Helpers
from lullaby.jobs import JobRunner
from lullaby.library.opened import Opened, song_of_words, sort_opened
from lullaby.library.reader import LibraryReader
from lullaby.library.store import LibraryStore
from lullaby.library.track import Track, TrackId
from lullaby.ui.library.folder_actions import FolderActions
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.shell.navigation import Navigation
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.words_files import WordsFiles
from lullaby.ui.text.translate import PLURAL, translate

MOST_WORDS = 5
"""Words files about which one opening asks."""


class FileOpener(QObject):
    """Nothing is opened while a question or the child lock is on: it waits for that to end."""

    def __init__(
        self,
        runner: JobRunner,
        helpers: Helpers,
        store: LibraryStore,
        library_model: LibraryModel,
        folders: MusicFolders,
        folder_actions: FolderActions,
        words_files: WordsFiles,
        next_session: NextSession,
        notices: Notifications,
        navigation: Navigation,
        show_library: Callable[[], None],
        parent: QObject,
    ) -> None:
        """`runner` runs the look at the disk, which `helpers` take."""
        super().__init__(parent)
        self._runner = runner
        self._helpers = helpers
        self._store = store
        self._library_model = library_model
        self._folders = folders
        self._folder_actions = folder_actions
        self._words_files = words_files
        self._next_session = next_session
        self._notices = notices
        self._navigation = navigation
        self._show_library = show_library
        self._waiting: deque[tuple[str, ...]] = deque()
        self._locked = False
        self._for_screen: list[Callable[[], None]] = []
        """What the Library does once it is built."""
        self._show_song: Callable[[TrackId], None] | None = None
        self._import_playlist: Callable[[Path], None] | None = None
        navigation.signals.shown.connect(self._go_on)

    def hold(
        self, show_song: Callable[[TrackId], None], import_playlist: Callable[[Path], None]
    ) -> None:
        """Take what the Library screen can do, now that it is built."""
        self._show_song, self._import_playlist = show_song, import_playlist
        waiting, self._for_screen = self._for_screen, []
        for each in waiting:
            each()

    def set_locked(self, locked: bool) -> None:
        """Follow the child lock."""
        self._locked = locked
        self._go_on()

    def open_files(self, targets: Sequence[str]) -> None:
        """Open paths and addresses: songs play, and the rest is offered."""
        self._waiting.append(tuple(targets))
        self._go_on()

    def _go_on(self) -> None:
        while self._waiting and not self._locked and not self._navigation.asking:
            self._look(self._waiting.popleft())

    def _look(self, targets: tuple[str, ...]) -> None:
        def work_failed(_: Exception) -> None:
            self._refuse(Opened(missing=tuple(Path(target) for target in targets)))

        self._runner.submit(
            lambda job: sort_opened(targets, self._helpers, lambda: job.cancelled),
            self._open,
            work_failed,
        )

    def _open(self, opened: Opened) -> None:
        self._refuse(opened)
        for folder in opened.folders:
            self._offer_folder(folder)
        if opened.playlists:
            self._show_library()
        for path in opened.playlists:
            self._with_screen(partial(self._read_playlist, path))
        if opened.songs:
            self._read_songs(opened)
        else:
            self._offer_words(opened.words)

    def _with_screen(self, act: Callable[[], None]) -> None:
        self._for_screen.append(act)
        if self._show_song is not None and self._import_playlist is not None:
            self.hold(self._show_song, self._import_playlist)

    def _read_playlist(self, path: Path) -> None:
        if self._import_playlist is not None:
            self._import_playlist(path)

    def _read_songs(self, opened: Opened) -> None:
        """Read what the library does not know, and play everything in the order given."""
        known = self._playable(opened.songs)
        new = [path for path in opened.songs if path not in known]

        def read() -> None:
            found = self._playable(opened.songs)
            self._play([found[path] for path in opened.songs if path in found])
            self._tell_added([found[path] for path in new if path in found])
            self._tell_unplayable([path for path in opened.songs if path not in found])
            self._offer_words(opened.words)

        self._folders.take_in_now(new, read)

    def _playable(self, paths: Sequence[Path]) -> dict[Path, Track]:
        ids = self._store.by_path(paths)
        tracks = {track.id: track for track in self._store.some(list(ids.values()))}
        return {
            path: tracks[track]
            for path, track in ids.items()
            if track in tracks and tracks[track].fault is None
        }

    def _play(self, tracks: list[Track]) -> None:
        if not tracks:
            return
        self._show_library()
        self._with_screen(lambda: self._show_song and self._show_song(tracks[0].id))
        self._next_session.start_tracks(tuple(tracks), 0)

    def _tell_added(self, tracks: list[Track]) -> None:
        if len(tracks) == 1:
            text = self.tr("“{title}” is now in your library.").format(title=tracks[0].title)
        elif tracks:
            text = translate(
                "opened", "%n songs are now in your library.", None, PLURAL, len(tracks)
            )
        else:
            return
        self._notices.say("opened", text, self.tr("They stay where they are; nothing was copied."))

    def _tell_unplayable(self, paths: Sequence[Path]) -> None:
        if len(paths) == 1:
            text = self.tr("We can’t read “{file}”. The original is untouched.")
            self._notices.say("not opened", text.format(file=paths[0].name))
        elif paths:
            text = translate("opened", "%n files could not be read.", None, PLURAL, len(paths))
            self._notices.say("not opened", text, self.tr("The originals are untouched."))

    def _offer_folder(self, folder: Path) -> None:
        kept = [each.path for each in self._store.folders()]
        if any(folder == each or each in folder.parents for each in kept):
            text = self.tr("“{name}” is already among your music folders.")
            self._notices.say(f"folder {folder}", text.format(name=folder.name))
            return

        def add() -> bool:
            self._folder_actions.add_folder(folder)
            self._show_library()
            return True

        self._notices.offer(
            f"folder {folder}",
            self.tr("Use “{name}” as a music folder?").format(name=folder.name or str(folder)),
            self.tr("Its songs appear in your library. Nothing is copied or changed."),
            self.tr("Add folder"),
            add,
        )

    def _offer_words(self, words: Sequence[Path]) -> None:
        """Ask which songs words belong to, beginning with those that are named alike."""
        asked = words[:MOST_WORDS]
        if not asked:
            return

        def look(reader: LibraryReader) -> list[Track | None]:
            tracks = reader.snapshot.tracks if reader.snapshot else ()
            return [song_of_words(path, tracks) for path in asked]

        def offer(songs: list[Track | None]) -> None:
            for path, song in zip(asked, songs, strict=True):
                self._offer_words_for(path, song)

        self._library_model.ask("words opened", look, offer)

    def _offer_words_for(self, words: Path, song: Track | None) -> None:
        topic, file = f"words {words}", words.name

        def use(track: Track) -> bool:
            self._words_files.use(track, words)
            return True

        if song is None:
            self._notices.offer(
                topic,
                self.tr("Which song are the words in “{file}” for?").format(file=file),
                self.tr("They are copied beside the song, for every player to find."),
                self.tr("Choose the song"),
                lambda: self._choose_song(words),
            )
            return
        self._notices.offer(
            topic,
            self.tr("Use “{file}” as the words of “{song}”?").format(file=file, song=song.title),
            self.tr("They are copied beside the song, for every player to find."),
            self.tr("Use these words"),
            lambda: use(song),
        )

    def _choose_song(self, words: Path) -> bool:
        path = self._folder_actions.ask_song(
            self.tr("Which song are the words in “{file}” for?").format(file=words.name),
            words.parent,
        )
        if path is None:
            return False

        def read() -> None:
            found = self._playable([path])
            for track in found.values():
                self._words_files.use(track, words)
            self._tell_unplayable([] if found else [path])

        self._folders.take_in_now([] if self._playable([path]) else [path], read)
        return True

    def _refuse(self, opened: Opened) -> None:
        """Say what cannot be opened, in one sentence each."""
        if opened.addresses:
            self._notices.say(
                "address",
                self.tr("Lullaby plays what is on this computer, and opens no internet addresses."),
                self.tr("Save the song to a folder first, then open it from there."),
            )
        if opened.left_out:
            text = translate(
                "opened", "%n more files were left out.", None, PLURAL, opened.left_out
            )
            hint = self.tr("For many songs, add their folder to your library.")
            self._notices.say("left out", text, hint)
        if len(opened.missing) == 1:
            text = self.tr("“{file}” isn’t there, or its disk doesn’t answer.")
            self._notices.say("missing", text.format(file=opened.missing[0].name))
        elif opened.missing:
            text = translate(
                "opened", "%n files are not where they were.", None, PLURAL, len(opened.missing)
            )
            self._notices.say("missing", text)
        if opened.others:
            self._tell_others(opened.others[0].name, len(opened.others))

    def _tell_others(self, first: str, count: int) -> None:
        hint = self.tr("Lullaby opens songs, scores, words, playlists and folders.")
        if count == 1:
            text = self.tr("“{file}” is not something Lullaby can open.").format(file=first)
        else:
            text = translate(
                "opened", "%n files are not something Lullaby can open.", None, PLURAL, count
            )
        self._notices.say("other files", text, hint)
