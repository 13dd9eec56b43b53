"""Looks through the music folders: what is new, changed, moved or gone.

Incremental by path, size and time of change. The songs of a folder that cannot be listed just now
(a drive that is not plugged in) are away: they lose nothing, and come back with it.
"""

import logging
import os
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lullaby.jobs import Job
from lullaby.library.found import FoundFile, KnownFile, Moved, ScanBatch, SeenFile
from lullaby.library.track import NOT_THERE, Fault, TrackId
from lullaby.library.walk import is_here, look_at, walk

log = logging.getLogger(__name__)

PASSING = (Fault.MISSING, Fault.AWAY, Fault.NO_PERMISSION)
"""Faults that end without a trace in the file's size or time of change."""

BATCH = 100
"""Files read between two reports."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a scan is. `total` is known once the folders have been walked."""

    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class ScanSummary:
    """What a scan came to; `closed` are folders that could not be listed.

    `missing` songs are gone from folders that are there, `away` those whose folder is not; both
    are counted by the first scan that does not see them.
    """

    new: int = 0
    changed: int = 0
    moved: int = 0
    missing: int = 0
    away: int = 0
    unchanged: int = 0
    faults: tuple[tuple[Path, Fault], ...] = ()
    closed: tuple[Path, ...] = ()
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done about the files that were seen."""

    read: tuple[SeenFile, ...]
    moved: tuple[tuple[TrackId, SeenFile], ...]
    lost: tuple[str, ...]
    """Known files that are not where they were."""
    back: tuple[TrackId, ...]
    """Songs whose files are where they were again, as they were."""
    noted: tuple[SeenFile, ...]
    unchanged: int


def plan(seen: Sequence[SeenFile], known: Mapping[str, KnownFile]) -> Plan:
    """Compare the disk with the library.

    A new file with the size and time of change of one that is gone is taken for the same file
    moved; of several such, one with the same name; otherwise none.
    """
    read: list[SeenFile] = []
    back: list[TrackId] = []
    noted: list[SeenFile] = []
    unchanged = 0
    for file in seen:
        before = known.get(file.path)
        if before is None or not _settled(before, file):
            read.append(file)
            continue
        unchanged += 1
        if before.fault in NOT_THERE:
            back.append(before.track)
        if not before.inode and file.inode and not before.ours:
            noted.append(file)
    there = {file.path for file in seen}
    gone = {path: known[path] for path in known.keys() - there if not known[path].ours}
    same: dict[tuple[int, int], list[str]] = defaultdict(list)
    for path, file in gone.items():
        same[file.size, file.mtime_ns].append(path)
    moved: list[tuple[TrackId, SeenFile]] = []
    for file in read if gone else ():
        origin = None if file.path in known else _origin(file, same)
        if origin is not None:
            same[file.size, file.mtime_ns].remove(origin)
            moved.append((gone.pop(origin).track, file))
    return Plan(tuple(read), tuple(moved), tuple(gone), tuple(back), tuple(noted), unchanged)


def _settled(before: KnownFile, file: SeenFile) -> bool:
    return before.ours or (file.same_as(before) and before.fault is not Fault.NO_PERMISSION)


def _origin(file: SeenFile, same: Mapping[tuple[int, int], list[str]]) -> str | None:
    candidates = same.get((file.size, file.mtime_ns), []) if file.size else []
    if len(candidates) == 1:
        return candidates[0]
    name = Path(file.path).name
    named = [path for path in candidates if Path(path).name == name]
    return named[0] if len(named) == 1 else None


def scan(
    folders: Sequence[Path],
    known: Mapping[str, KnownFile],
    job: Job,
    deliver: Callable[[ScanBatch], None],
    report: Callable[[Progress], None],
    workers: int = 1,
) -> ScanSummary:
    """Walk the folders and read what is new or changed, delivering it in batches.

    Known files outside of them are looked at one by one.

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
    strays = [Path(path) for path in known if not path.startswith(inside)]
    seen.update((file.path, file) for file in look_at(strays))
    here |= {str(folder) for folder in {path.parent for path in strays} if is_here(folder)}
    todo = plan(list(seen.values()), known)
    if todo.moved:
        deliver(ScanBatch(moved=tuple(Moved(track, Path(file.path)) for track, file in todo.moved)))
    if todo.back or todo.noted:
        deliver(ScanBatch(back=todo.back, noted=todo.noted))
    faults: list[tuple[Path, Fault]] = []
    arrived = {file.path for _, file in todo.moved}
    new = changed = still_locked = done = 0
    report(Progress(0, len(todo.read)))
    for batch in _read(todo.read, workers, job):
        deliver(ScanBatch(found=tuple(batch)))
        for file in batch:
            before = known.get(str(file.path))
            if before is not None and file.fault is before.fault is Fault.NO_PERMISSION:
                still_locked += 1
                continue
            new += before is None and str(file.path) not in arrived
            changed += before is not None
            if file.fault is not None:
                faults.append((file.path, file.fault))
        done += len(batch)
        report(Progress(done, len(todo.read)))
        if job.cancelled:
            break
    stopped = job.cancelled and done < len(todo.read)
    missing, away = _sorted_out(todo.lost, known, here)
    if (missing or away) and not stopped:
        deliver(ScanBatch(missing=missing, away=away))
    return ScanSummary(
        new=new,
        changed=changed,
        moved=len(todo.moved),
        missing=0 if stopped else len(missing),
        away=0 if stopped else len(away),
        unchanged=todo.unchanged + still_locked,
        faults=tuple(faults),
        closed=tuple(closed),
        stopped=stopped,
    )


def _sorted_out(
    lost: Iterable[str], known: Mapping[str, KnownFile], here: Collection[str]
) -> tuple[tuple[TrackId, ...], tuple[TrackId, ...]]:
    """Songs that are gone and songs that are away, of each those that were not known as such."""
    missing: list[TrackId] = []
    away: list[TrackId] = []
    for path in lost:
        file = known[path]
        fault = Fault.MISSING if str(Path(path).parent) in here else Fault.AWAY
        if file.fault is not fault:
            (missing if fault is Fault.MISSING else away).append(file.track)
    return tuple(missing), tuple(away)


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
