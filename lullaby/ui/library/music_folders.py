"""The music folders: added, scanned in the background, stopped, and told about calmly."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from lullaby.clock import Clock
from lullaby.jobs import Job, JobRunner
from lullaby.library.found import KnownFile, ScanBatch
from lullaby.library.scan_store import ScanStore
from lullaby.library.scanner import Progress, ScanSummary
from lullaby.library.store import LibraryStore
from lullaby.storage.transaction import StorageError

Scan = Callable[
    [
        list[Path],
        dict[str, KnownFile],
        Job,
        Callable[[ScanBatch], None],
        Callable[[Progress], None],
    ],
    ScanSummary,
]


@dataclass(frozen=True, slots=True)
class FolderLine:
    """One folder as Settings shows it."""

    path: Path
    songs: int
    tempo_known: int


class MusicFolders(QObject):
    """One scan at a time; a folder added meanwhile is looked through right after."""

    progressed = Signal(object)
    """Progress, or None when no scan is under way."""
    finished = Signal(object)
    """The ScanSummary."""
    songs_changed = Signal()
    """Songs came, moved or went; at each batch."""
    trouble = Signal()
    """The library could not be written: disk full or locked."""

    def __init__(
        self,
        store: LibraryStore,
        scans: ScanStore,
        jobs: JobRunner,
        clock: Clock,
        scan: Scan,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._scans = scans
        self._jobs = jobs
        self._clock = clock
        self._scan = scan
        self._job: Job | None = None
        self._again = False

    @property
    def scanning(self) -> bool:
        return self._job is not None

    def lines(self) -> list[FolderLine]:
        """The folders with how many songs each holds."""
        tracks = self._store.tracks(include_hidden=True)
        made: list[FolderLine] = []
        for folder in self._store.folders():
            inside = [track for track in tracks if folder.path in track.path.parents]
            known = sum(1 for track in inside if track.tempo.bpm is not None)
            made.append(FolderLine(folder.path, len(inside), known))
        return made

    def add(self, folder: Path) -> None:
        """Keep a folder and look through it."""
        self._store.add_folder(folder.absolute())
        self.rescan()

    def remove(self, folder: Path) -> None:
        self._store.remove_folder(folder)
        self.songs_changed.emit()

    def rescan(self) -> None:
        """Look through all folders; what has not changed costs next to nothing."""
        if self._job is not None:
            self._again = True
            return
        folders = [folder.path for folder in self._store.folders()]
        if not folders:
            return
        known = self._scans.known()
        self.progressed.emit(Progress(0, None))
        self._job = self._jobs.submit(
            lambda job: self._scan(folders, known, job, self._deliver, self._report),
            lambda summary: self._done(folders, summary),
            lambda problem: self._end(),
        )

    def stop(self) -> None:
        """What was found so far stays."""
        if self._job is not None:
            self._job.cancel()
            self._again = False

    def _deliver(self, batch: ScanBatch) -> None:
        self._jobs.post(lambda: self._write(batch))

    def _report(self, progress: Progress) -> None:
        self._jobs.post(lambda: self.progressed.emit(progress))

    def _write(self, batch: ScanBatch) -> None:
        try:
            self._scans.apply(batch)
        except StorageError:
            self.stop()
            self.trouble.emit()
        else:
            self.songs_changed.emit()

    def _done(self, folders: list[Path], summary: ScanSummary) -> None:
        if not summary.stopped:
            for folder in folders:
                self._scans.scanned(folder, self._clock.now())
        self.finished.emit(summary)
        self._end()

    def _end(self) -> None:
        self._job = None
        self.progressed.emit(None)
        if self._again:
            self._again = False
            self.rescan()
