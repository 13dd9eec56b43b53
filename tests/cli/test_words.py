"""The words command: every kind shown as JSON, saved, and written into tags."""

import json
from pathlib import Path

from mutagen.flac import FLAC

from lullaby.lyrics.finder import LARGEST
from tests.audio.sounds import tone, write
from tests.cli.test_commands import Run, run
from tests.library.songs import plain

__all__ = ["run"]

ULTRASTAR = "#TITLE:Hush\n#BPM:150\nP1\n: 0 4 0 Hush\n: x\nP2\n: 0 4 7 Ooh\nE\n"


def test_pitches_parts_and_complaints_as_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ULTRASTAR)
    code, out, _ = run("words", tmp_path / "a.txt", "--json")
    whole = json.loads(out)
    assert code == 0
    assert (whole["format"], whole["parts"], whole["melody"]) == (
        "ultrastar",
        ["first", "second"],
        True,
    )
    assert whole["lines"][0]["syllables"][0]["pitch"] == 0
    assert whole["complaints"][0]["line"] == 5


def test_a_file_without_words_still_has_its_complaints(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.ttml").write_text("<!DOCTYPE x>\n<tt/>")
    code, out, err = run("words", tmp_path / "a.ttml", "--json")
    assert code == 1
    assert json.loads(out)["complaints"] == [
        {"line": 1, "reason": "a document type declaration was skipped"}
    ]
    assert "no words here" in err


def test_a_song_tells_which_of_its_files_holds_no_words(run: Run, tmp_path: Path) -> None:
    song = plain(tmp_path / "a.mp3")
    (tmp_path / "a.lrc").write_text("#EXTM3U\na.mp3\n")
    code, out, err = run("words", song, "--json")
    assert code == 1
    assert json.loads(out)["complaints"] == [
        {
            "line": 1,
            "reason": "no words, but something else",
            "detail": "a playlist",
            "file": "a.lrc",
        }
    ]
    assert "There are no words in “a.lrc”. This is a playlist." in err


def test_an_unread_file_is_distinguished_from_one_without_words(run: Run, tmp_path: Path) -> None:
    large = tmp_path / "large.lrc"
    with large.open("wb") as out:
        out.truncate(LARGEST + 1)
    code, out_text, err = run("words", large, "--json")
    assert (code, json.loads(out_text)) == (1, [])
    assert "too large for a words file" in err
    assert "no words here" not in err


def test_words_in_the_tags_of_a_file_without_sound(run: Run, tmp_path: Path) -> None:
    song = write(tmp_path / "a.flac", tone(0.2))
    file = FLAC(song)
    file["lyrics"] = "[00:01.00]hush now\n"
    file.save()
    sound = song.read_bytes().index(b"\xff\xf8")
    song.write_bytes(song.read_bytes()[:sound])
    code, out, _ = run("words", song, "--json")
    assert code == 0
    assert [line["text"] for line in json.loads(out)["lines"]] == ["hush now"]
    (tmp_path / "Suo Gân.mp3").write_bytes(b"no sound, and no tags" * 99)
    code, out, err = run("words", tmp_path / "Suo Gân.mp3")
    assert (code, out) == (1, "")
    assert "cannot be read" in err


def test_the_recording_beside_decides_what_stamps_mean(run: Run, tmp_path: Path) -> None:
    words = tmp_path / "a.lrc"
    words.write_text("[00:00:10]Hush\n[00:00:30]baby\n")
    code, out, _ = run("words", words, "--json")
    assert json.loads(out)["lines"][0]["start_ms"] == 10_000
    plain(tmp_path / "a.mp3")
    code, out, _ = run("words", words, "--json")
    assert code == 0
    assert json.loads(out)["lines"][0]["start_ms"] == 100


def test_saving(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ULTRASTAR)
    out_file = tmp_path / "out.lrc"
    out_file.write_text("mine")
    code, _, err = run("words", tmp_path / "a.txt", "--save", out_file)
    assert code == 0
    assert out_file.read_text().startswith("[ti:Hush]\n")
    assert (tmp_path / "out.lrc.bak").read_text() == "mine"
    assert "kept under this name" in err
    code, _, err = run("words", tmp_path / "a.txt", "--save", tmp_path / "a.txt" / "x.lrc")
    assert code == 1
    assert "cannot be written" in err
    assert run("words", tmp_path / "a.txt", out_file, "--save", out_file)[0] == 2


def test_into_the_tags_of_a_song(run: Run, tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text(ULTRASTAR)
    song = plain(tmp_path / "song.flac")
    assert run("words", tmp_path / "words.txt", "--into", song)[0] == 0
    code, out, _ = run("words", song, "--json")
    assert code == 0
    assert json.loads(out)["lines"][0]["text"] == "Hushx"
    code, _, err = run("words", tmp_path / "words.txt", "--into", tmp_path / "words.txt")
    assert code == 1
    assert "nothing was changed" in err


def test_empty_rows_between_verses_are_no_lines_of_the_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Hush now\nLa la\n\n\nSleep well\n")
    _, out, _ = run("words", tmp_path / "a.txt", "--json")
    lines = json.loads(out)["lines"]
    assert [(line["text"], line["opens_verse"]) for line in lines] == [
        ("Hush now", False),
        ("La la", False),
        ("Sleep well", True),
    ]
    (tmp_path / "a.lrc").write_text("[00:01]Hush\n[00:04]\n[00:09]Sleep\n")
    _, out, _ = run("words", tmp_path / "a.lrc", "--json")
    assert [line["start_ms"] for line in json.loads(out)["lines"]] == [1_000, 4_000, 9_000]
