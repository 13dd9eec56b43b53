"""What the terminal prints and returns."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from mutagen.flac import FLAC
from mutagen.oggvorbis import OggVorbis

from lullaby import __version__
from lullaby.__main__ import main
from lullaby.cli import listen
from lullaby.cli import run as commands
from lullaby.cli.parser import build
from lullaby.journal.entry import EntryId, JournalEntry, Outcome
from lullaby.library.rules import LanguageRule, Rules
from lullaby.library.tags import read_tags
from lullaby.library.track import Track
from lullaby.paths import assets
from lullaby.session.session import Session
from lullaby.songbook.catalogue import catalogue
from lullaby.stores import Stores, open_stores
from lullaby.tempo.spectrum import RATE as ANALYSIS_RATE
from tests.audio.sounds import steady, tone, write
from tests.fakes import A_NIGHT
from tests.library.songs import make, plain
from tests.tempo.pieces import hiss, song

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str | Path) -> tuple[int, str, str]:
        data = ["--data", str(tmp_path / "data")]
        monkeypatch.setattr(sys, "argv", ["lullaby", *data, *map(str, words)])
        try:
            code = main()
        except SystemExit as leaving:
            code = leaving.code if isinstance(leaving.code, int) else 1
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def music(tmp_path: Path) -> Path:
    folder = tmp_path / "music"
    folder.mkdir()
    make(folder / "slow.mp3", "Slow", "60")
    make(folder / "fast.flac", "Fast", "120")
    plain(folder / "who knows.opus")
    return folder


def test_version_and_help(run: Run) -> None:
    assert run("--version")[:2] == (0, f"Lullaby {__version__}\n")
    code, out, _ = run("--help")
    assert code == 0
    for command in ("play", "scan", "words", "tempo", "loudness", "playlist", "exit codes"):
        assert command in out
    assert max(map(len, build().format_help().splitlines())) <= 100


@pytest.mark.parametrize(
    "words",
    [("sing",), ("play",), ("play", "x.mp3", "--minutes", "0"), ("playlist",), ("words",)],
)
def test_wrong_use_is_2(run: Run, words: tuple[str, ...]) -> None:
    code, out, err = run(*words)
    assert code == 2
    assert out == ""
    assert err.startswith("usage: lullaby")


def test_scan_as_json(run: Run, music: Path) -> None:
    code, out, err = run("scan", music, "--json")
    assert (code, err) == (0, "")
    songs = {song["title"]: song for song in json.loads(out)["songs"]}
    assert set(songs) == {"Slow", "Fast", "who knows"}
    assert songs["Slow"]["bpm"] == 60
    assert songs["Slow"]["words"] == "lines"
    assert songs["Slow"]["gain_db"] == -4.5
    assert songs["who knows"]["bpm"] is None


def test_scan_names_what_cannot_be_read_and_leaves_it_alone(run: Run, music: Path) -> None:
    (music / "bad.ogg").write_bytes(b"no song at all")
    code, out, err = run("scan", music, "--json")
    assert code == 1
    assert "bad.ogg" in err
    assert len(json.loads(out)["songs"]) == 3
    assert json.loads(out)["unreadable"][0]["file"].endswith("bad.ogg")
    assert (music / "bad.ogg").read_bytes() == b"no song at all"


def test_scan_names_the_place_in_a_score_and_counts_what_can_be_played(
    run: Run, music: Path
) -> None:
    text = (assets() / "songs" / "schlaf-kindlein.abc").read_text("utf-8")
    (music / "short.abc").write_text(text.replace('"F"cc "C7"BB', '"F"cc "C7"B', 1), "utf-8")
    code, _, err = run("scan", music, "--add")
    assert code == 1
    line = text[: text.index('"F"cc "C7"BB')].count("\n") + 1
    assert f"line {line}, bar 3: the bar has 1.5 of 2 quarters" in err
    assert "3 songs from this folder" in err


def test_scores_in_a_folder_are_not_analyzed(run: Run, music: Path) -> None:
    text = (assets() / "songs" / "schlaf-kindlein.abc").read_text("utf-8")
    (music / "mine.abc").write_text(text, "utf-8")
    assert (run("tempo", music, "--json")[2], run("loudness", music, "--tags")[2]) == ("", "")


def test_scan_of_nothing(run: Run, tmp_path: Path) -> None:
    code, out, err = run("scan", tmp_path / "gone")
    assert (code, out) == (1, "")
    assert "gone" in err


def test_words_as_json(run: Run, music: Path) -> None:
    code, out, _ = run("words", music / "slow.mp3", "--json")
    whole = json.loads(out)
    assert code == 0
    assert whole["timing"] == "lines"
    assert whole["lines"][0]["text"] == "Sleep, my child"
    assert whole["lines"][0]["start_ms"] == 100
    code, out, err = run("words", music / "slow.mp3", music / "who knows.opus", "--json")
    assert code == 1
    assert len(json.loads(out)) == 1
    assert "who knows.opus: no words here" in err


def test_tempo_as_json(run: Run, music: Path) -> None:
    code, out, _ = run("tempo", music, "--json")
    assert code == 0
    assert {
        row["file"].rpartition("/")[2]: (row["bpm"], row["answer"]) for row in json.loads(out)
    } == {
        "slow.mp3": (60, "slow"),
        "fast.flac": (120, "not slow"),
        "who knows.opus": (None, "don't know"),
    }
    assert {row["source"] for row in json.loads(out)} == {"tag", None}


@pytest.fixture
def tones(tmp_path: Path) -> Path:
    """A loud song with a wrong tag, a quiet one, and a silent one."""
    folder = tmp_path / "tones"
    folder.mkdir()
    loud = OggVorbis(write(folder / "loud.ogg", tone(3.0, 10 ** (-13 / 20), 1_000.0)))
    loud["REPLAYGAIN_TRACK_GAIN"] = "-7.00 dB"
    loud.save()
    write(folder / "quiet.flac", tone(3.0, 10 ** (-31 / 20), 1_000.0))
    write(folder / "silent.flac", steady(3.0, 0.0))
    return folder


def test_loudness_as_json(run: Run, tones: Path) -> None:
    code, out, err = run("loudness", tones, "--json")
    assert code == 1
    assert "silent.flac: it is silent" in err
    rows = {row.pop("file").rpartition("/")[2]: row for row in json.loads(out)}
    loud, quiet = rows["loud.ogg"], rows["quiet.flac"]
    assert loud["lufs"] == pytest.approx(-13, abs=0.1)
    assert loud["true_peak_db"] == pytest.approx(-13, abs=0.2)
    assert loud["gain_db"] == pytest.approx(-10, abs=0.1)
    assert loud["source"] == "measured"
    assert loud["tag"] == {"source": "replaygain", "gain_db": -7.0, "peak": None}
    assert quiet["gain_db"] == pytest.approx(8, abs=0.1)
    assert quiet["tag"] is None
    silent = rows["silent.flac"]
    assert (silent["lufs"], silent["gain_db"], silent["source"]) == (None, 0.0, "unknown")


def test_loudness_by_tags_alone(run: Run, tones: Path) -> None:
    code, out, err = run("loudness", tones / "loud.ogg", tones / "quiet.flac", "--tags", "--json")
    assert (code, err) == (0, "")
    loud, quiet = json.loads(out)
    assert (loud["lufs"], loud["gain_db"], loud["source"]) == (None, -12.0, "replaygain")
    assert (quiet["lufs"], quiet["gain_db"], quiet["source"]) == (None, 0.0, "unknown")


def test_loudness_for_reading(run: Run, tones: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.ogg").write_bytes(b"no song at all")
    code, out, err = run(
        "loudness", tones / "quiet.flac", tmp_path / "bad.ogg", tmp_path / "gone.ogg"
    )
    assert code == 1
    assert "-31.0 LUFS" in out
    assert "measured" in out
    assert "bad.ogg" in err
    assert "gone.ogg: not there" in err


def test_tempo_is_analyzed_if_there_is_no_tag(run: Run, tmp_path: Path) -> None:
    untagged = write(tmp_path / "untagged.wav", song(66, 20.0)[:, None], ANALYSIS_RATE)
    doubled = write(tmp_path / "doubled.flac", song(66, 20.0)[:, None], ANALYSIS_RATE)
    tags = FLAC(doubled)
    tags["bpm"] = "132"
    tags.save()
    hissing = write(tmp_path / "hissing.wav", hiss(1, -0.5, 20.0)[:, None], ANALYSIS_RATE)
    code, out, err = run("tempo", untagged, doubled, hissing, "--json")
    assert (code, err) == (0, "")
    analyzed, tagged, noise = json.loads(out)
    assert analyzed["bpm"] == pytest.approx(66, rel=0.02)
    assert (analyzed["source"], analyzed["answer"], analyzed["doubtful"]) == ("ear", "slow", False)
    assert 0.5 < analyzed["calm"] <= 1
    assert analyzed["seconds"] == pytest.approx(20, abs=0.5)
    assert "smooth sound" in analyzed["reasons"]
    assert (tagged["bpm"], tagged["tag"], tagged["source"]) == (132, 132, "tag")
    assert tagged["ear"] == pytest.approx(66, rel=0.02)
    assert (tagged["doubtful"], tagged["answer"]) == (True, "slow")
    assert (noise["bpm"], noise["source"], noise["alternatives"]) == (None, None, [])
    assert noise["answer"] == "don't know"
    assert noise["reasons"] == ["no steady beat"]
    assert "≈ 132" in run("tempo", doubled)[1]


def test_tempo_names_unreadable_files_and_continues(run: Run, music: Path) -> None:
    (music / "bad.ogg").write_bytes(b"no song at all")
    code, out, err = run("tempo", music, music / "gone.mp3", "--json")
    assert code == 1
    assert len(json.loads(out)) == 3
    assert "bad.ogg" in err
    assert "gone.mp3: not there" in err


def test_playlists_are_exported_and_imported(run: Run, music: Path, tmp_path: Path) -> None:
    out_file = tmp_path / "night.xspf"
    code, out, _ = run("playlist", "list")
    assert code == 0
    assert "Night waking" in out
    assert run("playlist", "export", "night WAKING", out_file)[0] == 0
    code, out, err = run("playlist", "import", out_file, "--name", "Mine")
    assert (code, err) == (0, "")
    assert "Mine" in run("playlist", "list")[1]
    listed = music / "list.m3u"
    listed.write_text("slow.mp3\ngone.mp3\n", encoding="utf-8")
    run("scan", music, "--add")
    code, _, err = run("playlist", "import", listed)
    assert code == 1
    assert "gone.mp3" in err
    again = tmp_path / "again.m3u8"
    run("playlist", "export", "list", again)
    assert "gone.mp3" in again.read_text(encoding="utf-8")


def test_smart_playlists_are_listed_and_exported(run: Run, tmp_path: Path) -> None:
    songs = catalogue(assets() / "songs")
    stores = open_stores(tmp_path / "data" / "lullaby.sqlite3", A_NIGHT, songs)
    stores.playlists.create("Welsh", rules=Rules((LanguageRule("cy"),)))
    stores.connection.close()
    assert "Welsh  (2, by rules)" in run("playlist", "list")[1]
    for kind in ("m3u8", "xspf"):
        file = tmp_path / f"welsh.{kind}"
        assert run("playlist", "export", "welsh", file)[0] == 0
        assert "suo-gan" in file.read_text(encoding="utf-8")


def test_impossible_playlists_are_reported(run: Run, tmp_path: Path) -> None:
    code, _, err = run("playlist", "export", "No such", tmp_path / "x.m3u8")
    assert code == 1
    assert "No such" in err
    assert run("playlist", "export", "Nap", tmp_path / "x.doc")[0] == 1
    assert run("playlist", "export", "Nap", tmp_path / "gone" / "deep.pls")[0] == 1
    (tmp_path / "in the way").write_text("")
    assert run("playlist", "export", "Nap", tmp_path / "in the way" / "x.m3u8")[0] == 1


def test_nights_are_imported_only_once(run: Run, tmp_path: Path) -> None:
    sleep = tmp_path / "sleep.csv"
    sleep.write_text("child_id,start,end,notes\n1,2020-02-17 00:14:09,2020-02-17 02:48:09,\n")
    (tmp_path / "other.csv").write_text("title,artist\n")
    code, out, _ = run("journal", "import", sleep)
    assert code == 0
    assert "1 night imported, 0 already there" in out
    assert "0 nights imported, 1 already there" in run("journal", "import", sleep)[1]
    code, _, err = run("journal", "import", tmp_path / "other.csv", tmp_path / "gone.csv")
    assert code == 1
    assert "no nights found in it" in err


def test_the_journal_as_a_file(run: Run, tmp_path: Path) -> None:
    stores = open_stores(tmp_path / "data" / "lullaby.sqlite3", A_NIGHT, ())
    stores.journal.add(JournalEntry(EntryId(0), A_NIGHT, outcome=Outcome.CALMER, note="hm"))
    stores.connection.close()
    target = tmp_path / "nights.csv"
    code, out, _ = run("journal", "export", target)
    assert (code, out) == (0, f"1 night written to {target}\n")
    with target.open(encoding="utf-8-sig", newline="") as file:
        assert next(csv.DictReader(file))["outcome"] == "calmer"
    (tmp_path / "file").write_text("")
    code, _, err = run("journal", "export", tmp_path / "file" / "x.csv")
    assert code == 1
    assert "cannot be written" in err


def test_a_command_closes_the_database(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Stores] = []

    def open_and_remember(*what: object) -> Stores:
        opened.append(open_stores(*what))  # pyright: ignore[reportArgumentType]
        return opened[-1]

    monkeypatch.setattr(commands, "open_stores", open_and_remember)
    run("playlist", "list")
    run("playlist", "export", "No such", tmp_path / "x.m3u8")
    run("journal", "export", tmp_path / "nights.csv")
    run("scan", tmp_path, "--add")
    assert len(opened) == 4
    for stores in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            stores.connection.execute("SELECT 1")


def counts_of(out: str) -> dict[str, int]:
    answer = json.loads(out)
    return {name: answer[name] for name in ("new", "moved", "missing", "away", "unchanged")}


def test_a_moved_folder_is_not_treated_as_new(run: Run, music: Path) -> None:
    run("scan", music, "--add")
    new = music.parent / "elsewhere"
    shutil.copytree(music, new, copy_function=shutil.copyfile)
    renamed = (new / "who knows.opus").rename(new / "who else.opus")
    shutil.rmtree(music)
    code, out, _ = run("scan", new, "--add", "--json")
    assert code == 0
    assert counts_of(out) == {"new": 0, "moved": 3, "missing": 0, "away": 0, "unchanged": 0}
    renamed.unlink()
    _, out, _ = run("scan", new, "--add", "--json")
    assert counts_of(out) == {"new": 0, "moved": 0, "missing": 1, "away": 0, "unchanged": 2}


def test_a_missing_library_folder_is_away(run: Run, music: Path) -> None:
    run("scan", music, "--add")
    music.rename(music.parent / "unplugged")
    code, out, err = run("scan", music, "--add", "--json")
    assert code == 1
    assert "this folder may not be opened" in err
    assert counts_of(out) == {"new": 0, "moved": 0, "missing": 0, "away": 3, "unchanged": 0}
    (music.parent / "unplugged").rename(music)
    code, out, _ = run("scan", music, "--add", "--json")
    assert code == 0
    assert counts_of(out)["unchanged"] == 3


def test_a_newer_file_and_an_unusable_folder_are_reported(run: Run, tmp_path: Path) -> None:
    stores = open_stores(tmp_path / "data" / "lullaby.sqlite3", A_NIGHT, ())
    stores.connection.execute("PRAGMA user_version = 999")
    stores.connection.close()
    code, _, err = run("playlist", "list")
    assert code == 1
    assert "newer Lullaby" in err
    assert "Traceback" not in err


def test_playing_only_unplayable_files(run: Run, tmp_path: Path) -> None:
    code, _, err = run("play", tmp_path / "gone.mp3")
    assert code == 1
    assert "gone.mp3: not there" in err


@pytest.mark.skipif(sys.platform == "win32", reason="other systems have no such names and files")
def test_a_score_is_played_by_our_own_instruments(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SDL_AUDIODRIVER", "dummy")
    untagged: list[Track] = []

    def listened(session: Session, asked: object) -> bool:
        programme = session.tick().programme
        assert programme is not None
        untagged.extend(programme.tracks)
        return False

    monkeypatch.setattr(listen, "_listen", listened)
    score = tmp_path / "mine.abc"
    score.write_text((assets() / "songs" / "schlaf-kindlein.abc").read_text("utf-8"), "utf-8")
    short = tmp_path / "short.abc"
    short.write_text(score.read_text("utf-8").replace('"F"cc "C7"BB', '"F"cc "C7"B', 1), "utf-8")
    code, _, err = run("play", score, short)
    assert code == 1
    whole = score.read_text("utf-8")
    line = whole[: whole.index('"F"cc "C7"BB')].count("\n") + 1
    assert f"{short}: line {line}, bar 3: the bar has 1.5 of 2 quarters" in err
    (track,) = untagged
    assert track.title == "Schlaf, Kindlein, schlaf"
    tags, fault = read_tags(track.path)
    assert fault is None
    assert tags.duration_ms == pytest.approx(track.duration_ms, abs=50)


def test_odd_names_and_special_files(run: Run, music: Path, tmp_path: Path) -> None:
    listed = tmp_path / "list.m3u"
    listed.write_text(f"{music / 'slow.mp3'}\nhttp://radio.example/\n", encoding="utf-8")
    code, _, err = run("playlist", "import", listed, "--name", "caf\udce9")
    assert code == 1
    assert "1 address on the network kept, but not played" in err
    assert "caf?  (1)" in run("playlist", "list")[1]
    os.mkfifo(tmp_path / "pipe.mp3")
    code, _, err = run("tempo", tmp_path / "pipe.mp3")
    assert code == 1
    assert "pipe.mp3: no sound in it" in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_while_printing(music: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "lullaby", "--data", tmp_path / "d", "tempo", music]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "lullaby: output: cannot be written (No space left on device)\n"
