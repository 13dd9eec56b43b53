"""Choosing a file of words."""

from pathlib import Path
from typing import cast

from lullaby.lyrics.beside import SUFFIXES
from lullaby.ui.shell.files import Files
from lullaby.ui.shell.words_choice import ask_words_file


class _Asked:
    """Stands for the system's file dialog."""

    def __init__(self) -> None:
        self.title = self.kinds = ""

    def ask_open(self, title: str, kinds: str, folder: Path) -> Path | None:
        self.title, self.kinds = title, kinds
        return folder / "chosen.sbv"


def test_every_kind_that_is_found_beside_a_song_can_be_chosen(tmp_path: Path) -> None:
    asked = _Asked()
    chosen = ask_words_file(cast("Files", asked), "Suo Gân", tmp_path)
    assert chosen == tmp_path / "chosen.sbv"
    assert asked.title == "Words for “Suo Gân”"
    patterns = asked.kinds.partition("(")[2].rstrip(")").split()
    assert patterns == [f"*{suffix}" for suffix in SUFFIXES]
