"""Gives songs away as files, and opens those that come."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lullaby.jobs import JobRunner
from lullaby.library.routine import Playlist, Routine
from lullaby.library.store import LibraryStore
from lullaby.library.track import Track
from lullaby.lyrics.draft_store import DraftStore
from lullaby.portable_names import file_name
from lullaby.stores import Stores
from lullaby.ui.bundles.opening import BundleOpening, TakeIn
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.text import names

if TYPE_CHECKING:
    from lullaby.bundles.gathering import Gatherer
    from lullaby.bundles.giving import Bundle, Chosen, Gift
    from lullaby.lyrics.model import Lyrics
    from lullaby.ui.bundles.give_sheet import GiveSheet

log = logging.getLogger(__name__)


class BundlesController(QObject):
    """Its modules and sheets are loaded with the first song that is given or opened."""

    kept = Signal(int)
    """The first song that is in the library now, by its id."""
    lists_changed = Signal()
    """A playlist or routine was made."""
    time_wanted = Signal(object, object)
    """A Gift is to be sung at an agreed time, with what was Chosen."""
    time_came = Signal(int, object, str)
    """The id of a song that was kept, when it is to be sung as `SingAt`, and with whom."""
    together_wanted = Signal(object)
    """Somebody wants to lay this Take and the others of its song together."""

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
        self._stores: Stores = context.stores
        self._drafts = drafts
        self._find_words = find_words
        self._voices = voices
        self._give_sheet: GiveSheet | None = None
        self._given: Gift | None = None
        self._opening = BundleOpening(context, take_in, drafts, songs, voices, data)
        self._opening.kept.connect(self.kept)
        self._opening.lists_changed.connect(self.lists_changed)
        self._opening.time_came.connect(self.time_came)
        self._opening.together_wanted.connect(self.together_wanted)

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

    def give_songbook(self) -> None:
        """Look up all songs with a score that somebody added, and show what can be given."""
        from lullaby.bundles.list_gathering import songbook_gift

        name = self.tr("Our songbook")
        self._look_up(name, lambda gatherer: songbook_gift(gatherer, gatherer.library, name))

    def _look_up(self, name: str, find: Callable[[Gatherer], Gift]) -> None:
        """`find` runs on another thread."""
        self._quick.submit(
            lambda _: self._gather(find),
            lambda found: self._offer(*found),
            lambda problem: self._could_not_give(name, problem),
        )

    def open(self, path: Path) -> None:
        """Show what is in a file, or why it is refused."""
        self._opening.open(path)

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
        if not gift.songs:
            self._context.notices.say(
                "given",
                self.tr("You have not added a song with notes yet."),
                self.tr("Scores that you add to the Library make your songbook."),
            )
            return
        self._given = gift
        if self._give_sheet is None:
            from lullaby.ui.bundles.give_sheet import GiveSheet

            self._give_sheet = GiveSheet(
                self._context.theme, self._context.window, self._context.covers
            )
            self._give_sheet.save_requested.connect(self._save)
            self._give_sheet.page_requested.connect(self._save_page)
            self._give_sheet.time_requested.connect(self._pass_on)
        self._give_sheet.open_for(gift, whole)

    def _pass_on(self, chosen: Chosen) -> None:
        if self._given is not None:
            self.time_wanted.emit(self._given, chosen)

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


def _write_bundle(chosen: Chosen, gift: Gift, target: Path) -> int:
    from lullaby.bundles.archive import write_bundle
    from lullaby.bundles.giving import bundle_of

    bundle = bundle_of(gift, chosen)
    return write_bundle(target, bundle.manifest, bundle.contents)


def _write_page(chosen: Chosen, gift: Gift, target: Path) -> int:
    from lullaby.ui.bundles.page_words import write_page

    return write_page(gift, chosen, target)
