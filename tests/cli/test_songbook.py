"""lullaby songbook: list, render, check, split, page."""

import json
from pathlib import Path

import pytest

from lullaby.audio.decoder import Decoder
from lullaby.paths import assets
from tests.cli.test_commands import Run, run
from tests.songbook.musicxml_files import FOUR_FOUR, LULLABY, bar, note, parts

__all__ = ["run"]

SONGS = assets() / "songs"
LASTS_MS = (2 + 12 + 2) * 2 * 60_000 / 55 + 4_000
"""Two bars before and after the twelve of a verse, two beats each, plus the release."""


def test_the_songs_are_listed(run: Run) -> None:
    code, out, _ = run("songbook", "list")
    assert code == 0
    assert any(line.split()[:2] == ["suo-gan", "Welsh"] for line in out.splitlines())
    rows = json.loads(run("songbook", "list", "--json")[1])
    assert {row["id"] for row in rows} == {path.stem for path in SONGS.glob("*.abc")}


@pytest.mark.parametrize("kind", ["wav", "opus"])
def test_a_song_in_another_key_and_pace(run: Run, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"out.{kind}"
    asked = ("--key", "-2", "--tempo", "55", "--verses", "1", "--no-tune")
    code, out, err = run("songbook", "render", "fais-dodo", *asked, "-o", target)
    assert (code, err) == (0, "")
    assert out.startswith("Fais dodo, 39 s: ")
    decoder = Decoder(target)
    assert decoder.duration_ms == pytest.approx(LASTS_MS, abs=100)
    decoder.close()


def test_what_cannot_be_rendered_says_why(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "out.wav"
    for words, message in (
        (("nothing",), "no song of that name"),
        (("suo-gan", "--tempo", "200"), "its tempo can be 33 to 99; it is written at 66"),
        (("suo-gan", "--verses", "2"), "there is no verse 2"),
        (("missing.abc",), "is not there"),
    ):
        code, _, err = run("songbook", "render", *words, "-o", target)
        assert code == 1
        assert message in err
    assert not target.exists()


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("render", "suo-gan"),
        ("render", "suo-gan", "-o", "x.mp3"),
        ("render", "suo-gan", "--key", "13", "-o", "x.wav"),
        ("render", "suo-gan", "--verses", "0", "-o", "x.wav"),
        ("check",),
    ],
)
def test_wrong_use(run: Run, words: tuple[str, ...]) -> None:
    assert run("songbook", *words)[0] == 2


def test_every_shipped_song_passes_its_check(run: Run) -> None:
    code, out, err = run("songbook", "check", *sorted(SONGS.glob("*.abc")))
    assert (code, err) == (0, "")
    assert out.count(": fine. ") == len(list(SONGS.glob("*.abc")))
    assert "to do: ask a Hawaiian reader" in out


def test_a_check_says_which_syllables_look_misplaced(run: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.abc"
    text = (SONGS / "tu-scendi.abc").read_text(encoding="utf-8")
    own.write_text(text.replace("o Re_ del", "o_ Re del"), encoding="utf-8")
    code, out, _ = run("songbook", "check", own)
    assert code == 0
    assert "line 2 of the song, verse 1: “Re” begins inside a slur" in out


def test_a_check_names_the_place(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.abc"
    text = (SONGS / "twinkle.abc").read_text(encoding="utf-8")
    bad.write_text(text.replace("lit-tle star,", "lit-tle,", 1), encoding="utf-8")
    code, out, err = run("songbook", "check", bad, SONGS / "twinkle.abc")
    assert code == 1
    line = 1 + text.splitlines().index("w: Twin-kle, twin-kle, lit-tle star,")
    assert f"bad.abc: line {line}, bar 2: 6 syllables for 7 notes" in err
    assert "Twinkle" in out


def test_a_check_says_what_a_score_in_musicxml_has_and_what_is_left_out(
    run: Run, tmp_path: Path
) -> None:
    good, choir, bad = (tmp_path / f"{name}.musicxml" for name in ("good", "choir", "bad"))
    good.write_text(LULLABY, encoding="utf-8")
    singing = [bar(1, FOUR_FOUR + note("C5", 16, "hush"))]
    choir.write_text(parts(("P1", "Soprano", singing), ("P2", "Alto", singing)), encoding="utf-8")
    bad.write_text(LULLABY[:-40], encoding="utf-8")
    code, out, err = run("songbook", "check", good, choir, bad)
    assert code == 1
    assert "good.musicxml: fine. Sleep, my dear, 6 notes, 2 verses, 7 semitones wide\n" in out
    assert "%%lb" not in out
    assert "  several parts have words; this one is sung: Soprano\n" in out
    assert "bad.musicxml: line 3: is damaged here, or no MusicXML" in err


def test_a_page_for_a_musician(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    assert run("songbook", "page", "lulajze", "-o", target)[0] == 0
    assert "Lulajże" in target.read_text(encoding="utf-8")


def test_a_collection_is_parted_into_its_songs(run: Run, tmp_path: Path) -> None:
    body = "M:4/4\nL:1/4\nK:C\nC D E F | G4 |]\nw: été is the moon now\n"
    book = tmp_path / "book.abc"
    book.write_bytes(f"X:1\nT:Été\n{body}\nX:2\nT:Été\n{body}\nX:3\nT:No notes\n".encode("latin-1"))
    songs = tmp_path / "songs"
    code, out, _ = run("songbook", "split", book, "-o", songs)
    assert (code, out.split()[:2]) == (0, ["2", "songs"])
    assert sorted(path.name for path in songs.iterdir()) == ["été-2.abc", "été.abc"]
    assert run("songbook", "check", *sorted(songs.iterdir()))[0] == 0
    (songs / "été.abc").write_text("mine", encoding="utf-8")
    (songs / "été-2.abc").unlink()
    code, _, err = run("songbook", "split", book, "-o", songs)
    assert (code, "stays as it is" in err) == (1, True)
    assert (songs / "été.abc").read_text(encoding="utf-8") == "mine"
    assert run("songbook", "split", tmp_path / "none.abc", "-o", songs)[0] == 1
