"""The cost of a scan, compared with only reading the same tags and only walking the folders.

The floors: `mutagen.File` on every file and nothing else, in this process or in as many helpers,
started and called as by the scan; and `os.scandir` with a `stat` of every file. A scan includes
writing the database.
"""

import multiprocessing
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import mutagen

from benchmarks.figures import against, line, race, title
from benchmarks.music import every_file, make_folder, open_library
from lullaby.background import MOST_WORKERS
from lullaby.helper_pool import HelperPool
from lullaby.helpers import Helpers, Inline
from lullaby.jobs import Job
from lullaby.library.scan_result import BATCH
from lullaby.library.scanner import ScanSummary, scan
from lullaby.stores import Stores

SIZES = (2_000, 10_000)
ROUNDS = {2_000: 7, 10_000: 3}
RESCANS = 15
WORKERS = min(MOST_WORKERS, os.cpu_count() or 1)


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def read_raw(files: list[Path]) -> int:
    """The floor: read each file with mutagen; returns how many it recognised."""
    return sum(mutagen.File(file) is not None for file in files)


def step_back() -> None:
    if hasattr(os, "nice"):
        os.nice(10)


def read_raw_with_helpers(files: list[Path]) -> int:
    batches = [files[at : at + BATCH] for at in range(0, len(files), BATCH)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, context, step_back) as pool:
        return sum(pool.map(read_raw, batches))


def bare_walk(folder: Path) -> int:
    """The floor of a rescan: the size and time of every file."""
    seen = 0
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting.append(entry.path)
                else:
                    facts = entry.stat()
                    seen += bool(facts.st_size and facts.st_mtime_ns)
    return seen


def whole_scan(stores: Stores, folder: Path, workers: int, helpers: Helpers) -> ScanSummary:
    """As in the application: read the known songs, scan, and write every batch."""
    known = stores.scans.known()
    return scan([folder], known, Job(), stores.scans.apply, lambda _: None, workers, helpers)


def fresh_scan(folder: Path, workers: int) -> float:
    """Seconds for a first scan into an empty library, including the start of helpers."""
    helpers = HelperPool() if workers > 1 else Inline()
    with tempfile.TemporaryDirectory() as data:
        stores = open_library(Path(data))
        stores.library.add_folder(folder)
        taken = seconds(lambda: whole_scan(stores, folder, workers, helpers))
        stores.connection.close()
    if isinstance(helpers, HelperPool):
        helpers.close()
    return taken


def first_scan(folder: Path, songs: int) -> None:
    files = every_file(folder)
    if read_raw(files) != songs:
        raise RuntimeError("mutagen does not know every song")
    title(f"First scan of {songs:,} songs, to the written database")
    alone, helped = "raw mutagen.File, in one process", f"raw mutagen.File, {WORKERS} helpers"
    rounds = race(
        ROUNDS[songs],
        {
            alone: lambda: seconds(lambda: read_raw(files)),
            "scan in one process": lambda: fresh_scan(folder, 1),
            helped: lambda: seconds(lambda: read_raw_with_helpers(files)),
            "scan as the app does it": lambda: fresh_scan(folder, WORKERS),
        },
    )
    line(alone, rounds.median(alone) * 1_000, "ms")
    against(rounds, "scan in one process", alone, "ms", 1.3, 1_000)
    line(helped, rounds.median(helped) * 1_000, "ms")
    against(rounds, "scan as the app does it", helped, "ms", 1.3, 1_000)


def rescan(folder: Path, songs: int) -> None:
    with tempfile.TemporaryDirectory() as data:
        stores = open_library(Path(data))
        stores.library.add_folder(folder)
        helpers = HelperPool()
        whole_scan(stores, folder, WORKERS, helpers)

        def again() -> None:
            if whole_scan(stores, folder, WORKERS, helpers).unchanged != songs:
                raise RuntimeError("something changed between two scans")

        walk = "os.scandir and stat"
        title(f"Unchanged rescan of {songs:,} songs")
        rounds = race(
            RESCANS,
            {walk: lambda: seconds(lambda: bare_walk(folder)), "rescan": lambda: seconds(again)},
        )
        line(walk, rounds.median(walk) * 1_000, "ms")
        against(rounds, "rescan", walk, "ms", 3.0, 1_000)
        stores.connection.close()
        helpers.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        for songs in SIZES:
            folder = make_folder(Path(name) / f"music {songs}", songs)
            first_scan(folder, songs)
            rescan(folder, songs)
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
