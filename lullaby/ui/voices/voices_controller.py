"""Reads the person's own recordings, and brings in, plays, renames, deletes and exports them."""

from collections.abc import Callable, Sequence
from dataclasses import field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lullaby.clock import Clock
from lullaby.frozen import frozen
from lullaby.helpers import NoHelperError
from lullaby.jobs import Job, JobRunner
from lullaby.library.kept_takes import KeptTakes
from lullaby.library.song_preferences import Child, ChildId
from lullaby.library.take import Take, TakeId
from lullaby.library.take_list import singers_of
from lullaby.library.track import Track
from lullaby.library.voice_work import BroughtMessage, BroughtRecording, Failure, VoiceWork
from lullaby.storage.transaction import StorageError
from lullaby.stores import Stores
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text import names
from lullaby.ui.text.locale import language
from lullaby.ui.text.translate import translate
from lullaby.ui.text.ward_words import ward_sheet
from lullaby.ui.voices import voice_words
from lullaby.ui.voices.voice_songs import SongChoice
from lullaby.ui.voices.voices_model import Usage

TakeIn = Callable[[Sequence[Path], Callable[[], None]], None]
"""Reads files into the library, and calls back."""


EraseTake = Callable[[TakeId], tuple[Path, ...]]
"""Removes a deleted take for good, also from backups, and returns those that cannot be changed;
on the thread of a job. May raise `StorageError` and OSError."""


@frozen
class VoicesFound:
    """What the list shows."""

    takes: tuple[Take, ...] = ()
    singers: tuple[str, ...] = ()
    children: tuple[Child, ...] = ()
    usage: Usage = field(default_factory=lambda: Usage({}, {}))
    paths: dict[Path, TakeId] = field(default_factory=dict[Path, TakeId])


