"""Opens the files and folders that the desktop, the command line or a drop hands over."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from lullaby.helpers import Helpers
from lullaby.jobs import JobRunner
from lullaby.library.opened import OpenedFiles, song_of_words, sort_opened
from lullaby.library.reader import LibraryReader
from lullaby.library.store import LibraryStore
from lullaby.library.track import Track, TrackId
from lullaby.songbook.score_names import is_score_name
from lullaby.ui.bundles.controller import BundlesController
from lullaby.ui.library.drop_words import drop_sentence
from lullaby.ui.library.folder_actions import FolderActions
from lullaby.ui.library.library_model import LibraryModel
from lullaby.ui.library.music_folders import MusicFolders
from lullaby.ui.library.opening_news import OpeningNews
from lullaby.ui.shell.navigation import Navigation
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.words_files import WordsFiles

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
        sung: Callable[[], Track | None],
        offer_split: Callable[[Sequence[Track]], None],
        bundles: BundlesController,
        parent: QObject,
    ) -> None:
        """`runner` runs the look at the disk, which `helpers` take; `sung` is the song whose words
        are on show; `offer_split` asks about new songs whose files hold more songs."""
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
        self._news = OpeningNews(notices, self)
        self._navigation = navigation
        self._show_library = show_library
        self._sung = sung
        self._offer_split = offer_split
        self._bundles = bundles
        bundles.kept.connect(self.show_song)
        self._waiting: deque[tuple[tuple[str, ...], Callable[[OpenedFiles], None]]] = deque()
        self._locked = False
        self._for_screen: list[Callable[[], None]] = []
        """What the Library does once it is built."""
        self._show_song: Callable[[TrackId], None] | None = None
        self._show_new: Callable[[TrackId | None], None] | None = None
        self._import_playlist: Callable[[Path], None] | None = None
        self._at_voices: Callable[[], bool] = lambda: False
        self._bring_in: Callable[[Path], None] = lambda _: None
        navigation.signals.shown.connect(self._go_on)

    def hold(
        self,
        show_song: Callable[[TrackId], None],
        show_new: Callable[[TrackId | None], None],
        import_playlist: Callable[[Path], None],
    ) -> None:
        """Take what the Library screen can do, now that it is built."""
        self._show_song, self._show_new = show_song, show_new
        self._import_playlist = import_playlist
        self._run_waiting()

    def hold_voices(self, at_voices: Callable[[], bool], bring_in: Callable[[Path], None]) -> None:
        """`at_voices` tells whether the person's own recordings are on show, where a dropped sound
        is one: `bring_in` asks about it."""
        self._at_voices, self._bring_in = at_voices, bring_in

    def _run_waiting(self) -> None:
        waiting, self._for_screen = self._for_screen, []
        for each in waiting:
            each()

    def set_locked(self, locked: bool) -> None:
        """Follow the child lock."""
        self._locked = locked
        self._go_on()

    def open_files(self, targets: Sequence[str]) -> None:
        """Open paths and addresses: songs play, and the rest is offered."""
        self._waiting.append((tuple(targets), self._open))
        self._go_on()

    def drop_files(self, targets: Sequence[str]) -> None:
        """Do what `tell_drop` has told: add songs and folders, and play nothing."""
        sung = self._sung()
        self._waiting.append((tuple(targets), lambda opened: self._drop(opened, sung)))
        self._go_on()

    def show_song(self, track: TrackId) -> None:
        """Show a song in the Library."""
        self._show_library()
        self._with_screen(lambda: self._show_song and self._show_song(track))

    def tell_drop(self, targets: Sequence[str], told: Callable[[str, bool], None]) -> None:
        """Tell in a sentence what a drop of these files does, and whether it does anything."""
        sung = self._sung()

        def tell(opened: OpenedFiles) -> None:
            recording = self._is_recording(opened)
            told(drop_sentence(opened, sung.title if sung else None, recording), opened.usable)

        self._look(targets, tell)

    def _is_recording(self, opened: OpenedFiles) -> bool:
        return len(opened.songs) == 1 and self._at_voices() and not is_score_name(opened.songs[0])

    def _go_on(self) -> None:
        while self._waiting and not self._locked and not self._navigation.asking:
            self._look(*self._waiting.popleft())

    def _look(self, targets: Sequence[str], take: Callable[[OpenedFiles], None]) -> None:
        def failed(_: Exception) -> None:
            take(OpenedFiles(missing=tuple(Path(target) for target in targets)))

        self._runner.submit(
            lambda job: sort_opened(targets, self._helpers, lambda: job.cancelled), take, failed
        )

    def _drop(self, opened: OpenedFiles, sung: Track | None) -> None:
        if self._is_recording(opened):
            self._bring_in(opened.songs[0])
            opened = replace(opened, songs=())
        if sung is not None and opened.words and not opened.songs:
            self._words_files.use(sung, opened.words[0])
            opened = replace(opened, words=())
        for folder in opened.folders:
            self._folder_actions.add_folder(folder)
        if opened.folders:
            self._show_library()
        self._open(replace(opened, folders=()), playing=False)

    def _open(self, opened: OpenedFiles, playing: bool = True) -> None:
        self._news.refuse(opened)
        for folder in opened.folders:
            self._offer_folder(folder)
        if opened.playlists:
            self._show_library()
        for path in opened.playlists:
            self._with_screen(partial(self._read_playlist, path))
        for path in opened.bundles[:1]:
            self._bundles.open(path)
        if opened.songs:
            self._read_songs(opened, playing)
        else:
            self._offer_words(opened.words)

    def _with_screen(self, act: Callable[[], None]) -> None:
        self._for_screen.append(act)
        if self._import_playlist is not None:
            self._run_waiting()

    def _read_playlist(self, path: Path) -> None:
        if self._import_playlist is not None:
            self._import_playlist(path)

    def _read_songs(self, opened: OpenedFiles, playing: bool) -> None:
        """Read what the library does not know, and show or play everything in the order given."""
        known = self._playable(opened.songs)
        new = [path for path in opened.songs if path not in known]

        def read() -> None:
            found = self._playable(opened.songs)
            came = [found[path] for path in new if path in found]
            self._show([found[path] for path in opened.songs if path in found], playing, came)
            self._news.tell_added(came)
            self._offer_split(came)
            self._news.tell_unplayable([path for path in opened.songs if path not in found])
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

    def _show(self, tracks: list[Track], playing: bool, came: list[Track]) -> None:
        """Show the song that plays, or the first; songs that `came` to the library stand first."""
        if not tracks:
            return
        first = tracks[0].id
        self._show_library()
        if came:
            self._with_screen(lambda: self._show_new and self._show_new(first if playing else None))
        else:
            self._with_screen(lambda: self._show_song and self._show_song(first))
        if playing:
            self._next_session.start_tracks(tuple(tracks), 0)

    def _offer_folder(self, folder: Path) -> None:
        kept = [each.path for each in self._store.folders()]
        if any(folder == each or each in folder.parents for each in kept):
            text = self.tr("“{name}” is already one of your music folders.")
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
                self.tr("They are copied next to the song, where other players find them too."),
                self.tr("Choose the song"),
                lambda: self._choose_song(words),
            )
            return
        if words.with_suffix("") == song.path.with_suffix(""):
            text = self.tr("“{song}” finds the words in “{file}” by itself: they are next to it.")
            self._notices.say(topic, text.format(file=file, song=song.title))
            return
        self._notices.offer(
            topic,
            self.tr("Use “{file}” as the words of “{song}”?").format(file=file, song=song.title),
            self.tr("They are copied next to the song, where other players find them too."),
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
            self._news.tell_unplayable([] if found else [path])

        self._folders.take_in_now([] if self._playable([path]) else [path], read)
        return True
