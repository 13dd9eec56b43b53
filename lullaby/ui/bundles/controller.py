"""Gives songs away as files, and opens those that come."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lullaby.helpers import Helpers, NoHelperError
from lullaby.jobs import JobRunner
from lullaby.library.routine import BuiltIn, Playlist, Routine
from lullaby.library.song_preferences import EVERYBODY
from lullaby.library.store import LibraryStore
from lullaby.library.track import Track
from lullaby.lyrics.draft_store import DraftStore
from lullaby.portable_names import file_name
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.text import names

if TYPE_CHECKING:
    from lullaby.bundles.archive import OpenedBundle
    from lullaby.bundles.gathering import Gatherer
    from lullaby.bundles.giving import Bundle, Chosen, Gift
    from lullaby.bundles.keeping import Accepted, BundleKeeper, KeptBundle, KeptSong
    from lullaby.bundles.manifest import BundleProblem
    from lullaby.bundles.reading import Unpacked
    from lullaby.lyrics.model import Lyrics
    from lullaby.ui.bundles.give_sheet import GiveSheet
    from lullaby.ui.bundles.open_sheet import OpenSheet

log = logging.getLogger(__name__)

TakeIn = Callable[[Sequence[Path], Callable[[], None]], None]
"""Adds files to the library, then calls back."""


class BundlesController(QObject):
    """Its modules and sheets are loaded with the first song that is given or opened."""

    kept = Signal(int)
    """The first song that is in the library now, by its id."""
    lists_changed = Signal()
    """A playlist or routine was made."""

    def __init__(
        self,
        context: AppContext,
        take_in: TakeIn,
        drafts: DraftStore,
        find_words: Callable[[Track], Lyrics | None],
        songs: Path,
        voices: Path,
        data: Path,
    ) -> None:
        """`songs` and `voices` are the folders of scores and takes, `data` that of the application;
        `find_words` runs on the thread of `context.quick`."""
        super().__init__(context.window)
        self._context = context
        self._quick: JobRunner = context.quick
        self._helpers: Helpers = context.helpers
        self._stores: Stores = context.stores
        self._take_in = take_in
        self._drafts = drafts
        self._find_words = find_words
        self._songs, self._voices, self._data = songs, voices, data
        self._give_sheet: GiveSheet | None = None
        self._open_sheet: OpenSheet | None = None
        self._given: Gift | None = None
        self._opened: Path | None = None

    def give(self, track: Track) -> None:
        """Look up what can be given of a song, and show it."""
        from lullaby.bundles.giving import song_gift

        self._look_up(track.title, lambda gatherer: song_gift(gatherer.giveable(track)))

    def give_playlist(self, playlist: Playlist) -> None:
        """Look up what can be given of a playlist, and show it."""
        from lullaby.bundles.list_gathering import playlist_gift

        name, playlists = names.routine_name(playlist), self._stores.playlists
        self._look_up(
            name, lambda gatherer: playlist_gift(gatherer, playlists.here(), playlist.id, name)
        )

    def give_routine(self, routine: Routine) -> None:
        """Look up what can be given of a routine, and show it."""
        from lullaby.bundles.list_gathering import routine_gift

        name, playlists = names.routine_name(routine), self._stores.playlists
        lists = (names.routine_name(p) for p in playlists.all() if p.id == routine.playlist)
        of = next(lists, "")
        self._look_up(
            name, lambda gatherer: routine_gift(gatherer, playlists.here(), routine, name, of)
        )

    def _look_up(self, name: str, find: Callable[[Gatherer], Gift]) -> None:
        """`find` runs on another thread."""
        self._quick.submit(
            lambda _: self._gather(find),
            lambda found: self._offer(*found),
            lambda problem: self._could_not_give(name, problem),
        )

    def open(self, path: Path) -> None:
        """Show what is in a file, or why it is refused."""
        from lullaby.bundles.reading import look_in_helper

        self._quick.submit(
            lambda _: look_in_helper(path, self._helpers),
            lambda found: self._show(path, found),
            lambda problem: self._refuse(path, _as_os_error(problem)),
        )

    def _gather(self, find: Callable[[Gatherer], Gift]) -> tuple[Gift, Bundle]:
        from lullaby.bundles.gathering import Gatherer
        from lullaby.bundles.giving import Chosen, bundle_of
        from lullaby.library.kept_takes import KeptTakes
        from lullaby.library.song_preferences_store import SongPreferencesStore
        from lullaby.library.take_store import TakeStore

        connection = self._stores.beside.here()
        takes = TakeStore(connection)
        gatherer = Gatherer(
            LibraryStore(connection),
            SongPreferencesStore(connection),
            takes,
            KeptTakes(takes, self._voices, self._context.clock.now),
            self._drafts,
            self._stores.songs,
            self._find_words,
        )
        gift = find(gatherer)
        everything = frozenset(each.take.id for song in gift.songs for each in song.takes)
        return gift, bundle_of(gift, Chosen(takes=everything))

    def _offer(self, gift: Gift, whole: Bundle) -> None:
        self._given = gift
        if self._give_sheet is None:
            from lullaby.ui.bundles.give_sheet import GiveSheet

            self._give_sheet = GiveSheet(
                self._context.theme, self._context.window, self._context.covers
            )
            self._give_sheet.save_requested.connect(self._save)
            self._give_sheet.page_requested.connect(self._save_page)
        self._give_sheet.open_for(gift, whole)

    def _save(self, chosen: Chosen) -> None:
        self._ask_and_write(
            ".lullaby", self.tr("A song for Lullaby (*.lullaby)"), partial(_write_bundle, chosen)
        )

    def _save_page(self, chosen: Chosen) -> None:
        self._ask_and_write(".html", self.tr("A page (*.html)"), partial(_write_page, chosen))

    def _ask_and_write(self, suffix: str, kind: str, write: Callable[[Gift, Path], int]) -> None:
        gift = self._given
        if gift is None or self._give_sheet is None:
            return
        name = file_name(gift.name, "song") + suffix
        title = self.tr("Give “{title}” to someone").format(title=gift.name)
        target = self._context.files.ask_save(title, name, kind)
        if target is None:
            return
        self._give_sheet.close_sheet()
        self._quick.submit(
            lambda _: write(gift, target),
            lambda size: self._tell_saved(target, size),
            lambda problem: self._could_not_save(target, problem),
        )

    def _tell_saved(self, target: Path, size: int) -> None:
        from lullaby.ui.bundles.wording import size_words

        text = self.tr("“{file}” is saved, {size}.")
        self._context.notices.say(
            "given",
            text.format(file=target.name, size=size_words(size)),
            self.tr("Send it any way you like: by mail, messenger or USB stick."),
        )

    def _could_not_save(self, target: Path, problem: Exception) -> None:
        log.warning("%s could not be written", target, exc_info=problem)
        text = self.tr("“{file}” could not be saved there. Choose another place.")
        self._context.notices.say("given", text.format(file=target.name))

    def _could_not_give(self, name: str, problem: Exception) -> None:
        from lullaby.bundles.giving import TooManySongsError

        if isinstance(problem, TooManySongsError):
            text = self.tr("“{title}” holds more songs than one file takes. Give it in parts.")
            self._context.notices.say("given", text.format(title=name))
            return
        log.warning("%s could not be given", name, exc_info=problem)
        text = self.tr("“{title}” can’t be read right now. Try again later.")
        self._context.notices.say("given", text.format(title=name))

    def _show(self, path: Path, found: OpenedBundle | BundleProblem | OSError) -> None:
        from lullaby.bundles.archive import OpenedBundle

        if not isinstance(found, OpenedBundle):
            self._refuse(path, found)
            return
        self._opened = path
        if self._open_sheet is None:
            from lullaby.ui.bundles.open_sheet import OpenSheet

            self._open_sheet = OpenSheet(
                self._context.theme, self._context.window, self._context.covers
            )
            self._open_sheet.keep_requested.connect(self._keep)
        self._open_sheet.open_for(found.manifest)

    def _refuse(self, path: Path, problem: BundleProblem | OSError) -> None:
        from lullaby.ui.bundles.wording import problem_sentence

        self._context.notices.say("opened bundle", problem_sentence(problem, path.name))

    def _keep(self, accepted: Accepted) -> None:
        path = self._opened
        if path is None or self._open_sheet is None:
            return
        self._open_sheet.close_sheet()
        self._quick.submit(
            lambda _: self._unpack(path),
            lambda found: self._unpacked(path, accepted, *found),
            lambda problem: self._refuse(path, _as_os_error(problem)),
        )

    def _unpack(self, path: Path) -> tuple[Unpacked | BundleProblem | OSError, BundleKeeper]:
        """Unpack, and read the scores of the songbook that the songs are compared with."""
        from lullaby.bundles.keeping import BundleKeeper
        from lullaby.bundles.list_keeping import ListKeeper
        from lullaby.bundles.reading import Unpacked, new_folder, unpack_in_helper
        from lullaby.library.kept_takes import KeptTakes
        from lullaby.library.score_catalogue import ScoreCatalogue

        folder = new_folder(self._data)
        found = unpack_in_helper(path, folder, self._helpers)
        scores = ScoreCatalogue(self._stores.songs)
        if not isinstance(found, Unpacked):
            shutil.rmtree(folder, ignore_errors=True)
        else:
            named = {song.id for song in found.manifest.songs}
            for track in LibraryStore(self._stores.beside.here()).songbook():
                if track.songbook_id in named:
                    scores.find(track)
        takes = KeptTakes(self._stores.takes, self._voices, self._context.clock.now)
        stores = self._stores
        shown = [names.built_in_name(each) for each in BuiltIn]
        lists = ListKeeper(
            stores.library, stores.playlists, stores.routines, names.AMBIENT_NAMES, shown
        )
        return found, BundleKeeper(stores, scores, takes, self._drafts, self._songs, lists)

    def _unpacked(
        self,
        path: Path,
        accepted: Accepted,
        found: Unpacked | BundleProblem | OSError,
        keeper: BundleKeeper,
    ) -> None:
        from lullaby.bundles.reading import Unpacked

        if not isinstance(found, Unpacked):
            self._refuse(path, found)
            return
        try:
            placed = keeper.place_scores(found)
        except (OSError, StorageError) as problem:
            self._stop(path, found, problem)
            return
        self._take_in(placed, lambda: self._finish(path, accepted, found, keeper, placed))

    def _finish(
        self,
        path: Path,
        accepted: Accepted,
        unpacked: Unpacked,
        keeper: BundleKeeper,
        placed: Sequence[Path],
    ) -> None:
        try:
            kept = keeper.keep(unpacked, placed, accepted)
        except (OSError, StorageError) as problem:
            self._stop(path, unpacked, problem)
            return
        self._discard(unpacked)
        self._take_in(kept.files, lambda: self._tell_kept(kept))

    def _stop(self, path: Path, unpacked: Unpacked, problem: Exception) -> None:
        log.warning("%s could not be kept", path, exc_info=problem)
        self._discard(unpacked)
        text = self.tr("“{file}” could not be kept. Is the disk full? Open it again later.")
        self._context.notices.say("opened bundle", text.format(file=path.name))

    def _discard(self, unpacked: Unpacked) -> None:
        self._quick.submit(
            lambda _: shutil.rmtree(unpacked.folder, ignore_errors=True),
            lambda _: None,
            lambda _: None,
        )

    def _tell_kept(self, kept: KeptBundle) -> None:
        from lullaby.ui.bundles.wording import kept_sentences

        library = self._stores.library
        for song in kept.songs:
            track = None if song.track is None else library.track(song.track)
            if track is not None:
                self._context.song_words.changed.emit(track)
        there = [song for song in kept.songs if song.track is not None]
        if there and there[0].track is not None:
            self.kept.emit(there[0].track)
        if kept.kept_list is not None and kept.kept_list.added:
            self.lists_changed.emit()
        self._context.notices.say("opened bundle", *kept_sentences(kept))
        changed = [song for song in there if song.before is not None]
        if changed:
            self._context.undo.offer(
                self.tr("Sung as they sing it: key and tempo were changed"),
                lambda: self._sing_as_before(changed),
            )

    def _sing_as_before(self, songs: Sequence[KeptSong]) -> None:
        for song in songs:
            if song.track is not None and song.before is not None:
                self._stores.song_preferences.keep(song.track, EVERYBODY, song.before)


def _write_bundle(chosen: Chosen, gift: Gift, target: Path) -> int:
    from lullaby.bundles.archive import write_bundle
    from lullaby.bundles.giving import bundle_of

    bundle = bundle_of(gift, chosen)
    return write_bundle(target, bundle.manifest, bundle.contents)


def _write_page(chosen: Chosen, gift: Gift, target: Path) -> int:
    from lullaby.bundles.giving import page_song
    from lullaby.bundles.song_page import song_page
    from lullaby.settings import write_atomically
    from lullaby.ui.bundles.page_words import page_texts

    text = song_page(page_song(gift.songs[0], chosen), page_texts())
    write_atomically(target, text)
    return len(text.encode())


def _as_os_error(problem: Exception) -> OSError:
    if isinstance(problem, NoHelperError | OSError):
        return problem
    log.warning("a bundle could not be opened", exc_info=problem)
    return OSError(str(problem))
