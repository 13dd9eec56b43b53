"""Measures the loudness of the library's songs one by one, in the background.

Each song is a job of its own, so that scans and words can run between two songs. Each result is
stored at once, so that a crash loses nothing.
"""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from lullaby.audio.loudness_reading import LoudnessReading, Unmeasured
from lullaby.jobs import Job, JobRunner
from lullaby.library.loudness_store import LoudnessStore, UnmeasuredTrack
from lullaby.library.track import TrackId
from lullaby.storage.transaction import StorageError

log = logging.getLogger(__name__)

Result = LoudnessReading | Unmeasured
Measure = Callable[[Path, Job, Callable[[], bool]], Result]
"""Reads a whole file; returns `Unmeasured.CANCELLED` soon after the job is cancelled.

The third argument may be called from any thread; while it returns True the person waits for the
result."""

AWAITED = 2
"""How many of the preferred songs the person waits for: the song that plays, and the next."""


class LoudnessQueue:
    """Lives on the owner thread; only `measure` runs elsewhere."""

    def __init__(
        self,
        store: LoudnessStore,
        runner: JobRunner,
        measure: Measure,
        measured: Callable[[TrackId], None],
    ) -> None:
        """`measured` is called with each newly measured song."""
        self._store = store
        self._runner = runner
        self._measure = measure
        self._measured = measured
        self._song: UnmeasuredTrack | None = None
        self._job: Job | None = None
        self._first: Sequence[TrackId] = ()

    @property
    def running(self) -> bool:
        return self._song is not None

    def prefer(self, tracks: Sequence[TrackId]) -> None:
        """Measure these songs next, after the current one; the person waits for the first two."""
        self._first = tracks

    def start(self) -> None:
        """Continue measuring; no effect while running. Never raises."""
        if self._song is not None:
            return
        try:
            self._song = self._store.next(self._first)
        except StorageError as problem:
            log.warning("no songs are measured: %s", problem)
        if self._song is not None:
            self._submit(self._song)

    def stop(self) -> None:
        """Stop; the current song is measured after the next start."""
        if self._job is not None:
            self._job.cancel()
        self._song = self._job = None

    def _submit(self, song: UnmeasuredTrack) -> None:
        def done(result: Result) -> None:
            self._done(song, result)

        def failed(_: Exception) -> None:
            self._done(song, Unmeasured.UNREADABLE)

        def awaited() -> bool:
            return song.track in self._first[:AWAITED]

        job = self._runner.submit(lambda job: self._measure(song.path, job, awaited), done, failed)
        if self._song is song:
            self._job = job

    def _done(self, song: UnmeasuredTrack, result: Result) -> None:
        """Store a result, even of a song that was cancelled too late, and continue if running."""
        wanted = self._song is song
        if wanted:
            self._song = self._job = None
        try:
            self._store.write(song, result)
        except StorageError as problem:
            log.warning("the loudness of %s is not kept: %s", song.path, problem)
            return
        if isinstance(result, LoudnessReading):
            self._measured(song.track)
        if wanted and result is not Unmeasured.CANCELLED:
            self.start()
