"""Manages the music folders: adds and removes them, scans them in the background, reports."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from lullaby.clock import Clock
from lullaby.helpers import Helpers
from lullaby.jobs import Job, JobRunner
from lullaby.library.changes import ChangeFeed, Changes
from lullaby.library.forgetting import Forgotten
from lullaby.library.found import KnownFile, ScanBatch
from lullaby.library.scan_store import ScanStore
from lullaby.library.store import FolderCount, LibraryStore
from lullaby.library.track import TrackId
from lullaby.library.walk import FOLDER_PATIENCE_S, is_here
from lullaby.storage.transaction import StorageError

if TYPE_CHECKING:
    from lullaby.library.scanner import ScanProgress, ScanSummary

NEWS_EVERY_MS = 3_000
"""Reading 10,000 songs again takes a quarter of a second, so the list waits this long."""

LOOK_EVERY_MS = 20_000
"""How soon songs return after their drive does."""

T = TypeVar("T")

Scan = Callable[
    [
        list[Path],
        dict[str, KnownFile],
        Job,
        Callable[[ScanBatch], None],
        Callable[["ScanProgress"], None],
    ],
    "ScanSummary",
]


class MusicFolders(QObject):
    """Runs one scan at a time; a folder added meanwhile is scanned right afterwards."""

    progressed = Signal(object)
    """The progress, or None when no scan is running."""
    finished = Signal(object)
    """The ScanSummary."""
    songs_changed = Signal()
    """Songs were added, moved or removed; emitted now and then during a scan, and at its end."""
    songs_added = Signal()
    """The scan of a folder that the person added is over and has brought songs."""
    collections_added = Signal(object)
    """The scan of a folder that the person added is over: its songs whose files hold several."""
    settled = Signal()
    """Songs were added or removed, and no more will follow: playlists may recognise theirs."""
    trouble = Signal(object)
    """The library could not be written; a StorageError."""

    def __init__(
        self,
        store: LibraryStore,
        scans: ScanStore,
        jobs: JobRunner,
        clock: Clock,
        scan: Scan,
        helpers: Helpers,
        own: Sequence[Path] = (),
        lookups: JobRunner | None = None,
        changes: ChangeFeed | None = None,
        languages: Callable[[], Sequence[str]] = tuple,
        parent: QObject | None = None,
    ) -> None:
        """`own` are folders of the application, scanned too if they exist.

        `helpers` read single files; `lookups` runs what must not wait for a scan, and `changes`
        records which songs have changed. `languages` gives the person's, for words beside a song.
        """
        super().__init__(parent)
        self._own = own
        self._store = store
        self._scans = scans
        self._jobs = jobs
        self._lookups = lookups or jobs
        self._clock = clock
        self._scan = scan
        self._helpers = helpers
        self._changes = changes
        self._languages = languages
        self._found: deque[tuple[Job, datetime, ScanBatch]] = deque()
        """Read, but not yet written; with the time at which the reading began."""
        self._job: Job | None = None
        self._void: Job | None = None
        """A scan that includes a removed folder; its further results are ignored."""
        self._again = False
        self._asked_for = False
        """Whether the person waits for the songs of the next scan."""
        self._rewriting = 0
        """How many folders are being removed or restored."""
        self._absent: tuple[Path, ...] = ()
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(LOOK_EVERY_MS)
        self._waiting.timeout.connect(self.look_for_absent)
        self._news = QTimer(self)
        self._news.setSingleShot(True)
        self._news.setInterval(NEWS_EVERY_MS)
        self._news.timeout.connect(self.songs_changed)

    @property
    def scanning(self) -> bool:
        return self._job is not None

    def lines(self) -> list[FolderCount]:
        """The folders with their numbers of songs."""
        return self._store.folder_counts()

    def look_up(self, deliver: Callable[[list[FolderCount], int], None]) -> None:
        """Count songs per folder and hidden songs in the background, and pass them to `deliver`."""

        def work(_: Job) -> tuple[list[FolderCount], int]:
            store = self._store.here()
            return store.folder_counts(), store.hidden_count()

        self._lookups.submit(work, lambda found: deliver(*found), lambda _: None)

    def hidden(self) -> int:
        """How many songs are hidden."""
        return self._store.hidden_count()

    def show_hidden(self) -> None:
        """Show every hidden song again; of very many this takes a while."""

        def done(written: tuple[None, Changes]) -> None:
            self._rewritten(written[1].ids)

        self._rewrite(lambda store: store.noting(store.show_hidden), done)

    def add(self, folder: Path) -> None:
        """Add a folder and scan it."""
        self._store.add_folder(folder.absolute())
        self._asked_for = True
        self.rescan()

    def remove(self, folder: Path, deliver: Callable[[Forgotten], None]) -> None:
        """Remove a folder and pass what it held to `deliver`; a running scan restarts without it.

        For a folder with very many songs this takes a while, without blocking the window.
        """
        if self._job is not None:
            self._void = self._job
            self._job.cancel()
            self._again = True

        def done(forgotten: Forgotten) -> None:
            self._rewritten(forgotten.ids)
            deliver(forgotten)

        self._rewrite(lambda store: store.remove_folder(folder), done)

    def restore_folder(self, forgotten: Forgotten) -> None:
        """Restore a folder that was removed by mistake."""

        def done(_: None) -> None:
            self._again = True
            self._rewritten(forgotten.ids)

        self._rewrite(lambda store: store.restore(forgotten), done)

    def _rewrite(self, write: Callable[[LibraryStore], T], done: Callable[[T], None]) -> None:
        """Write in the background; no scan starts before that is done."""
        self._rewriting += 1

        def failed(problem: Exception) -> None:
            self._rewriting -= 1
            if isinstance(problem, StorageError):
                self.trouble.emit(problem)

        def written(value: T) -> None:
            self._rewriting -= 1
            done(value)

        self._lookups.submit(lambda _: write(self._store.here()), written, failed, finish=True)

    def _rewritten(self, changed: Iterable[TrackId]) -> None:
        if self._changes is not None:
            self._changes.add(changed)
        self.songs_changed.emit()
        self.settled.emit()
        if self._again and self._job is None:
            self._again = False
            self.rescan()

    def rescan(self) -> None:
        """Scan all folders; unchanged files cost next to nothing."""
        if self._job is not None or self._rewriting:
            self._again = True
            return
        folders = [folder.path for folder in self._store.folders()]
        folders += [own for own in self._own if own not in folders and own.is_dir()]
        if not folders and self._scans.empty():
            return
        from lullaby.library.scanner import ScanProgress

        self.progressed.emit(ScanProgress(0, None))
        now, asked_for = self._clock.now(), self._asked_for
        self._asked_for = False

        def work(job: Job) -> ScanSummary:
            known = self._scans.here().known()
            return self._scan(
                folders, known, job, lambda batch: self._deliver(job, now, batch), self._report
            )

        self._job = self._jobs.submit(
            work,
            lambda summary: self._done(folders, summary, now if asked_for else None),
            lambda problem: self._end(),
        )

    def look_for_absent(self) -> None:
        """Scan all folders if one that was away has returned."""
        absent = self._absent
        if self._job is not None or not absent:
            return

        def work(job: Job) -> bool:
            asked = self._helpers.each(is_here, absent, lambda: job.cancelled, FOLDER_PATIENCE_S)
            return any(here is True for answers in asked for _, here in answers)

        def done(back: bool) -> None:
            if back:
                self.rescan()
            else:
                self._waiting.start()

        self._jobs.submit(work, done, lambda _: self._waiting.start())

    def take_in(self, paths: Sequence[Path]) -> None:
        """Read single files into the library, wherever they are; after a scan that is running."""
        if paths:
            self._take_in(paths, self._jobs, lambda: None)

    def take_in_now(self, paths: Sequence[Path], done: Callable[[], None]) -> None:
        """Read a few files that somebody waits for, even during a scan, and call `done`."""
        self._take_in(paths, self._lookups, done)

    def _take_in(self, paths: Sequence[Path], jobs: JobRunner, done: Callable[[], None]) -> None:
        now = self._clock.now()

        def work(job: Job) -> None:
            from lullaby.library.scanner import read_files

            if paths:
                deliver = partial(self._deliver, job, now, jobs=jobs)
                read_files(paths, job, deliver, self._helpers, self._languages())

        def read(_: None) -> None:
            self._report_news()
            self.settled.emit()
            done()

        def failed(_: Exception) -> None:
            self._report_news()
            done()

        jobs.submit(work, read, failed, finish=True)

    def stop(self) -> None:
        """Stop the scan; what it found so far stays."""
        if self._job is not None:
            self._job.cancel()
            self._again = False

    def keep(self) -> None:
        """Write what has been read so far, before the application ends and after any scan."""
        while self._found:
            self._write(*self._found.popleft())

    def _deliver(
        self, job: Job, began: datetime, batch: ScanBatch, jobs: JobRunner | None = None
    ) -> None:
        self._found.append((job, began, batch))
        (jobs or self._jobs).post(self._write_next)

    def _report(self, progress: ScanProgress) -> None:
        self._jobs.post(lambda: self.progressed.emit(progress))

    def _write_next(self) -> None:
        """Write one batch, so that the event loop can run between two."""
        if self._found:
            self._write(*self._found.popleft())

    def _write(self, job: Job, began: datetime, batch: ScanBatch) -> None:
        if job is self._void:
            return
        try:
            self._scans.apply(batch, began)
        except StorageError as problem:
            self.stop()
            self.trouble.emit(problem)
        else:
            if not self._news.isActive():
                self._news.start()

    def _report_news(self) -> None:
        """Announce what was found since the last time."""
        if self._news.isActive():
            self._news.stop()
            self.songs_changed.emit()

    def _done(self, folders: list[Path], summary: ScanSummary, asked_for: datetime | None) -> None:
        """`asked_for` is when a scan began for whose songs the person waits.

        To a person, also songs that return with their folder are new.
        """
        new = 0 if asked_for is None else self._scans.added_at(asked_for)
        if new and not summary.new:
            summary = replace(summary, new=new)
        if not summary.stopped:
            for folder in folders:
                self._scans.scanned(folder, self._clock.now())
            self._absent = summary.absent
            if self._absent:
                self._waiting.start()
        self.finished.emit(summary)
        self.settled.emit()
        self._end()
        if new:
            self.songs_added.emit()
        if asked_for is not None:
            self.collections_added.emit(self._scans.collections_added_at(asked_for))

    def _end(self) -> None:
        self._job = None
        self._report_news()
        self.progressed.emit(None)
        if self._again and not self._rewriting:
            self._again = False
            self.rescan()