class VoicesController(QObject):
    changed = Signal()
    """Takes were added, changed or deleted."""
    brought = Signal(object)
    """The id of the take made of a recording that the person brought in."""

    def __init__(
        self,
        stores: Stores,
        folder: Path,
        runner: JobRunner,
        slow: JobRunner,
        work: VoiceWork,
        clock: Clock,
        undo: UndoController,
        notices: Notifications,
        take_in: TakeIn,
        look_again: Callable[[], None],
        erase: EraseTake,
        parent: QObject,
    ) -> None:
        """`runner` is serial, and `slow` for what takes minutes; `look_again` lets the library
        notice files that went or came back."""
        super().__init__(parent)
        self._stores = stores
        self._folder = folder
        self._runner = runner
        self._slow = slow
        self._work = work
        self._clock = clock
        self._undo = undo
        self._notices = notices
        self._take_in = take_in
        self._look_again = look_again
        self._erase = erase

    def read(self, deliver: Callable[[VoicesFound], None]) -> None:
        """Read all takes in the background; on a failure nothing is delivered."""
        try:
            children = tuple(self._stores.song_preferences.children())
            routines = [
                (names.routine_name(each), each.playlist)
                for each in self._stores.routines.all()
                if each.playlist is not None
            ]
        except StorageError as problem:
            self._notices.report_not_saved(problem)
            return

        def work(_: Job) -> VoicesFound:
            kept, playlists = self._kept(), self._stores.playlists.here()
            takes = tuple(self._stores.takes.here().all())
            paths = {kept.path_of(take): take.id for take in takes}
            played: dict[TakeId, list[str]] = {}
            for name, playlist in routines if takes else ():
                items = playlists.items(playlist)
                for take in dict.fromkeys(paths[i.path] for i in items if i.path in paths):
                    played.setdefault(take, []).append(name)
            usage = Usage(
                {each.id: each.name for each in children},
                {take: tuple(each) for take, each in played.items()},
            )
            singers = sorted({singer for take in takes for singer in singers_of(take)})
            return VoicesFound(takes, tuple(singers), children, usage, paths)

        self._runner.submit(work, deliver, self._failed)

    def take_of(self, path: Path, found: VoicesFound) -> TakeId | None:
        """The take that a song of the library is."""
        return found.paths.get(path)

    def tracks(self, takes: Sequence[Take], deliver: Callable[[list[Track | None]], None]) -> None:
        """The takes as songs of the library, which reads those it does not know yet."""
        paths = [self._kept().path_of(take) for take in takes]

        def find() -> list[Track | None]:
            ids = self._stores.library.by_path(paths)
            songs = {each.id: each for each in self._stores.library.some(list(ids.values()))}
            found = [songs.get(ids[path]) if path in ids else None for path in paths]
            return [None if each is None or each.fault else each for each in found]

        try:
            missing = [path for path, each in zip(paths, find(), strict=True) if each is None]
            if missing:
                self._take_in(missing, lambda: deliver(find()))
            else:
                deliver(find())
        except StorageError as problem:
            self._failed(problem)

    def bring_in(self, file: Path, what: SongChoice | str, singer: str, child: ChildId) -> None:
        """Make a take of a recording of a song, or of a message with this title; it takes some
        seconds."""
        self._notices.say("voice", self.tr("Listening to the recording…"))

        def work(_: Job) -> Take | Failure | None:
            recording = _brought(file, what, singer)
            if isinstance(recording, OSError):
                return recording
            kept = self._kept()
            kept.empty_bin()
            return self._work.bring_in(recording, kept, lambda: child)

        def done(take: Take | Failure | None) -> None:
            if isinstance(take, Take):
                self._notices.say("voice", voice_words.kept(take), voice_words.placed(take))
                self._take_in([self._kept().path_of(take)], self.changed.emit)
                self.brought.emit(take.id)
            else:
                title = None if isinstance(what, str) else what.title
                self._notices.say("voice", *voice_words.not_kept(take, title))

        self._runner.submit(work, done, self._failed, finish=True)

    def rename(self, take: Take, singer: str, child: ChildId) -> None:
        """Tell anew who sings, and for whom."""
        before = take.facts

        def write(singer: str, child: ChildId) -> None:
            self._runner.submit(
                lambda _: self._stores.takes.here().rename(take.id, singer, child),
                lambda _: self.changed.emit(),
                self._failed,
                finish=True,
            )

        if (singer, child) != (before.singer, before.child):
            write(singer, child)
            text = self.tr("The recording is now by {singer}.").replace("{singer}", singer)
            self._undo.offer(text, lambda: write(before.singer, before.child))

    def delete(self, take: Take, everywhere: bool = False) -> None:
        """Delete a take; once it cannot be undone any more, its file is gone too, and if
        `everywhere` it is gone from the backups on this computer."""

        def settle() -> None:
            if everywhere:
                self._erase_everywhere(take)
            else:
                self._change(lambda kept: kept.remove(take.id), lambda: None)

        def deleted(_: None) -> None:
            self._after_change()
            self._undo.offer(
                voice_words.deleted(take, everywhere),
                lambda: self._change(lambda kept: kept.restore(take), self._after_change),
                settle,
            )

        self._runner.submit(lambda _: self._kept().delete(take), deleted, self._failed, finish=True)

    def _erase_everywhere(self, take: Take) -> None:
        def done(unreadable: tuple[Path, ...]) -> None:
            self._notices.say("voice", *voice_words.erased(take, len(unreadable)))

        self._slow.submit(lambda _: self._erase(take.id), done, self._failed, finish=True)

    def export(self, take: Take, target: Path) -> None:
        """Write a take for other players, with its words beside it."""

        def work(_: Job) -> Failure | None:
            return self._work.export(take, self._kept().path_of(take), target)

        def done(why: Failure | None) -> None:
            self._notices.say("voice", *voice_words.exported(target, why))

        self._runner.submit(work, done, self._failed, finish=True)

    def export_for_ward(self, takes: tuple[Take, ...], into: Path) -> None:
        """Write takes into a new folder for a hospital ward; this takes some minutes."""
        singers = tuple(dict.fromkeys(take.facts.singer for take in takes))
        sheet = ward_sheet(singers, len(takes), translate, language())
        self._notices.say(
            "voice",
            self.tr("Writing the recordings for the ward…"),
            self.tr("This takes a few minutes. You can go on meanwhile."),
        )

        def work(job: Job) -> Path | Failure:
            path_of = self._kept().path_of
            return self._work.export_for_ward(takes, path_of, into, sheet, lambda: job.cancelled)

        def done(found: Path | Failure) -> None:
            self._notices.say("voice", *voice_words.for_ward(found, into))

        self._slow.submit(work, done, self._failed)

    def _kept(self) -> KeptTakes:
        """For the calling thread."""
        return KeptTakes(self._stores.takes.here(), self._folder, self._clock.now)

    def _change(self, act: Callable[[KeptTakes], None], done: Callable[[], None]) -> None:
        self._runner.submit(
            lambda _: act(self._kept()), lambda _: done(), self._failed, finish=True
        )

    def _after_change(self) -> None:
        self.changed.emit()
        self._look_again()

    def _failed(self, problem: Exception) -> None:
        if isinstance(problem, StorageError):
            self._notices.report_not_saved(problem)
        elif isinstance(problem, NoHelperError | OSError):
            self._notices.say("voice", *voice_words.disk_refused(problem))
        else:
            self._notices.say("voice", self.tr("Something went wrong. Nothing was changed."))


def _brought(
    file: Path, what: SongChoice | str, singer: str
) -> BroughtRecording | BroughtMessage | OSError:
    """The recording to keep, with its score; OSError if that cannot be read."""
    from lullaby.songbook.score_folder import RefusedScore, read_score

    if isinstance(what, str):
        return BroughtMessage(file, what, singer)
    found = read_score(what.score)
    if isinstance(found, RefusedScore):
        return OSError(found.reason)
    return BroughtRecording(file, what.song, found.score, singer)
