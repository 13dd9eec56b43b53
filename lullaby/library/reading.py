"""Reads one file of a scan: its tags, and the words beside it."""

from dataclasses import replace
from pathlib import Path

from lullaby.library.found import FoundFile, SeenFile, Tags
from lullaby.library.score_reading import read_score_tags
from lullaby.library.tags import TIMINGS, read_tags
from lullaby.library.track import Fault
from lullaby.lyrics.beside import sidecars
from lullaby.lyrics.finder import read_words
from lullaby.lyrics.languages import code_of
from lullaby.songbook.score_folder import SUFFIX


def read_file(file: SeenFile) -> FoundFile:
    """Read a file. Never raises for its content; the fault says why it cannot be used."""
    path = Path(file.path)
    if path.suffix.lower() == SUFFIX:
        tags, fault, note = read_score_tags(path)
        return _found(file, tags, fault, note)
    tags, fault = read_tags(path)
    if file.words_mtime_ns:
        for beside in sidecars(path):
            words = read_words(beside, tags.duration_ms)
            if words is not None and words.has_words:
                language = code_of(words.language) or tags.language
                tags = replace(tags, words=TIMINGS[words.timing], language=language)
                break
    return _found(file, tags, fault)


def _found(file: SeenFile, tags: Tags, fault: Fault | None, note: str = "") -> FoundFile:
    return FoundFile(
        Path(file.path),
        file.size,
        file.mtime_ns,
        file.words_mtime_ns,
        tags,
        fault,
        note,
        file.inode,
        file.ctime_ns,
    )
