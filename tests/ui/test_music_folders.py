"""Music folders are added and removed during a scan."""

import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from lullaby.helpers import Inline
from lullaby.jobs import Job, JobRunner
from lullaby.library.forgetting import Forgotten
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.scanner import ScanSummary, scan
from lullaby.library.track import Fault
from lullaby.stores import Stores, over
from lullaby.ui.library.music_folders import MusicFolders
from tests.fakes import FakeClock, ImmediateExecutor, Postbox
from tests.library.songs import plain

GOOD, GONE = Path("/good"), Path("/gone")


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    return over(memory, ())


def found_in(folder: Path) -> ScanBatch:
    return ScanBatch(found=(FoundFile(folder / "a.ogg", 1, 1, 0, Tags(folder.name)),))


def folders_over(stores: Stores, post: Postbox) -> MusicFolders:
    def scan(folders: list[Path], known: object, job: Job, deliver, report) -> ScanSummary:
        for folder in folders:
            deliver(found_in(folder))
        return ScanSummary(stopped=job.cancelled)

    runner = JobRunner(ImmediateExecutor(), post)
    return MusicFolders(stores.library, stores.scans, runner, FakeClock(), scan, Inline())


def test_a_folder_removed_during_its_scan_stays_removed(qtbot: QtBot, stores: Stores) -> None:
    post = Postbox()
    folders = folders_over(stores, post)
    stores.library.add_folder(GOOD)
    folders.add(GONE)
    folders.remove(GONE, lambda _: None)
    post.deliver()
    assert [track.title for track in stores.library.tracks()] == ["good"]
    assert not folders.scanning


def test_a_folder_removed_by_mistake_is_scanned_again(qtbot: QtBot, stores: Stores) -> None:
    post = Postbox()
    folders = folders_over(stores, post)
    folders.add(GONE)
    post.deliver()
    before = stores.library.tracks()
    removed: list[Forgotten] = []
    folders.remove(GONE, removed.append)
    post.deliver()
    (forgotten,) = removed
    assert stores.library.tracks() == []
    folders.restore_folder(forgotten)
    assert stores.library.tracks() == before
    post.deliver()
    assert stores.library.tracks() == before


def test_songs_come_back_with_their_drive(qtbot: QtBot, stores: Stores, tmp_path: Path) -> None:
    post = Postbox()
    drive = tmp_path / "drive"
    plain(drive_song := _made(drive / "deep") / "song.wav")
    runner = JobRunner(ImmediateExecutor(), post)
    whole = partial(scan, workers=1, helpers=Inline())
    folders = MusicFolders(stores.library, stores.scans, runner, FakeClock(), whole, Inline())
    folders.add(drive)
    post.deliver()
    drive.rename(tmp_path / "unplugged")
    folders.rescan()
    post.deliver()
    assert [track.fault for track in stores.library.tracks()] == [Fault.AWAY]
    assert [(line.songs, line.away) for line in folders.lines()] == [(1, 1)]
    drive.mkdir()
    folders.look_for_absent()
    post.deliver()
    assert [track.fault for track in stores.library.tracks()] == [Fault.AWAY]
    drive.rmdir()
    (tmp_path / "unplugged").rename(drive)
    folders.look_for_absent()
    post.deliver()
    (track,) = stores.library.tracks()
    assert (track.fault, track.path) == (None, drive_song)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def test_a_long_scan_reports_now_and_then(qtbot: QtBot, stores: Stores) -> None:
    post = Postbox()
    told: list[int] = []

    def scan(folders: list[Path], known: object, job: Job, deliver, report) -> ScanSummary:
        for number in range(100):
            deliver(found_in(GOOD / str(number)))
        return ScanSummary()

    runner = JobRunner(ImmediateExecutor(), post)
    folders = MusicFolders(stores.library, stores.scans, runner, FakeClock(), scan, Inline())
    folders.songs_changed.connect(lambda: told.append(len(stores.library.tracks())))
    folders.add(GOOD)
    post.deliver()
    assert told == [100]
    (line,) = folders.lines()
    assert (line.path, line.songs) == (GOOD, 100)


def test_the_window_may_do_something_else_between_two_batches(qtbot: QtBot, stores: Stores) -> None:
    calls: list[Callable[[], None]] = []

    def find_two(
        _: object, __: object, ___: object, deliver: Callable[[ScanBatch], None], ____: object
    ) -> ScanSummary:
        deliver(found_in(GOOD))
        deliver(found_in(GONE))
        return ScanSummary(new=2)

    runner = JobRunner(ImmediateExecutor(), calls.append)
    folders = MusicFolders(stores.library, stores.scans, runner, FakeClock(), find_two, Inline())
    folders.add(GOOD)
    counts: list[int] = []
    for call in calls:
        call()
        counts.append(len(stores.library.tracks()))
    assert counts == [1, 2, 2]
    assert not folders.scanning
