"""Scans of real folders into a real database."""

import os
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lullaby.background import scan_folders
from lullaby.helper_pool import HelperPool
from lullaby.helpers import Inline
from lullaby.jobs import Job
from lullaby.library import scanner, tags
from lullaby.library.found import FoundFile, ScanBatch, Tags
from lullaby.library.scanner import ScanProgress, ScanSummary, read_files, scan
from lullaby.library.track import Fault, Origin, Words
from lullaby.library.walk import walk, why_unusable
from lullaby.lyrics.tagged_file import TaggedFile
from lullaby.paths import assets
from lullaby.songbook.catalogue import catalogue
from lullaby.stores import Stores, over
from tests.library.songs import make, plain
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
NO_ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is locked to root"
)


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    return over(memory, ())


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
        folders,
        stores.scans.known(),
        job or Job(),
        stores.scans.apply,
        lambda _: None,
        1,
        Inline(),
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


def test_where_files_are_on_the_disk_is_told_in_portions(
    stores: Stores, music: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "NOTED", 2)
    look(stores, music)
    stores.connection.execute("UPDATE track SET inode = 0, ctime_ns = 0")
    told: list[ScanBatch] = []
    scan((music,), stores.scans.known(), Job(), told.append, lambda _: None, 1, Inline())
    assert sorted(len(batch.noted) for batch in told) == [1, 2]
    for batch in told:
        stores.scans.apply(batch)
    assert all(file.ctime_ns for file in stores.scans.known().values())


def test_a_changed_file_is_read_again(stores: Stores, music: Path) -> None:
    look(stores, music)
    make(music / "one.mp3", "One more", "61")
    os.utime(music / "one.mp3", ns=(1, 1))
    summary = look(stores, music)
    assert (summary.changed, summary.unchanged) == (1, 2)
    assert "One more" in titles(stores)


def test_a_new_sidecar_is_noticed(stores: Stores, music: Path) -> None:
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


def test_plain_words_beside_a_song_are_noticed_too(stores: Stores, music: Path) -> None:
    (music / "deep" / "deeper" / "three.TXT").write_text("Three bears", encoding="utf-8")
    look(stores, music)
    three = next(track for track in stores.library.tracks() if track.title == "three")
    assert three.words is Words.PLAIN
    assert look(stores, music).unchanged == 3


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


def test_a_temporarily_missing_folder_loses_nothing(stores: Stores, music: Path) -> None:
    look(stores, music)
    music.rename(music.parent / "unplugged")
    summary = look(stores, music)
    assert summary.closed == (music,)
    assert (summary.missing, summary.away) == (0, 3)
    assert {track.fault for track in stores.library.tracks()} == {Fault.AWAY}
    assert look(stores, music).away == 0, "it is told once"
    (music.parent / "unplugged").rename(music)
    summary = look(stores, music)
    assert (summary.unchanged, summary.changed, summary.closed) == (3, 0, ())
    assert all(track.fault is None for track in stores.library.tracks())


def test_an_empty_mount_point_counts_as_missing(stores: Stores, music: Path) -> None:
    look(stores, music)
    drive = music.parent / "drive"
    music.rename(drive)
    music.mkdir()
    assert look(stores, music).away == 3
    music.rmdir()
    drive.rename(music)
    look(stores, music)
    assert all(track.fault is None for track in stores.library.tracks())


def test_a_drive_below_a_folder_may_be_away_too(stores: Stores, music: Path) -> None:
    look(stores, music)
    (music / "deep").rename(music.parent / "unplugged")
    (music / "one.mp3").unlink()
    plain(music / "another.ogg")
    summary = look(stores, music)
    assert (summary.missing, summary.away) == (1, 2)
    faults = {track.title: track.fault for track in stores.library.tracks()}
    away = {"Two": Fault.AWAY, "three": Fault.AWAY}
    assert faults == {"One": Fault.MISSING, "another": None, **away}


def test_a_song_whose_folder_is_away_says_so(music: Path) -> None:
    assert why_unusable(music / "gone.mp3") is Fault.MISSING
    (music / "deep").rename(music.parent / "unplugged")
    assert why_unusable(music / "deep" / "zwei ä.flac") is Fault.AWAY


def test_a_song_that_could_not_be_read_before_it_was_away_is_read_again(
    stores: Stores, music: Path
) -> None:
    (music / "one.mp3").write_bytes(b"no song at all" * 99)
    look(stores, music)
    music.rename(music.parent / "unplugged")
    look(stores, music)
    (music.parent / "unplugged").rename(music)
    look(stores, music)
    faults = sorted(str(track.fault) for track in stores.library.tracks())
    assert faults == ["Fault.UNREADABLE", "None", "None"]


@NO_ROOT
def test_a_locked_folder_loses_nothing(stores: Stores, music: Path) -> None:
    look(stores, music)
    (music / "deep").chmod(0)
    summary = look(stores, music)
    (music / "deep").chmod(0o755)
    assert summary.closed == (music / "deep",)
    assert (summary.missing, summary.away) == (0, 2)


