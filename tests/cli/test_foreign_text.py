"""What files and tags hold never commands the terminal."""

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mutagen.id3 import ID3, TIT2

from lullaby.cli.wording import as_json, say, shown
from tests.cli.test_bad_inputs import lullaby
from tests.library.songs import plain

CLI = Path(__file__).parents[2] / "lullaby" / "cli"
TITLE = "Moon\x1b]0;gone\x07\x9b2J\u202eevil"


def obeyed(text: str) -> bool:
    """Whether a terminal would do anything but show it."""
    return any(c < " " or "\x7f" <= c <= "\x9f" or c in "\u202e\u2066\u2028" for c in text)


@given(st.text())
def test_no_text_commands_a_terminal(text: str) -> None:
    told = shown(text)
    assert not obeyed(told)
    told.encode("utf-8")
    assert json.loads(as_json([text])) == [text]
    assert not obeyed(as_json([text]).replace("\n", ""))


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_letters_of_every_script_stay(text: str) -> None:
    assert shown(text) == text


def test_a_line_is_told_as_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    say("Suo Gân\nlullaby: all files deleted\r")
    assert capsys.readouterr().out == "Suo Gân\\x0alullaby: all files deleted\\x0d\n"


def test_commands_print_what_is_not_theirs_in_one_way() -> None:
    for module in CLI.glob("*.py"):
        for row in module.read_text(encoding="utf-8").splitlines():
            own = re.search(r'(?<!\w)print\((file=|f?"\\r|as_json|after|f"\{before)', row)
            if re.search(r"(?<![\w.])print\(", row) and not own:
                assert module.name == "wording.py", row


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_a_hostile_song(tmp_path: Path) -> None:
    music = tmp_path / "music"
    music.mkdir()
    song = plain(tmp_path / "song.mp3")
    tags = ID3()
    tags.add(TIT2(encoding=3, text=TITLE))
    tags.save(song)
    song.rename(music / "a\x1b[31m\n.mp3")
    (music / "b\x1b]0;b\x07.mp3").write_bytes(b"no song " * 99)
    done = lullaby(tmp_path / "data", "scan", music)
    assert "Moon\\x1b]0;gone\\x07\\x9b2J\\u202eevil" in done.stdout
    assert "b\\x1b]0;b\\x07.mp3" in done.stderr
    for told in (done.stdout, done.stderr):
        assert not obeyed(told.replace("\n", "").replace("\r", ""))
