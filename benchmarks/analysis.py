"""Tempo analysis in the application: songs per second, memory, and the share of a core.

Memory is measured in proportional shares (PSS of Linux's /proc), so that shared pages count once,
for the window, its helpers and Python's own child processes.
"""

import os
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import datetime
from itertools import cycle
from multiprocessing import active_children
from pathlib import Path

from benchmarks.figures import line, title
from benchmarks.music import filled_library
from benchmarks.programs import LULLABY, command, running, screen
from lullaby.clock import SystemClock
from lullaby.desktop.battery import NullBattery
from lullaby.jobs import Job
from lullaby.library.analysis_limit import AnalysisLimit
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.paths import paths_under
from lullaby.stores import open_stores
from lullaby.tempo.spectrum import RATE
from lullaby.tempo_worker import TempoWorkerPool
from tests.audio.sounds import write
from tests.tempo.pieces import song

SONGS = 16
LENGTH_S = 90.0
LOOK_EVERY_S = 0.25
PATIENCE_S = 240.0
STARTING_S = 20.0
SHARE_OVER_S = 40.0


def family(pid: int) -> Iterator[int]:
    """A process and all its descendants."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text(encoding="ascii").split():
            yield from family(int(child))


def shares_mb(pid: int) -> float:
    """The memory of a process and its descendants, in MB (10^6 bytes)."""
    total = 0
    for each in family(pid):
        try:
            text = Path(f"/proc/{each}/smaps_rollup").read_text(encoding="ascii")
        except OSError:
            continue
        total += next(int(row.split()[1]) for row in text.splitlines() if row.startswith("Pss:"))
    return total * 1024 / 1e6


def analyzed(data: Path) -> int:
    """How many songs have been analysed."""
    stores = open_stores(paths_under(data).database, SystemClock().now(), ())
    with closing(stores.connection):
        return stores.analyses.counts()[0]


def fill(data: Path, music: Path) -> None:
    """Add the songs as a scan leaves them: found, and not analysed."""
    music.mkdir()
    found: list[FoundFile] = []
    for number in range(SONGS):
        file = write(music / f"{number}.opus", song(58 + number / 3, LENGTH_S)[:, None], RATE)
        facts = file.stat()
        found.append(FoundFile(file, facts.st_size, facts.st_mtime_ns, 0, Tags(file.stem)))
    stores = open_stores(paths_under(data).database, SystemClock().now(), ())
    with closing(stores.connection):
        stores.library.add_folder(music)
        stores.scans.apply(ScanBatch(found=tuple(found)))


def cpu_s(pids: Iterable[int]) -> float:
    """The processor time of running processes."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def helpers_share(music: Path, sounding: bool) -> float:
    """The share of one core, in %, that two helpers for tempo and one for loudness take together,
    in the middle of the day, once they run."""
    limit = AnalysisLimit(Noon(), NullBattery())
    limit.set_sounding(sounding)
    pool = TempoWorkerPool(hurry=True, limit=limit)  # at the lowest priority others would starve it
    job, songs = Job(), sorted(music.iterdir())

    def analyze() -> None:
        for path in cycle(songs):
            if job.cancelled:
                return
            pool.analyze(path, job)

    def measure() -> None:
        for path in cycle(songs):
            if job.cancelled:
                return
            pool.measure(path, job)

    threads = [threading.Thread(target=each) for each in (analyze, analyze, measure)]
    for each in threads:
        each.start()
    time.sleep(STARTING_S)
    pids = [child.pid or 0 for child in active_children()]
    began, before = time.monotonic(), cpu_s(pids)
    time.sleep(SHARE_OVER_S)
    share = 100 * (cpu_s(pids) - before) / (time.monotonic() - began)
    job.cancel()
    for each in threads:
        each.join()
    pool.rest()
    return share


class Noon(SystemClock):
    def now(self) -> datetime:
        return super().now().replace(hour=12)


def print_shares() -> None:
    with tempfile.TemporaryDirectory() as name:
        fill(Path(name) / "data", Path(name) / "music")
        title("All helpers for tempo and loudness together")
        for sounding, state in ((False, "nothing forbids more"), (True, "while a song sounds")):
            line(state, helpers_share(Path(name) / "music", sounding), "%", "of one core")


def main() -> None:
    print_shares()
    with tempfile.TemporaryDirectory() as name, screen(Path(name)) as (display, around):
        data = filled_library(Path(name) / "data", 0)
        fill(data, Path(name) / "music")
        with running(command(LULLABY, "--data", data), around) as pid:
            display.wait_for_window("Lullaby")
            until = time.monotonic() + PATIENCE_S
            most, began, before = 0.0, 0.0, 0
            while analyzed(data) < SONGS and time.monotonic() < until:
                time.sleep(LOOK_EVERY_S)
                if began == 0.0 and analyzed(data):
                    began, before = time.monotonic(), analyzed(data)
                most = max(most, shares_mb(pid))
            took = time.monotonic() - began
            title(f"{SONGS} songs of {LENGTH_S:g} s in the app")
            line("window and helpers together, at most", most, "MB")
            line("songs analysed in a second", (analyzed(data) - before) / took, "")


if __name__ == "__main__":
    main()
