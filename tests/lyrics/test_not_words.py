"""What is no words is never sung: it is refused with what it is."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lullaby.lyrics.adopt import NotWordsError, adopt_words
from lullaby.lyrics.finder import find_words
from lullaby.lyrics.glance import timing_at_a_glance
from lullaby.lyrics.model import Format, Reason
from lullaby.lyrics.not_words import LOOKED_AT, NotWords, in_bytes, in_text, reason_of
from lullaby.lyrics.saving import save_words
from lullaby.lyrics.sniffing import READERS, words_from_bytes, words_from_text
from lullaby.lyrics.text_decoding import decode_words
from tests.lyrics.lullaby_lines import LINES, PAIRS, encoded
from tests.songbook.musicxml_files import CONTAINER, LULLABY, compressed

FOLDER = Path(__file__).parent.parent / "data" / "not_words"

WHAT = {
    "answer.lrc": NotWords.DATA,
    "answers.json": NotWords.DATA,
    "disc.cue": NotWords.CUE_SHEET,
    "encrypted.krc": NotWords.LOCKED,
    "encrypted.qrc": NotWords.LOCKED,
    "letter.txt": NotWords.DOCUMENT,
    "pack.lrc": NotWords.KARAOKE_PACK,
    "page-doctype.txt": NotWords.WEB_PAGE,
    "page.lrc": NotWords.WEB_PAGE,
    "paper.txt": NotWords.DOCUMENT,
    "picture.lrc": NotWords.PICTURE,
    "pictures.cdg": NotWords.KARAOKE_PICTURES,
    "playlist-bare.m3u": NotWords.PLAYLIST,
    "playlist.asx": NotWords.PLAYLIST,
    "playlist.m3u8": NotWords.PLAYLIST,
    "playlist.pls": NotWords.PLAYLIST,
    "playlist.xspf": NotWords.PLAYLIST,
    "random.txt": NotWords.BINARY,
    "rip.log": NotWords.LOG,
    "score-musicxml.xml": NotWords.SCORE,
    "score.abc": NotWords.SCORE,
    "song.lrc": NotWords.SOUND,
    "songs.lrc": NotWords.ARCHIVE,
    "sums.md5": NotWords.CHECKSUMS,
}
"""By file; one whose format a reader has learned leaves this list and the folder."""


def test_every_file_is_listed() -> None:
    assert {file.name for file in FOLDER.iterdir()} == set(WHAT)


@pytest.mark.parametrize("name", WHAT)
def test_it_is_refused_with_what_it_is(name: str) -> None:
    words = words_from_bytes((FOLDER / name).read_bytes(), source=name)
    assert not words.has_words
    assert reason_of(words) is WHAT[name]
    assert [complaint.reason for complaint in words.complaints] == [Reason.NOT_WORDS]


@pytest.mark.parametrize("container", [CONTAINER, ""])
def test_a_compressed_score_is_refused_as_a_score(container: str) -> None:
    words = words_from_bytes(compressed(LULLABY, container=container), source="song.mxl")
    assert reason_of(words) is (NotWords.SCORE if container else NotWords.ARCHIVE)


@pytest.mark.parametrize("name", WHAT)
def test_it_is_not_put_beside_a_song(name: str, tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    song.touch()
    with pytest.raises(NotWordsError) as refused:
        adopt_words(song, FOLDER / name)
    assert refused.value.what is WHAT[name]
    assert list(tmp_path.iterdir()) == [song]


def test_a_better_file_beside_the_song_is_taken(tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    song.touch()
    (tmp_path / "song.lrc").write_bytes((FOLDER / "page.lrc").read_bytes())
    (tmp_path / "song.txt").write_text("Hush now")
    words = find_words(song)
    assert words is not None
    assert [line.text for line in words.lines] == ["Hush now"]


@pytest.mark.parametrize("name", ["song.yaml", "song.JSON", "song.xml"])
def test_data_of_any_program_beside_a_song_is_not_sung(name: str, tmp_path: Path) -> None:
    song = tmp_path / "song.mp3"
    song.touch()
    (tmp_path / name).write_text("version: 1\nbitrate: 320\n")
    assert find_words(song) is None
    with pytest.raises(NotWordsError):
        adopt_words(song, tmp_path / name)


def test_a_tag_that_holds_something_else_gives_no_words() -> None:
    for name in ("answer.lrc", "score.abc", "playlist.m3u8"):
        text = (FOLDER / name).read_text()
        assert not words_from_text(text).has_words
        assert timing_at_a_glance(text) is None


def test_saving_makes_no_folders(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        save_words(tmp_path / "no" / "where.lrc", words_from_text("Hush now"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("encoding", "language"), PAIRS)
def test_words_in_any_encoding_are_words(encoding: str, language: str) -> None:
    assert in_bytes(encoded(LINES[language], encoding)) is None
    assert in_text(LINES[language]) is None


@pytest.mark.parametrize(
    "text",
    [
        "[Verse 1]\nHush now\n[Chorus]\nla la",
        "BMW and BMX, said the frog\nla la",
        "FORM a circle, one and all\nFile after file",
        "{Chorus}\nHush now",
        "[[Refrain]]\nHush now",
        "Track 1\nHush now",
        "X marks the spot: K\nKey: F",
        "# 1\nHush now",
        "My song.mp3\nHush now",
        "<3 la la <3",
        "MAC the knife\nMZ",
        '["Hush, little baby"\ndon’t say a word]',
        '["Hush", she said]\nla la',
        '["Hush"] she said\nla la',
        "[{C}] Hush\nla la",
        "Used drive: none\nHush now",
        "Track 1\nHush now\nTrack 2\nla la",
    ],
)
def test_unusual_words_are_words(text: str) -> None:
    assert in_bytes(text.encode()) is None
    assert words_from_text(text).has_words


def test_a_reader_is_asked_before_anything_is_refused() -> None:
    assert {Format.TTML, Format.WEBVTT} <= {reader.format for reader in READERS}
    assert not any(reader.recognises(text) for reader in READERS for text in LINES.values())


@given(st.binary(max_size=600) | st.sampled_from([b"RIFF", b"X:1\nK:C", b'{"a":']))
def test_whatever_comes_is_sung_or_refused_never_both(data: bytes) -> None:
    words = words_from_bytes(data)
    assert not (words.has_words and reason_of(words) is not None)


@pytest.mark.parametrize(
    "piece",
    [
        b"\n",
        b" \n",
        b"\n;",
        b"%\n",
        b"<!--",
        b"[1,2]",
        b"x(1,",
        b"FILE x\n",
        b"a\xe1",
        b"\xe1",
        b"\0a\xe1",
    ],
)
def test_the_look_at_a_hostile_file_is_bounded(piece: bytes) -> None:
    assert_looked_at_soon(piece * (1_000_000 // len(piece)))


@pytest.mark.parametrize("piece", [b" ", b"\t", b"C", b"CRC ", b"A ", b"Track "])
@pytest.mark.parametrize("row", [b"CRC", b"x CRC x", b"Track", b"Drive"])
def test_the_look_at_a_long_row_of_a_log_is_bounded(row: bytes, piece: bytes) -> None:
    assert_looked_at_soon(b"AccurateRip\n" + row + piece * (LOOKED_AT // len(piece)))


def assert_looked_at_soon(data: bytes) -> None:
    begun = time.process_time()
    in_bytes(data)
    in_text(decode_words(data).text)
    assert time.process_time() - begun < 1.0
