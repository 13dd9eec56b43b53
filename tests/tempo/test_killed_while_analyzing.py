"""The app is killed during analysis: no helper is left behind, and nothing is analysed twice."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.stores import open_stores
from lullaby.tempo.spectrum import RATE
from tests.audio.sounds import write
from tests.fakes import A_NIGHT
from tests.tempo.pieces import song

SONGS = 12
KILLED_AFTER = 4

LISTENS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from lullaby.clock import SystemClock
from lullaby.jobs import JobRunner
from lullaby.library.analysis_queue import AnalysisQueue
from lullaby.tempo_worker import TempoWorkerPool
from lullaby.stores import open_stores
from tests.fakes import Mailbox

class Reporting(TempoWorkerPool):
    def analyze(self, path, job):
        answer = super().analyze(path, job)
        print(f"analysed {path.stem}\\n", end="", flush=True)
        return answer

def main():
    clock, calls = SystemClock(), Mailbox()
    stores = open_stores(Path(sys.argv[1]), clock.now(), ())
    with ThreadPoolExecutor(2) as pool:
        queue = AnalysisQueue(
            stores.analyses, JobRunner(pool, calls), Reporting(), clock, lambda: None, lambda: 2
        )
        queue.start()
        calls.deliver_until(lambda: queue.progress is None, patience_s=300)
    stores.connection.close()

if __name__ == "__main__":
    main()
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A library of songs that differ in their sound."""
    path = tmp_path / "lullaby.sqlite"
    found: list[FoundFile] = []
    for n in range(SONGS):
        file = write(tmp_path / f"{n}.flac", song(60 + n, 12.0)[:, None], RATE)
        stat = file.stat()
        found.append(FoundFile(file, stat.st_size, stat.st_mtime_ns, 0, Tags(file.stem)))
    stores = open_stores(path, A_NIGHT, ())
    with closing(stores.connection):
        stores.scans.apply(ScanBatch(found=tuple(found)))
    return path


def listening(database: Path) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", LISTENS, str(database)]
    return subprocess.Popen(words, text=True, stdout=subprocess.PIPE)


def kept(database: Path) -> set[str]:
    """The songs whose analysis is stored."""
    stores = open_stores(database, A_NIGHT, ())
    with closing(stores.connection):
        tracks = stores.library.tracks()
        return {
            track.title for track in tracks if stores.analyses.analysis_of(track.id) is not None
        }


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed like that there")
def test_after_a_kill_it_resumes_where_it_was(database: Path) -> None:
    first = listening(database)
    assert first.stdout is not None
    for _ in range(KILLED_AFTER):
        first.stdout.readline()
    os.kill(first.pid, signal.SIGKILL)
    first.communicate(timeout=300)
    assert first.returncode == -signal.SIGKILL, "its output ended: no helper is left behind"
    before = kept(database)
    assert 1 <= len(before) < SONGS
    second = listening(database)
    output, _ = second.communicate(timeout=120)
    analyzed = [line.split()[1] for line in output.splitlines()]
    assert second.returncode == 0
    assert len(analyzed) == SONGS - len(before)
    assert not before & set(analyzed), "no stored analysis is repeated"
    assert before | set(analyzed) == kept(database)
