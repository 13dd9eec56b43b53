"""Which command lines open the window with files, and which run a command."""

import os
from pathlib import Path

import pytest

from lullaby.cli.parser import COMMANDS, parse


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_files_and_folders_open_in_the_window(tmp_path: Path) -> None:
    address = "file:///music/a%20b.mp3"
    found = parse(["--verbose", "song.mp3", "../music", address, "--data", "here"])
    assert found.command is None
    assert found.files == [str(tmp_path / "song.mp3"), str(tmp_path.parent / "music"), address]
    assert (found.verbose, found.data) == (True, Path("here"))


def test_without_files_the_window_opens_as_before() -> None:
    found = parse(["--data", "here"])
    assert (found.command, found.files) == (None, [])


@pytest.mark.parametrize("how", [["./play"], ["--", "play"], ["song.mp3", "play"]])
def test_a_file_may_be_named_like_a_command(how: list[str], tmp_path: Path) -> None:
    found = parse(how)
    assert found.command is None
    assert found.files[-1] == str(tmp_path / "play")


@pytest.mark.parametrize("name", ["-sad song.mp3", "a\nb.mp3", os.fsdecode(b"\xff.mp3")])
def test_odd_names_are_kept(name: str, tmp_path: Path) -> None:
    assert parse(["--", name]).files == [str(tmp_path / name)]


def test_commands_stay(tmp_path: Path) -> None:
    (tmp_path / "play").touch()
    found = parse(["--data", "play", "play", "one.mp3"])
    assert found.command == "play"
    assert found.files == [Path("one.mp3")]
    assert set(COMMANDS) >= {"play", "scan", "words", "journal"}


def test_a_mistyped_command_opens_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        parse(["plya", "one.mp3"])
    assert left.value.code == 2
    assert "no command, file or folder is named 'plya'" in capsys.readouterr().err


def test_a_file_without_a_dot_is_opened(tmp_path: Path) -> None:
    (tmp_path / "lullabies").mkdir()
    assert parse(["lullabies"]).files == [str(tmp_path / "lullabies")]
