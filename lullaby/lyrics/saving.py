"""Saves words as LRC atomically, and never loses another program's file."""

import errno
import os
from dataclasses import replace
from pathlib import Path

from lullaby.frozen import frozen
from lullaby.lyrics.lrc import parse_bytes
from lullaby.lyrics.lrc_writer import to_lrc
from lullaby.lyrics.model import Lyrics
from lullaby.regular_file import read_regular
from lullaby.settings import write_atomically
from lullaby.units import Ms

TOOL = "Lullaby"
"""Written as the file's `tool`, which identifies our own files."""

USUAL_MODE = 0o644

MOST_BYTES = 50_000_000
"""A file larger than this is not words, and is not written over."""


@frozen
class Saved:
    path: Path
    kept: Path | None
    """Where another program's file that was replaced is kept now."""


def save_words(path: Path, lyrics: Lyrics, duration_ms: Ms | None = None) -> Saved:
    """Write strict LRC to `path`.

    A file that is there already and was not written by Lullaby is kept beside it as
    `<name>.bak`. Makes no folders. Raises OSError; what was there is untouched then.
    """
    path = path.resolve()
    if not path.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))
    text = to_lrc(_ours(lyrics), duration_ms=duration_ms)
    before = read_regular(path, MOST_BYTES) if path.exists() else None
    if before == text.encode():
        return Saved(path, None)
    mode = USUAL_MODE if before is None else path.stat().st_mode & 0o777
    kept = None if before is None or _written_by_us(before) else _keep(path, before)
    write_atomically(path, text)
    path.chmod(mode)
    return Saved(path, kept)


def _ours(lyrics: Lyrics) -> Lyrics:
    others = tuple((key, value) for key, value in lyrics.tags if key != "tool")
    return replace(lyrics, tags=(*others, ("tool", TOOL)))


def _written_by_us(data: bytes) -> bool:
    return ("tool", TOOL) in parse_bytes(data).tags


def _keep(path: Path, data: bytes) -> Path:
    """Copy a file beside itself under a free name, or return an identical older copy."""
    number = 1
    while True:
        copy = path.with_name(f"{path.name}.bak" if number == 1 else f"{path.name}.{number}.bak")
        try:
            with copy.open("xb") as out:
                out.write(data)
        except FileExistsError:
            if read_regular(copy, MOST_BYTES) == data:
                return copy
            number += 1
        else:
            return copy
