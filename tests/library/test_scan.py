"""Scans of real folders into a real database."""

import os
import sys
from pathlib import Path

import pytest

from lullaby.background import scan_folders
from lullaby.jobs import Job
from lullaby.library.found import ScanBatch
from lullaby.library.scanner import Progress, ScanSummary, scan
from lullaby.library.track import Fault, Words
from lullaby.storage.database import open_in_memory
from lullaby.stores import Stores, over
from tests.library.songs import make, plain

NO_ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is locked to root"
)


@pytest.fixture
def stores() -> Stores:
    return over(open_in_memory(), ())


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "Müsik 🌙"
    (folder / "deep" / "deeper").mkdir(parents=True)
    make(folder / "one.mp3", "One", "60")
    make(folder / "deep" / "zwei ä.flac", "Two", "0")
    plain(folder / "deep" / "deeper" / "three.opus")
    return folder


def look(stores: Stores, *folders: Path, job: Job | None = None) -> ScanSummary:
    for folder in folders:
        stores.library.add_folder(folder)
    return scan(
        folders, stores.scans.known(), job or Job(), stores.scans.apply, lambda _: None, workers=1
    )


def titles(stores: Stores) -> list[str]:
    return sorted(track.title for track in stores.library.tracks())


def test_a_first_scan_and_one_without_changes(stores: Stores, music: Path) -> None:
    first = look(stores, music)
    assert (first.new, first.unchanged, first.faults) == (3, 0, ())
    assert titles(stores) == ["One", "Two", "three"]
    one = next(track for track in stores.library.tracks() if track.title == "One")
    assert one.tempo.bpm == 60
    assert one.words is Words.LINES
    again = look(stores, music)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)


def test_a_changed_file_is_read_again(stores: Stores, music: Path) -> None:
    look(stores, music)
    make(music / "one.mp3", "One more", "61")
    os.utime(music / "one.mp3", ns=(1, 1))
    summary = look(stores, music)
    assert (summary.changed, summary.unchanged) == (1, 2)
    assert "One more" in titles(stores)


def test_words_put_beside_a_song_are_noticed(stores: Stores, music: Path) -> None:
    look(stores, music)
    side = music / "deep" / "deeper" / "three.lrc"
    side.write_text("[00:00.10]<00:00.10>Three <00:00.20>bears", encoding="utf-8")
    assert look(stores, music).changed == 1
    three = next(track for track in stores.library.tracks() if track.title == "three")
    assert three.words is Words.SYLLABLES
    side.unlink()
    look(stores, music)
    three = next(track for track in stores.library.tracks() if track.title == "three")
    assert three.words is Words.NONE


def test_a_move_keeps_the_song_in_its_playlists(stores: Stores, music: Path) -> None:
    look(stores, music)
    one = next(track for track in stores.library.tracks() if track.title == "One")
    playlist = stores.playlists.create("Evening")
    stores.playlists.add(playlist, [one])
    (music / "one.mp3").rename(music / "deep" / "renamed.mp3")
    summary = look(stores, music)
    assert (summary.moved, summary.missing, summary.new) == (1, 0, 0)
    (item,) = stores.playlists.items(playlist)
    assert item.track is not None
    assert item.track.id == one.id
    assert item.path == music / "deep" / "renamed.mp3"


def test_a_removed_song_is_missing_until_it_comes_back(stores: Stores, music: Path) -> None:
    look(stores, music)
    one = next(track for track in stores.library.tracks() if track.title == "One")
    playlist = stores.playlists.create("Evening")
    stores.playlists.add(playlist, [one])
    away = music.parent / "away.mp3"
    (music / "one.mp3").rename(away)
    assert look(stores, music).missing == 1
    assert look(stores, music).missing == 0, "it is told once"
    found = stores.library.track(one.id)
    assert found is not None
    assert found.fault is Fault.MISSING
    assert stores.playlists.items(playlist)[0].track == found
    away.rename(music / "one.mp3")
    look(stores, music)
    found = stores.library.track(one.id)
    assert found is not None
    assert found.fault is None