def test_one_bad_file_never_stops_a_scan(stores: Stores, music: Path) -> None:
    (music / "empty.mp3").touch()
    (music / "text.ogg").write_text("no song at all " * 99, encoding="utf-8")
    (music / "broken.flac").write_bytes(b"fLaC" + b"\xff" * 900)
    summary = look(stores, music)
    assert summary.new == 3, "only what can be played"
    assert {path.name for path, _ in summary.faults} == {"empty.mp3", "text.ogg", "broken.flac"}
    assert dict(summary.faults)[music / "empty.mp3"] is Fault.EMPTY
    assert look(stores, music).unchanged == 6, "a bad file is not read again and again"


def test_a_song_that_cannot_be_read_now_keeps_what_is_known_of_it(
    stores: Stores, music: Path
) -> None:
    look(stores, music)
    before = next(track for track in stores.library.tracks() if track.title == "One")
    whole = before.path.read_bytes()
    before.path.write_bytes(b"")
    assert look(stores, music).faults == ((before.path, Fault.EMPTY),)
    assert stores.library.track(before.id) == replace(before, fault=Fault.EMPTY)
    before.path.write_bytes(whole)
    look(stores, music)
    assert stores.library.track(before.id) == before
    assert before.tempo.bpm == 60


@pytest.mark.parametrize("changed", [2**63 + 10**18, -(10**9)])
def test_impossible_file_times_are_survived(stores: Stores, music: Path, changed: int) -> None:
    os.utime(music / "one.mp3", ns=(changed, changed))
    assert look(stores, music).new == 3
    assert look(stores, music).unchanged == 3


@pytest.mark.parametrize("seconds", [1e30, float("inf"), float("nan")])
def test_an_impossible_length_is_asked_of_the_decoder(
    stores: Stores, music: Path, seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = tags._open

    def damaged(path: Path) -> TaggedFile:
        opened = real(path)
        if opened.file is not None and opened.file.info is not None:
            opened.file.info.length = seconds
        return opened

    monkeypatch.setattr(tags, "_open", damaged)
    assert look(stores, music).new == 3
    assert titles(stores) == ["One", "Two", "three"]
    lengths = [track.duration_ms for track in stores.library.tracks()]
    assert lengths == [pytest.approx(400, abs=120)] * 3


def test_a_locked_file_is_read_again_later(stores: Stores, music: Path) -> None:
    seen = walk(music, Inline()).files[0]
    path = Path(seen.path)
    locked = FoundFile(path, seen.size, seen.mtime_ns, 0, Tags(path.stem), Fault.NO_PERMISSION)
    stores.scans.apply(ScanBatch(found=(locked,)))
    look(stores, music)
    assert all(track.fault is None for track in stores.library.tracks())


@NO_ROOT
def test_a_file_that_stays_locked_is_reported_once(stores: Stores, music: Path) -> None:
    (music / "one.mp3").chmod(0)
    assert look(stores, music).faults == ((music / "one.mp3", Fault.NO_PERMISSION),)
    again = look(stores, music)
    assert (again.faults, again.changed, again.unchanged) == ((), 0, 3)


def test_why_a_song_could_not_be_played(music: Path) -> None:
    (music / "empty.mp3").touch()
    assert why_unusable(music / "empty.mp3") is Fault.EMPTY
    assert why_unusable(music / "one.mp3") is Fault.UNREADABLE
    assert why_unusable(music.parent / "unplugged" / "one.mp3") is Fault.AWAY


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_loops_of_links_end(stores: Stores, music: Path) -> None:
    (music / "deep" / "round").symlink_to(music)
    (music / "self").symlink_to(music / "self")
    (music / "nowhere.mp3").symlink_to(music / "gone.mp3")
    assert look(stores, music).new == 3


@pytest.mark.skipif(sys.platform != "linux", reason="other systems decode every name")
def test_an_undecodable_name_is_found_again(stores: Stores, music: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(music) + b"/caf\xe9 \x01.ogg"))
    plain(music / "x.ogg").rename(odd)
    (music / "two\nlines.wav").write_bytes(plain(music / "y.wav").read_bytes())
    look(stores, music)
    assert str(odd) in stores.scans.known()
    assert look(stores, music).unchanged == 6
    assert any("caf\N{REPLACEMENT CHARACTER}" in title for title in titles(stores))


def test_bundled_songs_are_not_scanned_as_files(memory: sqlite3.Connection) -> None:
    songs = catalogue(assets() / "songs")
    stores = over(memory, songs)
    before = stores.library.tracks()
    summary = look(stores, assets() / "songs")
    assert (summary.new, summary.changed, summary.missing) == (0, 0, 0)
    assert stores.library.tracks() == before


