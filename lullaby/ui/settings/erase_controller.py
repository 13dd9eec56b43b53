"""Asks before a child is erased, erases it, and lets the person undo that for eight seconds."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from lullaby.erasing import ChildEraser, ChildTraces, ErasedChild
from lullaby.jobs import JobRunner
from lullaby.library.song_preferences import EVERYBODY, Child, ChildId
from lullaby.storage.transaction import StorageError
from lullaby.ui.settings import erase_words
from lullaby.ui.shell.notifications import Notifications
from lullaby.ui.shell.settings_controller import SettingsController
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.sing.song_preferences_controller import SongPreferencesController

TOPIC = "erasing"


class EraseController(QObject):
    changed = Signal()
    """A child was erased, or came back."""

    def __init__(
        self,
        window: QWidget,
        eraser: ChildEraser,
        runner: JobRunner,
        notices: Notifications,
        undo: UndoController,
        settings: SettingsController,
        song_preferences: SongPreferencesController,
        sounding: Callable[[], bool],
        settle: Callable[[], bool],
    ) -> None:
        """`settle` writes everything that waits to be written, and returns whether nothing is
        left."""
        super().__init__(window)
        self._eraser = eraser
        self._runner = runner
        self._notices = notices
        self._undo = undo
        self._settings = settings
        self._song_preferences = song_preferences
        self._sounding = sounding
        self._settle = settle
        self._busy = self._finishing = self._undoable = False

    def ask(self, child: Child) -> None:
        """Tell what there is of a child, and offer to erase it."""

        def told(traces: ChildTraces) -> None:
            self._notices.offer(
                TOPIC,
                erase_words.question(child.name),
                erase_words.what_goes(traces),
                self.tr("Erase"),
                lambda: self.erase(child),
            )

        self._runner.submit(lambda _: self._eraser.traces(child), told, self._failed)

    def erase(self, child: Child) -> bool:
        """Erase a child; returns whether the question is answered."""
        if self._sounding() or self._busy:
            text = self.tr("A child can be erased when nothing is playing.")
            self._notices.say(TOPIC, text)
            return False
        if not self._settle():
            self._notices.say(TOPIC, self.tr("The disk is busy. Try again in a moment."))
            return False
        if self._settings.now.child_in_copies:
            # Erasing for good takes the whole bin of erased recordings.
            self._undo.withdraw()
            self.finish()
        self._busy = True

        def done(erased: ErasedChild) -> None:
            self._busy = False
            chosen = self._settings.now.child == child.id
            self._settings.change(child_in_copies=child.name)
            self._song_preferences.sing_with(EVERYBODY if chosen else self._chosen())
            self.changed.emit()
            self._undo.offer(
                erase_words.erased(child.name),
                lambda: self._bring_back(erased, chosen),
                self._settled,
            )
            self._undoable = True

        self._runner.submit(lambda _: self._eraser.erase(child), done, self._failed, finish=True)
        return True

    def _settled(self) -> None:
        self._undoable = False
        self.finish()

    def finish(self) -> None:
        """Erase the child from the copies, too, if one was erased here for good."""
        name = self._settings.now.child_in_copies
        if not name or self._undoable or self._finishing:
            return
        self._finishing = True

        def done(unreadable: tuple[Path, ...]) -> None:
            self._finishing = False
            self._settings.change(child_in_copies="")
            self._notices.say(TOPIC, *erase_words.gone(name, len(unreadable)))

        def failed(problem: Exception) -> None:
            self._finishing = False
            self._failed(problem)

        self._runner.submit(
            lambda _: self._eraser.erase_from_copies(name), done, failed, finish=True
        )

    def _bring_back(self, erased: ErasedChild, chosen: bool) -> None:
        self._undoable = False

        def done(child: Child) -> None:
            self._settings.change(child_in_copies="")
            self._song_preferences.sing_with(child.id if chosen else self._chosen())
            self.changed.emit()

        self._runner.submit(
            lambda _: self._eraser.bring_back(erased), done, self._failed, finish=True
        )

    def _chosen(self) -> ChildId:
        return ChildId(self._settings.now.child)

    def _failed(self, problem: Exception) -> None:
        self._busy = False
        if isinstance(problem, StorageError):
            self._notices.report_not_saved(problem)
        else:
            text = self.tr("The disk refused, so not everything was erased.")
            self._notices.say(TOPIC, text, self.tr("Try again in a moment."))
