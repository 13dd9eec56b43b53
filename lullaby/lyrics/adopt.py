"""Copies a words file beside a recording, where every player finds it."""

import os
from pathlib import Path

from lullaby.lyrics.finder import LARGEST
from lullaby.regular_file import read_regular


def adopt_words(audio: Path, words: Path) -> Path:
    """Copy `words` to `<stem>.lrc` beside `audio`.

    Raises FileExistsError when there is one already, and OSError when `words` cannot be read or
    the folder cannot be written; nothing that was there is ever changed.
    """
    target = audio.with_suffix(".lrc")
    if words.absolute() == target.absolute():
        return target
    data = read_regular(words, LARGEST)
    with target.open("xb") as out:
        try:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        except OSError:
            target.unlink(missing_ok=True)
            raise
    return target
