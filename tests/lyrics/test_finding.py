"""Where words are found: beside the recording, inside it, or provided by the person."""

import os
import shutil
from pathlib import Path

import mutagen
import pytest
from mutagen.flac import FLAC
from mutagen.id3 import ID3, SYLT, USLT

from lullaby.lyrics.adopt import adopt_words
from lullaby.lyrics.as_json import as_json
from lullaby.lyrics.beside import folded, recordings_of, sidecars
from lullaby.lyrics.finder import LARGEST, find_words, read_words
from lullaby.lyrics.model import Format, Reason, Timing
from lullaby.lyrics.placing import target_of
from lullaby.lyrics.sylt import lyrics_from_entries
from lullaby.lyrics.tags import words_from_tags
from lullaby.ui.text.complaints import in_english, with_place
from tests.library.songs import make, plain


def test_a_sidecar_takes_precedence_over_tags(tmp_path: Path) -> None:
    song = make(tmp_path / "a.mp3")
    inside = find_words(song)
    assert inside is not None
    assert inside.source == "USLT"
    (tmp_path / "A.LRC").write_text("[00:00.10]Mine", encoding="utf-8")
    beside = find_words(song)
    assert beside is not None
    assert (beside.lines[0].text, beside.source) == ("Mine", "A.LRC")


def test_an_empty_sidecar_does_not_hide_the_tags(tmp_path: Path) -> None:
    song = make(tmp_path / "a.flac")
    (tmp_path / "a.lrc").write_text("[ti:x]\n\n", encoding="utf-8")
    words = find_words(song)
    assert words is not None
    assert words.source == "LYRICS"


def test_lrc_takes_precedence_over_txt(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("plain")
    assert next(sidecars(tmp_path / "a.mp3")) == tmp_path / "a.txt"
    (tmp_path / "a.lrc").write_text("[00:01.00]timed")
    assert next(sidecars(tmp_path / "a.mp3")) == tmp_path / "a.lrc"
    assert list(sidecars(tmp_path / "nowhere" / "a.mp3")) == []


def test_words_in_a_folder_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "LYRICS").mkdir()
    (tmp_path / "LYRICS" / "a.Srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nInside\n")
    words = find_words(plain(tmp_path / "A.mp3"))
    assert words is not None
    assert (words.lines[0].text, words.format) == ("Inside", Format.SRT)
    (tmp_path / "a.txt").write_text("Beside")
    beside = find_words(tmp_path / "A.mp3")
    assert beside is not None
    assert beside.lines[0].text == "Beside"


def test_an_empty_file_does_not_hide_the_next(tmp_path: Path) -> None:
    (tmp_path / "a.lrc").write_text("")
    (tmp_path / "a.ttml").write_text("<tt><body><p begin='1s'>There</p></body></tt>")
    words = find_words(plain(tmp_path / "a.mp3"))
    assert words is not None
    assert words.lines[0].text == "There"


def test_the_songbook_lends_its_words_without_their_times(tmp_path: Path) -> None:
    (tmp_path / "book.lrc").write_text("[00:01.00]Huna\n[00:02.00]\n[00:09.00]clyd\n")
    song = plain(tmp_path / "Suo Gan.mp3")
    tagged = plain(tmp_path / "track 1.flac")
    file = FLAC(tagged)
    file["title"] = "Suo Gân"
    file.save()
    book = {"Suo Gân": tmp_path / "book.lrc"}
    for path in (song, tagged):
        words = find_words(path, songbook=book)
        assert words is not None
        assert words.timing is Timing.NONE
        assert [line.text for line in words.lines] == ["Huna", "", "clyd"]
    assert find_words(song) is None
    assert find_words(plain(tmp_path / "other.mp3"), songbook=book) is None


def test_words_of_other_kinds_inside_tags(tmp_path: Path) -> None:
    song = plain(tmp_path / "a.flac")
    file = FLAC(song)
    file["lyrics"] = "WEBVTT\n\n00:01.000 --> 00:02.000\nHush\n"
    file.save()
    words = find_words(song)
    assert words is not None
    assert (words.lines[0].text, words.lines[0].start_ms) == ("Hush", 1000)


