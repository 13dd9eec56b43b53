"""Tempo analysis in the application: songs per second, and the peak memory of window and helpers.

Memory is measured in proportional shares (PSS of Linux's /proc), so that shared pages count once,
for the window, its helpers and Python's own child processes.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.figures import line, title
from benchmarks.music import filled_library
from benchmarks.programs import LULLABY, command, running, screen
from lullaby.clock import SystemClock
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.paths import paths_under
from lullaby.stores import open_stores
from lullaby.tempo.spectrum import RATE
from tests.audio.sounds import write
from tests.tempo.pieces import song

SONGS = 16
LENGTH_S = 90.0
LOOK_EVERY_S = 0.25
PATIENCE_S = 240.0


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


def main() -> None:
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
            line("songs heard in a second", (analyzed(data) - before) / took, "")


if __name__ == "__main__":
    main()
