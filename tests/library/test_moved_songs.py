"""Songs whose files move, are copied, renamed, replaced, removed and restored."""

import os
import shutil
import sqlite3
import wave
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from mutagen.flac import FLAC
from mutagen.id3 import TIT2
from mutagen.wave import WAVE

from lullaby.audio.loudness_reading import LoudnessReading
from lullaby.audio.port import SpeedPitch
from lullaby.helpers import Inline
from lullaby.jobs import Job
from lullaby.journal.entry import EntryId, EntrySong, JournalEntry
from lullaby.library.found import ScanBatch
from lullaby.library.loudness_store import UnmeasuredTrack
from lullaby.library.own_words import song_of
from lullaby.library.routine import PlaylistId
from lullaby.library.scanner import ScanSummary, read_files, scan
from lullaby.library.song_preferences import EVERYBODY, SongPreferences
from lullaby.library.sound import sound_of
from lullaby.library.track import Fault, Track
from lullaby.stores import Stores, over
from lullaby.tempo.answer import TempoSource
from lullaby.units import Bpm, Decibels, Lufs, Ms
from tests.audio.sounds import tone, write
from tests.library.tempos import keep_tempo

SECONDS = 0.1


def sing(path: Path, number: int) -> Path:
    """A recording without tags; all have one size and length."""
    path.parent.mkdir(parents=True, exist_ok=True)
    noise = np.random.default_rng(number).integers(-3000, 3000, 4800, dtype="<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(noise.tobytes())
    return path


def sing_tagged(path: Path, number: int, title: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write(path, tone(SECONDS, 0.2, 200.0 + number))
    file = FLAC(path)
    file["title"], file["artist"] = title, "Mum"
    file.save()
    return path


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    return over(memory, ())


def look(stores: Stores, *folders: Path) -> ScanSummary:
    for folder in folders:
        stores.library.add_folder(folder)
    watched = [folder.path for folder in stores.library.folders()]
    return scan(
        watched, stores.scans.known(), Job(), stores.scans.apply, lambda _: None, 1, Inline()
    )


def name_all(stores: Stores) -> None:
    """Compute all fingerprints, as the background work does after a scan."""
    named = [replace(each, content=sound_of(path)) for path, each in stores.scans.nameless()]
    stores.scans.apply(ScanBatch(named=tuple(named)))


def only(stores: Stores, title: str) -> Track:
    (track,) = (each for each in stores.library.tracks() if each.title == title)
    return track


def treasure(stores: Stores, track: Track) -> PlaylistId:
    """Store something about a song in every possible place; returns the id of the playlist."""
    playlist = stores.playlists.create("Evening")
    stores.playlists.add(playlist, [track])
    played = EntrySong(int(track.id), track.title, Ms(1))
    at = datetime(2026, 1, 2, 19, 30, tzinfo=UTC)
    stores.journal.add(JournalEntry(EntryId(0), at, songs=(played,)))
    keep_tempo(stores, track.id, TempoSource.CHOSEN, Bpm(72))
    stores.song_preferences.keep(track.id, EVERYBODY, SongPreferences(SpeedPitch(0.9, -2.0), 3))
    song = stores.loudness.next([track.id])
    assert song is not None
    assert song.track == track.id
    stores.loudness.write(song, LoudnessReading(Lufs(-20.0), Decibels(-3.0), 4.0, Ms(1_000)))
    return playlist


def kept(stores: Stores, playlist: PlaylistId) -> tuple[Track | None, Path]:
    """The song of the playlist, with everything that was stored about it."""
    (item,) = stores.playlists.items(playlist)
    (entry,) = stores.journal.entries()
    if item.track is not None:
        track = item.track
        assert entry.songs[0].track_id == track.id
        assert track.tempo.bpm == 72
        assert track.speed_pitch == SpeedPitch(0.9, -2.0)
        assert stores.song_preferences.own(track.id, EVERYBODY).louder == 3
        assert track.loudness is not None
        assert track.loudness.gain_db == 2.0
    return item.track, item.path


@pytest.fixture
def music(tmp_path: Path) -> Path:
    for number, name in enumerate("abc"):
        sing(tmp_path / "music" / f"{name}.wav", number)
    return tmp_path / "music"


@pytest.fixture
def treasured(stores: Stores, music: Path) -> PlaylistId:
    look(stores, music)
    name_all(stores)
    return treasure(stores, only(stores, "b"))


def test_a_moved_folder_keeps_everything_of_its_songs(
    stores: Stores, music: Path, treasured: PlaylistId
) -> None:
    there = music.rename(music.parent / "songs")
    summary = look(stores, there)
    assert (summary.new, summary.moved, summary.away) == (0, 3, 0)
    track, path = kept(stores, treasured)
    assert track is not None
    assert (track.fault, track.path, path) == (None, there / "b.wav", there / "b.wav")
    assert len(stores.library.tracks()) == 3


def test_a_removed_folder_added_elsewhere_keeps_everything_too(
    stores: Stores, music: Path, treasured: PlaylistId
) -> None:
    stores.library.remove_folder(music)
    assert kept(stores, treasured)[0] is None
    assert stores.library.tracks(include_hidden=True) == []
    there = music.rename(music.parent / "songs")
    assert look(stores, there).moved == 3
    track, _ = kept(stores, treasured)
    assert track is not None
    assert track.path == there / "b.wav"


def test_a_copy_on_another_drive_with_other_times_and_tags(stores: Stores, tmp_path: Path) -> None:
    old, drive = tmp_path / "old", tmp_path / "drive" / "deep"
    sing_tagged(old / "b.flac", 1, "Hush")
    sing_tagged(old / "c.flac", 2, "Hush")
    look(stores, old)
    name_all(stores)
    playlist = treasure(stores, stores.library.tracks()[0])
    assert stores.library.tracks()[0].path.name == "b.flac"
    drive.mkdir(parents=True)
    shutil.copyfile(old / "b.flac", drive / "01 x.flac")
    shutil.copyfile(old / "c.flac", drive / "b.flac")
    file = FLAC(drive / "01 x.flac")
    file["title"], file["artist"], file["album"] = "Sleep well", "Dad", "Nights"
    file.save()
    shutil.rmtree(old)
    assert look(stores, tmp_path / "drive").moved == 2
    track, _ = kept(stores, playlist)
    assert track is not None
    assert (track.title, track.path) == ("Sleep well", drive / "01 x.flac")
    assert len(stores.library.tracks()) == 2


def test_a_folder_renamed_beside_its_twin(
    stores: Stores, music: Path, treasured: PlaylistId
) -> None:
    shutil.copytree(music, music.parent / "twin")
    look(stores, music.parent / "twin")
    name_all(stores)
    there = music.rename(music.parent / "songs")
    look(stores, there)
    track, _ = kept(stores, treasured)
    assert track is not None
    assert track.path == there / "b.wav"
    assert len(stores.library.tracks()) == 6


def test_the_survivor_of_two_copies_is_played(
    stores: Stores, music: Path, treasured: PlaylistId
) -> None:
    shutil.copyfile(music / "b.wav", music / "b again.wav")
    look(stores)
    name_all(stores)
    track, _ = kept(stores, treasured)
    assert track is not None
    assert track.path == music / "b.wav"
    (music / "b.wav").rename(music.parent / "b.wav")
    assert look(stores).missing == 0
    track, _ = kept(stores, treasured)
    assert track is not None
    assert (track.fault, track.path) == (None, music / "b again.wav")
    assert len(stores.library.tracks()) == 3
    (music.parent / "b.wav").rename(music / "b.wav")
    look(stores)
    assert kept(stores, treasured)[0] is not None
    assert len(stores.library.tracks()) == 4


def test_a_replaced_file_imported_by_a_playlist_replaces_no_other_song(
    stores: Stores, music: Path, treasured: PlaylistId
) -> None:
    other = music.parent / "other"
    other.mkdir()
    alone = shutil.copyfile(music / "b.wav", other / "alone.wav")
    look(stores, other)
    name_all(stores)
    stores.library.remove_folder(other)
    sing(alone, 7)
    os.utime(alone, ns=(1_000_000_000, 1_000_000_000))
    read_files([alone], Job(), stores.scans.apply, Inline())
    (music / "b.wav").rename(music.parent / "b.wav.gone")
    stores.scans.apply(ScanBatch(missing=(only(stores, "b").id,)))
    track, path = kept(stores, treasured)
    assert track is not None
    assert (track.fault, track.path, path) == (Fault.MISSING, music / "b.wav", music / "b.wav")
    assert [path for path, _ in stores.scans.nameless()] == [alone]


def test_a_temporarily_unreadable_file_keeps_its_fingerprint(
    stores: Stores, music: Path, treasured: PlaylistId
) -> None:
    sound = sound_of(music / "b.wav")
    (music / "b.wav").write_bytes(b"")
    read_files([music / "b.wav"], Job(), stores.scans.apply, Inline())
    known = stores.scans.known()[str(music / "b.wav")]
    assert known.fault is not None
    assert known.content == sound
    assert only(stores, "b").fault is known.fault


def test_two_copies_that_both_have_stored_facts(
    stores: Stores, music: Path, treasured: PlaylistId
) -> None:
    shutil.copyfile(music / "b.wav", music / "b again.wav")
    look(stores)
    name_all(stores)
    other = stores.playlists.create("Nap")
    again = only(stores, "b again")
    stores.playlists.add(other, [again])
    keep_tempo(stores, again.id, TempoSource.CHOSEN, Bpm(61))
    (music / "b.wav").rename(music.parent / "b.wav")
    look(stores)
    track, _ = kept(stores, treasured)
    assert track is not None
    assert (track.fault, track.path) == (None, music / "b again.wav")
    assert sorted(each.title for each in stores.library.tracks()) == ["a", "b again", "c"]
    (item,) = stores.playlists.items(other)
    assert item.track is not None
    assert item.track.tempo.bpm == 61
    (music.parent / "b.wav").rename(music / "b.wav")
    look(stores)
    track, _ = kept(stores, treasured)
    assert track is not None
    assert track.path == music / "b.wav"


def test_two_songs_that_change_places(stores: Stores, music: Path, treasured: PlaylistId) -> None:
    swapped = {"a.wav": "x", "b.wav": "a.wav", "x": "b.wav"}
    for old, new in swapped.items():
        (music / old).rename(music / new)
    look(stores)
    track, path = kept(stores, treasured)
    assert track is not None
    assert (track.path, path) == (music / "a.wav", music / "a.wav")
    assert len(stores.library.tracks()) == 3


@pytest.mark.parametrize("same_times", [False, True])
def test_a_song_in_another_songs_place_is_a_different_song(
    stores: Stores, music: Path, treasured: PlaylistId, same_times: bool
) -> None:
    before = (music / "b.wav").stat()
    (music / "b.wav").rename(music.parent / "b.wav")
    shutil.copyfile(music / "c.wav", music / "b.wav")
    if same_times:
        os.utime(music / "b.wav", ns=(before.st_atime_ns, before.st_mtime_ns))
    summary = look(stores)
    assert (summary.new, summary.missing) == (1, 1)
    track, _ = kept(stores, treasured)
    assert track is not None
    assert track.fault is Fault.MISSING
    assert len(stores.library.tracks()) == 4
    assert look(stores).missing == 0
    (music.parent / "b.wav").rename(music / "here.wav")
    look(stores)
    track, _ = kept(stores, treasured)
    assert track is not None
    assert (track.fault, track.path) == (None, music / "here.wav")


def test_size_and_time_alone_do_not_identify_a_song(stores: Stores, music: Path) -> None:
    os.utime(music / "b.wav", ns=(7, 7))
    look(stores, music)
    name_all(stores)
    playlist = treasure(stores, only(stores, "b"))
    (music / "b.wav").unlink()
    os.utime(sing(music / "deep" / "b.wav", 9), ns=(7, 7))
    summary = look(stores)
    assert (summary.new, summary.moved, summary.missing) == (1, 0, 1)
    track, _ = kept(stores, playlist)
    assert track is not None
    assert track.fault is Fault.MISSING


def test_without_a_fingerprint_several_facts_must_agree(stores: Stores, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for number, title in enumerate(("Hush", "Hush", "Lull")):
        file = WAVE(sing(old / f"{number}.wav", number))
        file.add_tags()
        assert file.tags is not None
        file.tags.add(TIT2(encoding=3, text=title))
        file.save()
    sing(old / "e.wav", 4)
    look(stores, old)
    playlist = treasure(stores, only(stores, "Lull"))
    shutil.copytree(old, new, copy_function=shutil.copyfile)
    shutil.rmtree(old)
    summary = look(stores, new)
    assert (summary.moved, summary.new, summary.away) == (1, 3, 3)
    (item,) = stores.playlists.items(playlist)
    assert item.track is not None
    assert (item.track.path, item.track.tempo.bpm) == (new / "2.wav", 72)


def test_words_kept_here_move_with_their_song(
    stores: Stores, music: Path, treasured: PlaylistId
) -> None:
    before = song_of(only(stores, "b")).key
    shutil.copyfile(music / "b.wav", music / "x.wav")
    shutil.copyfile(music / "c.wav", music / "b.wav")
    look(stores)
    track, _ = kept(stores, treasured)
    assert track is not None
    assert song_of(track).key == before
    keys = [song_of(each).key for each in stores.library.tracks()]
    assert len(set(keys)) == len(keys)


def test_a_song_edited_in_place_stays_the_same(stores: Stores, tmp_path: Path) -> None:
    path = sing_tagged(tmp_path / "music" / "a.flac", 1, "Hush")
    look(stores, path.parent)
    name_all(stores)
    playlist = treasure(stores, only(stores, "Hush"))
    sing_tagged(path, 2, "Hush")
    look(stores)
    (item,) = stores.playlists.items(playlist)
    assert item.track is not None
    assert item.track.fault is None
    assert len(stores.library.tracks()) == 1


def test_a_moved_song_is_neither_measured_nor_heard_again(
    stores: Stores, music: Path, treasured: PlaylistId
) -> None:
    song = next(each for each in stores.analyses.waiting(3) if each.path.name == "b.wav")
    stores.analyses.recognise(song, sound_of(song.path))
    stores.connection.execute(
        "INSERT INTO hearing (content, ear, pace, no_beat, seconds) VALUES (?, 99, 'slow', 0, 1)",
        (sound_of(song.path),),
    )
    stores.connection.execute(
        "INSERT INTO recording SELECT id, size, mtime_ns, content FROM track WHERE title = 'b'"
    )
    there = music.parent / "other drive"
    shutil.copytree(music, there, copy_function=shutil.copyfile)
    shutil.rmtree(music)
    look(stores, there)
    assert kept(stores, treasured)[0] is not None
    assert stores.analyses.analysis_of(song.track) is not None
    assert song.track not in [each.track for each in _to_measure(stores)]


def _to_measure(stores: Stores) -> Sequence[UnmeasuredTrack]:
    found: list[UnmeasuredTrack] = []
    reading = LoudnessReading(Lufs(-20.0), Decibels(-3.0), 4.0, Ms(1_000))
    while (song := stores.loudness.next()) is not None:
        found.append(song)
        stores.loudness.write(song, reading)
    return found
