"""Identifies the sound of a song's file, a recording or a score."""

import hashlib
from pathlib import Path

from lullaby.library.matching import UNTOLD
from lullaby.regular_file import open_regular
from lullaby.songbook.score_names import is_score_name

LARGEST_SCORE = 1_000_000


def sound_of(path: Path) -> str:
    """The identity of its sound: 32 hexadecimal digits, for a score from its text.

    `UNTOLD` if the file is unreadable, empty if it does not exist.
    """
    from lullaby.audio.content import content_of
    from lullaby.audio.file_access import CannotPlay
    from lullaby.audio.port import Trouble

    try:
        if is_score_name(path):
            return _of_score(path)
        return content_of(path)
    except FileNotFoundError:
        return ""
    except OSError:
        return UNTOLD
    except CannotPlay as problem:
        return "" if problem.trouble is Trouble.MISSING else UNTOLD


def _of_score(path: Path) -> str:
    with open_regular(path) as file:
        text = file.read(LARGEST_SCORE)
    return hashlib.blake2b(b"score " + text, digest_size=16).hexdigest()
