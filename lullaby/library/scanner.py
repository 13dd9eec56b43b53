"""Scans the music folders for new, changed, moved and missing files.

Incremental by path, size and modification time. Songs in a folder that cannot be listed now (an
unplugged drive) are away: they keep everything, and return with it.
"""

import logging
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType

from lullaby.frozen import frozen
from lullaby.helpers import Helpers, Unanswered
from lullaby.jobs import Job
from lullaby.library.found import FoundFile, KnownFile, Moved, ScanBatch, SeenFile
from lullaby.library.in_helper import read_songs
from lullaby.library.locations import is_file
from lullaby.library.matching import by_number
from lullaby.library.scan_result import ScanResult, ScanSummary
from lullaby.library.track import NOT_THERE, Fault, TrackId
from lullaby.library.walk import FOLDER_PATIENCE_S, look_into, walk

log = logging.getLogger(__name__)

PASSING = (Fault.NO_PERMISSION, Fault.NO_ANSWER)
"""Faults that may end without changing the file's size or modification time."""

NOTED = 500
"""Files per batch of which only the inode and its time change: about 5 ms to write."""

MOST_TOUCHED = 200
"""Files of which only the inode change time differs may have been replaced, and are read. If more
than this many changed at once, some program touched them all."""

WORTH_A_HELPER = 200
"""Number of files from which starting another helper pays off."""


@frozen
class ScanProgress:
    """Progress of a scan; `total` is known once the folders have been walked."""

    done: int
    total: int | None


@frozen
class Plan:
    """What a scan has to do."""

    read: tuple[SeenFile, ...]
    moved: Mapping[str, str]
    """New paths of known files by their old ones."""
    lost: tuple[str, ...]
    """Known files that are not at their path."""
    back: tuple[TrackId, ...]
    """Songs whose files are back, unchanged."""
    noted: tuple[SeenFile, ...]
    unchanged: int


def plan(seen: Mapping[str, SeenFile], known: Mapping[str, KnownFile]) -> Plan:
    """Compare the disk with the library, before any file is opened."""
    read: list[SeenFile] = []
    back: list[TrackId] = []
    noted: list[SeenFile] = []
    touched: list[SeenFile] = []
    unchanged = 0
    for path, file in seen.items():
        before = known.get(path)
        if before is None or not _settled(before, file):
            if before is not None and file.same_state(before) and before.fault is None:
                touched.append(file)
            else:
                read.append(file)
            continue
        unchanged += 1
        if before.removed or before.fault in NOT_THERE:
            back.append(before.track)
        if not before.ctime_ns and file.ctime_ns and not before.ours:
            noted.append(file)
    if len(touched) > MOST_TOUCHED:
        noted += touched
        unchanged += len(touched)
    else:
        read += touched
    gone = {path: known[path] for path in known.keys() - seen.keys() if not known[path].ours}
    moved = by_number(gone, {f.path: f for f in read if f.path not in known}) if gone else {}
    lost = tuple(path for path in gone if path not in moved)
    return Plan(tuple(read), moved, lost, tuple(back), tuple(noted), unchanged)


def _settled(before: KnownFile, file: SeenFile) -> bool:
    return before.ours or (file.same_as(before) and before.fault not in PASSING)


def _without_reading(todo: Plan, known: Mapping[str, KnownFile]) -> Iterator[ScanBatch]:
    """Yield the changes that need no file to be read."""
    if todo.moved:
        moved = tuple(Moved(known[old].track, Path(new)) for old, new in todo.moved.items())
        yield ScanBatch(moved=moved)
    if todo.back:
        yield ScanBatch(back=todo.back)
    for at in range(0, len(todo.noted), NOTED):
        yield ScanBatch(noted=todo.noted[at : at + NOTED])


