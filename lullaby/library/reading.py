"""One file of a scan: its tags, and the words beside it."""

from dataclasses import replace
from pathlib import Path

from lullaby.library.found import FoundFile, SeenFile
from lullaby.library.score_reading import read_score_tags
from lullaby.library.tags import TIMINGS, read_tags
from lullaby.lyrics.finder import read_words, side_file
from lullaby.songbook.shelf import SUFFIX


def read_file(file: SeenFile) -> FoundFile:
    """Never raises for a file's content; the fault says why it cannot be used."""
    path = Path(file.path)
    if path.suffix.lower() == SUFFIX:
        tags, fault, note = read_score_tags(path)
        return FoundFile(path, file.size, file.mtime_ns, file.words_mtime_ns, tags, fault, note)
    tags, fault = read_tags(path)
    if file.words_mtime_ns:
        beside = side_file(path)
        words = read_words(beside, tags.duration_ms) if beside else None
        if words is not None and words.has_words:
            tags = replace(tags, words=TIMINGS[words.timing])
    return FoundFile(path, file.size, file.mtime_ns, file.words_mtime_ns, tags, fault)
