"""Writes the heartbeat of a running evening on another thread: no slow disk blocks the window.

While one is being written, only the newest is queued. A heartbeat that arrives after its night has
ended does nothing, so nobody needs to wait for them: ending or changing a night writes all of it.
"""

from collections.abc import Callable
from datetime import datetime

from lullaby.frozen import frozen
from lullaby.jobs import Job, JobRunner
from lullaby.journal.entry import EntryId, EntrySong
from lullaby.journal.left_off import LeftOff, LeftOffStore
from lullaby.journal.store import JournalStore
from lullaby.storage.side_connections import SideConnections
from lullaby.storage.transaction import transaction


@frozen
class Heartbeat:
    """Says that the evening of this row is still running."""

    entry: EntryId
    at: datetime
    songs: tuple[EntrySong, ...]
    minutes_to_calm: int | None = None
    left_off: LeftOff | None = None
    """Where the evening is, in case something cuts it off."""
    calm_taken_back: bool = False
    """Whether an earlier mark of calm was taken back."""


@frozen
class _Waiting:
    beat: Heartbeat
    refused: Callable[[], None]


class Heartbeats:
    """Queues heartbeats; used on the owner's thread. `jobs` is a serial runner."""

    def __init__(self, beside: SideConnections, jobs: JobRunner) -> None:
        self._beside = beside
        self._jobs = jobs
        self._waiting: _Waiting | None = None
        self._busy = False

    def record(self, beat: Heartbeat, refused: Callable[[], None]) -> None:
        """Queue a write; calls `refused` on this thread if the disk refuses it."""
        self._waiting = _Waiting(beat, refused)
        if not self._busy:
            self._next()

    def _next(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is None:
            return
        beat = waiting.beat

        def work(_: Job) -> None:
            connection = self._beside.here()
            with transaction(connection):
                store = JournalStore(connection)
                store.record_heartbeat(
                    beat.entry, beat.at, beat.songs, beat.minutes_to_calm, beat.calm_taken_back
                )
                if beat.left_off is not None:
                    LeftOffStore(connection).keep(beat.entry, beat.left_off)

        def done(_: None) -> None:
            self._busy = False
            self._next()

        def failed(_: Exception) -> None:
            self._busy = False
            waiting.refused()
            self._next()

        self._busy = True
        try:
            self._jobs.submit(work, done, failed)
        except RuntimeError:  # shutting down: the runner takes no more work
            self._busy = False
            waiting.refused()
