"""Puts a words file beside a recording, where every player finds it."""

import os
from pathlib import Path


def adopt_words(audio: Path, words: Path) -> Path:
    """Copy `words` to `<stem>.lrc` beside `audio`.

    Raises FileExistsError when there is one already, and OSError when the folder cannot be
    written; nothing that was there is ever changed.
    """
    target = audio.with_suffix(".lrc")
    if words.absolute() == target.absolute():
        return target
    data = words.read_bytes()
    with target.open("xb") as out:
        try:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        except OSError:
            target.unlink(missing_ok=True)
            raise
    return target
