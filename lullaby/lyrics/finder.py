"""Where the words of a recording are: in a file beside it, else inside it."""

import logging
import os
import stat
from pathlib import Path

from lullaby.lyrics import lrc
from lullaby.lyrics.model import Lyrics
from lullaby.units import Ms

log = logging.getLogger(__name__)

SUFFIXES = (".lrc", ".txt")
"""Side files by preference; their case does not matter."""

LARGEST = 2_000_000
"""Bytes; no song has more words, so a larger file is something else."""


def find_words(audio: Path, duration_ms: Ms | None = None) -> Lyrics | None:
    """The words of `audio`; None where there are none. What cannot be read is logged."""
    beside = side_file(audio)
    if beside is not None:
        words = read_words(beside, duration_ms)
        if words is not None and words.has_words:
            return words
    return _inside(audio, duration_ms)


def side_file(audio: Path) -> Path | None:
    """`<stem>.lrc`, else `<stem>.txt`, beside the recording."""
    stem = audio.stem.casefold()
    try:
        with os.scandir(audio.parent) as entries:
            names = {
                Path(entry.name).suffix.casefold(): entry.name
                for entry in entries
                if Path(entry.name).stem.casefold() == stem
                and Path(entry.name).suffix.casefold() in SUFFIXES
            }
    except OSError:
        return None
    return next((audio.parent / names[s] for s in SUFFIXES if s in names), None)


def read_words(file: Path, duration_ms: Ms | None = None) -> Lyrics | None:
    """Words from a words file; None if it cannot be read or is far too large."""
    try:
        facts = file.stat()
        if facts.st_size > LARGEST or not stat.S_ISREG(facts.st_mode):
            log.warning("%s is too large for a words file, or none", file.name)
            return None
        data = file.read_bytes()
    except OSError:
        log.warning("the words file %s could not be read", file.name, exc_info=True)
        return None
    return lrc.parse_bytes(data, duration_ms=duration_ms, source=file.name)


def _inside(audio: Path, duration_ms: Ms | None) -> Lyrics | None:
    import mutagen

    from lullaby.lyrics.tags import words_from_tags

    try:
        file = mutagen.File(audio)
    except Exception:  # mutagen's parsers meet any bytes
        log.info("the tags of %s could not be read", audio.name)
        return None
    return None if file is None else words_from_tags(file, duration_ms)
