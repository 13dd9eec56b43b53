"""Makes, changes and deletes routines of the person's own; each can be undone."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from lullaby.journal.entry import FROM_LIBRARY
from lullaby.library.routine import (
    BuiltIn,
    Playlist,
    Routine,
    RoutineIcon,
    RoutineId,
    free_name,
)
from lullaby.library.routine_store import RoutineStore
from lullaby.storage.transaction import StorageError
from lullaby.ui.shell.next_session import NextSession
from lullaby.ui.shell.undo import UndoController
from lullaby.ui.text import names
from lullaby.ui.tonight.routine_sheet import RoutineSheet


class OwnRoutines(QObject):
    not_kept = Signal(object)
    """A new routine could not be written; carries the StorageError."""

    def __init__(
        self,
        store: RoutineStore,
        playlists: Callable[[], Sequence[Playlist]],
        next_session: NextSession,
        undo: UndoController,
        loudest: Callable[[], int],
        sheet: RoutineSheet,
    ) -> None:
        """`loudest` returns the gentle limit, 0 to 20."""
        super().__init__(sheet)
        self._store = store
        self._playlists = playlists
        self._next_session = next_session
        self._undo = undo
        self._loudest = loudest
        self.sheet = sheet
        sheet.make = self._make
        sheet.changed.connect(self._keep)
        sheet.delete_requested.connect(self._delete)

    def make(self) -> None:
        """Open the sheet for a new routine, which begins as the chosen one is now."""
        chosen = self._next_session.chosen
        name = free_name(self.tr("Our routine"), self._taken(RoutineId(0)))
        new = replace(
            chosen, id=RoutineId(0), name=name, built_in=None, icon=chosen.icon or RoutineIcon.HEART
        )
        self._open(new, self.tr("Your own routine"))

    def edit(self, routine: int) -> None:
        found = self._find(routine)
        if found is not None and found.built_in is None:
            self._open(found, self.tr("Change routine"))

    def _open(self, routine: Routine, title: str) -> None:
        self.sheet.open_for(routine, self._playlists(), self._loudest(), title)

    def _find(self, routine: int) -> Routine | None:
        return next((each for each in self._next_session.routines if each.id == routine), None)

    def _taken(self, but: RoutineId) -> list[str]:
        """The names of the other routines, and what the journal calls the built-in ones."""
        others = (r for r in self._next_session.routines if r.id != but)
        stored = (built_in.value for built_in in BuiltIn)
        return [*map(names.routine_name, others), *stored, FROM_LIBRARY]

    def _keep(self, wanted: Routine) -> None:
        before = self._find(wanted.id)
        if before is None:
            return
        routine = self._named(wanted)
        self._next_session.keep(routine)
        text = self.tr("“{name}” changed").format(name=routine.name)
        self._undo.offer(text, lambda: self._next_session.keep(before))

    def _named(self, wanted: Routine) -> Routine:
        """The routine with a name that no other one has."""
        return replace(wanted, name=free_name(wanted.name, self._taken(wanted.id)))

    def _make(self, wanted: Routine) -> bool:
        """Store and choose a new routine; False if the disk refuses."""
        chosen, routine = self._next_session.chosen, self._named(wanted)
        try:
            made = self._store.add(routine)
        except StorageError as problem:
            self.not_kept.emit(problem)
            return False
        self._next_session.refresh()
        self._next_session.choose(replace(routine, id=made))

        def take_back() -> None:
            self._store.delete(made)
            self._next_session.refresh()
            self._next_session.choose(chosen)

        text = self.tr("“{name}” added to your routines")
        self._undo.offer(text.format(name=routine.name), take_back)
        return True

    def _delete(self, routine: int) -> None:
        deleted = self._store.delete(RoutineId(routine))
        self._next_session.refresh()
        if deleted is None:
            return

        def take_back() -> None:
            self._store.restore(deleted)
            self._next_session.refresh()

        name = deleted.routine.name
        self._undo.offer(self.tr("“{name}” deleted").format(name=name), take_back)
