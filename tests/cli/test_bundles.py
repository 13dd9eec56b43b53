"""lullaby give and open: a song in a file, shown and kept."""

import json
from pathlib import Path

import pytest

from tests.bundles.examples import good, packed, twice
from tests.cli.test_commands import Run, run

__all__ = ["run"]


def test_a_song_is_given_and_shown_and_kept(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "song.lullaby"
    code, out, err = run("give", "suo-gan", "--from", "Grandma", "-o", file)
    assert (code, err) == (0, "")
    assert out == f"Suo Gân: words 1 KB, music 1 KB\n{file}: 3 KB\n"
    code, out, err = run("open", file)
    assert (code, err) == (0, "")
    assert out.startswith("Suo Gân, from Grandma\n  Suo Gân\n    words, 1 KB\n    music, 1 KB\n")
    code, out, _ = run("open", file, "--json")
    row = json.loads(out)
    assert (row["from"], row["songs"][0]["song"]) == ("Grandma", "suo-gan")
    assert run("open", file, "--keep")[:2] == (0, "Suo Gân: was in your library already\n")


def test_a_score_from_outside_is_added(run: Run, tmp_path: Path) -> None:
    score = tmp_path / "ours" / "our-song.abc"
    score.parent.mkdir()
    score.write_text("X:1\nT:Our song\nM:3/4\nL:1/4\nK:G\nG A B|c3|]\nw:sleep my lit-tle\n")
    run("scan", "--add", score.parent)
    file = tmp_path / "song.lullaby"
    assert run("give", score, "-o", file)[0] == 0
    run("--data", tmp_path / "other", "open", file, "--keep")
    code, out, err = run("--data", tmp_path / "other", "open", file, "--keep", "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert told["list"] is None
    assert told["songs"][0] == {
        "title": "Our song",
        "in_library": True,
        "added": False,
        "new_takes": 0,
        "own_words_stayed": False,
    }


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_is_wrong_leaves_nothing(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "letter.lullaby"
    letter.write_text("Dear all")
    newer = packed(tmp_path / "newer.lullaby", {}, lullaby=9)
    cut = good(tmp_path / "cut.lullaby")
    cut.write_bytes(cut.read_bytes()[:-200])
    for file, reason in (
        (letter, "is not a song from Lullaby"),
        (newer, "was made by a newer Lullaby"),
        (cut, "is damaged"),
        (twice(tmp_path / "twice.lullaby"), "holds what no song from Lullaby holds"),
        (tmp_path / "gone.lullaby", "cannot be opened (No such file or directory)"),
    ):
        for more in ((), ("--keep",)):
            code, out, err = run("open", file, *more)
            assert (code, out) == (1, "")
            assert f"{file}: {reason}" in err
    assert not [path for path in (tmp_path / "data").iterdir() if path.name.startswith(".opened")]
    assert not (tmp_path / "data" / "songs").exists()


def test_wrong_songs_takes_and_targets(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "song.lullaby"
    code, _, err = run("give", "nothing", "-o", file)
    assert (code, file.exists()) == (1, False)
    assert "no song of the songbook or the library" in err
    code, _, err = run("give", "suo-gan", "--take", "7", "-o", file)
    assert (code, file.exists()) == (1, False)
    assert "no take of this song has this number" in err
    code, _, err = run("give", "suo-gan", "-o", tmp_path / "song.zip")
    assert code == 2
    code, _, err = run("give", "suo-gan", "-o", tmp_path / "no folder" / "song.lullaby")
    assert code == 1
    assert "cannot be used (No such file or directory)" in err


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [(".html", "<!DOCTYPE html>"), (".lrc", "[ti:Suo Gân]"), (".vtt", "WEBVTT")],
)
def test_words_for_people_without_lullaby(
    run: Run, tmp_path: Path, suffix: str, begins: str
) -> None:
    file = tmp_path / f"song{suffix}"
    code, out, err = run("give", "suo-gan", "-o", file)
    assert (code, err) == (0, "")
    assert out.startswith(f"Suo Gân: {file}, ")
    assert file.read_text(encoding="utf-8").startswith(begins)
    assert run("give", "suo-gan", "stille-nacht", "-o", file)[0] == 1


def test_an_agreed_time_goes_into_the_file_and_into_a_calendar(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "song.lullaby"
    at = "2026-12-24T19:00:00+01:00"
    code, out, err = run("give", "suo-gan", "--at", at, "-o", file)
    assert (code, err) == (0, "")
    assert out.endswith(f"{tmp_path / 'song.ics'}: for a calendar\n")
    assert b"DTSTART:20261224T180000Z" in (tmp_path / "song.ics").read_bytes()
    _, out, _ = run("open", file, "--json")
    assert json.loads(out)["sing_at"] == at
    code, _, err = run("give", "suo-gan", "--at", "tonight", "-o", file)
    assert code == 2


def test_lists_are_given_and_made_once(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ours.lullaby"
    assert run("give", "--routine", "bedtime", "--from", "Gran", "-o", file)[0] == 0
    code, out, err = run("open", file)
    assert (code, err) == (0, "")
    assert out.startswith("Bedtime, from Gran\n")
    assert "  a routine: 45 minutes, ocean\n" in out
    assert json.loads(run("open", file, "--json")[1])["routine"]["minutes"] == 45
    other = ("--data", tmp_path / "other")
    for told in ("made", "was here already"):
        code, out, err = run(*other, "open", file, "--keep")
        assert (code, err) == (0, "")
        assert out.endswith(f"The routine “Bedtime (Gran)”: {told}\n")
    assert run("give", "--playlist", "Night waking", "-o", file)[0] == 0
    out = run(*other, "open", file, "--keep")[1]
    assert out.endswith("The playlist “Night waking”: made\n")


def test_lists_that_are_not_there(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "ours.lullaby"
    for asked, told in (
        (("--playlist", "None"), "no playlist of that name"),
        (("--routine", "None"), "there are “Night waking”"),
        (("--songbook",), "nobody added a song with a score yet"),
        ((), "wants songs"),
        (("suo-gan", "--songbook"), "wants songs"),
    ):
        code, _, err = run("give", *asked, "-o", file)
        assert code == 1
        assert told in err
        assert not file.exists()


def test_two_computers_are_brought_together(run: Run, tmp_path: Path) -> None:
    file, nights = tmp_path / "family.json", tmp_path / "nights.csv"
    nights.write_text("started,outcome\n2026-11-03T02:00:00+01:00,\n")
    run("journal", "import", nights)
    assert run("merge", "--write", file)[0] == 0
    other = ("--data", tmp_path / "other")
    assert run(*other, "merge", file)[:2] == (0, "1 night added to the journal\n")
    told = "nothing new: all of it is here already\n"
    assert run(*other, "merge", file)[:2] == (0, told)
    nights.write_text("Dear all")
    code, _, err = run("merge", nights)
    assert code == 1
    assert "was not written by “lullaby merge --write”" in err
    code, _, err = run("merge", tmp_path / "gone.json")
    assert code == 1
    assert "No such file" in err
