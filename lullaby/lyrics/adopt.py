"""Copies a words file beside a recording, where every player finds it."""

import os
from pathlib import Path

from lullaby.lyrics.finder import LARGEST
from lullaby.lyrics.not_words import NotWords, reason_of
from lullaby.lyrics.sniffing import words_of_file
from lullaby.regular_file import read_regular


class NotWordsError(Exception):
    """The chosen file holds no words; `what` is what it is, or None for an empty one."""

    def __init__(self, what: NotWords | None) -> None:
        super().__init__("no words in it")
        self.what = what


def adopt_words(audio: Path, words: Path) -> Path:
    """Copy `words` to `<stem>.lrc` beside `audio`.

    Raises NotWordsError for a file that is something else, FileExistsError when there is a words
    file already, and OSError when `words` cannot be read or the folder cannot be written; nothing
    that was there is ever changed.
    """
    target = audio.with_suffix(".lrc")
    if words.absolute() == target.absolute():
        return target
    data = read_regular(words, LARGEST)
    found = words_of_file(data, words.name)
    if not found.has_words:
        raise NotWordsError(reason_of(found))
    with target.open("xb") as out:
        try:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        except OSError:
            target.unlink(missing_ok=True)
            raise
    return target