def test_a_folder_that_is_not_there_just_now_loses_nothing(stores: Stores, music: Path) -> None:
    look(stores, music)
    music.rename(music.parent / "unplugged")
    summary = look(stores, music)
    assert summary.closed == (music,)
    assert summary.missing == 0
    assert all(track.fault is None for track in stores.library.tracks())


@NO_ROOT
def test_a_locked_folder_loses_nothing(stores: Stores, music: Path) -> None:
    look(stores, music)
    (music / "deep").chmod(0)
    summary = look(stores, music)
    (music / "deep").chmod(0o755)
    assert summary.closed == (music / "deep",)
    assert summary.missing == 0


def test_one_bad_file_never_stops_a_scan(stores: Stores, music: Path) -> None:
    (music / "empty.mp3").touch()
    (music / "text.ogg").write_text("no song at all " * 99, encoding="utf-8")
    (music / "broken.flac").write_bytes(b"fLaC" + b"\xff" * 900)
    summary = look(stores, music)
    assert summary.new == 6
    assert {path.name for path, _ in summary.faults} == {"empty.mp3", "text.ogg", "broken.flac"}
    assert dict(summary.faults)[music / "empty.mp3"] is Fault.EMPTY
    assert look(stores, music).unchanged == 6, "a bad file is not read again and again"


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_loops_of_links_end(stores: Stores, music: Path) -> None:
    (music / "deep" / "round").symlink_to(music)
    (music / "self").symlink_to(music / "self")
    (music / "nowhere.mp3").symlink_to(music / "gone.mp3")
    assert look(stores, music).new == 3


@pytest.mark.skipif(sys.platform != "linux", reason="other systems decode every name")
def test_a_name_that_is_no_text_is_found_again(stores: Stores, music: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(music) + b"/caf\xe9 \x01.ogg"))
    plain(music / "x.ogg").rename(odd)
    (music / "two\nlines.wav").write_bytes(plain(music / "y.wav").read_bytes())
    look(stores, music)
    assert str(odd) in stores.scans.known()
    assert look(stores, music).unchanged == 6
    assert any("caf\N{REPLACEMENT CHARACTER}" in title for title in titles(stores))


def test_folders_inside_each_other_count_once(stores: Stores, music: Path) -> None:
    assert look(stores, music, music / "deep").new == 3
    stores.library.remove_folder(music / "deep")
    assert len(titles(stores)) == 3, "the outer folder holds them still"
    stores.library.remove_folder(music)
    assert titles(stores) == []


def test_a_stopped_scan_keeps_what_it_found_and_calls_nothing_missing(
    stores: Stores, tmp_path: Path
) -> None:
    song = plain(tmp_path / "song.wav").read_bytes()
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(250):
        (folder / f"{number:03}.wav").write_bytes(song)
    look(stores, folder)
    for number in range(250):
        os.utime(folder / f"{number:03}.wav", ns=(number, number))
    (folder / "000.wav").unlink()
    job = Job()

    def report(progress: Progress) -> None:
        if progress.done >= 100:
            job.cancel()

    known = stores.scans.known()
    summary = scan([folder], known, job, stores.scans.apply, report, workers=1)
    assert summary.stopped
    assert summary.changed == 100
    assert summary.missing == 0
    assert look(stores, folder).changed == 149


def test_stopping_before_it_begins(stores: Stores, music: Path) -> None:
    job = Job()
    job.cancel()
    assert look(stores, music, job=job).stopped
    assert titles(stores) == []


def test_many_helpers_find_the_same(stores: Stores, tmp_path: Path) -> None:
    song = plain(tmp_path / "song.wav").read_bytes()
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(450):
        (folder / f"{number:03}.wav").write_bytes(song)
    stores.library.add_folder(folder)
    batches: list[ScanBatch] = []
    seen: list[Progress] = []
    summary = scan_folders([folder], {}, Job(), batches.append, seen.append)
    assert summary.new == 450
    assert sum(len(batch.found) for batch in batches) == 450
    assert seen[-1] == Progress(450, 450)