def test_songs_of_the_app_that_were_scanned_as_files_become_its_own(
    memory: sqlite3.Connection,
) -> None:
    songs = catalogue(assets() / "songs")
    stores = over(memory, ())
    look(stores, assets() / "songs")
    scanned = stores.library.tracks()
    playlist = stores.playlists.create("x")
    stores.playlists.add(playlist, scanned[:1])
    again = over(stores.connection, songs)
    assert {track.songbook_id for track in again.library.tracks()} == {song.id for song in songs}
    (item,) = again.playlists.items(playlist)
    assert item.track is not None
    assert item.track.origin is Origin.SONGBOOK


def test_a_lost_installation_keeps_the_songs_of_routines(memory: sqlite3.Connection) -> None:
    stores = over(memory, catalogue(assets() / "songs"))
    night = stores.routines.all()[0]
    songs = stores.routines.tracks(night)
    again = over(stores.connection, ())
    assert again.routines.tracks(night) == songs


def test_playlists_follow_an_installation_that_moved(
    memory: sqlite3.Connection, tmp_path: Path
) -> None:
    songs = catalogue(assets() / "songs")
    stores = over(memory, songs)
    look(stores, assets() / "songs")
    moved = tuple(replace(song, audio=tmp_path / song.audio.name) for song in songs)
    stores.scans.apply(
        ScanBatch(found=(FoundFile(moved[0].audio, 1, 1, 0, Tags("scanned before")),))
    )
    again = over(stores.connection, moved)
    night = again.routines.all()[0]
    assert night.playlist is not None
    assert {item.path.parent for item in again.playlists.items(night.playlist)} == {tmp_path}
    assert len(again.library.tracks()) == len(songs)


def test_a_song_outside_every_folder_is_checked_too(stores: Stores, music: Path) -> None:
    alone = make(music.parent / "alone.mp3", "Alone", "60")
    (music.parent / "picture.png").write_bytes(b"no sound")
    paths = [alone, music.parent / "picture.png", music.parent / "gone.mp3"]
    read_files(paths, Job(), stores.scans.apply, Inline())
    assert titles(stores) == ["Alone"]
    assert look(stores, music).unchanged == 1
    alone.rename(music.parent / "away.mp3")
    assert look(stores, music).missing == 1
    (music.parent / "away.mp3").rename(alone)
    look(stores, music)
    assert all(track.fault is None for track in stores.library.tracks())
    alone.rename(music / "alone.mp3")
    assert look(stores, music).moved == 1


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

    def report(progress: ScanProgress) -> None:
        if progress.done >= 100:
            job.cancel()

    known = stores.scans.known()
    summary = scan([folder], known, job, stores.scans.apply, report, 1, Inline())
    assert summary.stopped
    assert summary.changed == 100
    assert summary.missing == 0
    assert look(stores, folder).changed == 149


def test_a_scan_stopped_among_moved_songs_counts_no_negative_ones(
    stores: Stores, tmp_path: Path
) -> None:
    song = plain(tmp_path / "song.wav").read_bytes()
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(150):
        (folder / f"{number:03}.wav").write_bytes(song)
        os.utime(folder / f"{number:03}.wav", ns=(number, number))
    look(stores, folder)
    folder.rename(tmp_path / "elsewhere")
    folder.mkdir()
    job = Job()

    def report(progress: ScanProgress) -> None:
        if progress.done:
            job.cancel()

    both, known = [folder, tmp_path / "elsewhere"], stores.scans.known()
    summary = scan(both, known, job, stores.scans.apply, report, 1, Inline())
    assert (summary.stopped, summary.new, summary.changed, summary.moved) == (True, 0, 0, 150)


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
    seen: list[ScanProgress] = []
    helpers = HelperPool()
    summary = scan_folders([folder], {}, Job(), batches.append, seen.append, helpers)
    helpers.close()
    assert summary.new == 450
    assert sum(len(batch.found) for batch in batches) == 450
    assert seen[-1] == ScanProgress(450, 450)


SCANNING = """
import sys
from pathlib import Path
from lullaby.helper_pool import HelperPool
from lullaby.jobs import Job
from lullaby.library.scanner import scan

def read(progress):
    if progress.done:
        print("reading", flush=True)
        sys.stdin.read()

if __name__ == "__main__":
    scan([Path(sys.argv[1])], {}, Job(), lambda batch: None, read, 2, HelperPool())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_helpers_do_not_outlive_an_app_that_was_killed(tmp_path: Path) -> None:
    song = plain(tmp_path / "song.wav").read_bytes()
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(450):
        (folder / f"{number:03}.wav").write_bytes(song)
    script = tmp_path / "scanning.py"
    script.write_text(SCANNING)
    command = [sys.executable, str(script), str(folder)]
    pipe = subprocess.PIPE
    here = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=here) as app:
        assert app.stdout is not None
        assert app.stdout.readline() == "reading\n"
        helpers = Path(f"/proc/{app.pid}/task/{app.pid}/children").read_text().split()
        app.kill()
    assert helpers
    wait_until(lambda: not any(_runs(helper) for helper in helpers))


def _runs(process: str) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"
