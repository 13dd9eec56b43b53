"""Files crafted, or damaged, to cost memory or time: each is listed soon, at little cost."""

import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from multiprocessing import active_children
from pathlib import Path

import pytest

from lullaby.helper_pool import HelperPool
from lullaby.helpers import ask
from lullaby.jobs import Job
from lullaby.library.found import FoundFile, ScanBatch
from lullaby.library.scanner import scan
from lullaby.library.track import Fault
from lullaby.tempo.tag_writer import former_text, write_tempo
from lullaby.units import Bpm
from lullaby.verified_copy import RewriteFailure, rewrite
from tests.library import hostile
from tests.library.songs import make

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="limits and figures of Linux")

MOST_MB = 200
"""The limit for a helper: its own 20 to 40 MB plus what a file may use."""

WITHIN_S = 5.0
PATIENCE_S = 60.0
"""For a machine that is busy with other tests, to which helpers give way."""

FEW = ("title bomb.mp3", "claims.mp3", "zeros.mp3", "unfinished.mp3")


class Watch:
    """The most memory that the helpers of this process used together, in MB."""

    def __init__(self) -> None:
        self.most = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(0.01):
            self.most = max(self.most, sum(map(held_mb, active_children())))


def children_s() -> float:
    """Processor seconds of helpers that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def held_mb(process: object) -> float:
    try:
        statm = Path(f"/proc/{process.pid}/statm").read_text()  # type: ignore[attr-defined]
    except OSError:
        return 0.0
    return int(statm.split()[1]) * 4096 / 1e6


@pytest.fixture
def pool() -> Iterator[HelperPool]:
    pool = HelperPool()
    yield pool
    pool.close()


def read(folder: Path, pool: HelperPool) -> dict[str, FoundFile]:
    batches: list[ScanBatch] = []
    scan([folder], {}, Job(), batches.append, lambda _: None, 2, pool)
    found = chain.from_iterable(batch.found for batch in batches)
    return {file.path.name: file for file in found}


def check(tmp_path: Path, pool: HelperPool, kind: str) -> FoundFile:
    folder = tmp_path / "music"
    folder.mkdir()
    hostile.KINDS[kind](folder / kind)
    make(folder / "good.mp3", "Good", "60")
    assert ask(pool, len, "warm") == 4
    before = children_s()
    with Watch() as watch:
        begun = time.process_time(), time.monotonic()
        found = read(folder, pool)
        taken = time.monotonic() - begun[1]
        own = time.process_time() - begun[0]
    pool.close()
    for helper in active_children():
        helper.join(WITHIN_S)
    assert found["good.mp3"].tags.title == "Good"
    assert watch.most < MOST_MB
    assert children_s() - before < 2 * WITHIN_S, "computing, with a helper that begins anew"
    assert taken < PATIENCE_S
    assert own < 1.0, "nothing of it is done in this process"
    assert len(found[kind].tags.title) <= 1_000
    return found[kind]


@pytest.mark.parametrize("kind", FEW)
def test_a_hostile_file_takes_little_time_and_memory(
    tmp_path: Path, pool: HelperPool, kind: str
) -> None:
    found = check(tmp_path, pool, kind)
    if kind == "title bomb.mp3":
        assert found.fault is Fault.TOO_MUCH


@pytest.mark.long
@pytest.mark.parametrize("kind", [kind for kind in hostile.KINDS if kind not in FEW])
def test_hostile_files_of_every_kind(tmp_path: Path, pool: HelperPool, kind: str) -> None:
    check(tmp_path, pool, kind)


@dataclass(frozen=True)
class Kills:
    """A change of tags that crashes its own process, as a damaged file might."""

    def put(self, tags: object) -> bool:
        os.kill(os.getpid(), signal.SIGKILL)
        return True

    def holds(self, file: object) -> bool:
        return True

    def ours(self, name: str) -> bool:
        return False


def test_a_song_that_kills_its_reader_is_untouched(tmp_path: Path, pool: HelperPool) -> None:
    song = make(tmp_path / "good.mp3", "Good", "60")
    before = song.read_bytes()
    assert rewrite(song, Kills(), pool) is RewriteFailure.UNREADABLE
    assert song.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["good.mp3"], "no copy is left"
    assert write_tempo(song, Bpm(66), pool) is None
    assert former_text(song, pool) == "66"


def test_tags_of_a_hostile_file_are_read_in_no_process_of_the_app(
    tmp_path: Path, pool: HelperPool
) -> None:
    bomb = tmp_path / "title bomb.mp3"
    hostile.KINDS[bomb.name](bomb)
    before = bomb.read_bytes()
    begun = time.process_time()
    with Watch() as watch:
        refused = write_tempo(bomb, Bpm(66), pool)
    assert refused in (RewriteFailure.TOO_MUCH, RewriteFailure.UNREADABLE)
    assert watch.most < 2 * MOST_MB
    assert time.process_time() - begun < 1.0
    assert bomb.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [bomb.name]
