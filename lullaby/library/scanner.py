"""Looks through the music folders: what is new, changed, moved or gone.

Incremental by path, size and time of change. The songs of a folder that cannot be listed just now
(a drive that is not plugged in) are away: they lose nothing, and come back with it.
"""

import logging
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from lullaby.jobs import Job
from lullaby.library.found import FoundFile, KnownFile, Moved, ScanBatch, SeenFile
from lullaby.library.locations import is_file
from lullaby.library.matching import by_number
from lullaby.library.scan_result import ScanResult, ScanSummary
from lullaby.library.track import NOT_THERE, Fault, TrackId
from lullaby.library.walk import is_here, look_at, walk

log = logging.getLogger(__name__)

BATCH = 100
"""Files read between two reports."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a scan is. `total` is known once the folders have been walked."""

    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done about the files that were seen."""

    read: tuple[SeenFile, ...]
    moved: Mapping[str, str]
    """Files that are known under another path: the new one by the old one."""
    lost: tuple[str, ...]
    """Known files that are not where they were."""
    back: tuple[TrackId, ...]
    """Songs whose files are where they were again, as they were."""
    noted: tuple[SeenFile, ...]
    unchanged: int


def plan(seen: Mapping[str, SeenFile], known: Mapping[str, KnownFile]) -> Plan:
    """Compare the disk with the library, before any file is opened."""
    read: list[SeenFile] = []
    back: list[TrackId] = []
    noted: list[SeenFile] = []
    unchanged = 0
    for path, file in seen.items():
        before = known.get(path)
        if before is None or not _settled(before, file):
            read.append(file)
            continue
        unchanged += 1
        if before.fault in NOT_THERE or before.removed:
            back.append(before.track)
        if not before.inode and file.inode and not before.ours:
            noted.append(file)
    gone = {path: known[path] for path in known.keys() - seen.keys() if not known[path].ours}
    moved = by_number(gone, {f.path: f for f in read if f.path not in known}) if gone else {}
    lost = tuple(path for path in gone if path not in moved)
    return Plan(tuple(read), moved, lost, tuple(back), tuple(noted), unchanged)


def _settled(before: KnownFile, file: SeenFile) -> bool:
    return before.ours or (file.same_as(before) and before.fault is not Fault.NO_PERMISSION)


def scan(
    folders: Sequence[Path],
    known: Mapping[str, KnownFile],
    job: Job,
    deliver: Callable[[ScanBatch], None],
    report: Callable[[Progress], None],
    workers: int = 1,
    elsewhere: Mapping[str, KnownFile] = MappingProxyType({}),
) -> ScanSummary:
    """Walk the folders and read what is new or changed, delivering it in batches.

    Known files outside of them are looked at one by one, except those of `elsewhere`, which only
    tell where new files may have come from.

    `deliver` and `report` are called on the scanning thread. A cancelled `job` ends the scan
    after the batch under way; what was delivered stays, and nothing is called missing.
    """
    report(Progress(0, None))
    seen: dict[str, SeenFile] = {}
    closed: list[Path] = []
    here: set[str] = set()
    for folder in folders:
        walked = walk(folder, lambda: job.cancelled)
        seen.update((file.path, file) for file in walked.files)
        closed += walked.closed
        here |= walked.folders
    if job.cancelled:
        return ScanSummary(stopped=True)
    inside = tuple(os.path.join(folder, "") for folder in folders)  # noqa: PTH118 - 10,000 texts
    strays = [
        Path(path)
        for path, file in known.items()
        if not path.startswith(inside) and not file.removed
    ]
    seen.update((file.path, file) for file in look_at(strays))
    here |= {str(folder) for folder in {path.parent for path in strays} if is_here(folder)}
    todo = plan(seen, known)
    if todo.moved:
        moved = tuple(Moved(known[old].track, Path(new)) for old, new in todo.moved.items())
        deliver(ScanBatch(moved=moved))
    if todo.back or todo.noted:
        deliver(ScanBatch(back=todo.back, noted=todo.noted))
    lost = {path: known[path] for path in todo.lost}
    if todo.read:
        lost |= _not_there(elsewhere)
    result = ScanResult(known, seen, todo.moved, lost, here, job)
    report(Progress(0, len(todo.read)))
    done = 0
    for batch in _read(todo.read, workers, job):
        deliver(ScanBatch(found=result.take(batch)))
        done += len(batch)
        report(Progress(done, len(todo.read)))
        if job.cancelled:
            break
    if done == len(todo.read):
        result.settle(deliver)
    summary = result.summary()
    return replace(
        summary,
        unchanged=todo.unchanged + summary.unchanged,
        closed=tuple(closed),
        stopped=job.cancelled and (done < len(todo.read) or result.waiting),
    )


def _not_there(files: Mapping[str, KnownFile]) -> dict[str, KnownFile]:
    return {
        path: file
        for path, file in files.items()
        if not file.ours and (file.removed or not is_file(Path(path)))
    }


def read_files(paths: Sequence[Path], job: Job, deliver: Callable[[ScanBatch], None]) -> None:
    """Read files that were named one by one, wherever they are; what holds no sound is left."""
    files = list(look_at(paths))
    for batch in _read(files, 1, job):
        deliver(ScanBatch(found=tuple(f for f in batch if f.fault is not Fault.NOT_AUDIO)))
        if job.cancelled:
            break


def _read(files: Sequence[SeenFile], workers: int, job: Job) -> Iterable[list[FoundFile]]:
    batches = [files[at : at + BATCH] for at in range(0, len(files), BATCH)]
    if workers <= 1 or len(batches) < 2 * workers:
        for batch in batches:
            yield read_batch(batch)
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, fresh, _serve) as pool:
        pending = [pool.submit(read_batch, batch) for batch in batches]
        try:
            for future in pending:
                yield future.result()
        finally:
            if job.cancelled:
                pool.shutdown(wait=False, cancel_futures=True)


def read_batch(files: Sequence[SeenFile]) -> list[FoundFile]:
    """Read the tags of files; each comes back, if only with its fault."""
    from lullaby.library.reading import read_file

    return [read_file(file) for file in files]


def _serve() -> None:
    """A helper leaves the processor to the sound and the window, and never outlives the app."""
    import os
    from multiprocessing import parent_process
    from threading import Thread

    if hasattr(os, "nice"):
        os.nice(10)
    app = parent_process()

    def leave_with_the_app() -> None:
        if app is not None:
            app.join()
            os._exit(1)

    Thread(target=leave_with_the_app, daemon=True).start()
