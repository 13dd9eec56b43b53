"""Scores that somebody put into a folder are songs like any others."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from lullaby.audio.port import AS_RECORDED
from lullaby.background import FindWords
from lullaby.helpers import Inline
from lullaby.jobs import Job
from lullaby.library.found import ScanBatch
from lullaby.library.scanner import read_files
from lullaby.library.singing import Singing
from lullaby.library.track import Fault, Track, TrackId, Words
from lullaby.library.walk import MOST_XML, walk
from lullaby.lyrics.model import Complaint, Reason, Timing
from lullaby.paths import assets
from lullaby.songbook.catalogue import catalogue
from lullaby.songbook.score_folder import LARGEST, other_songs_of
from lullaby.storage import database
from lullaby.storage.database import migrations, open_database
from lullaby.stores import Stores, open_stores, over
from tests.audio.sounds import tone, write
from tests.fakes import A_NIGHT
from tests.library.test_scan import look
from tests.songbook.musicxml_files import FOUR_FOUR, LULLABY, bar, compressed, note, parts

SONGS = catalogue(assets() / "songs")
TWO_VERSES = """X:1
T:Sleep, my dear
C:A neighbour
M:4/4
L:1/4
Q:1/4=60
K:C
"C"c d e c | "G"d4 |]
w: Sleep my dear one sleep
w: Dream my dear one dream
"""


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    return over(memory, SONGS)


def own(stores: Stores, name: str) -> Track:
    (found,) = (track for track in stores.library.tracks() if track.path.name == name)
    return found


def test_a_score_in_a_folder_is_a_song(stores: Stores, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "mine.ABC").write_text(TWO_VERSES)
    assert look(stores, tmp_path).new == 1
    song = own(stores, "mine.ABC")
    assert (song.title, song.artist, song.words) == (
        "Sleep, my dear",
        "A neighbour",
        Words.SYLLABLES,
    )
    assert song.tempo.bpm == 60
    assert song.duration_ms is not None
    assert song.duration_ms >= 60_000
    assert song.fault is None
    again = look(stores, tmp_path)
    assert (again.new, again.changed) == (0, 0)


@pytest.mark.parametrize("name", ["mine.musicxml", "mine.MXL", "mine.xml"])
def test_a_score_in_musicxml_is_a_song_with_its_words(
    name: str, stores: Stores, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(compressed(LULLABY) if name.endswith("MXL") else LULLABY.encode())
    assert look(stores, tmp_path).new == 1
    song = own(stores, name)
    assert (song.title, song.artist, song.words) == (
        "Sleep, my dear",
        "A neighbour",
        Words.SYLLABLES,
    )
    assert (song.tempo.bpm, song.fault) == (60, None)
    words = FindWords(SONGS, Inline())(song)
    assert words is not None
    assert words.timing is Timing.SYLLABLES
    assert words.has_melody
    assert words.lines[0].text.startswith("Sleep my darling one,")
    again = look(stores, tmp_path)
    assert (again.new, again.changed) == (0, 0)


def test_other_files_named_xml_are_no_songs(stores: Stores, tmp_path: Path) -> None:
    (tmp_path / "Library.xml").write_text("<plist><dict/></plist>")
    (tmp_path / "song.xml").write_text("<song><lyrics/></song>")
    (tmp_path / "empty.xml").write_text("")
    (tmp_path / "Mine.musicxml").write_text("<song/>")
    summary = look(stores, tmp_path)
    assert [path.name for path, _ in summary.faults] == ["Mine.musicxml"]
    assert own(stores, "Mine.musicxml").fault_note == "1:0:holds no score in MusicXML"
    dropped: list[ScanBatch] = []
    read_files([tmp_path / "Library.xml"], Job(), dropped.append, Inline())
    assert [batch.found for batch in dropped] == [()]


def test_a_folder_of_other_data_is_not_opened_without_end(tmp_path: Path) -> None:
    for number in range(MOST_XML + 2):
        (tmp_path / f"{number:05}.xml").write_text("<data/>")
    (tmp_path / "song.musicxml").write_text(LULLABY)
    assert [Path(file.path).name for file in walk(tmp_path, Inline()).files] == ["song.musicxml"]


def test_the_part_that_is_sung_is_told_with_the_words(tmp_path: Path) -> None:
    path = tmp_path / "choir.musicxml"
    singing = [bar(1, FOUR_FOUR + note("C5", 16, "hush"))]
    path.write_text(parts(("P1", "Soprano", singing), ("P2", "Alto", singing)))
    words = FindWords(SONGS, Inline())(Track(TrackId(1), path, "Choir"))
    assert words is not None
    assert words.complaints == (Complaint(1, Reason.SUNG_PART, "Soprano"),)


def test_a_score_tells_its_language(stores: Stores, tmp_path: Path) -> None:
    score = TWO_VERSES.replace("C:A neighbour", "C:A neighbour\n%%lb-lang yi-Latn")
    (tmp_path / "mine.abc").write_text(score)
    look(stores, tmp_path)
    assert own(stores, "mine.abc").language == "yi"


def test_a_score_that_cannot_be_taken_names_line_and_bar(stores: Stores, tmp_path: Path) -> None:
    (tmp_path / "short.abc").write_text(TWO_VERSES.replace("d4", "quilt, wish knit"))
    (tmp_path / "empty.abc").write_text("")
    (tmp_path / "odd.abc").write_bytes(b"\x00\x01X:1")
    summary = look(stores, tmp_path)
    assert {path.name: fault for path, fault in summary.faults} == {
        "short.abc": Fault.UNREADABLE,
        "empty.abc": Fault.EMPTY,
        "odd.abc": Fault.UNREADABLE,
    }
    line, bar, reason = own(stores, "short.abc").fault_note.split(":", 2)
    assert (line, bar) == ("8", "2")
    assert reason
    assert own(stores, "odd.abc").fault_note.startswith("0:0:")
    (tmp_path / "short.abc").write_text(TWO_VERSES)
    look(stores, tmp_path)
    corrected = own(stores, "short.abc")
    assert (corrected.fault, corrected.fault_note) == (None, "")


def test_a_score_beside_its_recording_is_not_another_song(stores: Stores, tmp_path: Path) -> None:
    (tmp_path / "mine.abc").write_text(TWO_VERSES)
    write(tmp_path / "mine.flac", tone(0.4, 0.2))
    assert look(stores, tmp_path).new == 1
    assert own(stores, "mine.flac").fault is None


def test_its_preferences_are_stored(stores: Stores, tmp_path: Path) -> None:
    (tmp_path / "mine.abc").write_text(TWO_VERSES)
    look(stores, tmp_path)
    song = own(stores, "mine.abc")
    assert (song.speed_pitch, song.singing) == (AS_RECORDED, Singing())
    stores.library.set_singing(song.id, Singing(with_tune=False, verses=(1,)))
    assert own(stores, "mine.abc").singing == Singing(with_tune=False, verses=(1,))
    (tmp_path / "mine.abc").write_text(TWO_VERSES.replace("dear", "own"))
    look(stores, tmp_path)
    assert own(stores, "mine.abc").singing == Singing(with_tune=False, verses=(1,))


def texts(track: Track) -> list[str]:
    words = FindWords(SONGS, Inline())(track)
    assert words is not None
    return [line.text for line in words.lines]


def test_its_words_are_those_of_the_verses_that_are_sung(tmp_path: Path) -> None:
    path = tmp_path / "mine.abc"
    path.write_text(TWO_VERSES)
    first, second = "Sleep my dear one sleep", "Dream my dear one dream"
    every = texts(Track(TrackId(1), path, "Mine"))
    assert every[:3] == [first, second, first]
    only = texts(Track(TrackId(1), path, "Mine", singing=Singing(verses=(1,))))
    assert set(only) == {second}
    words = FindWords(SONGS, Inline())(Track(TrackId(1), path, "Mine"))
    assert words is not None
    assert words.timing is Timing.SYLLABLES


def test_words_beside_the_score_come_first(tmp_path: Path) -> None:
    path = tmp_path / "mine.abc"
    path.write_text(TWO_VERSES)
    path.with_suffix(".lrc").write_text("[00:08.00]Mended by hand\n")
    assert texts(Track(TrackId(1), path, "Mine")) == ["Mended by hand"]


def test_words_of_bundled_songs_follow_the_choice_of_verses() -> None:
    song = next(song for song in SONGS if song.id == "schlaf-kindlein")
    track = Track(TrackId(1), song.audio, song.title, songbook_id=song.id)
    whole = texts(track)
    third = len(whole) // 3
    last = texts(replace(track, singing=Singing(verses=(2,))))
    assert last[:third] == whole[2 * third :]
    assert set(last) == set(whole[2 * third :])


def test_a_recording_of_a_song_we_know_has_its_words_without_times(tmp_path: Path) -> None:
    path = write(tmp_path / "Suo Gan.flac", tone(0.4, 0.2))
    words = FindWords(SONGS, Inline())(Track(TrackId(1), path, "Suo Gân"))
    assert words is not None
    assert words.timing is Timing.NONE


COLLECTION = "".join(
    f"X:{number}\nT:Song {number}\nM:4/4\nL:1/4\nK:C\nCDEF|GFED|C4|\nw:hush now la lo\n\n"
    for number in range(1, 13)
)


def test_the_library_knows_how_many_songs_a_file_holds(stores: Stores, tmp_path: Path) -> None:
    (tmp_path / "book.abc").write_text(COLLECTION)
    (tmp_path / "one.abc").write_text(TWO_VERSES)
    look(stores, tmp_path)
    assert own(stores, "book.abc").songs == 12
    assert own(stores, "book.abc").title == "Song 1"
    assert own(stores, "one.abc").songs == 1
    (tmp_path / "book.abc").write_text(TWO_VERSES)
    look(stores, tmp_path)
    assert own(stores, "book.abc").songs == 1


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_of_a_large_collection_the_first_song_is_sung(
    end: str, stores: Stores, tmp_path: Path
) -> None:
    path = tmp_path / "book.abc"
    path.write_text(COLLECTION * 300, newline=end)
    assert path.stat().st_size > LARGEST
    look(stores, tmp_path)
    song = own(stores, "book.abc")
    assert (song.title, song.songs, song.fault) == ("Song 1", 3_600, None)
    assert len(other_songs_of(path)) == 3_599


def test_a_single_song_of_that_size_is_none(stores: Stores, tmp_path: Path) -> None:
    (tmp_path / "book.abc").write_text(TWO_VERSES + "CDEF|GFED|\n" * 30_000)
    look(stores, tmp_path)
    assert own(stores, "book.abc").fault is Fault.UNREADABLE


def test_collections_that_the_library_knew_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "lullaby.sqlite3"
    book = tmp_path / "music" / "book.abc"
    book.parent.mkdir()
    book.write_text(COLLECTION)
    before = [each for each in migrations() if each.number < 20]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "migrations", lambda: before)
        connection = open_database(path, A_NIGHT, lambda: False).connection
        seen = book.stat()
        connection.execute(
            "INSERT INTO track (path, size, mtime_ns, words_mtime_ns, title, words)"
            " VALUES (?, ?, ?, 0, 'Song 1', 'syllables')",
            (str(book), seen.st_size, seen.st_mtime_ns),
        )
        connection.close()
    stores = open_stores(path, A_NIGHT, SONGS)
    look(stores, book.parent)
    assert own(stores, "book.abc").songs == 12
    stores.connection.close()
