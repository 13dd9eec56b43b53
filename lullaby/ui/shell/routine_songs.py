"""The songs of the routines, as last read; those of long lists are read in the background."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from lullaby.library.routine import Routine, RoutineId
from lullaby.library.track import Track

Take = Callable[[tuple[Track, ...]], None]

TracksOf = Callable[[Routine], Sequence[Track]]
"""The songs of a routine in the order in which they play."""


class LongLists(Protocol):
    """The routines whose songs the window does not wait for."""

    def holds(self, routine: Routine) -> bool: ...

    def listed(self, routine: Routine) -> int | None:
        """How many songs it lists, playable or not; None if nobody knows yet."""
        ...

    def read(
        self,
        routine: Routine,
        deliver: Callable[[Sequence[Track]], None],
        failed: Callable[[], None],
    ) -> None:
        """Pass the songs to `deliver`, now or later, or call `failed`."""
        ...


class NoLongLists:
    """Everything is read at once."""

    def holds(self, routine: Routine) -> bool:
        return False

    def listed(self, routine: Routine) -> int | None:
        return None

    def read(
        self,
        routine: Routine,
        deliver: Callable[[Sequence[Track]], None],
        failed: Callable[[], None],
    ) -> None:
        failed()


class RoutineSongs(QObject):
    """Only playable songs count. A change of the library or a playlist has them read anew."""

    came = Signal()
    """Songs that were read in the background are known now."""

    def __init__(
        self, short: TracksOf, long: LongLists | None = None, parent: QObject | None = None
    ) -> None:
        """`short` reads a short list at once."""
        super().__init__(parent)
        self._short = short
        self._long = long or NoLongLists()
        self._known: dict[RoutineId, tuple[Track, ...]] = {}
        self._current: set[RoutineId] = set()
        """The routines of which nothing has changed since they were read."""
        self._reading: dict[RoutineId, object] = {}
        """A mark of the newest reading of each routine; an older one is not heard."""
        self._lost: set[RoutineId] = set()
        """Those of which the newest reading failed; it may still be repeated from outside."""
        self._awaited: tuple[Routine, Take] | None = None

    def of(self, routine: Routine) -> tuple[Track, ...]:
        """The songs. Those of a long list may be old or none yet; `came` tells of newer ones."""
        if routine.id not in self._current and routine.id not in self._reading:
            self._read(routine)
        return self._known.get(routine.id, ())

    def count(self, routine: Routine) -> int | None:
        """How many songs a press would start; None if nobody knows yet."""
        songs = self.of(routine)
        return len(songs) if routine.id in self._known else self._long.listed(routine)

    def when_read(self, routine: Routine, take: Take) -> None:
        """Pass the current songs to `take`, now or once they are read.

        Only the newest call is answered. If they cannot be read, `take` gets what is known.
        """
        if routine.id in self._lost:
            self.forget(routine.id)
        self._awaited = (routine, take)
        if routine.id not in self._current and routine.id not in self._reading:
            self._read(routine)
        self._answer(routine)

    def await_none(self) -> None:
        """Answer no call of `when_read` any more."""
        self._awaited = None

    def forget(self, routine: RoutineId | None = None, known: bool = True) -> None:
        """Read the songs of one or all routines anew when they are next needed.

        Those that are `known` stay until then, unless they are of another list.
        """
        for each in [*self._known] if routine is None else [routine]:
            self._current.discard(each)
            if not known:
                self._known.pop(each, None)
        for each in [*self._reading] if routine is None else [routine]:
            self._reading.pop(each, None)
            self._lost.discard(each)
        if self._awaited is not None and self._awaited[0].id not in self._reading:
            self._read(self._awaited[0])

    def _read(self, routine: Routine) -> None:
        if not self._long.holds(routine):
            self._keep(routine, self._short(routine))
            return
        mark = self._reading[routine.id] = object()

        def deliver(tracks: Sequence[Track]) -> None:
            if self._reading.get(routine.id) is mark:
                del self._reading[routine.id]
                self._lost.discard(routine.id)
                self._keep(routine, tracks)
                self._answer(routine)
                self.came.emit()

        def failed() -> None:
            if self._reading.get(routine.id) is mark:
                self._lost.add(routine.id)
                self._give_what_is_known(routine)

        self._long.read(routine, deliver, failed)

    def _keep(self, routine: Routine, tracks: Sequence[Track]) -> None:
        self._known[routine.id] = tuple(track for track in tracks if track.fault is None)
        self._current.add(routine.id)

    def _answer(self, routine: Routine) -> None:
        if routine.id in self._current:
            self._give_what_is_known(routine)

    def _give_what_is_known(self, routine: Routine) -> None:
        if self._awaited is None or self._awaited[0].id != routine.id:
            return
        take, self._awaited = self._awaited[1], None
        if routine.id in self._known:
            take(self._known[routine.id])
