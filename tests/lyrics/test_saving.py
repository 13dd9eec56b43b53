"""Saving words: as LRC beside the song, or into its tags on a verified copy."""

import os
from pathlib import Path

import mutagen
import pytest
from mutagen.id3 import ID3, TIT2

from lullaby import verified_copy
from lullaby.helpers import Inline
from lullaby.lyrics.finder import find_words, read_words
from lullaby.lyrics.lrc import parse
from lullaby.lyrics.model import Lyrics, Timing
from lullaby.lyrics.saving import save_words
from lullaby.lyrics.sniffing import words_from_text
from lullaby.lyrics.tag_writer import write_tags
from lullaby.verified_copy import RewriteFailure
from tests.library.songs import FORMATS, make, plain

WORDS = parse(
    "[ti:Suo Gân]\n[la:cy]\n[x-mood:calm]\n[offset:-500]\n"
    "[00:01.00]<00:01.00>Hu<00:01.50>na\n[00:03.00]clyd\n"
)


def texts(lyrics: Lyrics | None) -> list[tuple[str, int | None]]:
    assert lyrics is not None
    return [(line.text, line.start_ms) for line in lyrics.lines if line.text]


def test_saved_words_are_strict_and_keep_what_the_file_said(tmp_path: Path) -> None:
    saved = save_words(tmp_path / "a.lrc", WORDS)
    data = saved.path.read_bytes()
    assert data.decode().splitlines() == [
        "[ti:Suo Gân]",
        "[la:cy]",
        "[x-mood:calm]",
        "[tool:Lullaby]",
        "[offset:-500]",
        "[00:01.00]<00:01.00>Hu<00:01.50>na<00:03.00>",
        "[00:03.00]clyd",
    ]
    assert b"\r" not in data
    again = read_words(saved.path)
    assert again is not None
    assert again.lines == WORDS.lines
    assert again.offset_ms == -500
    assert saved.kept is None
    assert [path.name for path in tmp_path.iterdir()] == ["a.lrc"]


def test_a_foreign_file_is_kept_and_our_own_is_not_piled_up(tmp_path: Path) -> None:
    path = tmp_path / "a.lrc"
    path.write_bytes(b"[00:01.00]somebody's work\r\n")
    path.chmod(0o640)
    first = save_words(path, WORDS)
    kept = tmp_path / "a.lrc.bak"
    assert first.kept == kept
    assert kept.read_bytes() == b"[00:01.00]somebody's work\r\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert save_words(path, WORDS).kept is None
    assert save_words(path, parse("[00:01.00]other words")).kept is None
    path.write_bytes(b"[00:02.00]another's work\n")
    assert save_words(path, WORDS).kept == tmp_path / "a.lrc.2.bak"
    assert kept.read_bytes() == b"[00:01.00]somebody's work\r\n"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders are locked otherwise there")
def test_what_cannot_be_written_leaves_everything_as_it_was(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(OSError, match="file"):
        save_words(blocked / "a.lrc", WORDS)
    assert blocked.read_text() == "x"


def test_ultrastar_in_and_lrc_out(tmp_path: Path) -> None:
    song = words_from_text(
        "#TITLE:Hush\n#ARTIST:Trad\n#CREATOR:me\n#BPM:150\n#GAP:500\n"
        "P1\n: 0 4 0 Hush,\n: 4 4 2  lit\n: 8 8 4 tle\n- 20\nP2\n: 0 8 7 Ooh\nE"
    )
    saved = save_words(tmp_path / "a.lrc", song)
    again = read_words(saved.path)
    assert texts(again) == texts(song)
    assert again is not None
    assert (again.title, again.artist) == ("Hush", "Trad")
    assert [line.part for line in again.lines] == [line.part for line in song.lines]


@pytest.mark.parametrize("suffix", FORMATS)
def test_words_in_the_tags_of_every_format(tmp_path: Path, suffix: str) -> None:
    song = make(tmp_path / f"a.{suffix}")
    assert write_tags(song, WORDS, Inline()) is None
    words = find_words(song)
    assert texts(words) == texts(WORDS)
    assert words is not None
    assert words.timing is Timing.SYLLABLES
    assert words.language == "cy"
    file = mutagen.File(song)
    assert file is not None
    assert "Suo Gân" in str(file.tags)
    assert [path.name for path in tmp_path.iterdir()] == [song.name]


def test_plain_words_replace_old_timed_ones(tmp_path: Path) -> None:
    song = plain(tmp_path / "a.mp3")
    assert write_tags(song, WORDS, Inline()) is None
    assert write_tags(song, parse("Huna\nblentyn"), Inline()) is None
    assert texts(find_words(song)) == [("Huna", None), ("blentyn", None)]


def test_old_tags_keep_their_version(tmp_path: Path) -> None:
    song = plain(tmp_path / "a.mp3")
    tags = ID3()
    tags.add(TIT2(encoding=3, text="Suo Gân"))
    tags.update_to_v23()
    tags.save(song, v2_version=3)
    assert write_tags(song, WORDS, Inline()) is None
    assert song.read_bytes()[3] == 3
    assert texts(find_words(song)) == texts(WORDS)


def test_what_has_no_sound_is_left_alone(tmp_path: Path) -> None:
    song = tmp_path / "a.mp3"
    song.write_bytes(b"no sound at all")
    assert write_tags(song, WORDS, Inline()) is RewriteFailure.UNREADABLE
    assert song.read_bytes() == b"no sound at all"
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp3"]


def test_a_differing_copy_never_replaces_the_original(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    song = make(tmp_path / "a.flac")
    before = song.read_bytes()
    sounds = iter(["one", "another"])
    monkeypatch.setattr(verified_copy, "sound_of", lambda path: next(sounds))
    assert write_tags(song, WORDS, Inline()) is RewriteFailure.NOT_THE_SAME
    assert song.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["a.flac"]