def test_a_words_file_may_have_a_second_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.lrc.txt").write_text("[00:01.00]Saved by a browser")
    (tmp_path / "b.lrc.txt").write_text("[00:01.00]Of another song")
    (tmp_path / "a.en.lrc.txt").write_text("[00:01.00]In English")
    song = plain(tmp_path / "a.mp3")
    assert [each.name for each in sidecars(song)] == ["a.lrc.txt", "a.en.lrc.txt"]
    words = find_words(song)
    assert words is not None
    assert words.timing is Timing.LINES
    assert "a" in recordings_of("a.lrc")
    (tmp_path / "a.txt").write_text("Its own name")
    assert next(sidecars(song)).name == "a.txt"


def test_what_is_no_words_is_told_where_nothing_else_is_found(tmp_path: Path) -> None:
    song = plain(tmp_path / "a.mp3")
    (tmp_path / "a.lrc").write_text("#EXTM3U\na.mp3\n")
    (tmp_path / "a.ttml").write_text("<!DOCTYPE x>\n<tt/>")
    with (tmp_path / "a.txt").open("wb") as out:
        out.truncate(LARGEST + 1)
    tags = ID3()
    tags.add(USLT(encoding=3, lang="eng", desc="", text="<html><body>404</body></html>"))
    tags.save(song)
    found = find_words(song)
    assert found is not None
    assert not found.has_words
    assert [(each.reason, each.detail, each.file) for each in found.complaints] == [
        (Reason.NOT_WORDS, "a playlist", "a.lrc"),
        (Reason.DOCTYPE_REFUSED, "", "a.ttml"),
        (Reason.TOO_LARGE, "", "a.txt"),
        (Reason.NOT_WORDS_IN_TAGS, "a web page", ""),
    ]
    assert [with_place(each, in_english) for each in found.complaints] == [
        "There are no words in “a.lrc”. This is a playlist.",
        "“a.ttml”: A document type declaration was skipped.",
        "“a.txt” is far too large for a words file.",
        "There are no words in the song’s tags. This is a web page.",
    ]
    (tmp_path / "book.lrc").write_text("[00:01.00]Huna\n")
    lent = find_words(song, songbook={"a": tmp_path / "book.lrc"})
    assert lent is not None
    assert (lent.has_words, lent.complaints) == (True, ())


def test_a_words_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    song = plain(tmp_path / "a.mp3")
    (tmp_path / "a.lrc").mkdir()
    found = find_words(song)
    assert found is not None
    assert [(each.reason, each.file) for each in found.complaints] == [(Reason.NOT_OPENED, "a.lrc")]


def test_unusable_text_gives_no_words(tmp_path: Path) -> None:
    large = tmp_path / "a.lrc"
    with large.open("wb") as out:
        out.truncate(LARGEST + 1)
    assert read_words(large) is None
    assert read_words(tmp_path / "gone.lrc") is None
    (tmp_path / "b.mp3").write_bytes(b"\xff\xfb" + os.urandom(500))
    assert find_words(tmp_path / "b.mp3") is None


def test_timed_tags_take_precedence_over_plain_ones(tmp_path: Path) -> None:
    song = plain(tmp_path / "a.mp3")
    tags = ID3()
    tags.add(USLT(encoding=3, lang="eng", desc="", text="plain words"))
    pieces = [("\nHu", 100), ("na ", 200), ("blentyn", 300), ("\nclyd", 900)]
    tags.add(SYLT(encoding=3, lang="eng", format=2, type=1, desc="", text=pieces))
    tags.save(song)
    file = mutagen.File(song)
    assert file is not None
    words = words_from_tags(file)
    assert words is not None
    assert words.timing is Timing.SYLLABLES
    assert [line.text for line in words.lines] == ["Huna blentyn", "clyd"]
    assert words.lines[0].start_ms == 100


def test_mpeg_frames_as_time(tmp_path: Path) -> None:
    song = plain(tmp_path / "a.mp3")
    tags = ID3()
    tags.add(SYLT(encoding=3, lang="eng", format=1, type=1, desc="", text=[("one line", 100)]))
    tags.save(song)
    file = mutagen.File(song)
    assert file is not None
    words = words_from_tags(file)
    assert words is not None
    assert words.lines[0].start_ms == 2400, "a frame at 48 kHz lasts 24 ms"


def test_entries_of_single_characters_are_joined() -> None:
    words = lyrics_from_entries([("H", 500), ("i", 500), (" ", 500), ("b", 900), ("y", 900)])
    assert words.lines[0].text == "Hi by"


def test_entries_without_any_time_are_plain() -> None:
    words = lyrics_from_entries([("One\n", 0), ("Two\n", 0)])
    assert words.timing is Timing.NONE
    assert [line.text for line in words.lines] == ["One", "Two"]