def scan(
    folders: Sequence[Path],
    known: Mapping[str, KnownFile],
    job: Job,
    deliver: Callable[[ScanBatch], None],
    report: Callable[[ScanProgress], None],
    workers: int,
    helpers: Helpers,
    elsewhere: Mapping[str, KnownFile] = MappingProxyType({}),
    languages: Sequence[str] = (),
) -> ScanSummary:
    """Walk the folders and read new and changed files, delivering them in batches.

    Known files outside them are checked one by one, except those of `elsewhere`, which only serve
    to recognise moved files. Only `helpers` access disks, up to `workers` at a time. Of words
    beside a song, those in the first of the person's `languages` count.

    Calls `deliver` and `report` on the scanning thread. A cancelled `job` ends the scan soon;
    delivered batches stay, and no song is reported as missing.
    """
    report(ScanProgress(0, None))
    seen: dict[str, SeenFile] = {}
    closed: list[Path] = []
    here: set[str] = set()
    for folder in folders:
        walked = walk(folder, helpers, lambda: job.cancelled)
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
    for folder, files in _look_after(strays, job, helpers):
        here.add(str(folder))
        seen.update((file.path, file) for file in files)
    if job.cancelled:
        return ScanSummary(stopped=True)
    todo = plan(seen, known)
    for written in _without_reading(todo, known):
        deliver(written)
    sought = {path: known[path] for path in todo.lost}
    for file in todo.read:
        before = known.get(file.path)
        if before is not None and not file.sounds_as(before):
            sought[file.path] = before
    if todo.read:
        sought |= _not_there(elsewhere, job, helpers)
    result = ScanResult(known, seen, todo.moved, sought, here, job, helpers)
    report(ScanProgress(0, len(todo.read)))
    done = 0
    for batch in _read(todo.read, workers, job, helpers, languages):
        deliver(ScanBatch(found=result.take(batch)))
        done += len(batch)
        report(ScanProgress(done, len(todo.read)))
        if job.cancelled:
            break
    if done == len(todo.read):
        result.settle(deliver)
    summary = result.summary()
    return replace(
        summary,
        unchanged=todo.unchanged + summary.unchanged,
        closed=tuple(closed),
        absent=result.absent(folders),
        stopped=job.cancelled and (done < len(todo.read) or result.waiting),
    )


def _not_there(files: Mapping[str, KnownFile], job: Job, helpers: Helpers) -> dict[str, KnownFile]:
    """Files that are surely absent; one that does not answer may exist."""
    asked = [Path(path) for path, file in files.items() if not file.ours and not file.removed]
    answers = chain.from_iterable(helpers.each(is_file, asked, lambda: job.cancelled))
    there = {str(path) for path, answer in answers if answer is not False}
    return {path: file for path, file in files.items() if not file.ours and path not in there}


def read_files(
    paths: Sequence[Path],
    job: Job,
    deliver: Callable[[ScanBatch], None],
    helpers: Helpers,
    languages: Sequence[str] = (),
) -> None:
    """Read single files anywhere; files without audio are skipped."""
    files = [file for _, some in _look_after(paths, job, helpers) for file in some]
    for batch in _read(files, 1, job, helpers, languages):
        deliver(ScanBatch(found=tuple(f for f in batch if f.fault is not Fault.NOT_AUDIO)))
        if job.cancelled:
            break


def _look_after(
    strays: Sequence[Path], job: Job, helpers: Helpers
) -> Iterator[tuple[Path, list[SeenFile]]]:
    """Group single files by folder, without folders that are absent or do not answer."""
    by_folder: dict[Path, list[Path]] = defaultdict(list)
    for path in strays:
        by_folder[path.parent].append(path)
    asked = helpers.each(
        look_into, list(by_folder.values()), lambda: job.cancelled, FOLDER_PATIENCE_S
    )
    for paths, answer in chain.from_iterable(asked):
        if not isinstance(answer, Unanswered) and answer[0]:
            yield paths[0].parent, answer[1]


def _read(
    files: Sequence[SeenFile],
    workers: int,
    job: Job,
    helpers: Helpers,
    languages: Sequence[str],
) -> Iterator[list[FoundFile]]:
    """Read files; each is returned, at least with its fault, unless the job is cancelled."""
    at_once = 1 if len(files) < WORTH_A_HELPER * workers else workers
    return read_songs(files, helpers, lambda: job.cancelled, at_once, languages)
