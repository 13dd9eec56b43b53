"""Copies everything to a folder that the person chooses, and brings such a copy back."""

import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lullaby.backups import Backups
from lullaby.clock import Clock
from lullaby.copy_exchange import (
    COMING,
    Exchange,
    carry_out,
    clear_away,
    forget,
    prepare_to_bring,
    prepare_to_return,
)
from lullaby.jobs import Job, JobRunner
from lullaby.paths import Paths
from lullaby.settings import from_json, to_json
from lullaby.storage.backups import Backup
from lullaby.storage.transaction import StorageError
from lullaby.ui.settings import copy_words
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.shell.undo import UndoController
from lullaby.whole_copy import (
    DATABASE,
    SETTINGS,
    Copied,
    CopyProblem,
    copy_everything,
    fetch,
    read_copy,
)

log = logging.getLogger(__name__)

TOPIC = "copy"
KEPT_SETTINGS = ("speaker", "tray")
"""What belongs to the computer and not to the family."""


class CopyController(QObject):
    made = Signal()
    """A copy was made."""
    restored = Signal()
    """All data was replaced by that of a copy."""

    def __init__(
        self,
        window: QWidget,
        paths: Paths,
        backups: Backups,
        runner: JobRunner,
        clock: Clock,
        files: Files,
        notices: Notifications,
        undo: UndoController,
        settings: SettingsController,
        sounding: Callable[[], bool],
        settle: Callable[[], bool],
    ) -> None:
        """`settle` writes everything that waits to be written, and returns whether nothing is
        left."""
        super().__init__(window)
        self._paths = paths
        self._backups = backups
        self._runner = runner
        self._clock = clock
        self._files = files
        self._notices = notices
        self._undo = undo
        self._settings = settings
        self._sounding = sounding
        self._settle = settle
        self._busy = False

    def lacking(self) -> int:
        """How many recordings are in no copy. Raises `StorageError`."""
        return self._backups.stores.takes.uncopied()

    def ask_where(self) -> None:
        """Let the person choose where to copy everything."""
        folder = self._files.ask_folder(self.tr("Where should the copy go?"))
        if folder is not None:
            self.copy_into(folder)

    def copy_into(self, folder: Path) -> None:
        if self._busy or not self._settle():
            self._notices.say(TOPIC, self.tr("The disk is busy. Try again in a moment."))
            return
        now = self._clock.now()
        self._begin(self.tr("Copying everything and checking the copy…"))

        def done(copied: Copied | None) -> None:
            self._busy = False
            if copied is None:
                self._notices.say(TOPIC, *copy_words.problem_words(CopyProblem.CANCELLED))
                return
            self._note(copied)
            self._notices.say(TOPIC, *copy_words.made(copied))
            self.made.emit()

        self._runner.submit(
            lambda job: copy_everything(self._paths, folder, now, lambda: job.cancelled),
            done,
            self._failed,
        )

    def ask_which(self) -> None:
        """Let the person choose the copy to bring back."""
        folder = self._files.ask_folder(self.tr("Which copy should come back?"))
        if folder is not None:
            self.look_into(folder)

    def look_into(self, folder: Path) -> None:
        """Tell what a copy holds, and offer to bring it back."""

        def told(found: Copied | CopyProblem) -> None:
            if isinstance(found, CopyProblem):
                self._notices.say(TOPIC, *copy_words.problem_words(found))
                return
            self._notices.offer(
                TOPIC,
                copy_words.question(found, self._clock.now().date()),
                f"{copy_words.holds(found)} {copy_words.what_stays()}",
                self.tr("Bring it back"),
                lambda: self.bring_back(found),
            )

        self._runner.submit(lambda _: read_copy(folder), told, self._failed)

    def bring_back(self, copied: Copied) -> bool:
        """Check the copy, then replace what is here; returns whether that has begun."""
        if self._sounding() or self._busy:
            text = self.tr("A copy can be brought back when nothing is playing.")
            self._notices.say(TOPIC, text)
            return False
        self._begin(self.tr("Checking the copy…"))

        now = self._clock.now()

        def fetched(found: Exchange | CopyProblem) -> None:
            if isinstance(found, CopyProblem):
                self._busy = False
                self._notices.say(TOPIC, *copy_words.problem_words(found))
            else:
                self._exchange(copied, found)

        def work(job: Job) -> Exchange | CopyProblem:
            problem = fetch(copied, self._paths, lambda: job.cancelled)
            if problem is not None:
                return problem
            return prepare_to_bring(self._paths, DATABASE, copied.data, now)

        self._runner.submit(work, fetched, self._failed)
        return False

    def _exchange(self, copied: Copied, exchange: Exchange) -> None:
        """Exchange the database, then the folders; both, or neither."""
        now, coming = self._clock.now(), self._paths.data / COMING
        if self._sounding() or not self._settle():
            forget(self._paths)
            self._failed(StorageError())
            return
        try:
            aside = self._backups.restore(Backup(coming / DATABASE, now.date()), now)
        except StorageError as problem:  # the note stays: the next start sees how far it came
            self._failed(problem)
            return
        try:
            self._backups.stores.library.move_under(Path(copied.data), self._paths.data)
        except StorageError as problem:
            self._neither(aside, problem)
            return
        before, kept = self._settings.now, exchange.kept(self._paths)

        def work(_: Job) -> str:
            carry_out(self._paths, exchange)
            settings = coming / SETTINGS
            return settings.read_text("utf-8") if settings.is_file() else ""

        def done(text: str) -> None:
            self._busy = False
            if text:
                self._take_settings(text)
            self._note(copied)
            text = copy_words.brought_back(copied, now.date())
            self._notices.say(TOPIC, text)
            self.restored.emit()
            self._undo.offer(
                text,
                lambda: self._take_back(aside, kept, to_json(before)),
                lambda: self._runner.submit(
                    lambda _: clear_away(self._paths), lambda _: None, self._failed
                ),
            )

        def failed(problem: Exception) -> None:
            self._neither(aside, problem)

        self._runner.submit(work, done, failed, finish=True)

    def _neither(self, aside: Backup, problem: Exception) -> None:
        """The folders were not exchanged: put the database back that belongs to them."""
        try:
            self._backups.restore(aside, self._clock.now())
            forget(self._paths)
        except StorageError:
            log.warning("the former database could not be put back", exc_info=True)
        self.restored.emit()
        self._failed(problem)

    def _take_back(self, aside: Backup, kept: dict[Path, Path], settings: str) -> None:
        def work(exchange: Exchange) -> None:
            carry_out(self._paths, exchange)
            clear_away(self._paths)

        def prepared(exchange: Exchange) -> None:
            try:
                brought = self._backups.restore(aside, self._clock.now())
            except StorageError as problem:
                self._failed(problem)
                return

            def done(_: None) -> None:
                self._take_settings(settings)
                self.restored.emit()

            self._runner.submit(
                lambda _: work(exchange),
                done,
                lambda problem: self._neither(brought, problem),
                finish=True,
            )

        self._runner.submit(
            lambda _: prepare_to_return(self._paths, kept, aside.path),
            prepared,
            self._failed,
            finish=True,
        )

    def _take_settings(self, text: str) -> None:
        """Use the settings of a copy, except those of this computer."""
        found, now = from_json(text), self._settings.now
        names = [name for name in vars(type(now))["__annotations__"] if name != "unknown"]
        changes = {name: getattr(found, name) for name in names if name not in KEPT_SETTINGS}
        self._settings.change(**changes)

    def _note(self, copied: Copied) -> None:
        """Note which recordings are in this copy."""
        takes, names = self._backups.stores.takes, {file.name for file in copied.files}
        with suppress(StorageError):  # they are only told again to be in no copy
            takes.mark_copied([take.id for take in takes.all() if f"voices/{take.file}" in names])

    def _begin(self, text: str) -> None:
        self._busy = True
        self._notices.say(TOPIC, text)

    def _failed(self, problem: Exception) -> None:
        self._busy = False
        self._notices.say(TOPIC, *copy_words.failed(problem))
