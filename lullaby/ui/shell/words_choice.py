"""Lets the person choose a file of words; every kind that a song may have beside it is offered."""

from pathlib import Path

from lullaby.lyrics.beside import SUFFIXES
from lullaby.ui.shell.files import Files
from lullaby.ui.text.translate import translate


def ask_words_file(files: Files, song: str, folder: Path) -> Path | None:
    """None if none was chosen; `song` is its title, and `folder` is shown first."""
    patterns = " ".join(f"*{suffix}" for suffix in SUFFIXES)
    kinds = translate("words", "Words ({patterns})").format(patterns=patterns)
    title = translate("words", "Words for “{title}”").format(title=song)
    return files.ask_open(title, kinds, folder)
