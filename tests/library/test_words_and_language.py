"""Whether a song has words, and in what language, as scans find out."""

import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import mutagen
import pytest
from mutagen.id3 import ID3, TLAN
from mutagen.mp4 import MP4, MP4FreeForm

from lullaby.helpers import Inline
from lullaby.jobs import Job
from lullaby.library.scanner import ScanSummary, read_files, scan
from lullaby.library.track import Track, Words
from lullaby.lyrics.beside import SUFFIXES
from lullaby.lyrics.languages import code_of, tag_of
from lullaby.stores import Stores, over
from tests.library.songs import make, plain

SRT = "1\n00:00:00,100 --> 00:00:00,300\nSleep, my child\n"


@pytest.fixture
def stores(memory: sqlite3.Connection) -> Stores:
    return over(memory, ())


def look(stores: Stores, folder: Path, languages: Sequence[str] = ()) -> ScanSummary:
    stores.library.add_folder(folder)
    return scan(
        [folder],
        stores.scans.known(),
        Job(),
        stores.scans.apply,
        lambda _: None,
        1,
        Inline(),
        languages=languages,
    )


def only(stores: Stores) -> Track:
    (track,) = stores.library.tracks()
    return track


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_kind_of_words_beside_a_song_is_noticed(
    stores: Stores, tmp_path: Path, suffix: str
) -> None:
    """The content decides what a words file is, so any suffix may contain any kind."""
    plain(tmp_path / "a.ogg")
    look(stores, tmp_path)
    assert only(stores).words is Words.NONE
    (tmp_path / f"A{suffix.upper()}").write_text(SRT, encoding="utf-8")
    assert look(stores, tmp_path).changed == 1
    assert only(stores).words is Words.LINES
    assert look(stores, tmp_path).unchanged == 1


@pytest.mark.parametrize(("languages", "found"), [((), "cy"), (("de-AT", "cy"), "de")])
def test_of_words_in_several_languages_those_of_the_person_count(
    stores: Stores, tmp_path: Path, languages: Sequence[str], found: str
) -> None:
    song = plain(tmp_path / "a.ogg")
    (tmp_path / "a.cy.lrc").write_text("[la:cy]\n[00:00.10]Huna", encoding="utf-8")
    (tmp_path / "a.de.lrc").write_text("[la:de]\n[00:00.10]Schlaf", encoding="utf-8")
    look(stores, tmp_path, languages)
    assert only(stores).language == found
    read_files([song], Job(), stores.scans.apply, Inline(), languages)
    assert only(stores).language == found


def test_words_in_a_folder_of_their_own_are_noticed(stores: Stores, tmp_path: Path) -> None:
    plain(tmp_path / "caf\u00e9.ogg")
    look(stores, tmp_path)
    words = tmp_path / "LYRICS" / "cafe\u0301.lrc"
    words.parent.mkdir()
    words.write_text("[la:cy]\n[00:00.10]Huna", encoding="utf-8")
    assert look(stores, tmp_path).changed == 1
    assert (only(stores).words, only(stores).language) == (Words.LINES, "cy")
    words.write_text("Huna blentyn", encoding="utf-8")
    os.utime(words, ns=(1, 5))
    assert look(stores, tmp_path).changed == 1
    assert only(stores).words is Words.PLAIN
    words.unlink()
    assert look(stores, tmp_path).changed == 1
    assert only(stores).words is Words.NONE


def test_a_second_words_file_is_noticed_behind_an_empty_one(stores: Stores, tmp_path: Path) -> None:
    plain(tmp_path / "a.ogg")
    (tmp_path / "a.lrc").write_text("[ti:nothing]\n", encoding="utf-8")
    look(stores, tmp_path)
    assert only(stores).words is Words.NONE
    (tmp_path / "a.txt").write_text("Sleep", encoding="utf-8")
    assert look(stores, tmp_path).changed == 1
    assert only(stores).words is Words.PLAIN


def test_a_song_read_by_itself_has_its_words_too(stores: Stores, tmp_path: Path) -> None:
    song = plain(tmp_path / "a.ogg")
    (tmp_path / "Lyrics").mkdir()
    (tmp_path / "Lyrics" / "a.srt").write_text(SRT, encoding="utf-8")
    read_files([song, tmp_path / "gone.ogg"], Job(), stores.scans.apply, Inline())
    assert only(stores).words is Words.LINES
    known = stores.scans.known()
    assert scan([], known, Job(), stores.scans.apply, lambda _: None, 1, Inline()).unchanged == 1


@pytest.mark.parametrize("kind", ["mp3", "wav", "ogg", "flac", "m4a"])
def test_the_tag_gives_the_language(stores: Stores, tmp_path: Path, kind: str) -> None:
    song = make(tmp_path / f"a.{kind}")
    if kind == "m4a":
        file = MP4(song)
        file["----:com.apple.iTunes:LANGUAGE"] = [MP4FreeForm(b"Welsh")]
        file.save()
    else:
        tagged = mutagen.File(song)
        assert tagged is not None
        if isinstance(tagged.tags, ID3):
            tagged.tags.add(TLAN(encoding=3, text="wel"))
        else:
            tagged["LANGUAGE"] = "Cymraeg"
        tagged.save()
    look(stores, tmp_path)
    assert only(stores).language == "cy"


def test_the_language_of_a_lyrics_frame_is_ignored(stores: Stores, tmp_path: Path) -> None:
    """Most programs write English into every USLT frame, whatever it contains."""
    make(tmp_path / "a.mp3")
    look(stores, tmp_path)
    assert (only(stores).words, only(stores).language) == (Words.LINES, "")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("ger", "de"),
        ("DEU", "de"),
        ("German", "de"),
        ("Deutsch", "de"),
        ("de-AT", "de"),
        ("pt_BR", "pt"),
        ("rus", "ru"),
        ("polish; english", "pl"),
        ("yi-Latn", "yi"),
        ("haw", "haw"),
        ("Scottish Gaelic", "gd"),
        ("und", ""),
        ("XXX", ""),
        ("zxx", ""),
        ("qq", ""),
        ("instrumental", ""),
        ("", ""),
    ],
)
def test_codes_of_languages(written: str, code: str) -> None:
    assert code_of(written) == code


def test_a_region_stays_in_a_tag_of_words() -> None:
    assert tag_of("de_AT") == "de-AT"


def test_files_known_from_before_are_read_once_more(stores: Stores, tmp_path: Path) -> None:
    """In the state that the database migration which added the language leaves them."""
    make(tmp_path / "a.mp3")
    look(stores, tmp_path)
    stores.connection.execute("UPDATE track SET words_mtime_ns = -1")
    assert look(stores, tmp_path).changed == 1
    assert look(stores, tmp_path).unchanged == 1


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("English (US)", "en"),
        ("German, English", "de"),
        ("Portuguese (Brazil)", "pt"),
        ("Español", "es"),
        ("Englisch", "en"),
        ("日本語", "ja"),
        ("Mandarin", "zh"),
        ("Klingon", "Klingon"),
    ],
)
def test_languages_as_karaoke_files_name_them(written: str, tag: str) -> None:
    assert tag_of(written) == tag
