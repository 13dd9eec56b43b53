"""Among several inputs, an unusable one affects none of the others and takes no time."""

import json
import os
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lullaby.paths import assets
from tests.audio.sounds import tone, write

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
HUGE = 2 << 30
"""The size of a sparse file, far larger than any words, playlist or nights."""


def lullaby(data: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the real command; a hang fails the test."""
    command = [sys.executable, "-m", "lullaby", "--data", data, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def strange(tmp_path: Path) -> Iterator[list[Path]]:
    """A FIFO, an endless device, a folder, a socket and a huge file."""
    folder = tmp_path / "strange"
    folder.mkdir()
    fifo, huge, listening = folder / "fifo.csv", folder / "huge.csv", folder / "socket.csv"
    os.mkfifo(fifo)
    with huge.open("wb") as file:
        file.truncate(HUGE)
    (folder / "folder.csv").mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(listening))
        yield [fifo, Path("/dev/zero"), folder / "folder.csv", listening, huge]


def renamed(paths: list[Path], suffix: str) -> list[Path]:
    """The same under names with this suffix."""
    named: list[Path] = []
    for path in paths:
        link = path if path.parent == Path("/dev") else path.with_suffix(suffix)
        if link != path:
            link.symlink_to(path)
        named.append(link)
    return named


def absurd_rate(path: Path) -> Path:
    """A WAV whose header says 2,147,483,647 samples a second."""
    sound = b"\1\0" * 4_000
    form = struct.pack("<HHIIHH", 1, 1, 2_147_483_647, 4_294_967_294, 2, 16)
    chunks = b"WAVEfmt " + struct.pack("<I", len(form)) + form
    chunks += b"data" + struct.pack("<I", len(sound)) + sound
    path.write_bytes(b"RIFF" + struct.pack("<I", len(chunks)) + chunks)
    return path


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return write(tmp_path / "good.flac", tone(2.0))


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_sound_that_cannot_be_converted_costs_no_other_its_loudness(
    tmp_path: Path, recording: Path, form: tuple[str, ...]
) -> None:
    bad = absurd_rate(tmp_path / "bad.wav")
    done = lullaby(tmp_path / "d", "loudness", recording, bad, recording, *form)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "bad.wav: cannot be read" in done.stderr
    if form:
        assert [Path(row["file"]).name for row in json.loads(done.stdout)] == ["good.flac"] * 2
    else:
        assert done.stdout.count("good.flac") == 2


def test_no_result_is_an_empty_list(tmp_path: Path) -> None:
    done = lullaby(tmp_path / "d", "loudness", absurd_rate(tmp_path / "bad.wav"), "--json")
    assert json.loads(done.stdout) == []


@POSIX
def test_nights_are_not_read_from_special_files(tmp_path: Path, strange: list[Path]) -> None:
    good = tmp_path / "nights.csv"
    good.write_text("started,outcome\n2024-11-03T02:14:00+00:00,calm\n", encoding="utf-8")
    done = lullaby(tmp_path / "d", "journal", "import", *strange, good)
    assert done.returncode == 1
    assert "nights.csv: 1 night" in done.stdout
    assert done.stderr.count("not an ordinary file") == 4
    assert done.stderr.count("too large") == 1


@POSIX
def test_playlists_are_not_read_from_special_files(
    tmp_path: Path, strange: list[Path], recording: Path
) -> None:
    good = tmp_path / "good.m3u8"
    good.write_text(recording.name, encoding="utf-8")
    named = renamed(strange, ".m3u8")
    done = lullaby(tmp_path / "d", "playlist", "import", *named, good)
    assert done.returncode == 1
    assert "good: 1 song, 0 not there" in done.stdout
    assert done.stderr.count("cannot be read") == 4
    assert done.stderr.count("not a playlist") == 1


@POSIX
def test_words_are_not_read_from_special_files(tmp_path: Path, strange: list[Path]) -> None:
    good = tmp_path / "good.lrc"
    good.write_text("[00:01.00]Sleep now", encoding="utf-8")
    done = lullaby(tmp_path / "d", "words", *renamed(strange, ".lrc"), good)
    assert done.returncode == 1
    assert "Sleep now" in done.stdout
    assert done.stderr.count("not an ordinary file") == 4
    assert done.stderr.count("too large") == 1


@POSIX
def test_scores_are_not_read_from_special_files(tmp_path: Path, strange: list[Path]) -> None:
    good = next((assets() / "songs").rglob("*.abc"))
    done = lullaby(tmp_path / "d", "songbook", "check", *renamed(strange, ".abc"), good)
    assert done.returncode == 1
    assert "fine" in done.stdout
    assert done.stderr.count("is no ordinary file") == 4
    assert done.stderr.count("is larger than any song") == 1


@POSIX
def test_special_files_are_not_analyzed(
    tmp_path: Path, strange: list[Path], recording: Path
) -> None:
    named = [path for path in renamed(strange, ".mp3") if not path.is_dir()]
    done = lullaby(tmp_path / "d", "loudness", *named, recording)
    assert done.returncode == 1
    assert "good.flac" in done.stdout
    assert done.stderr.count("the original is untouched") == len(named)


@POSIX
def test_a_folder_with_such_files_is_read_all_the_same(
    tmp_path: Path, strange: list[Path], recording: Path
) -> None:
    folder = strange[0].parent
    renamed(strange, ".mp3")
    recording.rename(folder / recording.name)
    os.mkfifo(folder / "good.lrc")
    done = lullaby(tmp_path / "d", "scan", folder, "--add")
    assert "good" in done.stdout
    assert "huge.mp3: " in done.stderr
    assert "fifo" not in done.stderr, "it is no song"
