"""Opens songs and lists that come as files: shows what is in them, keeps it, and tells so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lullaby.helpers import Helpers, NoHelperError
from lullaby.jobs import JobRunner
from lullaby.library.routine import BuiltIn
from lullaby.library.song_preferences import EVERYBODY
from lullaby.library.take import Take, TakeKind
from lullaby.lyrics.draft_store import DraftStore
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores
from lullaby.ui.shell.app_context import AppContext
from lullaby.ui.text import names

if TYPE_CHECKING:
    from lullaby.bundles.archive import OpenedBundle
    from lullaby.bundles.keeping import Accepted, KeptBundle, KeptSong
    from lullaby.bundles.list_keeping import ListKeeper
    from lullaby.bundles.manifest import BundleProblem, Manifest
    from lullaby.library.changes import Changes
    from lullaby.ui.bundles.keeping_job import KeepingJob, PlacedBundle
    from lullaby.ui.bundles.open_sheet import OpenSheet

log = logging.getLogger(__name__)

TakeIn = Callable[[Sequence[Path], Callable[[], None]], None]
"""Adds files to the library, then calls back."""


class BundleOpening(QObject):
    kept = Signal(int)
    """The first song that is in the library now, by its id."""
    lists_changed = Signal()
    """A playlist or routine was made, or taken back."""
    time_came = Signal(int, object, str)
    """The id of a song that was kept, when it is to be sung as `SingAt`, and with whom."""
    together_wanted = Signal(object)
    """Somebody wants to lay this Take and the others of its song together."""

    def __init__(
        self,
        context: AppContext,
        take_in: TakeIn,
        drafts: DraftStore,
        songs: Path,
        voices: Path,
        data: Path,
    ) -> None:
        """`songs` and `voices` are the folders of scores and takes, `data` that of the
        application."""
        super().__init__(context.window)
        self._context = context
        self._quick: JobRunner = context.quick
        self._helpers: Helpers = context.helpers
        self._stores: Stores = context.stores
        self._take_in = take_in
        self._drafts = drafts
        self._songs, self._voices, self._data = songs, voices, data
        self._open_sheet: OpenSheet | None = None
        self._opened: Path | None = None

    def open(self, path: Path) -> None:
        """Show what is in a file, or why it is refused."""
        from lullaby.bundles.reading import look_in_helper

        self._quick.submit(
            lambda _: look_in_helper(path, self._helpers),
            lambda found: self._show(path, found),
            lambda problem: self._refuse(path, _as_os_error(problem)),
        )

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
        from lullaby.ui.bundles.keeping_job import KeepingFolders, KeepingJob

        self._open_sheet.close_sheet()
        folders = KeepingFolders(self._songs, self._voices, self._data)
        job = KeepingJob(
            self._stores, self._helpers, self._drafts, folders, self._context.clock.now
        )
        self._quick.submit(
            lambda _: job.place(path),
            lambda found: self._placed(path, accepted, found, job),
            lambda problem: self._stop(path, problem),
            finish=True,
        )

    def _placed(
        self,
        path: Path,
        accepted: Accepted,
        found: PlacedBundle | BundleProblem | OSError,
        job: KeepingJob,
    ) -> None:
        from lullaby.ui.bundles.keeping_job import PlacedBundle

        if not isinstance(found, PlacedBundle):
            self._refuse(path, found)
            return
        self._stores.changes.add(found.changes.ids)

        def keep() -> None:
            self._quick.submit(
                lambda _: job.keep(found, accepted),
                lambda kept: self._finish(path, found.unpacked.manifest, *kept),
                lambda problem: self._stop(path, problem),
                finish=True,
            )

        self._take_in(found.files, keep)

    def _finish(self, path: Path, manifest: Manifest, kept: KeptBundle, changes: Changes) -> None:
        self._stores.changes.add(changes.ids)
        lists = self._list_keeper()
        try:
            kept_list = lists.keep(manifest, [song.track for song in kept.songs])
        except StorageError as problem:
            self._stop(path, problem)
            return
        whole = replace(kept, kept_list=kept_list)
        self._take_in(kept.files, lambda: self._tell_kept(manifest, whole, lists))

    def _list_keeper(self) -> ListKeeper:
        from lullaby.bundles.list_keeping import ListKeeper

        stores, shown = self._stores, [names.built_in_name(each) for each in BuiltIn]
        return ListKeeper(
            stores.library, stores.playlists, stores.routines, names.AMBIENT_NAMES, shown
        )

    def _stop(self, path: Path, problem: Exception) -> None:
        if isinstance(problem, NoHelperError):
            self._refuse(path, problem)
            return
        log.warning("%s could not be kept", path, exc_info=problem)
        text = self.tr("“{file}” could not be kept. Is the disk full? Open it again later.")
        self._context.notices.say("opened bundle", text.format(file=path.name))

    def _tell_kept(self, manifest: Manifest, kept: KeptBundle, lists: ListKeeper) -> None:
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
        self._say_kept(*kept_sentences(kept), _newest_of_several(kept, self._stores, self._voices))
        self._offer_undo(kept, lists)
        if manifest.sing_at is not None and kept.songs[0].track is not None:
            self.time_came.emit(int(kept.songs[0].track), manifest.sing_at, manifest.giver)

    def _say_kept(self, text: str, hint: str, take: Take | None) -> None:
        """Say what was kept, and offer to lay a take together with the others of its song."""
        if take is None:
            self._context.notices.say("opened bundle", text, hint)
            return

        def together() -> bool:
            self.together_wanted.emit(take)
            return True

        self._context.notices.offer(
            "opened bundle", text, hint, self.tr("Sing together…"), together
        )

    def _offer_undo(self, kept: KeptBundle, lists: ListKeeper) -> None:
        changed = [song for song in kept.songs if song.before is not None]
        made = kept.kept_list
        if made is not None and made.added:
            text = self.tr("“{title}” was added").format(title=made.name)
        elif changed:
            text = self.tr("Sung as they sing it: key and tempo were changed")
        else:
            return

        def take_back() -> None:
            self._sing_as_before(changed)
            if made is not None:
                lists.take_back(made)
                self.lists_changed.emit()

        self._context.undo.offer(text, take_back)

    def _sing_as_before(self, songs: Sequence[KeptSong]) -> None:
        for song in songs:
            if song.track is not None and song.before is not None:
                self._stores.song_preferences.keep(song.track, EVERYBODY, song.before)


def _as_os_error(problem: Exception) -> OSError:
    if isinstance(problem, NoHelperError | OSError):
        return problem
    log.warning("a bundle could not be opened", exc_info=problem)
    return OSError(str(problem))


def _newest_of_several(kept: KeptBundle, stores: Stores, voices: Path) -> Take | None:
    """The last voice that came, if there is another one in its song."""
    came = [stores.takes.at(path, voices) for path in kept.files]
    singing = [take for take in came if take is not None and take.facts.kind is TakeKind.VOICE]
    if not singing:
        return None
    song = stores.takes.all(singing[-1].facts.song)
    several = sum(take.facts.kind is TakeKind.VOICE for take in song) > 1
    return singing[-1] if several else None