def test_adding_words_never_changes_what_was_there(tmp_path: Path) -> None:
    audio, words = tmp_path / "a.mp3", tmp_path / "from elsewhere.lrc"
    words.write_text("[00:01.00]x")
    audio.touch()
    target = adopt_words(audio, words)
    assert target.read_text() == "[00:01.00]x"
    other = tmp_path / "other.lrc"
    other.write_text("[00:01.00]y")
    with pytest.raises(FileExistsError):
        adopt_words(audio, other)
    assert target.read_text() == "[00:01.00]x"
    assert adopt_words(audio, target) == target
    shutil.rmtree(tmp_path / "gone", ignore_errors=True)
    with pytest.raises(OSError, match="gone"):
        adopt_words(tmp_path / "gone" / "b.mp3", words)


def test_words_as_json(tmp_path: Path) -> None:
    (tmp_path / "a.lrc").write_text("[00:01.00]<00:01.00>Hu<00:02.00>na\n[xx")
    words = read_words(tmp_path / "a.lrc")
    assert words is not None
    plain_values = as_json(words)
    assert plain_values["timing"] == "syllables"
    assert plain_values["lines"][0]["syllables"][1]["start_ms"] == 2000
    assert plain_values["complaints"][0]["line"] == 2


NAMED = [
    ("song.lrc", "song.mp3"),
    ("SONG.Lrc", "song.mp3"),
    ("song.mp3.lrc", "song.mp3"),
    ("song.en.vtt", "song.mp3"),
    ("song.pt-BR.srt", "song.mp3"),
    ("song.eng.lrc", "song.mp3"),
    ("song.English.srt", "song.mp3"),
    ("song.en-orig.vtt", "song.mp3"),
    ("Artist - song.lrc", "song.mp3"),
    ("Artist - Album - Song.de.lrc", "song.mp3"),
    ("Suo Ga\u0302n.cy.LRC", "Suo G\u00e2n.flac"),
]


@pytest.mark.parametrize(("words", "recording"), NAMED)
def test_names_of_words_files(tmp_path: Path, words: str, recording: str) -> None:
    (tmp_path / words).write_text("[00:01.00]Hush", encoding="utf-8")
    assert list(sidecars(tmp_path / recording)) == [tmp_path / words]
    assert folded(recording) in recordings_of(Path(words).stem) or (
        folded(Path(recording).stem) in recordings_of(Path(words).stem)
    ), "a scan notices them too"


@pytest.mark.parametrize(
    "words", ["song.old.lrc", "song.bak.lrc", "another song.lrc", "song-2.lrc", "songs.lrc"]
)
def test_names_that_are_not_those_of_the_recording(tmp_path: Path, words: str) -> None:
    (tmp_path / words).touch()
    assert list(sidecars(tmp_path / "song.mp3")) == []


def test_words_named_like_another_recording_belong_to_that_one(tmp_path: Path) -> None:
    for name in ("Artist - song.mp3", "song.mp3", "Artist - song.lrc", "Artist - song.de.lrc"):
        (tmp_path / name).touch()
    assert list(sidecars(tmp_path / "song.mp3")) == []
    found = [path.name for path in sidecars(tmp_path / "Artist - song.mp3")]
    assert found == ["Artist - song.lrc", "Artist - song.de.lrc"]


def test_words_of_two_artists_are_not_guessed(tmp_path: Path) -> None:
    for name in ("One - song.lrc", "Two - song.lrc"):
        (tmp_path / name).touch()
    assert list(sidecars(tmp_path / "song.mp3")) == []


def test_the_own_name_comes_first_and_then_the_own_language(tmp_path: Path) -> None:
    names = ["song.de.lrc", "song.en.vtt", "song.mp3.txt", "song.txt", "X - song.lrc"]
    for name in names:
        (tmp_path / name).touch()
    found = [path.name for path in sidecars(tmp_path / "song.mp3", ["en-GB", "fr"])]
    assert found == ["song.txt", "song.mp3.txt", "song.en.vtt", "song.de.lrc", "X - song.lrc"]


def test_words_are_saved_under_the_own_name_only(tmp_path: Path) -> None:
    for name in ("song.en.lrc", "X - song.lrc"):
        (tmp_path / name).touch()
    assert target_of(tmp_path / "song.mp3") == tmp_path / "song.lrc"
